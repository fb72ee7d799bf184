"""How far the facts of two texts agree: numbers, negations, modality and conditions, as counts for the judge."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from quotetrail.match.facts import Facts, Mark
from quotetrail.match.stretch import alone, readings
from quotetrail.match.wording import Wording

# Numbers and negations of a text that are compared one by one; more of them change no judgement.
_MOST = 24


def fact_agreement(left: Facts, right: Facts) -> dict[str, float]:
    """What one whole text has and the other lacks; a number counts once, however often it is said."""
    lonely = sorted((_lonely_numbers(left, right), _lonely_numbers(right, left)))
    firm = min(sum(number.firm for number in side.numbers) for side in (left, right))
    every = sorted((len(left.negations), len(right.negations)))
    modals = [{mark.kind for mark in side.modals} for side in (left, right)]
    return {
        "numbers_less": float(lonely[0]),
        "numbers_more": float(lonely[1]),
        "numbers_same": float(max(0, firm - lonely[0])),
        "vague_numbers": float(abs(_vague(left) - _vague(right))),
        "vague_lonely": float(min(_lonely_vague(left, right), _lonely_vague(right, left))),
        "denials": float(abs(len(left.denials) - len(right.denials))),
        "negations_less": float(every[0]),
        "negations_more": float(every[1]),
        "modals": float(len(modals[0] ^ modals[1])),
        "conditions": float(abs(len(left.conditions) - len(right.conditions))),
    }


def inner_agreement(left: Facts, right: Facts) -> dict[str, float]:
    """What differs inside the stretch that both have; each number is taken once."""
    lonely = sorted((len(alone(left.numbers, right.numbers)), len(alone(right.numbers, left.numbers))))
    modals = [{mark.kind for mark in side.modals} for side in (left, right)]
    return {
        "denials_inside": float(abs(len(left.denials) - len(right.denials))),
        "numbers_inside_less": float(lonely[0]),
        "numbers_inside_more": float(lonely[1]),
        "modals_inside": float(len(modals[0] ^ modals[1])),
        "conditions_inside": float(abs(len(left.conditions) - len(right.conditions))),
    }


def negates(wording: Wording, facts: Facts, words: str, other: Wording) -> bool:
    """Whether one of these words of a text, as a difference lists them, negates: the "no" of "no fewer than" does not.

    It does where the other text has "fewer than". True in a language without lists.
    """
    if not facts.language_known:
        return bool(words)
    listed, spans = words.split(", "), wording.canonical.spans
    places = [at for at in wording.negations if wording.words[at] in listed][:_MOST]

    def near(marks: Sequence[Mark]) -> Iterator[Mark]:
        beside = [spans[at] for at in places]
        return (mark for mark in marks if any(mark.start < span.end and span.start < mark.end for span in beside))

    idle = islice(near(facts.idle), _MOST)
    return any(near(facts.negations)) or any(bared(wording, mark, other) for mark in idle)


def bared(wording: Wording, mark: Mark, other: Wording) -> bool:
    """Whether the other text has the idiom of this mark without its negation: "no doubt" and "doubt"."""
    inside, denying = wording.canonical.places(mark.start, mark.end), wording.vocabulary.negation
    idiom = [wording.words[at] for at in inside]
    rest = " ".join(word for word in idiom if word not in denying)
    there = f" {other.fingerprint} "
    return rest != "" and f" {rest} " in there and f" {' '.join(idiom)} " not in there


def same_numbers(left: Facts, right: Facts) -> bool:
    """Whether one side has no number that the other lacks, however they are written ("150 thousand", "150,000").

    False where a side has none that can be read.
    """
    if not left.numbers or not right.numbers:
        return False
    return not (_lacks(left, right) and _lacks(right, left))


def _lacks(one: Facts, other: Facts) -> bool:
    return bool(alone(other.numbers, one.numbers)) or _lonely_vague(other, one) > 0


def _lonely_numbers(one: Facts, other: Facts) -> int:
    """Firm numbers that the other side has in no reading; a year also answers to its last two digits."""
    values = {value for number in other.numbers[:_MOST] for value in readings(number)}
    return sum(number.firm and values.isdisjoint(readings(number)) for number in one.numbers[:_MOST])


def _vague(side: Facts) -> int:
    return sum(not number.firm for number in side.numbers[:_MOST])


def _lonely_vague(one: Facts, other: Facts) -> int:
    """Vague numbers ("dozens", "second") of values that the other side has not."""
    values = {value for number in other.numbers[:_MOST] for value in number.readings}
    return sum(not number.firm and values.isdisjoint(number.readings) for number in one.numbers[:_MOST])
