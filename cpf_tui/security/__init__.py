"""Secrets: passwords, the NIR, the keys, and the protection of the process that handles them."""
