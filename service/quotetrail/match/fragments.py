"""Quotes of very few content words ("terrorists", "stabilise"): when they may be taken for the same words.

A word that half the world uses says nothing by itself, so callers ask for the same speaker and near dates first.
"""

from __future__ import annotations

from dataclasses import dataclass

from quotetrail.match.wording import Wording
from quotetrail.model import Relation


@dataclass(frozen=True, slots=True, kw_only=True)
class FragmentLimits:
    """Lengths in words, from [length] in verify.toml."""

    fragment: int
    telling: int
    asked: int
    run: int
    words: int


def is_fragment(wording: Wording, limits: FragmentLimits) -> bool:
    """Whether the text has too few words to stand for itself, or hardly any that are no names."""
    return wording.content < limits.fragment or len(wording.telling) < limits.telling


def same_fragment(
    left: Wording, right: Wording, *, left_quoted: Wording, right_quoted: Wording, limits: FragmentLimits
) -> Relation | None:
    """How two texts of which at least one is a fragment stand to each other, or None where they differ.

    `left_quoted` and `right_quoted` are the words in quotation marks. One scare word in two different sentences is no
    agreement; two fragments that are hardly more than the same marked word ("decried the “terrorists”", "described
    protesters as “terrorists”") are one.
    """
    if not left.telling or not right.telling:
        return None
    if left.words == right.words:
        return Relation.VERBATIM
    shorter, longer = sorted((left, right), key=lambda wording: (len(wording.words), wording.words))
    if set(left.content_stems()) == set(right.content_stems()):
        return Relation.EDITED
    longer_quoted = left_quoted if longer is left else right_quoted
    if is_fragment(longer, limits):
        if not left_quoted.words or left_quoted.stems != right_quoted.stems:
            return None
        held = set(shorter.content_stems()) <= set(longer.content_stems())
        return Relation.TRUNCATED if held else Relation.REWORDED
    needed = limits.run if shorter.words != longer_quoted.words else limits.run - 1
    held = shorter.content >= needed and holds(longer.stems, shorter.stems)
    return Relation.TRUNCATED if held else None


def holds(longer: tuple[str, ...], shorter: tuple[str, ...]) -> bool:
    """Whether `shorter` stands in `longer` as one run; linear for the short runs asked for here."""
    size = len(shorter)
    return any(longer[at : at + size] == shorter for at in range(len(longer) - size + 1) if longer[at] == shorter[0])
