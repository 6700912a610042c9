"""The embedded database: an encrypted SQLite file reached through SQLAlchemy Core; nothing else knows its tables."""
