"""The server dialect: a PostgreSQL database, reached through psycopg by an address."""
