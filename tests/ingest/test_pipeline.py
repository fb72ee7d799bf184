"""What posting promises: the same article the same ids, any order the same statements, nothing lost, nothing half.

The detector here is a small real one (quotation marks and "said NAME"), so that no weights are loaded; matching,
tracing and the store are the real ones. Run as a script, this file posts articles to a store until it is killed.
"""

from __future__ import annotations

import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta, timezone
from itertools import count, pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from quotetrail.errors import Conflict, InvalidInput, ModelsMissing, NotFound, QuotetrailError
from quotetrail.ingest.grouping import Bounds
from quotetrail.ingest.pipeline import Detecting, Pipeline
from quotetrail.match.matcher import Matcher
from quotetrail.model import Article, Cue, Detection, Mode, Quote, QuoteType, Relation, Span, Speaker, SpeakerKind
from quotetrail.store.database import Store
from quotetrail.trace.tracer import Tracer

SAID = re.compile(r"“[^”]*”(?=,? (?P<cue>said|hoped) (?P<name>[A-Z]\w+(?: [A-Z]\w+)*))")


@dataclass(frozen=True, slots=True)
class MarksDetector:
    """Finds words between curly quotation marks with `said NAME` or `hoped NAME` after them; fails on demand."""

    languages: tuple[str, ...] = ("en",)
    detector_version: str = "marks-1"
    seen: list[str] = field(default_factory=list)

    def detect(self, articles: Sequence[Article]) -> list[Detection]:
        self.seen.extend(article.text for article in articles)
        for article in articles:
            if "crash" in article.text:
                raise ZeroDivisionError
            if "weights" in article.text:
                raise ModelsMissing("No weights.")
        return [
            Detection(language="en", quotes=tuple(map(_quote, SAID.finditer(article.text))), omitted=("indirect",))
            for article in articles
        ]


def _quote(found: re.Match[str]) -> Quote:
    start, end = found.span("name")
    return Quote(
        type=QuoteType.DIRECT,
        spans=(Span(*found.span()),),
        cue=Cue(found["cue"], *found.span("cue"), lemma={"said": "say", "hoped": "hope"}[found["cue"]]),
        speaker=Speaker(found["name"], start, end, found["name"], SpeakerKind.PERSON),
        venue=None,
        via=(),
        confidence=0.9,
        mode=Mode.SPEECH if found["cue"] == "said" else Mode.THOUGHT,
    )


EAST = timezone(timedelta(hours=5))
DAY = datetime(2026, 3, 2, 9, tzinfo=UTC)
BRIDGE = "The old bridge over the Tobol will be closed to lorries from Monday until the winter"
HARVEST = "Nobody in this valley remembers a harvest as poor as the one we have just brought in"
STORY = (
    Article(f"“{BRIDGE},” said Aliya Serik. It is narrow.", uri="a", outlet="North", published=DAY),
    Article(f"Lorries wait. “{BRIDGE}.” said Aliya Serik", uri="b", outlet="South", published=DAY + timedelta(days=1)),
    Article(
        "“The old bridge over the Tobol will be closed to lorries from Monday,” said Serik.", uri="c", outlet="East"
    ),
    Article(
        "“The old bridge over the Tobol will be closed to all lorries from Monday until winter,” said Aliya Serik.",
        uri="d",
    ),
    Article(f"“{BRIDGE},” said Marat Ospan.", uri="e", outlet="West"),
    Article(
        f"“{HARVEST},” said Dana Abay. “{HARVEST}, truly,” said Dana Abay.", uri="f", outlet="North", published=DAY
    ),
    Article(
        "Prices rise. “Nobody here remembers a harvest as poor as the one we have just brought in,” said Dana Abay.",
        uri="g",
    ),
    Article("Nothing is said here.", uri="h"),
)

Opened = Callable[..., Pipeline]
Partition = frozenset[frozenset[str]]


@pytest.fixture(scope="session")
def matcher() -> Matcher:
    return Matcher.load()


