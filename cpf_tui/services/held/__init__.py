"""Everything held about a person as one JSON document, readable by them and by another program (GDPR, 15 and 20)."""
