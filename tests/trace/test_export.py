from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import datetime
from itertools import combinations

import pytest

from quotetrail.model import Appearance, Article, Chain, Direction, Match, Statement
from quotetrail.trace.export import json_ld, prov_json
from quotetrail.trace.tracer import Tracer

Appear = Callable[..., Appearance]


@pytest.fixture(scope="module")
def chain(
    story: str,
    appear: Appear,
    matched: Callable[[Appearance, Appearance], Match],
    stated: Callable[[Sequence[Appearance]], Statement],
    now: datetime,
) -> Chain:
    """A credited article, a dated copy, and a copy that nothing sets in order with it."""
    published = datetime.fromisoformat("2022-01-06T10:00:00+00:00")
    articles = [
        Article(text=f"© Provided by The Guardian\n{story}", outlet="Port Page", published=published),
        Article(text=story, outlet="Lada Weekly", published=published.replace(day=9)),
        Article(text=story + "\nMore soon.", outlet="“Sea” & Co/ 港"),
    ]
    appearances = [appear(article) for article in articles]
    return Tracer.load(clock=lambda: now).trace(
        statement=stated(appearances),
        appearances=appearances,
        articles={article.id: article for article in articles},
        matches=[matched(one, other) for one, other in combinations(appearances, 2)],
    )


def test_prov_json_names_everything_it_relates(chain: Chain) -> None:
    document = prov_json(chain)
    known = {*document["entity"], *document["agent"], *document["activity"]}
    related = {
        value
        for kind in ("wasDerivedFrom", "wasAttributedTo", "specializationOf", "alternateOf", "wasGeneratedBy")
        for record in document.get(kind, {}).values()
        for key, value in record.items()
        if key.startswith("prov:") and key != "prov:type"
    }
    assert related <= known
    assert json.loads(json.dumps(document)) == document


def test_every_quotation_is_quoted_from_its_article(chain: Chain) -> None:
    quoted = [
        record
        for record in prov_json(chain)["wasDerivedFrom"].values()
        if record.get("prov:type") == {"$": "prov:Quotation", "type": "prov:QUALIFIED_NAME"}
    ]
    assert {(record["prov:generatedEntity"], record["prov:usedEntity"]) for record in quoted} == {
        (f"qt:{one.quote_id}", f"qt:{one.article_id}") for one in chain.appearances
    }


def test_only_a_settled_direction_is_a_derivation(chain: Chain) -> None:
    document = prov_json(chain)
    steps = {key: record for key, record in document["wasDerivedFrom"].items() if "derived" in key}
    derived = {record["prov:generatedEntity"] for record in steps.values()}
    opened = {record["prov:alternate1"] for record in document.get("alternateOf", {}).values()}
    by_direction: dict[Direction, set[str]] = {Direction.SETTLED: set(), Direction.OPEN: set()}
    for link in chain.links:
        if link.source is not None:
            by_direction[link.direction].add(f"qt:{link.appearance}")
    assert by_direction[Direction.OPEN]
    assert by_direction[Direction.SETTLED]
    assert derived == by_direction[Direction.SETTLED]
    assert opened == by_direction[Direction.OPEN]


def test_a_credited_outlet_is_an_agent(chain: Chain) -> None:
    document = prov_json(chain)
    labels = {agent["prov:label"] for agent in document["agent"].values()}
    assert {"The Guardian", "Marat Ospanov", "Port Page", "“Sea” & Co/ 港"} <= labels


def test_json_ld_links_quotations_to_the_claim(chain: Chain) -> None:
    document = json_ld(chain)
    nodes = {node["@id"]: node for node in document["@graph"]}
    claim = nodes["qt:sta_1"]
    assert claim["schema:author"]["schema:name"] == "Marat Ospanov"
    assert claim["schema:firstAppearance"] == {"@id": f"qt:{chain.appearances[0].article_id}"}
    assert {entry["@id"] for entry in claim["schema:appearance"]} == {
        f"qt:{one.article_id}" for one in chain.appearances
    }
    for link in chain.links:
        node = nodes[f"qt:{link.appearance}"]
        settled = link.source is not None and link.direction is Direction.SETTLED
        assert node.get("prov:wasDerivedFrom") == (f"qt:{link.source}" if settled else None)
    used = {key.partition(":")[0] for node in nodes.values() for key in node if not key.startswith("@")}
    assert used <= set(document["@context"])
    assert json.loads(json.dumps(document)) == document