@pytest.fixture
def opened(tmp_path: Path, matcher: Matcher) -> Iterator[Opened]:
    """Opens a pipeline on a new store, or on the one of that name."""
    stores: list[Store] = []
    numbers = count()

    def open_pipeline(
        *, name: str | None = None, detector: Detecting | None = None, bounds: Bounds | None = None
    ) -> Pipeline:
        store = Store.open(f"sqlite:///{tmp_path / (name or f'{next(numbers)}.db')}")
        stores.append(store)
        return Pipeline(
            store=store, detector=detector or MarksDetector(), matcher=matcher, tracer=Tracer.load(), bounds=bounds
        )

    yield open_pipeline
    for store in stores:
        store.close()


def _partition(pipeline: Pipeline) -> Partition:
    groups: dict[str, set[str]] = {}
    with pipeline.store.read() as repositories:
        for quote, statement in repositories.statements.owners().items():
            groups.setdefault(statement, set()).add(quote)
    return frozenset(map(frozenset, groups.values()))


def _tables(pipeline: Pipeline) -> dict[str, object]:
    """Everything stored but the moment of receiving."""
    with pipeline.store.read() as repositories:
        quotes = repositories.quotes.list(after=None, limit=1000).rows
        articles = repositories.articles.list(after=None, limit=1000).rows
        return {
            "articles": [replace(article, received=DAY) for article in articles],
            "quotes": quotes,
            "matches": repositories.matches.between([quote.id for quote in quotes]),
            "statements": repositories.statements.list(after=None, limit=1000).rows,
            "ids": repositories.statements.known_ids(),
            "speakers": repositories.speakers.list(name=None, after=None, limit=1000).rows,
            "keys": repositories.keys.count(),
        }


def test_a_story_becomes_statements(opened: Opened) -> None:
    pipeline = opened()
    posted = pipeline.post(STORY)
    assert [len(result.quote_ids) for result in posted] == [1, 1, 1, 1, 1, 2, 1, 0]
    assert all(result.created and result.problem is None and result.omitted == ("indirect",) for result in posted)
    (a,), (b,), (c,), (d,), (e,), harvest, (g,), _ = (result.quote_ids for result in posted)
    assert _partition(pipeline) == {frozenset({a, b, c, d}), frozenset({e}), frozenset({*harvest, g})}


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(order=st.permutations(STORY), cuts=st.sets(st.integers(1, len(STORY) - 1)))
def test_any_order_and_any_batches_give_the_same_statements(
    opened: Opened, order: list[Article], cuts: set[int]
) -> None:
    reference, pipeline = opened(name="reference.db"), opened()
    reference.post(STORY)
    edges = [0, *sorted(cuts), len(STORY)]
    for start, end in pairwise(edges):
        pipeline.post(order[start:end])
    assert _partition(pipeline) == _partition(reference)


def test_posting_again_changes_nothing_and_detects_nothing(opened: Opened) -> None:
    detector = MarksDetector()
    pipeline = opened(detector=detector)
    first = pipeline.post(STORY)
    before = _tables(pipeline)
    detector.seen.clear()
    again = pipeline.post([*STORY, replace(STORY[0], title="A new title")])
    assert again[:-1] == [replace(result, created=False) for result in first]
    assert again[-1].article_id == first[0].article_id
    assert _tables(pipeline) == before
    assert detector.seen == []


def test_the_same_article_twice_in_one_batch_is_created_once(opened: Opened) -> None:
    article = Article(f"“{BRIDGE},” said Aliya Serik.")
    one, other = opened().post([article, article])
    assert (one.created, other.created) == (True, False)
    assert one.quote_ids == other.quote_ids != ()


def test_another_text_under_the_same_uri_and_version_is_a_conflict(opened: Opened) -> None:
    pipeline = opened()
    first = replace(STORY[0], version="1")
    pipeline.post([first])
    (result,) = pipeline.post([replace(first, text="Other words.")])
    assert isinstance(result.problem, Conflict)
    assert (result.created, result.quote_ids) == (False, ())
    in_one_batch = pipeline.post([Article("x", uri="new"), Article("y", uri="new"), Article("z", uri="z")])
    assert [type(result.problem) for result in in_one_batch] == [type(None), Conflict, type(None)]
    with pipeline.store.read() as repositories:
        assert repositories.articles.get(first.id).article == first


