from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quotetrail.model import (
    Appearance,
    Article,
    Chain,
    Change,
    Direction,
    Link,
    Match,
    QuoteType,
    Relation,
    Statement,
    Venue,
)
from quotetrail.trace.tracer import Tracer

Appear = Callable[..., Appearance]
Matched = Callable[[Appearance, Appearance], Match]
Stated = Callable[[Sequence[Appearance]], Statement]
Traced = Callable[..., Chain]
NOW = datetime.fromisoformat("2026-11-22T12:00:00+00:00")
TRACER = Tracer.load(clock=lambda: NOW)


def day(number: int) -> datetime:
    return datetime.fromisoformat(f"2022-01-{number:02}T10:00:00+00:00")


def link(chain: Chain, appearance: Appearance) -> Link:
    return next(one for one in chain.links if one.appearance == appearance.quote_id)


@pytest.fixture(scope="session")
def traced(matched: Matched, stated: Stated) -> Traced:
    """Trace appearances whose every pair is matched."""

    def trace(articles: Sequence[Article], appearances: Sequence[Appearance]) -> Chain:
        return TRACER.trace(
            statement=stated(appearances),
            appearances=appearances,
            articles={article.id: article for article in articles},
            matches=[
                matched(one, other) for one, other in combinations(appearances, 2) if one.article_id != other.article_id
            ],
        )

    return trace


def test_a_dated_copy_comes_from_the_earlier_article(story: str, appear: Appear, traced: Traced) -> None:
    first = Article(text=story, outlet="Lada Weekly", published=day(5))
    copy = Article(text=story + "\nMore soon.", outlet="City Page", published=day(7))
    one, other = appear(first), appear(copy)
    chain = traced([copy, first], [other, one])
    found = link(chain, other)
    assert found.source == one.quote_id
    assert (found.relation, found.direction) == (Relation.VERBATIM, Direction.SETTLED)
    assert 0.8 < found.confidence < 1
    assert {"date", "reuse"} <= {item.kind for item in found.evidence}
    assert [item.quote_id for item in chain.appearances] == [one.quote_id, other.quote_id]
    assert chain.first_seen == one.quote_id
    assert link(chain, one).source is None


def test_two_equal_undated_articles_are_left_open(story: str, appear: Appear, traced: Traced) -> None:
    articles = [Article(text=story, outlet="Lada Weekly"), Article(text=story, outlet="City Page")]
    chain = traced(articles, [appear(article) for article in articles])
    derived = [one for one in chain.links if one.source is not None]
    assert len(derived) == 1
    assert derived[0].direction is Direction.OPEN
    assert derived[0].confidence < 0.5
    assert chain.first_seen is None
    assert any("Nothing settles" in note for note in chain.notes)
    assert any("No article states when" in note for note in chain.notes)


def test_reporters_who_only_share_a_public_quote_did_not_copy(
    paragraphs: tuple[str, ...], appear: Appear, traced: Traced
) -> None:
    venue = Venue("at a daily briefing", 0, 0, None)
    articles = [
        Article(text=f"{paragraphs[3]}\n{paragraphs[0]}", outlet="Lada Weekly"),
        Article(text=f"The ministry kept silent all week, and so did the port.\n{paragraphs[3]}", outlet="City Page"),
    ]
    chain = traced(articles, [appear(article, venue=venue) for article in articles])
    assert all(one.source is None and one.direction is Direction.OPEN for one in chain.links)
    assert chain.origin.venue == "at a daily briefing"


def test_a_credit_to_the_other_outlet_settles_the_direction(story: str, appear: Appear, traced: Traced) -> None:
    agency = Article(text=story, outlet="Reuters")
    paper = Article(text=f"{story}\nWith files from Reuters", outlet="City Page")
    chain = traced([paper, agency], [appear(paper), appear(agency)])
    found = link(chain, appear(paper))
    assert found.source == appear(agency).quote_id
    assert found.direction is Direction.SETTLED
    assert any(item.kind == "credit" and "Reuters" in item.text for item in found.evidence)


