"""What became of the stream: figures, and by kind what was lost or joined wrongly, with ids that point to cases.

| figure | what it is, in per cent |
| --- | --- |
| `bcubed_precision`, `bcubed_recall`, `bcubed_f1` | statements found against true ones (bcubed.py) |
| `bcubed_f1_one_language` | the same where languages know nothing of each other |
| `pair_precision`, `pair_recall` | pairs of appearances in one statement |
| `confirmed_precision`, `suggested_precision` | stored matches of a tier between appearances of truly one statement |
| `found_recall` | true pairs in one statement, or in two that a suggested match leads from one to the other |
| `recall_KIND` | appearances of a kind in the statement of their original |
| `twins_apart` | wrong twins whose original stands in another statement than that of what they turn |
| `relation_right` | confirmed pairs of an original and a later appearance with the true relation |
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise

from quotetrail.match.matcher import Matcher
from quotetrail.model import Match, Relation, Tier
from training.evaluation.bcubed import bcubed, bcubed_apart
from training.evaluation.bcubed import pairwise as pair_agreement
from training.evaluation.counts import percent
from training.evaluation.stream_posting import Outcome
from training.evaluation.stream_told import TWINS, Adversary, Kind, Told, Truth, difference, relation

_WHOLE = 100.0


@dataclass(frozen=True, slots=True)
class Case:
    """Two appearances, what is true of them, and what was made of them.

    `direct` is what the matcher says of the two alone; `together` whether the store has them in one statement.
    """

    left: Told
    right: Told
    truth: Relation
    direct: Match | None
    together: bool

    @property
    def one(self) -> bool:
        """Whether they truly carry one statement."""
        return self.left.truth.statement == self.right.truth.statement

    @property
    def pointer(self) -> str:
        """Where to look: the numbers in the stream, and the statements' names."""
        return f"{self.left.number}+{self.right.number} {self.left.truth.statement} {self.right.truth.statement}"


class Report:
    """Compares the truth of a stream with what a store made of it."""

    __slots__ = ("_outcome", "_stream", "_truth", "adversaries", "told_again")

    def __init__(self, stream: Sequence[Told], outcome: Outcome, matcher: Matcher) -> None:
        """`matcher` judges each later appearance against its original, and each adversary against what it is like."""
        self._stream, self._outcome = stream, outcome
        self._truth = {told.id: told.truth for told in stream}
        originals = {told.truth.statement: told for told in stream if told.truth.kind is Kind.ORIGINAL}
        self.told_again = [
            self._case(originals[told.truth.statement], told, matcher)
            for told in stream
            if told.truth.kind is not Kind.ORIGINAL
        ]
        self.adversaries = [self._case(one, other, matcher) for one, other in _adversaries(originals)]

    def figures(self) -> dict[str, float]:
        """All of them, rounded to a tenth."""
        truth = {quote: true.statement for quote, true in self._truth.items()}
        found = self._outcome.statements
        overall, pairs = bcubed(truth, found), pair_agreement(truth, found)
        apart = bcubed_apart(truth, found, by={quote: true.language for quote, true in self._truth.items()})
        figures = {
            "bcubed_precision": _WHOLE * overall.precision,
            "bcubed_recall": _WHOLE * overall.recall,
            "bcubed_f1": _WHOLE * overall.f1,
            "bcubed_f1_one_language": _WHOLE * apart.f1,
            "pair_precision": _WHOLE * pairs.precision,
            "pair_recall": _WHOLE * pairs.recall,
            "confirmed_precision": self._precision(Tier.CONFIRMED),
            "suggested_precision": self._precision(Tier.SUGGESTED),
            "found_recall": self._found_recall(),
        }
        for kind in list(Kind)[1:]:
            cases = [case for case in self.told_again if case.right.truth.kind is kind]
            figures[f"recall_{kind}"] = percent(sum(case.together for case in cases), len(cases))
        twins = [case for case in self.adversaries if _sort(case) in TWINS]
        figures["twins_apart"] = percent(sum(not case.together for case in twins), len(twins))
        told = [case for case in self.told_again if case.direct is not None and case.direct.tier is Tier.CONFIRMED]
        right = sum(case.direct is not None and case.direct.relation is case.truth for case in told)
        figures["relation_right"] = percent(right, len(told))
        return {name: round(value, 1) for name, value in figures.items()}

    def false_merges(self) -> list[tuple[Adversary, Told, Told]]:
        """For each statement found: one appearance of the true statement most of it is, and one of each other one."""
        by_found: defaultdict[str, defaultdict[str, list[Told]]] = defaultdict(lambda: defaultdict(list))
        for told in self._stream:
            by_found[self._outcome.statements[told.id]][told.truth.statement].append(told)
        merged = []
        for parts in by_found.values():
            most, *others = sorted(parts.values(), key=lambda part: (-len(part), part[0].number))
            merged += [(difference(most[0].truth, other[0].truth), most[0], other[0]) for other in others]
        return merged

    def lost(self) -> list[Case]:
        """Later appearances that stand apart from their original."""
        return [case for case in self.told_again if not case.together]

    def _case(self, left: Told, right: Told, matcher: Matcher) -> Case:
        seen = self._outcome.appearances
        return Case(
            left,
            right,
            relation(left.truth, right.truth),
            matcher.match(seen[left.id], seen[right.id]),
            self._outcome.statements[left.id] == self._outcome.statements[right.id],
        )

    def _precision(self, tier: Tier) -> float:
        matches = [match for match in self._outcome.matches if match.tier is tier]
        right = sum(self._truth[match.left].statement == self._truth[match.right].statement for match in matches)
        return percent(right, len(matches))

    def _found_recall(self) -> float:
        statements = self._outcome.statements
        linked = {
            frozenset((statements[match.left], statements[match.right]))
            for match in self._outcome.matches
            if match.tier is Tier.SUGGESTED
        }
        by_truth: defaultdict[str, Counter[str]] = defaultdict(Counter)
        for quote, true in self._truth.items():
            by_truth[true.statement][statements[quote]] += 1
        found = wanted = 0
        for parts in by_truth.values():
            wanted += _pairs(sum(parts.values()))
            found += sum(_pairs(count) for count in parts.values())
            found += sum(
                parts[one] * parts[other] for one, other in combinations(parts, 2) if frozenset((one, other)) in linked
            )
        return percent(found, wanted)


