"""What Alembic runs: the steps, on the connection and inside the transaction of `cpf_tui.persistence.schema`."""

from __future__ import annotations

from alembic import context

# The caller opened the transaction (IMMEDIATE) and commits it: a step is done whole or not at all.
context.configure(connection=context.config.attributes["connection"], transactional_ddl=True)
with context.begin_transaction():
    context.run_migrations()