def test_a_credit_to_an_outlet_that_is_not_at_hand_is_the_source_name(
    story: str, appear: Appear, traced: Traced
) -> None:
    paper = Article(text=f"© Provided by The Guardian\n{story}", outlet="City Page")
    found = link(traced([paper], [appear(paper)]), appear(paper))
    assert (found.source, found.source_name, found.direction) == (None, "The Guardian", Direction.SETTLED)
    assert 0.5 < found.confidence < 1


def test_words_told_to_an_outlet_come_from_it(story: str, appear: Appear, traced: Traced) -> None:
    paper = Article(text=story, outlet="City Page")
    said = appear(paper, venue=Venue("told Interfax", 0, 13, "Interfax"))
    chain = traced([paper], [said])
    assert link(chain, said).source_name == "Interfax"
    assert chain.origin.venue == "Interfax"


def test_two_papers_with_one_agency_copy_are_siblings(story: str, appear: Appear, traced: Traced) -> None:
    papers = [
        Article(text=f"AKTAU (Reuters) - {story}", outlet="City Page", published=day(5)),
        Article(text=f"AKTAU (Reuters) - {story}\nMore soon.", outlet="Lada Weekly", published=day(6)),
    ]
    chain = traced(papers, [appear(paper) for paper in papers])
    assert [one.source_name for one in chain.links] == ["Reuters", "Reuters"]


def test_the_article_that_cut_the_introduction_is_the_later_one(
    paragraphs: tuple[str, ...], story: str, appear: Appear, traced: Traced
) -> None:
    whole = Article(text=story, outlet="Lada Weekly")
    cut = Article(
        text="\n".join((*paragraphs[1:4], *paragraphs[5:])).replace("said Marat Ospanov, a", "said Ospanov, the"),
        outlet="City Page",
    )
    chain = traced([cut, whole], [appear(cut), appear(whole)])
    found = link(chain, appear(cut))
    assert found.source == appear(whole).quote_id
    assert any(item.kind == "introduction" and "Marat Ospanov" in item.text for item in found.evidence)


def test_the_wording_that_others_share_is_closer_to_the_source(story: str, appear: Appear, traced: Traced) -> None:
    edited_words = "“We asked for two boats in March and again in May, and nobody in the office wrote back to us,”"
    words = next(line for line in story.splitlines() if line.startswith("“We asked")).split(" said")[0]
    first = Article(text=story, outlet="Lada Weekly", published=day(5))
    copy = Article(text=story, outlet="Port News", published=day(6))
    edited = Article(text=story.replace(words, edited_words), outlet="City Page")
    chain = traced([first, copy, edited], [appear(first), appear(copy), appear(edited, edited_words)])
    found = link(chain, appear(edited, edited_words))
    assert found.source in {appear(first).quote_id, appear(copy).quote_id}
    assert found.direction is Direction.OPEN
    assert any(item.kind == "majority" and item.weight > 0 for item in found.evidence)
    assert Change("replace", "tugs", "boats") in found.drift


def test_drift_always_reads_from_the_source_to_the_copy(story: str, appear: Appear, traced: Traced) -> None:
    words = "“We asked for two boats in March and again in May, and nobody wrote back to us at all,”"
    quoted = next(line for line in story.splitlines() if line.startswith("“We asked")).split(" said")[0]
    for number in range(6):
        first = Article(text=story, outlet=f"Lada Weekly {number}", published=day(5))
        later = Article(text=story.replace(quoted, words), outlet="City Page", published=day(9))
        chain = traced([first, later], [appear(first), appear(later, words)])
        found = link(chain, appear(later, words))
        assert found.source == appear(first).quote_id
        assert " ".join(change.before for change in found.drift if change.before) == quoted
        assert " ".join(change.after for change in found.drift if change.after) == words
        assert all(not change.before for change in found.drift if change.kind == "insert")
        assert all(not change.after for change in found.drift if change.kind == "delete")


