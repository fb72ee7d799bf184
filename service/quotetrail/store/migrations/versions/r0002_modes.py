"""Quotes have a mode. All that was stored before was said or written, and is called speech."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add the column, and put it into the indexes that count the quotes of an article and of a speaker."""
    # SQLite adds a column in place; Alembic's batch mode would copy the table and cut `quote_words` off from it.
    op.add_column("quotes", sa.Column("mode", sa.Text, nullable=False, server_default="speech"))
    op.drop_index("quotes_article", "quotes")
    op.create_index("quotes_article", "quotes", ["article_id", "mode", "position"])
    op.drop_index("quotes_speaker", "quotes")
    op.create_index("quotes_speaker", "quotes", ["speaker_id", "mode", "speaker_name", "speaker_kind"])
