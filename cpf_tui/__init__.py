"""cpf-tui: the compte personnel de formation, in hours, from a terminal."""
