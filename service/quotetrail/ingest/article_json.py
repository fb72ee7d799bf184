"""One article as the JSON object that a newsroom's system sends."""

from __future__ import annotations

import re
from types import MappingProxyType

from quotetrail.errors import InvalidInput, TooLarge
from quotetrail.ingest.dates import published_from
from quotetrail.ingest.page import reduce_page
from quotetrail.model import Article

# Headlines, names and addresses are far shorter; nobody needs a megabyte of title.
_LONGEST_FIELD = 4_000

# BCP 47 as far as it matters here: "en", "en-GB", "zh-Hant".
_LANGUAGE_TAG = re.compile(r"([A-Za-z]{2,3})(-[A-Za-z0-9]{1,8})*")

_JSON_KINDS = MappingProxyType(
    {
        dict: "an object",
        list: "a list",
        str: "a string",
        bool: "true or false",
        int: "a number",
        float: "a number",
        type(None): "null",
    }
)


def article_from(value: object, *, max_text: int) -> Article:
    """Return the article in an object with a "text" or "html" and, if known, the keys below.

    "uri", "version", "title", "outlet", "author", "credit", "published", "language", as in model.Article. Each of them
    may be missing, null or blank; other keys are ignored. `published` is RFC 3339, a date by itself meaning midnight
    UTC. `text` is taken as it is. `html` counts where there is no `text`: it is reduced to its article, whose own
    title, author, outlet and date fill what the object leaves out. Raises InvalidInput, and TooLarge for a text of more
    than `max_text` code points or another field of more than 4,000.
    """
    if not isinstance(value, dict):
        raise InvalidInput(f"An article is a JSON object, not {_kind(value)}.")
    published = _optional_string(value, "published")
    found = _text_or_page(value, max_text=max_text)
    return Article(
        text=found.text,
        uri=_field(value, "uri"),
        version=_version(value),
        title=_field(value, "title") or found.title,
        outlet=_field(value, "outlet") or found.outlet,
        author=_field(value, "author") or found.author,
        credit=_field(value, "credit"),
        published=found.published if published is None else published_from(published),
        language=_language(value),
    )


def _text_or_page(value: dict[str, object], *, max_text: int) -> Article:
    text = _optional_string(value, "text")
    if text is not None:
        if len(text) > max_text:
            raise TooLarge(f"The article has {len(text):,} characters; at most {max_text:,} are accepted.")
        return Article(text=text)
    page = _optional_string(value, "html")
    if page is None:
        raise InvalidInput('The article has no text: give "text" or "html".')
    return reduce_page(page, max_text=max_text)


def _optional_string(value: dict[str, object], key: str) -> str | None:
    """The string at `key`; None where it is missing, null or blank."""
    given = value.get(key)
    if given is None:
        return None
    if not isinstance(given, str):
        raise InvalidInput(f'"{key}" must be a string, not {_kind(given)}.')
    return given if given.strip() else None


def _field(value: dict[str, object], key: str) -> str | None:
    given = _optional_string(value, key)
    if given is not None and len(given) > _LONGEST_FIELD:
        raise TooLarge(f'"{key}" has {len(given):,} characters; at most {_LONGEST_FIELD:,} are accepted.')
    return given


def _version(value: dict[str, object]) -> str | None:
    """Systems number their versions as often as they name them: 3 and "3" are one version."""
    given = value.get("version")
    if isinstance(given, int) and not isinstance(given, bool):
        return str(given)
    return _field(value, "version")


def _language(value: dict[str, object]) -> str | None:
    given = _optional_string(value, "language")
    if given is None:
        return None
    tag = _LANGUAGE_TAG.fullmatch(given)
    if tag is None:
        raise InvalidInput(f'"language" must be a code such as "en" or "en-GB", not {given[:40]!r}.')
    return tag.group(1).lower()


def _kind(value: object) -> str:
    return _JSON_KINDS[type(value)]
