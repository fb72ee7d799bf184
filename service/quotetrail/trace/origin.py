"""Origin: who said a statement and where, as far as the articles tell.

Copies repeat a name, they do not confirm it: each article counts as much as it is probable that it stands on its own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import exp, log

from quotetrail.model import Appearance, Evidence, Origin, SpeakerKind
from quotetrail.trace.outlets import comparable

_LEAST = 0.05


@dataclass(frozen=True, slots=True)
class _Voice:
    """One article's word for something: the name as written, and the log-odds it adds."""

    name: str
    weight: float
    text: str


def find_origin(
    appearances: Sequence[Appearance],
    *,
    independence: Sequence[float],
    labels: Mapping[str, str],
    ceiling: float,
) -> Origin:
    """The origin on which the independent articles agree; `labels` name articles by id.

    `independence[i]` is the probability that appearance i comes from no other one; no confidence exceeds `ceiling`.
    """
    speakers: list[_Voice] = []
    venues: list[_Voice] = []
    for appearance, alone in zip(appearances, independence, strict=True):
        label = labels[appearance.article_id]
        speaker = appearance.speaker
        if speaker is not None:
            collective = speaker.kind in {SpeakerKind.GROUP, SpeakerKind.ORGANIZATION}
            name = speaker.name or (speaker.text if collective else None)
            if name:
                weight = alone * _log_odds(min(speaker.confidence, ceiling))
                speakers.append(_Voice(name, weight, f"“{speaker.text}” in {label}"))
        if appearance.venue is not None:
            weight = alone * _log_odds(min(appearance.confidence, ceiling))
            place = appearance.venue.name or appearance.venue.text
            venues.append(_Voice(place, weight, f"“{appearance.venue.text}” in {label}"))
    speaker_name, support, said = _agreed(speakers)
    venue_name, _, placed = _agreed(venues)
    return Origin(
        speaker=speaker_name,
        venue=venue_name,
        confidence=min(ceiling, 1 / (1 + exp(-support))) if speaker_name is not None else 0.0,
        evidence=(
            *(Evidence("speaker", voice.weight, voice.text) for voice in said),
            *(Evidence("venue", voice.weight, voice.text) for voice in placed),
        ),
    )


def _agreed(voices: Sequence[_Voice]) -> tuple[str | None, float, tuple[_Voice, ...]]:
    """The name most voices give, its log-odds after those who give another, and the voices for it.

    A shorter name ("Shekenova") counts for the first fuller one that holds all its words.
    """
    groups: dict[frozenset[str], list[_Voice]] = defaultdict(list)
    for voice in sorted(voices, key=lambda voice: (-len(voice.name.split()), voice.name, -voice.weight, voice.text)):
        words = frozenset(comparable(voice.name).split())
        fuller = next((known for known in groups if words <= known), words)
        groups[fuller].append(voice)
    if not groups:
        return None, 0.0, ()
    totals = {words: sum(voice.weight for voice in group) for words, group in groups.items()}
    best = min(groups, key=lambda words: (-totals[words], sorted(words)))
    against = sum(total for words, total in totals.items() if words != best)
    return groups[best][0].name, totals[best] - against, tuple(groups[best])


def _log_odds(probability: float) -> float:
    bounded = min(max(probability, _LEAST), 1 - _LEAST)
    return log(bounded / (1 - bounded))