def _pairs(count: int) -> int:
    return count * (count - 1) // 2


def _sort(case: Case) -> Adversary:
    return difference(case.left.truth, case.right.truth)


def _adversaries(originals: Mapping[str, Told]) -> Iterator[tuple[Told, Told]]:
    """Originals of two statements that are alike on purpose: twins, neighbours, lines of a block, commonplaces."""
    blocks: defaultdict[str, list[Told]] = defaultdict(list)
    for told in originals.values():
        true: Truth = told.truth
        if true.adversary in TWINS:
            yield originals[true.family], told
        elif true.adversary is Adversary.NEIGHBOUR:
            yield originals[true.block], told
        else:
            blocks[true.block].append(told)
    for block in blocks.values():
        if block[0].truth.adversary is Adversary.OTHER:
            yield from pairwise(block)
        else:
            yield from combinations(block, 2)


def tables(report: Report, *, pointers: int) -> str:
    """By kind what became of later appearances and of adversaries, and for each the first cases that went wrong."""
    lines = [f"\n{'told again':<34}{'n':>6}{'together':>10}{'confirmed':>11}{'suggested':>11}{'relation':>10}"]
    for name, cases in _by_kind(report.told_again).items():
        lines.append(_row(name, cases))
        lines += [f"      lost: {case.pointer}" for case in [case for case in cases if not case.together][:pointers]]
    lines.append(f"\n{'not the same':<34}{'n':>6}{'together':>10}{'confirmed':>11}{'suggested':>11}{'relation':>10}")
    by_sort: defaultdict[str, list[Case]] = defaultdict(list)
    for case in report.adversaries:
        by_sort[_sort(case)].append(case)
    lines += [_row(name, cases) for name, cases in sorted(by_sort.items())]
    merged: defaultdict[Adversary, list[tuple[Told, Told]]] = defaultdict(list)
    for sort, one, other in report.false_merges():
        merged[sort].append((one, other))
    lines.append(f"\n{'statements joined to another':<34}{'n':>6}")
    for sort, couples in sorted(merged.items()):
        lines.append(f"  {sort:<32}{len(couples):>6}")
        for one, other in couples[:pointers]:
            lines.append(f"      {one.number}+{other.number} {one.truth.statement} {other.truth.statement}")
    return "\n".join(lines)


def _by_kind(cases: Sequence[Case]) -> dict[str, list[Case]]:
    """Later appearances by kind; translations by their pair of languages too."""
    found: defaultdict[str, list[Case]] = defaultdict(list)
    for case in cases:
        kind = case.right.truth.kind
        found[kind].append(case)
        if kind is Kind.TRANSLATION:
            languages = "-".join(sorted((case.left.truth.language, case.right.truth.language)))
            found[f"{kind} {languages}"].append(case)
        if kind is Kind.PARAPHRASE:
            source = case.right.truth.statement.partition(":")[0]
            found[f"{kind} {source}"].append(case)
    return dict(sorted(found.items()))


def _row(name: str, cases: Sequence[Case]) -> str:
    tiers = Counter(None if case.direct is None else case.direct.tier for case in cases)
    told = [case.direct.relation is case.truth for case in cases if case.direct is not None]
    shares = [
        percent(sum(case.together for case in cases), len(cases)),
        percent(tiers[Tier.CONFIRMED], len(cases)),
        percent(tiers[Tier.SUGGESTED], len(cases)),
        percent(sum(told), len(told)),
    ]
    return f"  {name:<32}{len(cases):>6}{shares[0]:>10.1f}{shares[1]:>11.1f}{shares[2]:>11.1f}{shares[3]:>10.1f}"
