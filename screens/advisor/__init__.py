"""Screens of the conseiller."""
