"""The five real articles, end to end with the bundled models: quotes, speakers, statements, the chain."""

from collections.abc import Iterator

import pytest

from quotetrail.detect.detector import Detector
from quotetrail.ingest.pipeline import Pipeline
from quotetrail.match.matcher import Matcher
from quotetrail.model import COMMUNICATION, Article, QuoteType, Relation
from quotetrail.settings import Settings
from quotetrail.store.database import Store
from quotetrail.trace.tracer import Tracer
from training.evaluation import seed_statements, seeds
from training.evaluation.seed_gold import SEED_ARTICLES, SeedGold

pytestmark = [pytest.mark.models, pytest.mark.shared]


@pytest.fixture(scope="module")
def texts() -> dict[str, str]:
    if not SEED_ARTICLES.is_dir():
        pytest.skip("../shared/seeds is not here")
    return SeedGold.read().texts()


@pytest.fixture(scope="module")
def pipeline(tmp_path_factory: pytest.TempPathFactory, texts: dict[str, str]) -> Iterator[Pipeline]:
    assert texts  # skips first where there are no seeds, before the models are loaded
    store = Store.open(f"sqlite:///{tmp_path_factory.mktemp('seeds') / 'store.db'}")
    detector = Detector.load(Settings())
    yield Pipeline(store=store, detector=detector, matcher=Matcher.load(), tracer=Tracer.load())
    store.close()


@pytest.fixture(scope="module")
def statements(pipeline: Pipeline, texts: dict[str, str]) -> seed_statements.StatementScore:
    return seed_statements.score(SeedGold.read(), texts, pipeline)


def test_every_direct_quote_has_exact_bounds_and_the_right_speaker(pipeline: Pipeline, texts: dict[str, str]) -> None:
    found = pipeline.detector.detect([Article(text=text, language="en") for text in texts.values()])
    score = seeds.score(SeedGold.read(), texts, [detection.only(COMMUNICATION) for detection in found])
    assert score.recall[QuoteType.DIRECT].share == 1, score.missed
    assert score.recall[QuoteType.MIXED].share >= 0.8, score.missed
    assert score.recall[QuoteType.INDIRECT].share >= 0.7, score.missed
    assert score.precision >= 0.85, score.false
    assert score.invented == ()


def test_statements_that_several_articles_share_are_one_each(statements: seed_statements.StatementScore) -> None:
    assert statements.torn == {}
    assert len(statements.whole) == 12


def test_no_two_statements_are_merged_that_are_not_one(statements: seed_statements.StatementScore) -> None:
    assert statements.false_merges == ()


def test_the_chain_names_the_copied_article_and_marks_the_reworded_one(
    pipeline: Pipeline, texts: dict[str, str], statements: seed_statements.StatementScore
) -> None:
    assert "shekenova-monopolised" in statements.whole
    (found, *_) = pipeline.lookup("Nazarbayev and his family have monopolised all sectors", speaker=None, limit=1)
    chain = pipeline.chain(found.statement_id)
    stems = {Article(text=text, uri=f"seed:{stem}", language="en").id: stem[:3] for stem, text in texts.items()}
    of_quote = {one.quote_id: stems[one.article_id] for one in chain.appearances}
    sources = {of_quote[link.appearance]: link for link in chain.links}
    assert set(sources) == {"000", "001", "004"}
    assert chain.origin.speaker == "Zauresh Shekenova"
    copied, reworded = sources["000"], sources["004"]
    assert copied.source is not None
    assert of_quote[copied.source] == "001"
    assert copied.relation is Relation.VERBATIM
    assert reworded.source is not None
    assert of_quote[reworded.source] == "000"
    assert reworded.relation in {Relation.EDITED, Relation.REWORDED}
    assert any("highways" in change.after for change in reworded.drift)
