"""An article of our own with attributions to pull to pieces: three types, a pronoun, a split content, a thought."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from quotetrail.model import Article, Mode, Span, Speaker, SpeakerKind
from training.evaluation.attributions import Attribution, Reading

TEXT = (
    "“The ferry sails at noon,” said Ines Okoro. “Nobody is left behind.” "
    "She promised “calm” seas. Dockers think pay is late. According to a report the ticket costs two coins."
)


def place(words: str) -> Span:
    start = TEXT.index(words)
    return Span(start, start + len(words))


@pytest.fixture(scope="session")
def attribute() -> Callable[..., Attribution]:
    """An attribution of the article by the words it covers; `name` is whom the detector takes the source for."""

    def build(
        identifier: str,
        quote_type: str,
        *contents: str,
        source: str | None = None,
        cue: str | None = None,
        mode: Mode | None = None,
        name: str | None = None,
        confidence: float = 1.0,
    ) -> Attribution:
        mention = None if source is None else place(source)
        speaker = None
        if mention is not None:
            speaker = Speaker(str(source), mention.start, mention.end, name, SpeakerKind.PERSON)
        return Attribution(
            identifier,
            quote_type,
            () if mention is None else (mention,),
            () if cue is None else (place(cue),),
            tuple(place(content) for content in contents),
            mode,
            speaker,
            confidence,
        )

    return build


@pytest.fixture(scope="session")
def gold(attribute: Callable[..., Attribution]) -> Mapping[str, Attribution]:
    """What an annotator marked, by a word of its content."""
    contents = ("“The ferry sails at noon,”", "“Nobody is left behind.”")
    return {
        "ferry": attribute("E1", "direct", *contents, source="Ines Okoro", cue="said"),
        "calm": attribute("E2", "mixed", "“calm” seas", source="She", cue="promised"),
        "pay": attribute("E3", "indirect", "pay is late", source="Dockers", cue="think"),
        "ticket": attribute("E4", "indirect", "the ticket costs two coins", source="a report", cue="According to"),
    }


@pytest.fixture(scope="session")
def read(gold: Mapping[str, Attribution]) -> Callable[..., Reading]:
    """The article with the annotations and what was found."""

    def build(*found: Attribution) -> Reading:
        return Reading(Article(text=TEXT, uri="harbour", language="en"), tuple(gold.values()), found)

    return build
