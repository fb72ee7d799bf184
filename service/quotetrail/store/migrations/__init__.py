"""Alembic's revisions of the tables; `database.Store.open` runs them."""
