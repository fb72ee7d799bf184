"""Chains in the forms that other tools read: W3C PROV-JSON, and JSON-LD with schema.org and PROV-O.

In both a quotation is an entity, an article the entity it was quoted from, an outlet or a person an agent. A settled
step is a derivation; where the direction is open nothing is claimed but that both are forms of one statement
(`alternateOf`). PROV-JSON writes a quotation as a derivation of the type `prov:Quotation` (PROV-DM 5.2.3).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from quotetrail.model import Appearance, Chain, Direction, Evidence, Link

NAMESPACE = "urn:quotetrail:"
_CONTEXT = {
    "schema": "https://schema.org/",
    "prov": "http://www.w3.org/ns/prov#",
    "qt": NAMESPACE,
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "prov:wasDerivedFrom": {"@type": "@id"},
    "prov:wasQuotedFrom": {"@type": "@id"},
    "prov:wasAttributedTo": {"@type": "@id"},
    "prov:alternateOf": {"@type": "@id"},
    "prov:entity": {"@type": "@id"},
}


def prov_json(chain: Chain) -> dict[str, Any]:
    """The chain as a PROV-JSON document (W3C member submission of 24 April 2013)."""
    entities: dict[str, Any] = {
        f"qt:{chain.statement_id}": {"prov:type": _name("qt:Statement")},
    }
    agents: dict[str, Any] = {}
    derived: dict[str, Any] = {}
    attributed: dict[str, Any] = {}
    alternates: dict[str, Any] = {}
    specialised: dict[str, Any] = {}
    report, activity, software = f"qt:chain/{chain.statement_id}", f"qt:trace/{chain.statement_id}", "qt:quotetrail"
    entities[report] = {"prov:type": _name("qt:Chain"), "qt:note": list(chain.notes)}
    agents[software] = {"prov:label": "Quotetrail", "prov:type": _name("prov:SoftwareAgent")}
    entities[f"qt:{chain.statement_id}"] |= _optional("qt:firstSeen", chain.first_seen and f"qt:{chain.first_seen}")
    if chain.origin.speaker is not None:
        speaker = _agent(chain.origin.speaker)
        agents[speaker] = {"prov:label": chain.origin.speaker}
        attributed[f"_:origin-{chain.statement_id}"] = {
            "prov:entity": f"qt:{chain.statement_id}",
            "prov:agent": speaker,
            "qt:confidence": _double(chain.origin.confidence),
            **_optional("qt:venue", chain.origin.venue),
        }
    for appearance in chain.appearances:
        quotation, article = f"qt:{appearance.quote_id}", f"qt:{appearance.article_id}"
        entities[quotation] = {
            "prov:type": _name("schema:Quotation"),
            "prov:value": appearance.text,
            "qt:language": appearance.language,
        }
        entities.setdefault(article, {"prov:type": _name("schema:NewsArticle")} | _published(appearance))
        derived[f"_:quoted-{appearance.quote_id}"] = {
            "prov:generatedEntity": quotation,
            "prov:usedEntity": article,
            "prov:type": _name("prov:Quotation"),
        }
        specialised[f"_:wording-{appearance.quote_id}"] = {
            "prov:specificEntity": quotation,
            "prov:generalEntity": f"qt:{chain.statement_id}",
        }
        if appearance.outlet is not None:
            agents[_agent(appearance.outlet)] = {
                "prov:label": appearance.outlet,
                "prov:type": _name("prov:Organization"),
            }
            attributed[f"_:outlet-{appearance.article_id}"] = {
                "prov:entity": article,
                "prov:agent": _agent(appearance.outlet),
            }
    for link in chain.links:
        quotation = f"qt:{link.appearance}"
        weighed = {"qt:confidence": _double(link.confidence), "qt:evidence": [_line(item) for item in link.evidence]}
        if link.source_name is not None:
            outlet = _agent(link.source_name)
            agents.setdefault(outlet, {"prov:label": link.source_name, "prov:type": _name("prov:Organization")})
            attributed[f"_:credit-{link.appearance}"] = {"prov:entity": quotation, "prov:agent": outlet, **weighed}
        elif link.source is not None and link.direction is Direction.SETTLED:
            derived[f"_:derived-{link.appearance}"] = {
                "prov:generatedEntity": quotation,
                "prov:usedEntity": f"qt:{link.source}",
                **_optional("qt:relation", link.relation),
                **weighed,
            }
        elif link.source is not None:
            alternates[f"_:open-{link.appearance}"] = {
                "prov:alternate1": quotation,
                "prov:alternate2": f"qt:{link.source}",
            }
    document = {
        "prefix": {"qt": NAMESPACE, "schema": "https://schema.org/"},
        "entity": entities,
        "activity": {activity: {"prov:label": "tracing of one statement"}},
        "agent": agents,
        "wasGeneratedBy": {"_:written": {"prov:entity": report, "prov:activity": activity}},
        "wasAssociatedWith": {"_:tracing": {"prov:activity": activity, "prov:agent": software}},
        "wasDerivedFrom": derived,
        "wasAttributedTo": attributed,
        "specializationOf": specialised,
        "alternateOf": alternates,
    }
    return {key: value for key, value in document.items() if value}


def json_ld(chain: Chain) -> dict[str, Any]:
    """The chain as JSON-LD: a schema.org Claim with its Quotations, linked by PROV-O properties."""
    links = {link.appearance: link for link in chain.links}
    by_id = {appearance.quote_id: appearance for appearance in chain.appearances}
    claim: dict[str, Any] = {
        "@id": f"qt:{chain.statement_id}",
        "@type": ["schema:Claim", "prov:Entity"],
        "schema:appearance": [
            {"@id": f"qt:{article_id}"}
            for article_id in dict.fromkeys(appearance.article_id for appearance in chain.appearances)
        ],
        "qt:note": list(chain.notes),
        "qt:originConfidence": chain.origin.confidence,
        **_optional("qt:venue", chain.origin.venue),
    }
    if chain.first_seen is not None:
        claim["schema:firstAppearance"] = {"@id": f"qt:{by_id[chain.first_seen].article_id}"}
    if chain.origin.speaker is not None:
        claim["schema:author"] = {"@type": ["schema:Thing", "prov:Agent"], "schema:name": chain.origin.speaker}
    articles = {appearance.article_id: _article(appearance) for appearance in chain.appearances}
    quotations = [_quotation(chain, appearance, links[appearance.quote_id]) for appearance in chain.appearances]
    return {"@context": _CONTEXT, "@graph": [claim, *articles.values(), *quotations]}


def _quotation(chain: Chain, appearance: Appearance, link: Link) -> dict[str, Any]:
    node: dict[str, Any] = {
        "@id": f"qt:{appearance.quote_id}",
        "@type": ["schema:Quotation", "prov:Entity"],
        "schema:text": appearance.text,
        "schema:inLanguage": appearance.language,
        "schema:isPartOf": {"@id": f"qt:{appearance.article_id}"},
        "prov:wasQuotedFrom": f"qt:{appearance.article_id}",
        "prov:specializationOf": {"@id": f"qt:{chain.statement_id}"},
        "qt:confidence": link.confidence,
        "qt:direction": str(link.direction),
        "qt:evidence": [
            {"qt:kind": item.kind, "qt:weight": item.weight, "schema:text": item.text} for item in link.evidence
        ],
    }
    if appearance.speaker is not None and appearance.speaker.name is not None:
        node["schema:spokenByCharacter"] = {"@type": "schema:Thing", "schema:name": appearance.speaker.name}
    if link.source_name is not None:
        node["prov:wasAttributedTo"] = _agent(link.source_name)
        node["schema:creditText"] = link.source_name
    elif link.source is not None and link.direction is Direction.SETTLED:
        node["prov:wasDerivedFrom"] = f"qt:{link.source}"
        node |= _optional("qt:relation", link.relation)
    elif link.source is not None:
        node["prov:alternateOf"] = f"qt:{link.source}"
    return node


def _article(appearance: Appearance) -> dict[str, Any]:
    node: dict[str, Any] = {"@id": f"qt:{appearance.article_id}", "@type": ["schema:NewsArticle", "prov:Entity"]}
    if appearance.outlet is not None:
        node["schema:publisher"] = {
            "@id": _agent(appearance.outlet),
            "@type": ["schema:Organization", "prov:Organization"],
            "schema:name": appearance.outlet,
        }
    if appearance.published is not None:
        node["schema:datePublished"] = {"@type": "xsd:dateTime", "@value": appearance.published.isoformat()}
    return node


def _published(appearance: Appearance) -> dict[str, Any]:
    if appearance.published is None:
        return {}
    return {"qt:published": {"$": appearance.published.isoformat(), "type": "xsd:dateTime"}}


def _agent(name: str) -> str:
    """A qualified name for somebody we know by name only."""
    return f"qt:agent/{quote(name, safe='', errors='replace')}"


def _name(qualified: str) -> dict[str, str]:
    return {"$": qualified, "type": "prov:QUALIFIED_NAME"}


def _double(value: float) -> dict[str, str]:
    return {"$": repr(value), "type": "xsd:double"}


def _line(evidence: Evidence) -> str:
    return f"{evidence.kind} ({evidence.weight:+.2f}): {evidence.text}"


def _optional(key: str, value: object) -> Mapping[str, str]:
    return {} if value is None else {key: str(value)}
