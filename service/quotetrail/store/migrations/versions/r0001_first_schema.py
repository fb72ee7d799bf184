"""The first schema: articles, quotes, speakers, and the indexes made of them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Create every table."""
    op.create_table(
        "articles",
        sa.Column("seq", sa.Integer, primary_key=True),
        sa.Column("id", sa.Text, nullable=False, unique=True),
        sa.Column("uri", sa.Text),
        sa.Column("version", sa.Text),
        sa.Column("title", sa.Text),
        sa.Column("outlet", sa.Text),
        sa.Column("author", sa.Text),
        sa.Column("credit", sa.Text),
        sa.Column("published", sa.Text),
        sa.Column("given_language", sa.Text),
        sa.Column("language", sa.Text, nullable=False),
        sa.Column("omitted", sa.LargeBinary, nullable=False),
        sa.Column("detector_version", sa.Text, nullable=False),
        sa.Column("received_at", sa.BigInteger, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
    )
    op.create_index("articles_uri", "articles", ["uri"], sqlite_where=sa.column("uri").is_not(None))
    op.create_index("articles_outlet", "articles", ["outlet"])
    op.create_table(
        "speakers",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("name_key", sa.Text, nullable=False, unique=True),
    )
    op.create_table(
        "quotes",
        sa.Column("seq", sa.Integer, primary_key=True),
        sa.Column("id", sa.Text, nullable=False, unique=True),
        sa.Column("article_id", sa.Text, sa.ForeignKey("articles.id"), nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("type", sa.Text, nullable=False),
        sa.Column("language", sa.Text, nullable=False),
        sa.Column("outlet", sa.Text),
        sa.Column("published_at", sa.BigInteger),
        sa.Column("speaker_id", sa.Text, sa.ForeignKey("speakers.id")),
        sa.Column("speaker_name", sa.Text),
        sa.Column("speaker_kind", sa.Text),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("quoted", sa.LargeBinary, nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
    )
    op.create_index("quotes_article", "quotes", ["article_id", "position"])
    op.create_index("quotes_type", "quotes", ["type"])
    op.create_index("quotes_language", "quotes", ["language"])
    op.create_index("quotes_outlet", "quotes", ["outlet"])
    op.create_index("quotes_published", "quotes", ["published_at"])
    op.create_index("quotes_speaker", "quotes", ["speaker_id", "speaker_name", "speaker_kind"])
    op.create_table(
        "keys",
        sa.Column("key", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("quote", sa.Integer, sa.ForeignKey("quotes.seq"), primary_key=True),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "matches",
        sa.Column("left", sa.Text, sa.ForeignKey("quotes.id"), primary_key=True),
        sa.Column("right", sa.Text, sa.ForeignKey("quotes.id"), primary_key=True),
        sa.Column("relation", sa.Text, nullable=False),
        sa.Column("score", sa.Float, nullable=False),
        sa.Column("reasons", sa.LargeBinary, nullable=False),
        sa.Column("drift", sa.LargeBinary, nullable=False),
    )
    op.create_index("matches_right", "matches", ["right", "left"])
    op.create_table(
        "statements",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("exemplar", sa.Text, sa.ForeignKey("quotes.id"), nullable=False),
        sa.Column("size", sa.Integer, nullable=False),
    )
    op.create_index("statements_size", "statements", ["size", "id"])
    op.create_table(
        "members",
        sa.Column("quote_id", sa.Text, sa.ForeignKey("quotes.id"), primary_key=True),
        sa.Column("statement_id", sa.Text, sa.ForeignKey("statements.id"), nullable=False),
        sa.Column("place", sa.Integer),
    )
    op.create_index("members_statement", "members", ["statement_id", "place"])
    op.create_table(
        "redirects",
        sa.Column("old", sa.Text, primary_key=True),
        sa.Column("new", sa.Text, sa.ForeignKey("statements.id"), nullable=False),
    )
    op.create_index("redirects_new", "redirects", ["new"])
    op.create_table(
        "versions",
        sa.Column("part", sa.Text, primary_key=True),
        sa.Column("version", sa.Text, nullable=False),
    )
    op.execute(
        "CREATE VIRTUAL TABLE quote_words USING fts5("
        "text, content='quotes', content_rowid='seq', tokenize='unicode61 remove_diacritics 2')"
    )
