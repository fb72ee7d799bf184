"""Files become articles whose text nobody touched, or say clearly why not."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quotetrail.errors import InvalidInput, QuotetrailError, TooLarge, UndecodableText, UnsupportedMedia
from quotetrail.ingest.reading import Read, is_plain, read_file
from quotetrail.model import Article
from quotetrail.settings import Settings

SETTINGS = Settings(max_text=5_000, max_body=40_000, max_members=20)

PAGE = """<!doctype html>
<html lang="en"><head><title>Bridge closed | The Valley Post</title>
<meta property="og:site_name" content="The Valley Post"><meta name="author" content="Ann Lee">
<meta property="article:published_time" content="2022-01-06T10:30:00+06:00"></head>
<body><nav><a href="/">Home</a> <a href="/news">News</a></nav>
<article><h1>Bridge closed</h1>
<p>The old bridge over the river was closed on Thursday, and nobody knows for how long it will stay so.</p>
<p>“We were not asked,” said Vera Lind, who runs the mill &amp; the shop beside it.</p></article>
<footer>All rights reserved</footer></body></html>"""


def only(name: str, content: bytes | str, *, limits: Settings = SETTINGS) -> Read:
    reads = read_file(name, content.encode() if isinstance(content, str) else content, settings=limits)
    assert len(reads) == 1
    assert (reads[0].article is None) != (reads[0].problem is None)
    return reads[0]


def article(name: str, content: bytes | str) -> Article:
    read = only(name, content)
    assert read.article is not None, read.problem
    return read.article


def problem(name: str, content: bytes | str, *, limits: Settings = SETTINGS) -> QuotetrailError:
    read = only(name, content, limits=limits)
    assert read.problem is not None
    return read.problem


def as_json(**fields: object) -> str:
    return json.dumps({"text": "Some text.", **fields})


TEXTS = st.text(
    st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from("\r\n\t\x85\u2028"), min_size=1
).filter(str.strip)
NAMES = st.text(max_size=8) | st.sampled_from(
    [
        "a.txt",
        "a.md",
        "a",
        "b.html",
        "b.HTM",
        "c.json",
        "d.ndjson",
        "d.jsonl",
        "e.pdf",
        "../f.txt",
        ".txt",
        "g.",
        "h.zip",
    ]
)


@given(NAMES, st.binary() | st.text(alphabet='{}[]":,"text"\\uhml<>/p \n\0').map(str.encode) | TEXTS.map(str.encode))
@settings(deadline=None)
def test_any_bytes_under_any_name_give_articles_or_clear_problems(name: str, content: bytes) -> None:
    for read in read_file(name, content, settings=SETTINGS):
        assert read.source.startswith(name)
        assert (read.article is None) != (read.problem is None)
        if read.article is None:
            assert str(read.problem).endswith((".", ".)"))
        else:
            assert read.article.text.strip()
            assert "\0" not in read.article.text
            read.article.text.encode()


@given(TEXTS)
def test_text_is_never_altered(text: str) -> None:
    text = text.removeprefix("\ufeff")
    if not text.strip():
        return
    assert [read.article for read in read_file("a.txt", text.encode(), settings=SETTINGS)] == [Article(text=text)]
    lines = json.dumps({"text": text}).encode()
    for name in ("a.json", "a.ndjson"):
        assert [read.article for read in read_file(name, lines, settings=SETTINGS)] == [Article(text=text)]


@pytest.mark.parametrize(
    "name", ["story.txt", "story.text", "STORY.TXT", "notes.md", "story", "Mr. Lind on the 6.1. meeting"]
)
def test_plain_text_is_read_under_these_names(name: str) -> None:
    assert article(name, "One.\r\nTwo.\rThree.\n").text == "One.\r\nTwo.\rThree.\n"


def test_offsets_count_code_points_whatever_the_encoding_was() -> None:
    text = "Он сказал: «Нет, 𝕏!»\r\n"
    assert article("a.txt", b"\xff\xfe" + text.encode("utf-16-le")).text == text
    assert article("a.txt", "Он сказал: «Нет»".encode("cp1251")).text == "Он сказал: «Нет»"


@pytest.mark.parametrize("name", ["page.html", "page.htm", "page"])
def test_a_page_is_reduced_to_its_article_with_what_it_says_of_itself(name: str) -> None:
    found = article(name, PAGE)
    assert "“We were not asked,” said Vera Lind, who runs the mill & the shop beside it." in found.text
    assert "All rights" not in found.text
    assert "<" not in found.text
    assert (found.title, found.outlet, found.author) == ("Bridge closed", "The Valley Post", "Ann Lee")
    assert found.published == datetime(2022, 1, 6, 4, 30, tzinfo=UTC)


def test_a_page_in_another_charset_is_read_as_it_declares() -> None:
    page = PAGE.replace("<head>", '<head><meta http-equiv="Content-Type" content="text/html; charset=iso-8859-2">')
    page = page.replace("“We were not asked,”", '"Zażółć gęślą jaźń,"')
    assert "Zażółć gęślą jaźń" in article("page.html", page.encode("iso8859-2")).text


def test_a_page_whose_date_lies_in_the_future_or_is_none_has_no_date() -> None:
    assert article("page.html", PAGE.replace("2022-01-06T10:30:00+06:00", "2999-01-06")).published is None
    assert article("page.html", PAGE.replace("2022-01-06T10:30:00+06:00", "soon")).published is None


@pytest.mark.parametrize("page", ["<html></html>", "<p></p>", "<html><body><script>x()</script></body></html>", "   "])
def test_a_page_without_an_article_is_invalid(page: str) -> None:
    assert isinstance(problem("page.html", page), InvalidInput)


@pytest.mark.parametrize("tag", ["<div>", "<b>", "<table><tr><td>", "<ul><li>", "<a href='"])
def test_hostile_markup_is_survived(tag: str) -> None:
    read_file("page.html", f"<html><body>{tag * 25_000}text".encode(), settings=Settings())


def test_a_page_of_nothing_but_tags_is_refused() -> None:
    assert isinstance(problem("page.html", "<p>a" * 100_000, limits=Settings()), TooLarge)


def test_a_json_article_keeps_every_field() -> None:
    sent = {
        "uri": "cms:42",
        "version": 3,
        "title": "Bridge closed",
        "outlet": "The Valley Post",
        "author": "Ann Lee",
        "credit": "With files from the wire",
        "published": "2022-01-06T10:30:00.5+06:00",
        "language": "en-GB",
        "text": " Text with its spaces. ",
        "section": {"of": "no interest"},
    }
    assert article("a.json", json.dumps(sent)) == Article(
        text=" Text with its spaces. ",
        uri="cms:42",
        version="3",
        title="Bridge closed",
        outlet="The Valley Post",
        author="Ann Lee",
        credit="With files from the wire",
        published=datetime(2022, 1, 6, 4, 30, 0, 500_000, tzinfo=UTC),
        language="en",
    )


def test_null_and_blank_fields_are_fields_that_were_left_out() -> None:
    assert article("a.json", as_json(uri=None, version=None, title="", outlet=" ", published=None)) == Article(
        text="Some text."
    )


def test_a_date_by_itself_is_midnight_utc() -> None:
    assert article("a.json", as_json(published="2022-01-06")).published == datetime(2022, 1, 6, tzinfo=UTC)


def test_an_article_in_html_takes_from_the_page_what_the_object_leaves_out() -> None:
    found = article("a.json", json.dumps({"html": PAGE, "author": "The desk"}))
    assert "“We were not asked,”" in found.text
    assert (found.title, found.author) == ("Bridge closed", "The desk")
    assert article("a.json", json.dumps({"html": "<p>“No,” said Vera Lind of the mill.</p>"})).text == (
        "“No,” said Vera Lind of the mill."
    )
    assert article("a.json", as_json(html=PAGE)).text == "Some text."


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"text": None}, "no text"),
        ({"text": "  \n"}, "no text"),
        ({"text": 5}, '"text" must be a string, not a number'),
        ({"title": ["a"]}, '"title" must be a string, not a list'),
        ({"version": 1.5}, '"version" must be a string, not a number'),
        ({"version": True}, '"version" must be a string, not true or false'),
        ({"uri": {}}, '"uri" must be a string, not an object'),
        ({"published": "yesterday"}, "must be a date"),
        ({"published": "2022-01-06T10:30:00"}, "offset"),
        ({"published": "2022-W01-4"}, "must be a date"),
        ({"published": "2022-02-30"}, "no moment"),
        ({"published": "0001-01-01T00:00:00+23:00"}, "no moment"),
        ({"published": "٢٠٢٢-٠١-٠٦"}, "must be a date"),
        ({"published": "2999-01-01"}, "future"),
        ({"language": "English, mostly"}, "must be a code"),
    ],
)
def test_a_json_article_with_a_wrong_field_says_which(fields: dict[str, object], sentence: str) -> None:
    wrong = problem("a.json", as_json(**fields))
    assert isinstance(wrong, InvalidInput)
    assert sentence in str(wrong)


def test_an_article_of_tomorrow_morning_is_not_from_the_future() -> None:
    tomorrow = (datetime.now(UTC) + timedelta(hours=20)).isoformat(timespec="seconds")
    assert article("a.json", as_json(published=tomorrow)).published is not None


def test_a_list_of_articles_names_each_by_its_place_and_one_bad_one_fails_alone() -> None:
    reads = read_file("desk.json", json.dumps([{"text": "One."}, 2, {"text": "Three."}]).encode(), settings=SETTINGS)
    assert [(read.source, read.article and read.article.text) for read in reads] == [
        ("desk.json#1", "One."),
        ("desk.json#2", None),
        ("desk.json#3", "Three."),
    ]
    assert "not a number" in str(reads[1].problem)


def test_ndjson_names_each_article_by_its_line_and_one_bad_line_fails_alone() -> None:
    lines = (
        b'{"text": "One."}\n\n{"text": \n{"text": "Four.\\u2028Still four."}\r\n"'
        + b"x" * 50_000
        + b'"\n{"text": "Six."}'
    )
    reads = read_file("wire.ndjson", lines, settings=SETTINGS)
    assert [(read.source, type(read.problem)) for read in reads] == [
        ("wire.ndjson#1", type(None)),
        ("wire.ndjson#3", InvalidInput),
        ("wire.ndjson#4", type(None)),
        ("wire.ndjson#5", TooLarge),
        ("wire.ndjson#6", type(None)),
    ]


def test_json_in_utf_16_is_read() -> None:
    assert article("a.json", as_json(title="Мост").encode("utf-16")).title == "Мост"


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b'{"text": "a"} b',
        b'{"text": NaN}',
        b'{"text": "\\ud800"}',
        b'{"text": "a\\u0000"}',
        b"[]",
        b"null",
        b'{"text": "a", "text": "b"}',
    ],
)
def test_json_that_is_not_strict_is_invalid(body: bytes) -> None:
    assert type(problem("a.json", body)) is InvalidInput


def test_json_5_000_deep_is_invalid_and_nothing_crashes() -> None:
    assert isinstance(problem("a.json", b'{"text": ' + b"[" * 5_000), InvalidInput)


@pytest.mark.parametrize("name", ["a.txt", "a.html", "a.json", "a.ndjson", "a"])
@pytest.mark.parametrize("content", [b"", b" \r\n\t ", b"\xef\xbb\xbf"])
def test_an_empty_file_is_invalid(name: str, content: bytes) -> None:
    assert isinstance(problem(name, content), InvalidInput)


@pytest.mark.parametrize(
    ("name", "content", "meaning"),
    [
        ("a.txt", b"%PDF-1.7\n", "PDF"),
        ("a.docx", b"PK\x03\x04...", "office document"),
        ("a", b"\x1f\x8b\x08", "gzip"),
        ("a.jpg", b"\xff\xd8\xff\xe0", "picture"),
        ("a.txt", b"{\\rtf1 text}", "rich text"),
        ("a.txt", b"\0\1\2", "binary"),
        ("a.mp3", b"words", "'.mp3'"),
        ("a.csv", b"a,b", "'.csv'"),
    ],
)
def test_what_is_not_text_is_unsupported_and_named(name: str, content: bytes, meaning: str) -> None:
    refused = problem(name, content)
    assert isinstance(refused, UnsupportedMedia)
    assert meaning in str(refused)


def test_bytes_of_no_known_encoding_are_undecodable() -> None:
    assert isinstance(problem("a.txt", "我们不知道发生了什么事".encode("gb18030")), UndecodableText)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.txt", "x" * 5_001),
        ("a.txt", "x" * 30_000),
        ("a.txt", "x" * 60_000),
        ("a.json", as_json(text="x" * 5_001)),
        ("a.json", as_json(title="x" * 4_001)),
        ("a.html", "<p>" + "x" * 21_000),
        ("a.html", "<html><body><p>" + "word " * 1_500),
        ("a.ndjson", "x" * 60_000),
    ],
)
def test_what_exceeds_a_limit_is_too_large(name: str, content: str) -> None:
    assert isinstance(problem(name, content), TooLarge)


def test_twenty_megabytes_of_text_are_refused() -> None:
    assert isinstance(problem("a.txt", b"word " * 4_000_000, limits=Settings()), TooLarge)


def test_a_file_of_more_articles_than_a_batch_may_have_ends_with_saying_so() -> None:
    for name, content in (
        ("a.ndjson", b'{"text": "x"}\n' * 30),
        ("a.json", b"[" + b'{"text":"x"},' * 29 + b'{"text":"x"}]'),
    ):
        reads = read_file(name, content, settings=SETTINGS)
        assert len(reads) == 21
        assert isinstance(reads[-1].problem, TooLarge)


def test_only_a_text_file_is_itself_the_text_that_offsets_point_into() -> None:
    assert is_plain("a.TXT")
    assert not any(map(is_plain, ("a.html", "a.json", "a.ndjson")))
