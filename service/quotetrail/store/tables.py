"""The tables. `articles`, `quotes` and `decisions` are what is known; all others are indexes that can be rebuilt.

`seq` is the order of storing and SQLite's row id; `id` is the content address that the world sees. Times that are
searched are microseconds since 1970 in UTC (`*_at`). Columns that are never searched are JSON, written by orjson.
The full-text index `quote_words` is a virtual table, which SQLAlchemy cannot describe: the first migration creates it.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Float, ForeignKey, Index, Integer, LargeBinary, MetaData, Table, Text

metadata = MetaData()

articles = Table(
    "articles",
    metadata,
    Column("seq", Integer, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("uri", Text),
    Column("version", Text),
    Column("title", Text),
    Column("outlet", Text),
    Column("author", Text),
    Column("credit", Text),
    Column("published", Text),  # ISO 8601 with the offset that the sender gave
    Column("given_language", Text),
    Column("language", Text, nullable=False),
    Column("omitted", LargeBinary, nullable=False),
    Column("detector_version", Text, nullable=False),
    Column("received_at", BigInteger, nullable=False),
    Column("text", Text, nullable=False),  # last, so that reading the others skips its overflow pages
    Index("articles_uri", "uri", sqlite_where=Column("uri").is_not(None)),
    Index("articles_outlet", "outlet"),
)

quotes = Table(
    "quotes",
    metadata,
    Column("seq", Integer, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("article_id", Text, ForeignKey("articles.id"), nullable=False),
    Column("position", Integer, nullable=False),
    Column("type", Text, nullable=False),
    Column("mode", Text, nullable=False, server_default="speech"),
    Column("language", Text, nullable=False),
    Column("outlet", Text),  # of the article, which never changes: repeated here to be searched by index
    Column("published_at", BigInteger),
    Column("speaker_id", Text, ForeignKey("speakers.id")),
    Column("speaker_name", Text),
    Column("speaker_kind", Text),
    Column("text", Text, nullable=False),
    Column("quoted", LargeBinary, nullable=False),
    Column("body", LargeBinary, nullable=False),  # the whole model.Quote
    Index("quotes_article", "article_id", "mode", "position"),
    Index("quotes_type", "type"),
    Index("quotes_language", "language"),
    Index("quotes_outlet", "outlet"),
    Index("quotes_published", "published_at"),
    Index("quotes_speaker", "speaker_id", "mode", "speaker_name", "speaker_kind"),
)

speakers = Table(
    "speakers",
    metadata,
    Column("id", Text, primary_key=True),
    Column("name_key", Text, nullable=False, unique=True),
)

sketches = Table(
    "sketches",
    metadata,
    Column("quote", Integer, ForeignKey("quotes.seq"), primary_key=True),
    Column("keys", LargeBinary, nullable=False),  # int64 in ascending order, little-endian
)

vectors = Table(
    "vectors",
    metadata,
    Column("quote", Integer, ForeignKey("quotes.seq"), primary_key=True),
    Column("cell", Integer, nullable=False),  # match.vectors.Cells: where the vector lies
    Column("code", LargeBinary, nullable=False),  # the vector as int8
)

matches = Table(
    "matches",
    metadata,
    Column("left", Text, ForeignKey("quotes.id"), primary_key=True),
    Column("right", Text, ForeignKey("quotes.id"), primary_key=True),
    Column("tier", Text, nullable=False),
    Column("relation", Text, nullable=False),
    Column("score", Float, nullable=False),
    Column("flags", LargeBinary),  # null for none, as nearly all have
    Column("reasons", LargeBinary, nullable=False),
    Column("drift", LargeBinary, nullable=False),
    Index("matches_right", "right", "left"),
    Index("matches_suggested", "tier", sqlite_where=Column("tier") == "suggested"),
)

statements = Table(
    "statements",
    metadata,
    Column("id", Text, primary_key=True),
    Column("exemplar", Text, ForeignKey("quotes.id"), nullable=False),
    Column("size", Integer, nullable=False),
    Index("statements_size", "size", "id"),
)

members = Table(
    "members",
    metadata,
    Column("quote", Integer, ForeignKey("quotes.seq"), primary_key=True),
    Column("quote_id", Text, nullable=False, unique=True),  # what `quote` is called
    Column("statement_id", Text, ForeignKey("statements.id"), nullable=False),
    Column("place", Integer),  # among the leading members, 0 for the exemplar; null for the others
    Index("members_statement", "statement_id", "place"),
)

redirects = Table(
    "redirects",
    metadata,
    Column("old", Text, primary_key=True),
    Column("new", Text, ForeignKey("statements.id"), nullable=False),
    Index("redirects_new", "new"),
)

decisions = Table(
    "decisions",
    metadata,
    Column("seq", Integer, primary_key=True),
    Column("taken_at", BigInteger, nullable=False),
    Column("kind", Text, nullable=False),
    Column("by", Text),  # who decided; null for the service itself
    Column("matcher_version", Text),  # of the service; null for a person
    Column("statements", LargeBinary, nullable=False),
    Column("quotes", LargeBinary, nullable=False),
    Column("reasons", LargeBinary, nullable=False),
    sqlite_autoincrement=True,  # triggers refuse to change or delete a row
)

subjects = Table(
    "subjects",
    metadata,
    Column("subject", Text, primary_key=True),  # a statement's or a match's id
    Column("decision", Integer, ForeignKey("decisions.seq"), primary_key=True),
    sqlite_with_rowid=False,
)

constraints = Table(
    "constraints",
    metadata,
    Column("left", Text, ForeignKey("quotes.id"), primary_key=True),
    Column("right", Text, ForeignKey("quotes.id"), primary_key=True),
    Column("kind", Text, nullable=False),
    Column("decision", Integer, ForeignKey("decisions.seq"), nullable=False),
    Index("constraints_right", "right", "left"),
    sqlite_with_rowid=False,
)

versions = Table(
    "versions",
    metadata,
    Column("part", Text, primary_key=True),
    Column("version", Text, nullable=False),
)
