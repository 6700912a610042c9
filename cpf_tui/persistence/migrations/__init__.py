"""Every version of the schema, from the first: each step is frozen once it has been released."""
