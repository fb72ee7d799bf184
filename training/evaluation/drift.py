"""How often true translations and paraphrases are flagged, and how often twins of them in which one fact was changed.

    python -m training.evaluation.drift [--data ../shared/data] [--languages ru de] [--sample 300] [--show 5]

True pairs: the development pairs of every language (`dev-en-*`: WMT24 news where there is some, Tatoeba besides) and
two human translations of one sentence (`en-multiref`). Twins are the same pairs with the English side changed: a number
replaced, a negation put in or taken out, a name replaced by one of another row. Seven minutes on a busy core.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from quotetrail.match.compare import Measurer
from quotetrail.match.encoder import Encoder
from quotetrail.match.exchange import Exchanges
from quotetrail.match.facts import FactReader
from quotetrail.match.flags import Flagger
from quotetrail.match.pasted import pasted
from quotetrail.model import FlagKind

LANGUAGES = ("ru", "uk", "de", "es", "kk", "tr", "fr", "ar", "zh")
NEWS = "wmt24"
NEGATION = frozenset({FlagKind.NEGATION_LOST, FlagKind.NEGATION_ADDED})
KINDS = {
    "number": frozenset({FlagKind.NUMBER_CHANGED}),
    "negation": NEGATION,
    "name": frozenset({FlagKind.NAME_SWAPPED}),
    "modality": frozenset({FlagKind.MODALITY_SHIFTED}),
    "condition": frozenset({FlagKind.CONDITION_DROPPED}),
}
TWINS = ("number", "negation put in", "negation taken out", "name")
PARAPHRASES = 2_000
_AUXILIARY = re.compile(r"\b(?:is|are|was|were|will|can|could|would|should|must)\b(?! (?:not|no)\b|n't)")
_DENIED = re.compile(r"\b(do|does|did|is|are|was|were|has|have|had|would|should|could|must)(?:n['’]t| not)\b")
_WOULD_NOT = {"don't": "do", "doesn't": "does", "didn't": "did"}


@dataclass(frozen=True, slots=True)
class Pair:
    """English on the left; the right in its language."""

    english: str
    other: str
    language: str


def translations(data: Path, language: str) -> dict[str, list[Pair]]:
    """The development pairs of one language by source: news, everyday."""
    pairs: dict[str, list[Pair]] = {"news": [], "everyday": []}
    with gzip.open(data / "parallel" / f"dev-en-{language}.tsv.gz", "rt", encoding="utf-8", newline="") as rows:
        for row in csv.DictReader(rows, delimiter="\t", quoting=csv.QUOTE_NONE):
            kind = "news" if row["source_tag"].startswith(NEWS) else "everyday"
            pairs[kind].append(Pair(row["text_a"], row["text_b"], language))
    return {kind: found for kind, found in pairs.items() if found}


def paraphrases(data: Path) -> list[Pair]:
    """Every so manieth of the pairs of two human translations into English."""
    with gzip.open(data / "paraphrase" / "en-multiref.tsv.gz", "rt", encoding="utf-8", newline="") as rows:
        found = [
            Pair(row["text_1"], row["text_2"], "en")
            for row in csv.DictReader(rows, delimiter="\t", quoting=csv.QUOTE_NONE)
        ]
    return found[:: max(1, len(found) // PARAPHRASES)]


class Twins:
    """Makes wrong twins of English texts; drawn by a fixed seed."""

    def __init__(self, reader: FactReader, texts: Sequence[str]) -> None:
        self._facts = reader
        self._random = np.random.default_rng(4)
        names = (
            text[name.start : name.end]
            for text in texts
            for name in reader.read(text, "en").names
            if " " not in text or name.end - name.start > len("Iran")
        )
        self._names = sorted(set(names))

    def of(self, text: str) -> Iterator[tuple[str, str]]:
        """The kinds of change that fit this text, with the changed text."""
        facts = self._facts.read(text, "en")
        digits = [number for number in facts.numbers if number.firm and text[number.start : number.end].isdecimal()]
        if digits:
            number = digits[int(self._random.integers(len(digits)))]
            written = text[number.start : number.end]
            yield "number", text[: number.start] + self._other_number(written) + text[number.end :]
        if (found := _AUXILIARY.search(text)) is not None and not facts.denials and "?" not in text:
            yield "negation put in", f"{text[: found.end()]} not{text[found.end() :]}"
        if (found := _DENIED.search(text)) is not None and len(facts.denials) == 1 and "?" not in text:
            yield "negation taken out", f"{text[: found.start()]}{found[1]}{text[found.end() :]}"
        names = [name for name in facts.names if name.end - name.start > len("Iran")]
        if names and self._names:
            name = names[int(self._random.integers(len(names)))]
            other = self._names[int(self._random.integers(len(self._names)))]
            if not set(other.split()) & set(text.split()):
                yield "name", text[: name.start] + other + text[name.end :]

    def _other_number(self, written: str) -> str:
        place = int(self._random.integers(len(written)))
        digit = str((int(written[place]) + int(self._random.integers(2, 7))) % 9 + 1)
        changed = written[:place] + digit + written[place + 1 :]
        return changed if int(changed) != int(written) else str(int(written) + 11)


class Measure:
    """Counts flags on true pairs and on twins."""

    def __init__(self, *, show: int) -> None:
        self._facts = FactReader.load()
        encoder = Encoder.load()
        read = Measurer.load(encoder).read
        exchanges = Exchanges.load()
        self._flagger = Flagger.load(
            encoder=encoder, exchanges=exchanges, differ=lambda _left, _right: False, read=read
        )
        self._show = show

    def row(self, name: str, pairs: Sequence[Pair]) -> str:
        """One line of the table: percentages of true pairs flagged, then of twins."""
        raised: Counter[str] = Counter()
        made: Counter[str] = Counter()
        seen: Counter[str] = Counter()
        twins = Twins(self._facts, [pair.english for pair in pairs])
        for pair in pairs:
            before = self._flags(pair)
            for kind, kinds in KINDS.items():
                if kinds & before:
                    raised[kind] += 1
                    self._print(name, kind, pair, raised[kind])
            for twin, text in twins.of(pair.english):
                made[twin] += 1
                found = bool(KINDS[twin.split()[0]] & self._flags(Pair(text, pair.other, pair.language)))
                seen[twin] += found
                if not found and self._show < 0:
                    print(f"MISSED {name} {twin}: {text}\n    {pair.other}")
        true = "".join(f"{100 * raised[kind] / len(pairs):>10.1f}" for kind in KINDS)
        wrong = "".join(
            f"{100 * seen[twin] / made[twin]:>13.0f} /{made[twin]:>4}" if made[twin] else f"{'-':>19}" for twin in TWINS
        )
        return f"{name:<14}{len(pairs):>6}{true}{wrong}"

    def _flags(self, pair: Pair) -> frozenset[FlagKind]:
        left, right = pasted(pair.english, language="en"), pasted(pair.other, language=pair.language)
        return frozenset(flag.kind for flag in self._flagger.flags(left, right))

    def _print(self, name: str, kind: str, pair: Pair, count: int) -> None:
        if count <= self._show:
            left, right = pasted(pair.english, language="en"), pasted(pair.other, language=pair.language)
            flags = [flag for flag in self._flagger.flags(left, right) if flag.kind in KINDS[kind]]
            print(f"{name} {kind}: {pair.english}\n    {pair.other}\n    {flags}")


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--languages", nargs="*", default=["en", *LANGUAGES])
    parser.add_argument("--sample", type=int, default=100_000, help="pairs of a source at most")
    parser.add_argument("--show", type=int, default=0, help="true pairs to show for every kind of flag")
    given = parser.parse_args()
    measure = Measure(show=given.show)
    print(f"{'':<20}{'flagged among true pairs, %':^50}{'flagged among twins, % / their number':^76}")
    print(f"{'':<20}{''.join(f'{kind:>10}' for kind in KINDS)}{''.join(f'{twin:>19}' for twin in TWINS)}")
    for language in given.languages:
        if language == "en":
            print(measure.row("paraphrases", paraphrases(given.data)[: given.sample]), flush=True)
            continue
        for source, pairs in translations(given.data, language).items():
            print(measure.row(f"{language} {source}", pairs[: given.sample]), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
