"""One module per promise: `pNN_name.py` defines `PROMISE`, and is found by its name."""
