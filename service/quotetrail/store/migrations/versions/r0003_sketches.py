"""The candidate index: one row of keys and one vector a quote, in the order of storing.

An index by key would be written all over the file for each quote; what is sorted by key is kept in files beside the
database instead (store/runs.py), which are made of these rows. Quotes stored before have no rows here until the next
rebuild, which a new version of matching asks for.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Create both tables in place of the index by key."""
    op.drop_table("keys")
    op.create_table(
        "sketches",
        sa.Column("quote", sa.Integer, sa.ForeignKey("quotes.seq"), primary_key=True),
        sa.Column("keys", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "vectors",
        sa.Column("quote", sa.Integer, sa.ForeignKey("quotes.seq"), primary_key=True),
        sa.Column("cell", sa.Integer, nullable=False),
        sa.Column("code", sa.LargeBinary, nullable=False),
    )
