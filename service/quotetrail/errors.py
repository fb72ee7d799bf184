"""What can go wrong, as a tree; each error knows its HTTP status and how to say what to do.

QuotetrailError            anything this package raises on purpose
├── InvalidInput           the request or file cannot be used as it is (422)
│   ├── UndecodableText    bytes that are no text in any encoding we accept (422)
│   └── InvalidCursor      a page cursor that this service did not make (422)
├── UnsupportedMedia       a kind of file or body that is not accepted (415)
├── TooLarge               more bytes, members or characters than the limits allow (413)
├── NotFound               no such article, quote, statement, speaker or job (404)
├── Conflict               the same uri and version came with another text (409)
├── Contradiction          a decision cannot hold beside those taken before (409)
├── ModelsMissing          weights that are needed are not there or fail their checksum (503)
├── StoreBusy              another writer held the database for too long (503)
├── StoreUnusable          the database file is none, is damaged, or was made by a newer release (503)
└── QueryTooSlow           a query ran past its time limit (503)
"""

from __future__ import annotations

from typing import ClassVar

PROBLEM_TYPE = "urn:quotetrail:problem:"  # and the slug: what kind of problem a document is about


class QuotetrailError(Exception):
    """Anything this package raises on purpose; `str(error)` says what to do in one sentence."""

    status: ClassVar[int] = 500
    slug: ClassVar[str] = "internal"
    title: ClassVar[str] = "Internal error"


class InvalidInput(QuotetrailError):
    """The request or file cannot be used as it is."""

    status = 422
    slug = "invalid-input"
    title = "Invalid input"


class UndecodableText(InvalidInput):
    """Bytes that are no text in any encoding we accept."""

    slug = "undecodable-text"
    title = "Not a text"


class InvalidCursor(InvalidInput):
    """A page cursor that this service did not make."""

    slug = "invalid-cursor"
    title = "Invalid cursor"


class UnsupportedMedia(QuotetrailError):
    """A kind of file or body that is not accepted."""

    status = 415
    slug = "unsupported-media"
    title = "Unsupported media type"


class TooLarge(QuotetrailError):
    """More bytes, members or characters than the limits allow."""

    status = 413
    slug = "too-large"
    title = "Too large"


class NotFound(QuotetrailError):
    """No such article, quote, statement, speaker or job."""

    status = 404
    slug = "not-found"
    title = "Not found"


class Conflict(QuotetrailError):
    """The same uri and version came with another text."""

    status = 409
    slug = "conflict"
    title = "Conflict"


class Contradiction(QuotetrailError):
    """A decision cannot hold beside those that people took before."""

    status = 409
    slug = "contradiction"
    title = "Contradicting decisions"


class ModelsMissing(QuotetrailError):
    """Weights that are needed are not there, or fail their checksum."""

    status = 503
    slug = "models-missing"
    title = "Models missing"


class StoreBusy(QuotetrailError):
    """Another writer held the database for too long."""

    status = 503
    slug = "store-busy"
    title = "Store busy"


class StoreUnusable(QuotetrailError):
    """The database file is none, is damaged, or was made by a newer release."""

    status = 503
    slug = "store-unusable"
    title = "Store unusable"


class QueryTooSlow(QuotetrailError):
    """A query ran past its time limit."""

    status = 503
    slug = "query-too-slow"
    title = "Query too slow"
