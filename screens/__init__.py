"""Screens of the journey: one folder per person, one module per screen."""
