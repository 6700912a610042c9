"""The command line, in French: one module for each command, which loads what it needs only when it runs."""
