"""Screens of the titulaire."""
