"""Alembic's entry: runs the revisions on the connection, already in a transaction, of `database.Store.open`."""

from __future__ import annotations

from alembic import context

from quotetrail.store.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    transactional_ddl=True,  # SQLite rolls back DDL as well; a killed upgrade leaves the old schema
)
with context.begin_transaction():
    context.run_migrations()