def test_drift_reads_from_a_source_that_is_known_by_a_credit_and_not_by_its_date(
    story: str, appear: Appear, traced: Traced
) -> None:
    agency = Article(text=story, outlet="Reuters")
    paper = Article(
        text=f"{story.replace('two tugs', 'two boats')}\nWith files from Reuters", outlet="City Page", published=day(5)
    )
    words = "“We asked for two boats in March and again in May, and nobody in the ministry wrote back to us,”"
    chain = traced([agency, paper], [appear(agency), appear(paper, words)])
    found = link(chain, appear(paper, words))
    assert found.source == appear(agency).quote_id
    assert [change for change in found.drift if change.kind != "equal"] == [Change("replace", "tugs", "boats")]


def test_exact_words_come_before_reported_speech(story: str, appear: Appear, traced: Traced) -> None:
    reported = "nobody in the ministry wrote back"
    direct = Article(text=story, outlet="Lada Weekly")
    indirect = Article(text=story.replace("“", "").replace("”", ""), outlet="City Page")
    chain = traced([direct, indirect], [appear(direct), appear(indirect, reported, kind=QuoteType.INDIRECT)])
    found = link(chain, appear(indirect, reported, kind=QuoteType.INDIRECT))
    assert found.source == appear(direct).quote_id
    assert found.direction is Direction.SETTLED


def test_a_later_version_comes_from_the_earlier_one(story: str, appear: Appear, traced: Traced) -> None:
    old = Article(text=story, uri="https://lada.example/1", version="9")
    new = Article(text=story + "\nMore soon.", uri="https://lada.example/1", version="10")
    chain = traced([new, old], [appear(new), appear(old)])
    assert link(chain, appear(new)).source == appear(old).quote_id
    assert link(chain, appear(new)).direction is Direction.SETTLED


def test_words_twice_in_one_article_are_one_step(story: str, appear: Appear, traced: Traced) -> None:
    article = Article(text=f"“We asked for two tugs”\n\n{story}", outlet="Lada Weekly")
    head, body = appear(article, "“We asked for two tugs”"), appear(article)
    chain = traced([article], [head, body])
    assert link(chain, head).source == body.quote_id
    assert link(chain, body).source is None


def test_a_future_date_does_not_order_and_is_named(story: str, appear: Appear, traced: Traced) -> None:
    articles = [
        Article(text=story, outlet="Lada Weekly", published=NOW.replace(year=2031)),
        Article(text=story, outlet="City Page", published=day(5)),
    ]
    chain = traced(articles, [appear(article) for article in articles])
    assert chain.first_seen == appear(articles[1]).quote_id
    assert not any(item.kind == "date" for one in chain.links for item in one.evidence)
    assert any("future" in note for note in chain.notes)
    assert any("No date is known of Lada Weekly" in note for note in chain.notes)


def test_first_seen_is_never_called_the_origin(story: str, appear: Appear, traced: Traced) -> None:
    articles = [Article(text=story, outlet=name, published=day(number)) for number, name in ((5, "A"), (6, "B"))]
    chain = traced(articles, [appear(article) for article in articles])
    assert chain.first_seen == appear(articles[0]).quote_id
    assert chain.origin.speaker == "Marat Ospanov"
    assert any("First seen" in note and "need not be where it began" in note for note in chain.notes)


def test_an_article_that_is_not_at_hand_gives_less_evidence_and_no_error(
    story: str, appear: Appear, stated: Stated, matched: Matched
) -> None:
    articles = [Article(text=story, outlet=name, published=day(number)) for number, name in ((5, "A"), (6, "B"))]
    appearances = [appear(article) for article in articles]
    chain = TRACER.trace(
        statement=stated(appearances), appearances=appearances, articles={}, matches=[matched(*appearances)]
    )
    assert len(chain.links) == 2