def test_a_new_version_keeps_the_old_one(opened: Opened) -> None:
    pipeline = opened()
    old = replace(STORY[0], version="1")
    new = replace(STORY[0], version="2", text=f"Corrected. {STORY[0].text}")
    (was,), (now,) = pipeline.post([old]), pipeline.post([new])
    assert now.created
    assert now.article_id != was.article_id
    assert not set(now.quote_ids) & set(was.quote_ids)
    with pipeline.store.read() as repositories:
        assert [kept.version for kept in repositories.articles.versions("a")] == ["1", "2"]
        assert repositories.articles.get(old.id).article == old
    assert len(_partition(pipeline)) == 1


@pytest.mark.parametrize(
    ("refused", "told"),
    [
        (Article("half \ud83d of a pair"), "text holds half of a surrogate pair at offset 5"),
        (Article("text", title="\udcff"), "title"),
        (Article("text", uri="\udcff"), "uri"),
        (Article("text", published=datetime(2026, 1, 1)), "offset from UTC"),  # noqa: DTZ001 - naive on purpose
        (Article("text", published=datetime.min.replace(tzinfo=EAST)), "years 1 to 9999"),
    ],
)
def test_what_cannot_be_kept_as_it_is_is_refused_and_the_others_go_on(
    opened: Opened, refused: Article, told: str
) -> None:
    pipeline = opened()
    before, problem, after = pipeline.post([STORY[0], refused, STORY[1]])
    assert isinstance(problem.problem, InvalidInput)
    assert told in str(problem.problem)
    assert before.created
    assert after.created


def test_nul_and_everything_else_that_is_text_is_kept(opened: Opened) -> None:
    pipeline = opened()
    article = Article(f"\0\r\n\ufeff“{BRIDGE}\0,” said Aliya Serik.\x1f", outlet="\0")
    (posted,) = pipeline.post([article])
    with pipeline.store.read() as repositories:
        assert repositories.articles.get(posted.article_id).article == article
        (quote,) = repositories.quotes.of_article(posted.article_id)
        assert quote.text == f"“{BRIDGE}\0,”"
        assert quote.quoted == (f"{BRIDGE}\0,",)


def test_what_was_thought_is_kept_but_makes_no_statement_and_is_not_found(opened: Opened) -> None:
    pipeline = opened()
    thought = Article(f"“{BRIDGE},” hoped Aliya Serik. “{HARVEST},” said Dana Abay.", uri="thought")
    said, posted = pipeline.post([STORY[0], thought])
    with pipeline.store.read() as repositories:
        hoped, harvest = repositories.quotes.of_article(posted.article_id)
        assert hoped.quote.mode is Mode.THOUGHT
        assert hoped.statement_id is None
    assert posted.quote_ids == (harvest.id,)
    assert pipeline.post([thought])[0].quote_ids == posted.quote_ids
    partition = {frozenset(said.quote_ids), frozenset(posted.quote_ids)}
    assert _partition(pipeline) == partition
    assert [hit.quote.id for hit in pipeline.lookup(BRIDGE, speaker=None, limit=5)] == list(said.quote_ids)
    pipeline.rebuild()
    assert _partition(pipeline) == partition


def test_an_article_that_breaks_the_detector_fails_alone(opened: Opened, caplog: pytest.LogCaptureFixture) -> None:
    pipeline = opened()
    results = pipeline.post([STORY[0], Article("crash"), Article("weights"), STORY[5]])
    assert [result.created for result in results] == [True, False, False, True]
    assert type(results[1].problem) is QuotetrailError
    assert isinstance(results[2].problem, ModelsMissing)
    assert "ZeroDivisionError" in caplog.text
    with pipeline.store.read() as repositories:
        assert repositories.articles.count() == 2


def test_articles_are_detected_in_batches_of_bounded_size(opened: Opened) -> None:
    sizes: list[int] = []

    @dataclass(frozen=True, slots=True)
    class Counting:
        inner: MarksDetector
        languages: tuple[str, ...] = ("en",)
        detector_version: str = "counting"

        def detect(self, articles: Sequence[Article]) -> list[Detection]:
            sizes.append(len(articles))
            return self.inner.detect(articles)

    pipeline = opened(detector=Counting(MarksDetector()), bounds=Bounds(together=10))
    pipeline.post([Article(text) for text in ("1234", "12345", "123456789 long", "1", "2")])
    assert sizes == [2, 1, 2]


