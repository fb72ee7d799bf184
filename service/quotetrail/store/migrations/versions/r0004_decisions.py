"""Decisions are kept in a log that nothing changes, with the constraints that follow; matches get tier and flags."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Create the log, its index by subject and the constraints; make the matches again with the new columns."""
    op.create_table(
        "decisions",
        sa.Column("seq", sa.Integer, primary_key=True),
        sa.Column("taken_at", sa.BigInteger, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("by", sa.Text),
        sa.Column("matcher_version", sa.Text),
        sa.Column("statements", sa.LargeBinary, nullable=False),
        sa.Column("quotes", sa.LargeBinary, nullable=False),
        sa.Column("reasons", sa.LargeBinary, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "subjects",
        sa.Column("subject", sa.Text, primary_key=True),
        sa.Column("decision", sa.Integer, sa.ForeignKey("decisions.seq"), primary_key=True),
        sqlite_with_rowid=False,
    )
    for table in ("decisions", "subjects"):
        for change in ("UPDATE", "DELETE"):
            _refuse(f"{table}_{change.lower()}", f"BEFORE {change} ON {table}")
    # INSERT OR REPLACE deletes the row that was there without asking the trigger above.
    _refuse("decisions_replace", "BEFORE INSERT ON decisions WHEN EXISTS (SELECT 1 FROM decisions WHERE seq = NEW.seq)")
    op.create_table(
        "constraints",
        sa.Column("left", sa.Text, sa.ForeignKey("quotes.id"), primary_key=True),
        sa.Column("right", sa.Text, sa.ForeignKey("quotes.id"), primary_key=True),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("decision", sa.Integer, sa.ForeignKey("decisions.seq"), nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_index("constraints_right", "constraints", ["right", "left"])
    _remake_matches()


def _refuse(name: str, when: str) -> None:
    """A trigger that lets a statement fail."""
    op.execute(f"CREATE TRIGGER {name} {when} BEGIN SELECT RAISE(ABORT, 'the log of decisions never changes'); END")


def _remake_matches() -> None:
    """Copy the matches into a table whose tier stands before the long columns; all there were are confirmed ones."""
    op.rename_table("matches", "matches_before")
    op.create_table(
        "matches",
        sa.Column("left", sa.Text, sa.ForeignKey("quotes.id"), primary_key=True),
        sa.Column("right", sa.Text, sa.ForeignKey("quotes.id"), primary_key=True),
        sa.Column("tier", sa.Text, nullable=False),
        sa.Column("relation", sa.Text, nullable=False),
        sa.Column("score", sa.Float, nullable=False),
        sa.Column("flags", sa.LargeBinary),
        sa.Column("reasons", sa.LargeBinary, nullable=False),
        sa.Column("drift", sa.LargeBinary, nullable=False),
    )
    op.execute(
        'INSERT INTO matches ("left", "right", tier, relation, score, reasons, drift) '
        'SELECT "left", "right", \'confirmed\', relation, score, reasons, drift FROM matches_before ORDER BY rowid'
    )
    op.drop_table("matches_before")
    op.create_index("matches_right", "matches", ["right", "left"])
    op.create_index("matches_suggested", "matches", ["tier"], sqlite_where=sa.column("tier") == sa.literal("suggested"))
