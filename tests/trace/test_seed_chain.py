"""The real articles: what copied what. Their texts stay outside the project; only words really said are quoted here."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from itertools import combinations
from pathlib import Path

import pytest

from quotetrail.model import Appearance, Article, Chain, Direction, Link, Match, Relation, Statement, Venue
from quotetrail.trace.credits import CreditReader
from quotetrail.trace.render import as_text
from quotetrail.trace.tracer import Tracer

SEEDS = Path(__file__).parents[3] / "shared" / "seeds"
Appear = Callable[..., Appearance]
Matched = Callable[[Appearance, Appearance], Match]
Stated = Callable[[Sequence[Appearance]], Statement]
pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not SEEDS.is_dir(), reason="../shared/seeds is not beside this checkout"),
]


@pytest.fixture(scope="module")
def seeds() -> Mapping[str, Article]:
    return {path.name[:3]: Article(text=path.read_text("utf-8")) for path in sorted(SEEDS.glob("*.txt"))}


@pytest.fixture(scope="module")
def shekenova(seeds: Mapping[str, Article], appear: Appear) -> Mapping[str, Appearance]:
    """The first of her quotes, from its opening to its closing mark."""
    found = {}
    for number in ("000", "001", "004"):
        text = seeds[number].text
        start = text.index("“Nazarbayev and his family")
        words = text[start : text.index("”", start) + 1]
        found[number] = appear(seeds[number], words, speaker="Zauresh Shekenova")
    return found


@pytest.fixture(scope="module")
def trace(seeds: Mapping[str, Article], matched: Matched, stated: Stated, now: datetime) -> Callable[..., Chain]:
    def build(appearances: Sequence[Appearance]) -> Chain:
        return Tracer.load(clock=lambda: now).trace(
            statement=stated(appearances),
            appearances=appearances,
            articles={article.id: article for article in seeds.values()},
            matches=[matched(one, other) for one, other in combinations(appearances, 2)],
        )

    return build


@pytest.fixture(scope="module")
def links(shekenova: Mapping[str, Appearance], trace: Callable[..., Chain]) -> Mapping[str, Link]:
    chain = trace(list(shekenova.values()))
    return {
        number: next(link for link in chain.links if link.appearance == one.quote_id)
        for number, one in shekenova.items()
    }


def kinds(link: Link) -> dict[str, str]:
    return {item.kind: item.text for item in link.evidence}


def test_the_copied_article_is_named(links: Mapping[str, Link], shekenova: Mapping[str, Appearance]) -> None:
    copy = links["000"]
    assert copy.source == shekenova["001"].quote_id
    assert (copy.relation, copy.direction) == (Relation.VERBATIM, Direction.SETTLED)
    assert "Dosym Satpayev" in kinds(copy)["introduction"]
    assert "Thursday morning" in kinds(copy)["weekday"]
    assert "in the same order" in kinds(copy)["reuse"]
    assert 0.6 < copy.confidence < 1


def test_the_outlet_that_an_article_credits_is_its_source(links: Mapping[str, Link]) -> None:
    assert (links["001"].source, links["001"].source_name) == (None, "The Guardian")
    assert "Provided by The Guardian" in kinds(links["001"])["provided"]


def test_the_reworded_article_comes_from_its_model_with_its_drift(
    links: Mapping[str, Link], shekenova: Mapping[str, Appearance]
) -> None:
    reworded = links["004"]
    assert reworded.source == shekenova["000"].quote_id
    assert reworded.direction is Direction.SETTLED
    assert 0.5 < reworded.confidence < 1
    changed = [(change.before, change.after) for change in reworded.drift if change.kind == "replace"]
    assert ("monopolised", "monopolized") in changed
    assert any("highways" in after and "roads" in before for before, after in changed)
    assert {"reuse", "closest", "majority", "damage"} <= set(kinds(reworded))


def test_what_is_not_known_is_said(shekenova: Mapping[str, Appearance], trace: Callable[..., Chain]) -> None:
    chain = trace(list(shekenova.values()))
    assert chain.first_seen is None
    assert chain.origin.speaker == "Zauresh Shekenova"
    assert any("No article states when" in note for note in chain.notes)
    assert any("may have the words from The Guardian directly" in note for note in chain.notes)
    assert any("Tuesday, March 21" in note for note in chain.notes)
    text = as_text(chain)
    assert "● The Guardian" in text
    assert "{+monopolized+}" in text


@pytest.mark.parametrize(
    ("opening", "speaker", "venue"),
    [
        ("“Almaty was attacked", "Kassym-Jomart Tokayev", Venue("in his second televised address", 0, 31, None)),
        ("“It all started with the increase", "Zauresh Shekenova", None),
        ("“People are sick of", "Darkhan Sharipov", None),
    ],
)
def test_every_quote_of_the_copied_article_goes_the_same_way(
    opening: str,
    speaker: str,
    venue: Venue | None,
    seeds: Mapping[str, Article],
    appear: Appear,
    trace: Callable[..., Chain],
) -> None:
    found = {}
    for number in ("000", "001", "004"):
        text = seeds[number].text
        reworded = opening if opening in text else "“The people are fed up"
        start = text.index(reworded)
        found[number] = appear(seeds[number], text[start : text.index("\n", start)], speaker=speaker, venue=venue)
    sources = {link.appearance: (link.source, link.source_name) for link in trace(list(found.values())).links}
    assert sources[found["001"].quote_id] == (None, "The Guardian")
    assert sources[found["000"].quote_id] == (found["001"].quote_id, None)
    assert sources[found["004"].quote_id] == (found["000"].quote_id, None)


def test_words_told_to_interfax_lead_to_interfax(
    seeds: Mapping[str, Article], appear: Appear, trace: Callable[..., Chain]
) -> None:
    told = Venue("told Interfax", 0, 13, "Interfax")
    appearances = [
        appear(seeds["000"], "“for as long as the president of Kazakhstan believes it necessary”", venue=told),
        appear(seeds["004"], "“as long as the president of Kazakhstan deems it necessary.”", venue=told),
    ]
    chain = trace(appearances)
    by_quote = {link.appearance: link for link in chain.links}
    assert by_quote[appearances[0].quote_id].source_name == "Interfax"
    assert by_quote[appearances[1].quote_id].source == appearances[0].quote_id
    assert chain.origin.venue == "Interfax"


def test_two_agencies_that_translate_one_sentence_did_not_copy(
    seeds: Mapping[str, Article], appear: Appear, trace: Callable[..., Chain]
) -> None:
    khabar = Venue("told state news channel Khabar-24", 0, 33, "Khabar-24")
    appearances = [
        appear(seeds["002"], '"dozens of attackers were liquidated,"', speaker="Saltanat Azirbek", venue=khabar),
        appear(seeds["003"], "Dozens of assailants were eliminated", speaker="Saltanat Azirbek"),
    ]
    chain = trace(appearances)
    assert {link.source_name for link in chain.links} == {"Khabar 24", "AFP"}
    assert chain.first_seen == appearances[1].quote_id


def test_the_credits_of_the_articles_are_read_and_picture_credits_are_not(seeds: Mapping[str, Article]) -> None:
    reader = CreditReader.load()
    found = {number: [credit.outlet.name for credit in reader.read(article)] for number, article in seeds.items()}
    assert found == {
        "000": [],
        "001": ["The Guardian", "MSN"],
        "002": ["Reuters"],
        "003": ["AFP", "The Moscow Times"],
        "004": [],
    }
