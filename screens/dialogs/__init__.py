"""Dialogs: modal screens that return one result; Esc always cancels."""
