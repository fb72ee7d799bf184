"""Members are kept by the number of their quote, so that the statements of many candidates are read in one go.

By number a row lies beside those of the quotes stored before and after it; by id every one lies on a page of its own.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Copy the members into a table whose row id is the quote's number."""
    op.rename_table("members", "members_before")
    op.create_table(
        "members",
        sa.Column("quote", sa.Integer, sa.ForeignKey("quotes.seq"), primary_key=True),
        sa.Column("quote_id", sa.Text, nullable=False, unique=True),
        sa.Column("statement_id", sa.Text, sa.ForeignKey("statements.id"), nullable=False),
        sa.Column("place", sa.Integer),
    )
    op.execute(
        "INSERT INTO members (quote, quote_id, statement_id, place) "
        "SELECT quotes.seq, members_before.quote_id, members_before.statement_id, members_before.place "
        "FROM members_before JOIN quotes ON quotes.id = members_before.quote_id ORDER BY quotes.seq"
    )
    op.drop_table("members_before")
    op.create_index("members_statement", "members", ["statement_id", "place"])
