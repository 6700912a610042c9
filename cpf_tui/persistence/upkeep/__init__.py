"""What the operator does to the database as a whole: copies, restoration, keys, moves to another database."""