def test_a_rebuild_gives_what_posting_gave(opened: Opened) -> None:
    pipeline = opened()
    for article in reversed(STORY):
        pipeline.post([article])
    before = _tables(pipeline)
    assert not pipeline.stale()
    pipeline.rebuild()
    assert _tables(pipeline) == before


def test_everything_derived_comes_back_from_articles_and_quotes_alone(opened: Opened) -> None:
    pipeline = opened()
    pipeline.post(STORY)
    before = _tables(pipeline)
    with pipeline.store.write() as repositories:
        for index in (repositories.statements, repositories.matches, repositories.keys):
            index.clear()
    pipeline.rebuild()
    assert _tables(pipeline) == before


def test_after_a_rebuild_by_other_rules_every_old_id_still_leads_to_its_quotes(opened: Opened) -> None:
    pipeline = opened()
    pipeline.post(STORY)
    with pipeline.store.write() as repositories:
        quotes = sorted(repositories.statements.owners())
        repositories.statements.regroup([tuple(quotes)])
        (everything,) = set(repositories.statements.owners().values())
        repositories.statements.regroup([(quote,) for quote in quotes])
        given_out = dict(repositories.statements.owners())
        repositories.versions.put("matcher", "another")
    assert pipeline.stale()
    pipeline.rebuild()
    assert not pipeline.stale()
    with pipeline.store.read() as repositories:
        now = repositories.statements.owners()
        for quote, former in given_out.items():
            if former != everything:
                assert repositories.statements.resolve(former) == now[quote]
        assert repositories.statements.resolve(everything) in set(now.values())


def test_in_a_component_beyond_the_bound_a_quote_joins_the_statement_whose_exemplar_it_matches(opened: Opened) -> None:
    pipeline = opened(bounds=Bounds(component=2))
    posted = [pipeline.post([Article(f"{number}. “{BRIDGE},” said Aliya Serik.")])[0] for number in range(6)]
    assert _partition(pipeline) == {frozenset(quote for result in posted for quote in result.quote_ids)}
    before = _tables(pipeline)
    pipeline.rebuild()
    assert _tables(pipeline) == before


