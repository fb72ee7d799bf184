"""A web page reduced to its article by trafilatura."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime

from lxml.html import HtmlElement
from trafilatura import bare_extraction
from trafilatura.settings import Document
from trafilatura.utils import load_html

from quotetrail.errors import InvalidInput, TooLarge
from quotetrail.ingest.dates import published_from
from quotetrail.model import Article

# Boilerplate around an article is rarely more than this many times its text; a larger page only costs time.
_MOST_MARKUP = 4

# trafilatura takes about 30 µs for each of these; news pages have some thousands, so this is seconds, not minutes.
_MOST_TAGS = 60_000

# Where pages state the time of day too; trafilatura keeps the date only, and on one day the hour decides who was first.
_STATED_TIMES = (
    "//meta[@property='article:published_time' or @name='article:published_time' or @itemprop='datePublished']/@content"
    " | //time[@itemprop='datePublished']/@datetime"
)
_LINKED_DATA = "//script[@type='application/ld+json']/text()"
_LINKED_DATE = re.compile(r'"datePublished"\s*:\s*"([^"]{1,40})"')

_WHOLE_DOCUMENT = re.compile(r"<html|<!doctype", re.IGNORECASE)
_DECLARED_CHARSET = re.compile(rb"<meta[^>]{1,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]{2,30})", re.IGNORECASE)

# Browsers look for a declaration in the first 1,024 bytes (HTML, section 4.2.5.4); pages that put it later exist.
_HEAD = 4_096


def declared_charset(content: bytes) -> str | None:
    """Name the charset that the page names in its own head."""
    declaration = _DECLARED_CHARSET.search(content, 0, _HEAD)
    return None if declaration is None else declaration.group(1).decode("ascii")


def reduce_page(html: str, *, max_text: int) -> Article:
    """Return the article in `html`: its text, a paragraph a line, and the title, author, outlet and date stated.

    Dates are taken from the page's metadata only, never from its prose. Raises InvalidInput where no article text is
    found, TooLarge for a page of more than four times `max_text` code points or 60,000 tags, or a text of more than
    `max_text`.
    """
    if len(html) > _MOST_MARKUP * max_text:
        raise TooLarge(f"The page has {len(html):,} characters; at most {_MOST_MARKUP * max_text:,} are accepted.")
    tags = html.count("<")
    if tags > _MOST_TAGS:
        raise TooLarge(f"The page has {tags:,} tags; at most {_MOST_TAGS:,} are accepted.")
    whole = html if _WHOLE_DOCUMENT.search(html) else f"<html><body>{html}</body></html>"
    try:
        tree = load_html(whole)
        found = None if tree is None else _found(tree)
    except Exception as error:  # parsers of others on hostile markup: whatever they raise, this page is at fault
        raise InvalidInput(f"The page cannot be read as HTML ({type(error).__name__}).") from error
    if found is None:
        raise InvalidInput("No article text was found in the page.")
    if len(found.text) > max_text:
        raise TooLarge(f"The article has {len(found.text):,} characters; at most {max_text:,} are accepted.")
    return found


def _found(tree: HtmlElement) -> Article | None:
    document = bare_extraction(
        tree,
        with_metadata=True,
        include_comments=False,
        date_extraction_params={"extensive_search": False, "original_date": True},
    )
    if not isinstance(document, Document) or not document.text or not document.text.strip():
        return None
    return Article(
        text=document.text,
        title=document.title or None,
        outlet=document.sitename or None,
        author=document.author or None,
        published=_first_sound([*_stated_times(tree), document.date or ""]),
    )


def _stated_times(tree: HtmlElement) -> Iterator[str]:
    for stated in tree.xpath(_STATED_TIMES):
        yield str(stated).strip()
    for linked in tree.xpath(_LINKED_DATA):
        yield from _LINKED_DATE.findall(str(linked))


def _first_sound(stated: list[str]) -> datetime | None:
    """The first that is a date at all; a page's metadata is no promise, so a bad one is passed over."""
    for text in stated:
        try:
            return published_from(text)
        except InvalidInput:
            continue
    return None
