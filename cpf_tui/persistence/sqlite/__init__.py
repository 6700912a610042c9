"""The embedded dialect: one encrypted SQLite file, reached through SQLCipher."""