@settings(max_examples=3, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(order=st.permutations(range(24)))
def test_words_repeated_far_beyond_the_bounds_stay_one_statement_in_any_order(opened: Opened, order: list[int]) -> None:
    wordings = (BRIDGE, BRIDGE.replace("to lorries", "to all lorries"), BRIDGE.replace("The old", "This old"))
    pipeline = opened(bounds=Bounds(bucket=5, pool=20, candidates=10, of_statement=9))
    pipeline.post([Article(f"{number}. “{wordings[number % 3]},” said Aliya Serik.") for number in order])
    assert [len(statement) for statement in _partition(pipeline)] == [24]


def test_threads_that_post_the_same_articles_store_each_once(opened: Opened) -> None:
    pipeline, reference = opened(), opened()
    with ThreadPoolExecutor(4) as threads:
        results = list(threads.map(lambda _: [pipeline.post([article])[0] for article in STORY], range(4)))
    for of_article in zip(*results, strict=True):
        assert sum(result.created for result in of_article) == 1
        assert len({result.quote_ids for result in of_article}) == 1
    reference.post(STORY)
    assert _partition(pipeline) == _partition(reference)


def test_a_chain_is_traced_and_old_ids_lead_to_it(opened: Opened) -> None:
    pipeline = opened()
    posted = pipeline.post(STORY[:4])
    with pipeline.store.read() as repositories:
        owners = repositories.statements.owners()
        known = repositories.statements.known_ids()
    (statement,) = set(owners.values())
    chain = pipeline.chain(statement)
    assert {seen.quote_id for seen in chain.appearances} == {quote for result in posted for quote in result.quote_ids}
    assert chain.appearances[0].quote_id == posted[0].quote_ids[0]
    assert [pipeline.chain(former) for former in known] == [chain] * len(known)
    assert [seen.outlet for seen in pipeline.appearances(statement)][:2] == ["North", "South"]
    for unknown in ("sta_0", "", "\0"):
        with pytest.raises(NotFound):
            pipeline.chain(unknown)


def test_a_pasted_text_finds_its_statement_once_with_reasons(opened: Opened) -> None:
    pipeline = opened()
    posted = pipeline.post(STORY)
    found = pipeline.lookup(f"{BRIDGE.lower()}!", speaker="Aliya Serik", limit=5)
    assert found[0].quote.id in {posted[0].quote_ids[0], posted[1].quote_ids[0]}
    assert found[0].statement_id == found[0].quote.statement_id
    assert found[0].reasons
    assert 0 < found[0].score <= 1
    assert len({hit.statement_id for hit in found}) == len(found)
    assert [hit.score for hit in found] == sorted((hit.score for hit in found), reverse=True)
    assert len(pipeline.lookup(BRIDGE, speaker=None, limit=1)) == 1
    assert pipeline.lookup("Completely different words about a football match", speaker=None, limit=5) == []


def test_a_pasted_translation_finds_its_statement(opened: Opened) -> None:
    pipeline = opened()
    posted = pipeline.post([Article(f"“{BRIDGE},” said Aliya Serik.")])
    pasted = "Старый мост через Тобол будет закрыт для грузовиков с понедельника до зимы"
    found = pipeline.lookup(pasted, speaker=None, limit=5)
    assert [(hit.quote.id, hit.relation) for hit in found] == [(posted[0].quote_ids[0], Relation.TRANSLATED)]


def test_a_lookup_of_no_text_is_refused(opened: Opened) -> None:
    pipeline = opened()
    for refused in ("", " \n", "\ud800"):
        with pytest.raises(InvalidInput):
            pipeline.lookup(refused, speaker=None, limit=5)
    with pytest.raises(InvalidInput):
        pipeline.lookup("text", speaker="\ud800", limit=5)
    assert pipeline.lookup("…\0", speaker=None, limit=5) == []


def test_a_quote_repeated_more_often_than_a_bucket_holds_is_still_found(opened: Opened) -> None:
    pipeline = opened(bounds=Bounds(bucket=3, candidates=2))
    pipeline.post([Article(f"{number}. “{BRIDGE},” said Aliya Serik.") for number in range(8)])
    assert len(_partition(pipeline)) == 1
    assert len(pipeline.lookup(BRIDGE, speaker=None, limit=5)) == 1


def test_a_process_killed_while_posting_loses_nothing_acknowledged_and_leaves_no_half_article(
    opened: Opened, tmp_path: Path
) -> None:
    pipeline = opened(name="killed.db")
    process = subprocess.Popen(
        [sys.executable, __file__, str(tmp_path / "killed.db")], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    with process.stdout as lines:
        acknowledged = [next(lines).strip() for _ in range(12)]
        process.send_signal(signal.SIGKILL)
        acknowledged += [line.strip() for line in lines if line.endswith("\n")]
    assert process.wait(20) == -signal.SIGKILL
    again = pipeline.post([_numbered(number) for number in range(len(acknowledged) + 2)])
    assert [result.article_id for result in again][: len(acknowledged)] == acknowledged
    assert not any(result.created for result in again[: len(acknowledged)])
    with pipeline.store.read() as repositories:
        stored = list(repositories.articles.in_order())
        assert set(acknowledged) <= set(stored)
        for article_id in stored:
            assert len(repositories.quotes.of_article(article_id)) == 2
        assert repositories.quotes.count() == 2 * len(stored)
        assert len(repositories.statements.owners()) == 2 * len(stored)
    before = _tables(pipeline)
    pipeline.rebuild()
    assert _tables(pipeline) == before


def _numbered(number: int) -> Article:
    return Article(
        f"“{BRIDGE} {number},” said Aliya Serik. “{HARVEST},” said Dana Abay {'Bek' * (number % 3)}.", uri=f"{number}"
    )


def _post_until_killed(path: str) -> None:
    """Post one article after the other, and say so only when it is stored."""
    pipeline = Pipeline(
        store=Store.open(f"sqlite:///{path}"), detector=MarksDetector(), matcher=Matcher.load(), tracer=Tracer.load()
    )
    for number in count():
        (posted,) = pipeline.post([_numbered(number)])
        sys.stdout.write(f"{posted.article_id}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    _post_until_killed(sys.argv[1])
