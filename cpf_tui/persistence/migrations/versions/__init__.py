"""One module per version, in order; `schema.SCHEMA_VERSION` counts them."""
