"""What people decide holds: against every article that comes later, against every rebuild, in any order."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from quotetrail.errors import Contradiction, InvalidInput, NotFound
from quotetrail.ingest.desk import Ruling, Signed
from quotetrail.ingest.grouping import Bounds
from quotetrail.ingest.pipeline import Pipeline
from quotetrail.match.matcher import Matcher
from quotetrail.model import (
    Article,
    Cue,
    Detection,
    Match,
    Quote,
    QuoteType,
    Relation,
    Span,
    Speaker,
    SpeakerKind,
    Tier,
)
from quotetrail.store.database import Store
from quotetrail.store.decisions import Decision, DecisionKind
from quotetrail.store.pairs import match_id
from quotetrail.trace.tracer import Tracer

SAID = re.compile(r"(“[^”]*”),? (said) ([A-Z]\w+ [A-Z]\w+)")
BRIDGE = "The old bridge over the Tobol will be closed to lorries from Monday until the winter"
HARVEST = "Nobody in this valley remembers a harvest as poor as the one we have just brought in"
BRIDGES = (
    BRIDGE,
    "The old bridge over the Tobol will be closed to lorries from Monday",
    "The old bridge over the Tobol will be closed to all lorries from Monday until winter",
    f"{BRIDGE}, I think",
)
HARVESTS = (HARVEST, "Nobody here remembers a harvest as poor as the one we have just brought in")


def _articles(bridges: Sequence[str], harvests: Sequence[str]) -> tuple[Article, ...]:
    said = [(words, "Aliya Serik") for words in bridges] + [(words, "Dana Abay") for words in harvests]
    return tuple(
        Article(f"{number}. “{words},” said {speaker}.", uri=f"{number}")
        for number, (words, speaker) in enumerate(said)
    )


STORY = _articles(BRIDGES, HARVESTS)
COPIES = _articles([BRIDGE] * 4, [HARVEST] * 2)
EDITOR = Signed(by="Kim")

Opened = Callable[..., Pipeline]
Partition = frozenset[frozenset[str]]


class SaidDetector:
    """Finds “words”, said First Last."""

    languages = ("en",)
    detector_version = "said-1"

    def detect(self, articles: Sequence[Article]) -> list[Detection]:
        return [Detection("en", tuple(map(self._quote, SAID.finditer(article.text)))) for article in articles]

    def _quote(self, found: re.Match[str]) -> Quote:
        return Quote(
            type=QuoteType.DIRECT,
            spans=(Span(*found.span(1)),),
            cue=Cue("said", *found.span(2), "say"),
            speaker=Speaker(found[3], *found.span(3), found[3], SpeakerKind.PERSON),
            venue=None,
            via=(),
            confidence=0.9,
        )


@pytest.fixture(scope="session")
def matcher() -> Matcher:
    return Matcher.load()


@pytest.fixture
def opened(tmp_path: Path, matcher: Matcher) -> Iterator[Opened]:
    """Opens a pipeline on a new store."""
    stores: list[Store] = []
    numbers = count()

    def open_pipeline(*, bounds: Bounds | None = None) -> Pipeline:
        stores.append(Store.open(f"sqlite:///{tmp_path / f'{next(numbers)}.db'}"))
        return Pipeline(store=stores[-1], detector=SaidDetector(), matcher=matcher, tracer=Tracer.load(), bounds=bounds)

    yield open_pipeline
    for store in stores:
        store.close()


def _post(pipeline: Pipeline, articles: Sequence[Article] = COPIES) -> list[str]:
    """The one quote of each article."""
    return [quote for posted in pipeline.post(articles) for quote in posted.quote_ids]


def _partition(pipeline: Pipeline) -> Partition:
    with pipeline.store.read() as repositories:
        return frozenset(map(frozenset, repositories.statements.clusters().values()))


def _owner(pipeline: Pipeline, quote_id: str) -> str:
    with pipeline.store.read() as repositories:
        return repositories.statements.of_quotes([quote_id])[quote_id]


def _log(pipeline: Pipeline) -> tuple[Decision, ...]:
    with pipeline.store.read() as repositories:
        return repositories.decisions.list(after=None, limit=1000).rows


def _parts(*groups: Sequence[str]) -> Partition:
    return frozenset(map(frozenset, groups))


def test_merged_statements_stay_one_and_every_id_of_theirs_answers(opened: Opened) -> None:
    pipeline = opened()
    a, b, c, d, harvest, poor = _post(pipeline)
    assert _partition(pipeline) == _parts([a, b, c, d], [harvest, poor])
    one, other = _owner(pipeline, a), _owner(pipeline, harvest)
    ruling = pipeline.desk.merge(one, other, signed=Signed(by="Kim", note="Said in one breath."))
    for _ in range(2):
        assert _partition(pipeline) == _parts([a, b, c, d, harvest, poor])
        assert {pipeline.chain(name).statement_id for name in (one, other)} == set(ruling.statements)
        pipeline.rebuild()
    later = _post(pipeline, [Article(f"Later. “{HARVEST},” said Dana Abay.", uri="later")])
    assert _owner(pipeline, later[0]) == ruling.statements[0]
    assert (ruling.decision.decided.by, ruling.decision.decided.reasons) == ("Kim", ("Said in one breath.",))


def test_split_quotes_stay_apart_from_all_that_were_with_them(opened: Opened) -> None:
    pipeline = opened()
    a, b, c, d, harvest, poor = _post(pipeline)
    whole = _owner(pipeline, a)
    ruling = pipeline.desk.split(whole, [b, c], signed=EDITOR)
    assert ruling.statements == (_owner(pipeline, b), _owner(pipeline, a))
    for _ in range(2):
        assert _partition(pipeline) == _parts([a, d], [b, c], [harvest, poor])
        assert pipeline.chain(whole).statement_id in ruling.statements
        pipeline.rebuild()
    later = _post(pipeline, [Article(f"Later. “{BRIDGE},” said Aliya Serik.", uri="later")])
    assert _owner(pipeline, later[0]) in ruling.statements
    assert len(_partition(pipeline)) == 3


def test_the_latest_decision_counts_and_all_stay_in_the_log(opened: Opened) -> None:
    pipeline = opened()
    *_, harvest, poor = _post(pipeline)
    pair = match_id(harvest, poor)
    pipeline.desk.decide(pair, right=False, signed=EDITOR)
    assert _owner(pipeline, harvest) != _owner(pipeline, poor)
    pipeline.desk.decide(pair, right=True, signed=Signed(by="Lee"))
    assert _owner(pipeline, harvest) == _owner(pipeline, poor)
    pipeline.desk.split(_owner(pipeline, poor), [poor], signed=EDITOR)
    assert _owner(pipeline, harvest) != _owner(pipeline, poor)
    pipeline.desk.merge(_owner(pipeline, harvest), _owner(pipeline, poor), signed=EDITOR)
    pipeline.rebuild()
    assert _owner(pipeline, harvest) == _owner(pipeline, poor)
    told = [(decision.decided.kind, decision.decided.by) for decision in pipeline.desk.about_match(pair)]
    assert told == [(DecisionKind.REJECTED, "Kim"), (DecisionKind.CONFIRMED, "Lee"), (DecisionKind.MERGED, "Kim")]


def test_the_log_says_what_became_of_statements_and_why(opened: Opened) -> None:
    pipeline = opened()
    left = "We will respond with force because we have no other tools at all in this whole wide country"
    right = "there will be imitations of dialogue for as long as the cameras of the world are turned on us here"
    texts = (left, right, f"{left}, and {right}")
    one, other, both = _post(pipeline, [Article(f"“{words},” said Dana Abay.") for words in texts])
    (merged,) = (decision.decided for decision in _log(pipeline))
    assert (merged.kind, merged.by, merged.matcher_version) == (
        DecisionKind.MERGED,
        None,
        Matcher.load().matcher_version,
    )
    assert set(merged.statements) == {f"sta_{quote.removeprefix('quo_')}" for quote in (one, other)}
    assert all(both in reason for reason in merged.reasons)
    ruling = pipeline.desk.split(merged.statements[0], [one], signed=EDITOR)
    _, intent, effect = _log(pipeline)
    assert intent == ruling.decision
    assert (effect.decided.kind, effect.decided.by) == (DecisionKind.SPLIT, None)
    assert effect.decided.reasons == (f"By decision {intent.seq}.",)
    pipeline.rebuild()
    *_, rebuilt = _log(pipeline)
    assert rebuilt.decided.kind is DecisionKind.REBUILT
    assert len(_log(pipeline)) == 4


def test_a_suggested_match_joins_nothing_until_somebody_confirms_it_and_then_for_good(opened: Opened) -> None:
    """Not even a matcher that no longer suggests it parts the quotes again."""
    pipeline = opened()
    a, *_, harvest, poor = _post(pipeline)
    left, right = sorted((a, harvest))
    suggested = Match(left, right, Relation.REWORDED, 0.6, ("told",), (), tier=Tier.SUGGESTED)
    with pipeline.store.write() as repositories:
        repositories.matches.add([suggested])
    _post(pipeline, [Article(f"Later. “{HARVEST},” said Dana Abay.", uri="later")])
    assert _owner(pipeline, a) != _owner(pipeline, harvest)
    pipeline.desk.decide(match_id(a, harvest), right=True, signed=EDITOR)
    for _ in range(2):
        assert _owner(pipeline, a) == _owner(pipeline, harvest) == _owner(pipeline, poor)
        pipeline.rebuild()


def test_a_rebuild_gives_every_statement_the_id_it_had(opened: Opened) -> None:
    pipeline = opened()
    quotes = _post(pipeline)
    pipeline.desk.split(_owner(pipeline, quotes[0]), quotes[:1], signed=EDITOR)
    pipeline.desk.split(_owner(pipeline, quotes[1]), quotes[1:2], signed=EDITOR)
    pipeline.desk.merge(_owner(pipeline, quotes[0]), _owner(pipeline, quotes[-1]), signed=EDITOR)
    with pipeline.store.read() as repositories:
        before = repositories.statements.owners(), repositories.statements.known_ids()
        kept = repositories.constraints.involved()
    pipeline.rebuild()
    with pipeline.store.read() as repositories:
        assert (repositories.statements.owners(), repositories.statements.known_ids()) == before
        assert repositories.constraints.involved() == kept


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    order=st.permutations(range(len(STORY))),
    labels=st.lists(st.integers(0, 2), min_size=len(STORY), max_size=len(STORY)),
    meant=st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5), st.integers(0, 5)), max_size=8),
    again=st.booleans(),
)
def test_the_same_articles_and_decisions_in_any_order_end_in_the_same_statements(
    opened: Opened, order: list[int], labels: list[int], meant: list[tuple[int, int, int]], *, again: bool
) -> None:
    """Articles one by one and decisions as soon as they can be taken, or later; or all articles and then all decisions.

    People who mean the same labels never contradict each other, so nothing depends on who came first.
    """
    reference, pipeline = opened(), opened()
    quotes = _post(reference, STORY)
    with reference.store.read() as repositories:
        known = {match_id(match.left, match.right) for match in repositories.matches.between(quotes)}
    waiting = {
        match_id(quotes[one], quotes[other]): (labels[one] == labels[other], step)
        for one, other, step in meant
        if one != other and match_id(quotes[one], quotes[other]) in known
    }
    for pair, (right, _) in waiting.items():
        reference.desk.decide(pair, right=right, signed=EDITOR)
    for step, number in enumerate(order):
        _post(pipeline, [STORY[number]])
        for pair in [pair for pair, (_, due) in waiting.items() if due <= step]:
            with pipeline.store.read() as repositories:
                there = repositories.matches.between(quotes)
            if pair in {match_id(match.left, match.right) for match in there}:
                right, _ = waiting.pop(pair)
                pipeline.desk.decide(pair, right=right, signed=EDITOR)
    if again:
        pipeline.rebuild()
    assert not waiting
    assert _partition(pipeline) == _partition(reference)


def test_a_confirmation_that_others_stand_against_is_refused_and_names_the_quotes(opened: Opened) -> None:
    pipeline = opened()
    a, b, c, *_ = _post(pipeline)
    pipeline.desk.decide(match_id(a, b), right=True, signed=EDITOR)
    pipeline.desk.decide(match_id(b, c), right=False, signed=EDITOR)
    before, log = _partition(pipeline), _log(pipeline)
    with pytest.raises(Contradiction) as refused:
        pipeline.desk.decide(match_id(a, c), right=True, signed=EDITOR)
    assert all(quote in str(refused.value) for quote in (a, b, c))
    assert (_partition(pipeline), _log(pipeline)) == (before, log)
    pipeline.desk.merge(_owner(pipeline, a), _owner(pipeline, c), signed=EDITOR)
    assert _owner(pipeline, a) == _owner(pipeline, b) == _owner(pipeline, c)


def test_a_rejection_of_quotes_that_others_hold_together_is_refused_and_names_them(opened: Opened) -> None:
    pipeline = opened()
    a, b, c, *_ = _post(pipeline)
    pipeline.desk.decide(match_id(a, b), right=True, signed=EDITOR)
    pipeline.desk.decide(match_id(b, c), right=True, signed=EDITOR)
    with pytest.raises(Contradiction, match=b) as refused:
        pipeline.desk.decide(match_id(a, c), right=False, signed=EDITOR)
    assert all(quote in str(refused.value) for quote in (a, c))
    pipeline.desk.split(_owner(pipeline, a), [c], signed=EDITOR)
    assert _owner(pipeline, a) == _owner(pipeline, b) != _owner(pipeline, c)


@pytest.mark.parametrize("component", [500, 2])
def test_decisions_hold_in_a_component_of_any_size(opened: Opened, component: int) -> None:
    pipeline = opened(bounds=Bounds(component=component))
    copies = _post(pipeline, [Article(f"{number}. “{BRIDGE},” said Aliya Serik.") for number in range(6)])
    others = _post(pipeline, [Article(f"{number}. “{HARVEST},” said Dana Abay.") for number in range(4)])
    pipeline.desk.split(_owner(pipeline, copies[0]), copies[:2], signed=EDITOR)
    assert _partition(pipeline) == _parts(copies[:2], copies[2:], others)
    pipeline.desk.merge(_owner(pipeline, copies[0]), _owner(pipeline, others[0]), signed=EDITOR)
    expected = _parts([*copies[:2], *others], copies[2:])
    for _ in range(2):
        assert _partition(pipeline) == expected
        with pipeline.store.read() as repositories:
            for row in repositories.statements.list(after=None, limit=10).rows:
                assert row.exemplar in repositories.statements.get(row.id).members
                assert row.appearances == len(repositories.statements.get(row.id).members)
        pipeline.rebuild()


def test_what_cannot_be_decided_is_refused_and_changes_nothing(opened: Opened) -> None:
    pipeline = opened()
    a, b, *_, harvest, poor = _post(pipeline)
    one, other = _owner(pipeline, a), _owner(pipeline, harvest)
    desk = pipeline.desk
    refused: list[tuple[type[Exception], Callable[[], Ruling]]] = [
        (InvalidInput, lambda: desk.merge(one, one, signed=EDITOR)),
        (NotFound, lambda: desk.merge(one, "sta_0", signed=EDITOR)),
        (NotFound, lambda: desk.merge("", one, signed=EDITOR)),
        (InvalidInput, lambda: desk.split(one, [], signed=EDITOR)),
        (InvalidInput, lambda: desk.split(one, [harvest], signed=EDITOR)),
        (InvalidInput, lambda: desk.split(other, [harvest, poor], signed=EDITOR)),
        (NotFound, lambda: desk.split(one, ["quo_0"], signed=EDITOR)),
        (NotFound, lambda: desk.split("sta_0", [a], signed=EDITOR)),
        (NotFound, lambda: desk.decide(match_id(a, harvest), right=True, signed=EDITOR)),
        (NotFound, lambda: desk.decide("mat_\ud800", right=True, signed=EDITOR)),
        (NotFound, lambda: desk.decide(f"mat_{b[4:]}{b[4:]}", right=True, signed=EDITOR)),
    ]
    for error, act in refused:
        with pytest.raises(error):
            act()
    assert _log(pipeline) == ()


@pytest.mark.parametrize(
    ("by", "note"), [("", None), (" \n", None), ("K" * 201, None), ("\ud800", None), ("K", "n" * 2001)]
)
def test_a_decision_is_signed_with_a_name_of_bounded_length(by: str, note: str | None) -> None:
    with pytest.raises(InvalidInput):
        Signed(by=by, note=note)
