"""Opaque page cursors: where a listing goes on, tied to the listing and the filters it was made for.

A cursor is base64url of compact JSON `[version, listing, filters, position…]`. It is not secret and not signed: it only
says where to continue, and whatever arrives is checked before it is used.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Mapping

import orjson

from quotetrail.errors import InvalidCursor
from quotetrail.store.pages import Key

_VERSION = 1
_LONGEST = 1_024
_FINGERPRINT_BYTES = 6


def write(position: Key, *, listing: str, filters: Mapping[str, object]) -> str:
    """The cursor that goes on after `position` in `listing` under the same `filters`."""
    content = orjson.dumps([_VERSION, listing, _fingerprint(filters), *position])
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode("ascii")


def read(cursor: str, *, listing: str, filters: Mapping[str, object]) -> Key:
    """The position in `cursor`; raises InvalidCursor unless it was made here, for this listing and these filters.

    Whether the position fits the listing's own order is for the store to say.
    """
    if len(cursor) > _LONGEST:
        raise InvalidCursor(f"A cursor has at most {_LONGEST} characters; pass the `next` of the page before it.")
    try:
        content = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
        parts = orjson.loads(content)
    except (binascii.Error, ValueError) as error:
        raise InvalidCursor("This is not a cursor of this service; pass the `next` of the page before it.") from error
    if not isinstance(parts, list) or parts[:2] != [_VERSION, listing]:
        raise InvalidCursor(f"This is not a cursor of the listing {listing!r}; pass the `next` of the page before it.")
    if parts[2:3] != [_fingerprint(filters)]:
        raise InvalidCursor("This cursor belongs to other filters; repeat the filters of the page that gave it.")
    position = tuple(parts[3:])
    if not position or any(type(part) not in (int, str) for part in position):
        raise InvalidCursor("This cursor says nothing about where to go on; pass the `next` of the page before it.")
    return position


def _fingerprint(filters: Mapping[str, object]) -> str:
    """A short address of the filters, so that a cursor is not carried over to another question."""
    given = {name: str(value) for name, value in filters.items() if value is not None}
    content = orjson.dumps(given, option=orjson.OPT_SORT_KEYS)
    return hashlib.blake2b(content, digest_size=_FINGERPRINT_BYTES).hexdigest()