def test_appearances_of_other_statements_are_left_out(story: str, appear: Appear, stated: Stated) -> None:
    mine, other = (appear(Article(text=story, outlet=name)) for name in ("A", "B"))
    chain = TRACER.trace(statement=stated([mine]), appearances=[mine, other], articles={}, matches=[])
    assert [one.quote_id for one in chain.appearances] == [mine.quote_id]


def test_more_appearances_than_can_be_weighed_are_listed_all_the_same(
    paragraphs: tuple[str, ...], appear: Appear, stated: Stated
) -> None:
    articles = [Article(text=paragraphs[3], outlet=f"Outlet {number}") for number in range(210)]
    appearances = [appear(article) for article in articles]
    chain = TRACER.trace(statement=stated(appearances), appearances=appearances, articles={}, matches=[])
    assert len(chain.links) == len(chain.appearances) == 210
    assert any("10 more appearances" in note for note in chain.notes)


@pytest.fixture(scope="session")
def network(
    paragraphs: tuple[str, ...], appear: Appear, matched: Matched
) -> tuple[Mapping[str, Article], Sequence[Appearance], Sequence[Match]]:
    """Six articles that share paragraphs in many ways, some dated, some crediting each other."""
    cuts = ((0, 9), (0, 6), (2, 9), (3, 5), (0, 9), (3, 9))
    articles = [
        Article(
            text="\n".join((*paragraphs[first:last], "Source: Outlet 0" if number == 3 else f"Edition {number}")),
            outlet=f"Outlet {number}" if number != 4 else None,
            published=day(4 + number) if number % 2 else None,
        )
        for number, (first, last) in enumerate(cuts)
    ]
    appearances = [appear(article) for article in articles]
    pairs = [matched(one, other) for one, other in combinations(appearances, 2)]
    return {article.id: article for article in articles}, appearances, pairs


@given(data=st.data())
@settings(max_examples=25, deadline=None)
def test_the_order_of_the_input_does_not_show(
    data: st.DataObject,
    network: tuple[Mapping[str, Article], Sequence[Appearance], Sequence[Match]],
    stated: Stated,
) -> None:
    articles, appearances, pairs = network
    statement = stated(appearances)
    # Two matches of one pair with one score: which of them counts must not depend on which comes first.
    doubled = [*pairs, *(replace(pair, relation=Relation.REWORDED, drift=()) for pair in pairs[:6])]
    kept = data.draw(st.lists(st.sampled_from(doubled), unique=True, min_size=len(pairs)))
    keys = data.draw(st.permutations(list(articles)))
    one = TRACER.trace(statement=statement, appearances=appearances, articles=articles, matches=kept)
    other = TRACER.trace(
        statement=statement,
        appearances=data.draw(st.permutations(list(appearances))),
        articles={key: articles[key] for key in keys},
        matches=data.draw(st.permutations(kept)),
    )
    assert one == other


@given(
    scores=st.lists(st.sampled_from([0.2, 0.5, 0.9, 0.98]), min_size=15, max_size=15),
    relations=st.lists(st.sampled_from(list(Relation)), min_size=15, max_size=15),
)
@settings(max_examples=25, deadline=None)
def test_links_are_a_forest_in_the_order_of_the_appearances(
    scores: list[float],
    relations: list[Relation],
    network: tuple[Mapping[str, Article], Sequence[Appearance], Sequence[Match]],
    stated: Stated,
) -> None:
    articles, appearances, pairs = network
    changed = [
        replace(pair, score=score, relation=relation)
        for pair, score, relation in zip(pairs, scores, relations, strict=True)
    ]
    chain = TRACER.trace(statement=stated(appearances), appearances=appearances, articles=articles, matches=changed)
    assert [one.appearance for one in chain.links] == [one.quote_id for one in chain.appearances]
    assert {one.quote_id for one in chain.appearances} == {one.quote_id for one in appearances}
    before: set[str] = set()
    for one in chain.links:
        assert one.source is None or one.source in before
        assert one.source is None or one.source_name is None
        assert 0 <= one.confidence <= 0.95
        before.add(one.appearance)
