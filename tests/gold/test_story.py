"""The story in fixtures/ is our own, holds what its README says, and expected.json points at real places in it."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from quotetrail.ingest.reading import read_file
from quotetrail.model import Article
from quotetrail.settings import Settings
from training.evaluation.seed_gold import SEED_ARTICLES, SeedGold

FIXTURES = Path(__file__).parents[2] / "fixtures"
EXPECTED: dict[str, Any] = json.loads((FIXTURES / "expected.json").read_bytes())
# words that only our invented people say, and terms that nobody says
OURS = {
    "they kept shouting ‘shal ket!’ under my window,",
    "quiet hour",
    "mutual aid",
    "golden square",
}
QUOTED = re.compile(r"[“\"]([^“”\"\n]+)(?:[”“\"]|\n|$)")
# a run of words this long outside quotation marks would be a copy; names and "told Interfax that" are shorter
RUN = 6


def article(name: str) -> Article:
    (read,) = read_file(name, (FIXTURES / "story" / name).read_bytes(), settings=Settings())
    assert read.article is not None, read.problem
    return read.article


@pytest.fixture(scope="module")
def articles() -> dict[str, Article]:
    return {path.name: article(path.name) for path in sorted((FIXTURES / "story").iterdir())}


@pytest.fixture(scope="module")
def seeds() -> dict[str, str]:
    if not SEED_ARTICLES.is_dir():
        pytest.skip("../shared/seeds is not here")
    return SeedGold.read().texts()


def words(text: str) -> list[str]:
    return re.findall(r"[\w'-]+", text.replace("’", "'").casefold())


def runs(text: str) -> Iterator[tuple[str, ...]]:
    """Every run of words outside quotation marks."""
    for stretch in re.split(r"[“\"][^“”\"\n]*[”“\"]|\n", text):
        found = words(stretch)
        yield from (tuple(found[start : start + RUN]) for start in range(len(found) - RUN + 1))


def test_the_story_shows_every_kind_of_file(articles: dict[str, Article]) -> None:
    assert [name.rsplit(".", 1)[1] for name in articles] == ["json", "json", "txt", "html", "json"]
    assert list(articles) == list(EXPECTED["articles"])


def test_every_article_has_the_length_of_a_news_report(articles: dict[str, Article]) -> None:
    assert all(250 <= len(item.text.split()) <= 450 for item in articles.values())


def test_the_text_file_comes_without_metadata(articles: dict[str, Article]) -> None:
    assert articles["03_plains-digest.txt"] == Article(text=articles["03_plains-digest.txt"].text)


def test_the_page_is_reduced_to_its_article(articles: dict[str, Article]) -> None:
    page = articles["04_northern-ledger.html"]
    paragraphs = page.text.split("\n")
    assert len(paragraphs) == 12
    assert paragraphs[0].startswith("The first transport aircraft")
    assert paragraphs[-1] == "With files from Reuters"
    assert "neighbour" not in page.text
    assert "ferry" not in page.text
    assert page.outlet == "Northern Ledger"
    assert page.published is not None


def test_every_expected_quote_is_in_its_article(articles: dict[str, Article]) -> None:
    for name, expected in EXPECTED["articles"].items():
        text = articles[name].text
        for quote in expected["quotes"]:
            ends = [0]
            for first, last in quote["pieces"]:
                assert text.count(first) == 1, (quote["id"], first)
                start = text.index(first)
                end = text.index(last, start) + len(last)
                assert start >= ends[-1], quote["id"]
                assert "\n" not in text[start:end], quote["id"]
                ends.append(end)
            assert quote["cue"] is None or quote["cue"] in text, quote["id"]
            assert quote["mention"] in text, quote["id"]
            assert quote["speaker"] is None or quote["speaker"] in text, quote["id"]
        assert all(text.count(term) == 1 for term in expected["not_quotes"])


def test_every_expected_statement_joins_quotes_of_different_articles() -> None:
    known = {quote["id"] for expected in EXPECTED["articles"].values() for quote in expected["quotes"]}
    for statement in EXPECTED["statements"]:
        assert set(statement["members"]) <= known
        assert len({member[:2] for member in statement["members"]}) == len(statement["members"]) >= 2


def test_the_copied_article_shares_whole_paragraphs_with_its_source(articles: dict[str, Article]) -> None:
    copied = articles["02_harbour-gazette.json"].text.split("\n\n")
    source = articles["01_steppe-courier.json"].text.split("\n\n")
    assert len(set(copied) & set(source)) == 6
    assert "Dosym" not in articles["02_harbour-gazette.json"].text


@pytest.mark.shared
def test_real_people_are_quoted_with_the_words_they_said(articles: dict[str, Article], seeds: dict[str, str]) -> None:
    said = [f" {' '.join(words(text))} " for text in seeds.values()]
    for name, item in articles.items():
        for quoted in QUOTED.findall(item.text):
            if quoted.strip().casefold() not in OURS:
                assert any(f" {' '.join(words(quoted))} " in text for text in said), (name, quoted)


@pytest.mark.shared
def test_no_prose_of_the_five_real_articles_is_copied(articles: dict[str, Article], seeds: dict[str, str]) -> None:
    theirs = {run for text in seeds.values() for run in runs(text)}
    for name, item in articles.items():
        assert not theirs.intersection(runs(item.text)), name
