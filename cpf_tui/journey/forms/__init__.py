"""The forms: one module per form, one field per question."""
