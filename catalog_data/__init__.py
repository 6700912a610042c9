"""Data shipped with the program; PROVENANCE.md says where each file comes from."""
