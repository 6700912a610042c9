"""The repositories of `cpf_tui.ports`, one small module per family; rows become domain records here."""
