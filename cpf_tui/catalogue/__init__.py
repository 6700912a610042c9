"""The public catalogue: importers, the index built from them, and the search. It holds no personal data."""
