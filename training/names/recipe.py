"""How the tables under service/quotetrail/models/names were made: one command, minutes on one core, always the same.

    python -m training.names.recipe [--data ../shared/data] [--models service/quotetrail/models/names]

Learns the table of Latin and Cyrillic from pairs of one name, then the tables within one script from spellings that
share a form in the other; then the logistic models; then how often a surname or an initial alone means one person, from
full names in PolNeAR train. Writes no text but single names with their counts.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import math
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from quotetrail.match.scripts import Script
from quotetrail.match.spellings import ACROSS, CYRILLIC, LATIN, WEIGHTS, Judgement, Tables
from quotetrail.match.transliteration import END, Limits, Units
from training.names.alignment import learn
from training.names.judgement import aligned, fit, form, right_pairs, wrong_pairs
from training.names.namesakes import namesakes
from training.names.pairs import Names, Spelled, read, surnames, variants

# Sizes of units, left and right letters. Chosen on the tuned part: without (3, 2) and (2, 3) .84 of right pairs are
# surer than 2 % of the nearest wrong ones, with them .88, with larger ones .88.
ACROSS_SCRIPTS = ((1, 0), (0, 1), (1, 1), (2, 1), (1, 2), (2, 2), (3, 1), (4, 1), (2, 0), (1, 3), (3, 2), (2, 3))
WITHIN_CYRILLIC = ((1, 0), (0, 1), (1, 1), (2, 1), (1, 2), (2, 2), (3, 1), (1, 3), (2, 0), (0, 2), (3, 2), (2, 3))
ROUNDS = 8
# A letter in no unit costs as much as the rarest units that survive. Two words that both lose more than the second are
# not compared to the end: .043 of right pairs do, .998 of random ones; at 14 .036 and .995, in a quarter more time.
LIMITS = Limits(unknown=-13.0, farthest=10.0)
# Words less similar in plain letters are not compared closer, and Arabic words agree no surer than this.
NEAREST = 0.3
CONSONANTS = 0.8
NEAR = 3
# Of each name in the pool of names to be told apart: as many of the fitted ones, and every so-manieth Russian surname.
POOL = 50_000
EVERY = 4
# Two words are one name from the probability on that this share of the nearest wrong names reaches. In one script more,
# because every other of the surest "wrong" ones is a variant that no row of the data joins (conkling, conklin).
ALARMS = {ACROSS: 0.02, LATIN: 0.03, CYRILLIC: 0.03}
SCRIPTS = {
    ACROSS: (Script.LATIN, Script.CYRILLIC),
    LATIN: (Script.LATIN, Script.LATIN),
    CYRILLIC: (Script.CYRILLIC, Script.CYRILLIC),
}
ASKED = 1_000
# Frequent pairs that the tables find less sure than this are listed, and are as sure as the data is clean.
IRREGULAR = 0.9
FREQUENT = 10
KNOWN = 0.97
# The same after sounds are joined (Kassym, Касым), or but for marks. No data says how sure that is.
PLAIN = 0.95
# Across scripts what is less sure than ALARMS keeps this share of its probability, down to the second; then none.
DOUBTFUL = 0.25
TWO_NAMES = 0.1
# Names that Wikidata has more rarely than the first are as rare as any; of those that it has more rarely than the
# second it is not known what they are in Russian.
COMMON = 30
LISTED = 5


def main() -> None:
    """Learn and write everything."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--models", type=Path, default=WEIGHTS)
    given = parser.parse_args()
    given.models.mkdir(parents=True, exist_ok=True)
    names = read(given.data)
    print(f"fitted on {len(names.fitted)} pairs, tuned on {len(names.tuned)}", flush=True)
    units = across(names)
    clean = Names(
        fitted=tuple(aligned(names.fitted, units)),
        tuned=tuple(aligned(names.tuned, units)),
        held_back=names.held_back,
    )
    print(f"aligned: {len(clean.fitted)} and {len(clean.tuned)}", flush=True)
    tables = Tables(across=units, cyrillic=within(clean))
    write(given.models / f"{ACROSS}.tsv", tables.across)
    write(given.models / f"{CYRILLIC}.tsv", tables.cyrillic)
    judged = {kind: judge(clean, tables, kind=kind, data=given.data) for kind in (ACROSS, LATIN, CYRILLIC)}
    irregular = sorted(known(clean, tables.across, judged[ACROSS].model))
    (given.models / "known.tsv").write_text("".join(f"{one}\t{other}\n" for one, other in irregular), encoding="utf-8")
    found = common([*names.fitted, *names.tuned])
    lines = (f"{plain}\t{count}\t{russian}" for plain, (count, russian) in sorted(found.items()))
    (given.models / "common.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    weights = {
        "limits": asdict(LIMITS),
        "scale": {
            "nearest": NEAREST,
            "plain": PLAIN,
            "known": KNOWN,
            "consonants": CONSONANTS,
            "doubtful": DOUBTFUL,
            "two_names": TWO_NAMES,
        },
        "judgement": {kind: asdict(one.model) for kind, one in judged.items()},
        "least": {kind: one.least for kind, one in judged.items()},
        "namesakes": namesakes(given.data, {plain: count for plain, (count, _) in found.items()}),
    }
    print(json.dumps(weights, indent=1))
    (given.models / "weights.json").write_text(json.dumps(weights, indent=1) + "\n", encoding="utf-8")
    files = sorted((*given.models.glob("*.tsv"), given.models / "weights.json"))
    sums = "".join(f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n" for path in files)
    (given.models / "SHA256SUMS").write_text(sums, encoding="utf-8")


def across(names: Names) -> Units:
    """The table of Latin and Cyrillic."""
    learned = learn(
        [(name.latin.letters + END, name.cyrillic.letters + END) for name in names.fitted],
        shapes=ACROSS_SCRIPTS,
        rounds=ROUNDS,
    )
    return Units.of({unit: round(math.log(value), 3) for unit, value in learned.items()}, limits=LIMITS)


def within(names: Names) -> Units:
    """The table of Cyrillic, the same in both directions."""
    found = [(one.letters + END, other.letters + END) for one, other in variants(names.fitted, of=Script.CYRILLIC)]
    learned = learn([*found, *((other, one) for one, other in found)], shapes=WITHIN_CYRILLIC, rounds=ROUNDS)
    even = {
        (left, right): math.log((value + learned.get((right, left), value)) / 2)
        for (left, right), value in learned.items()
    }
    print(f"{len(found)} pairs of Cyrillic spellings", flush=True)
    return Units.of({unit: round(value, 3) for unit, value in even.items()}, limits=LIMITS)


@dataclass(frozen=True, slots=True)
class Judged:
    """A model, and the probability that its share (ALARMS) of the nearest wrong names reaches under it."""

    model: Judgement
    least: float


def judge(names: Names, tables: Tables, *, kind: str, data: Path) -> Judged:
    """The logistic model of one kind of letters, from right pairs and the nearest wrong ones."""
    pair = SCRIPTS[kind]
    meant: dict[str, set[str]] = defaultdict(set)
    for name in (*names.fitted, *names.tuned):
        meant[name.latin.letters].add(name.cyrillic.plain)
        meant[name.cyrillic.letters].add(name.latin.plain)
    pool = {word.letters: word for word in (form(name, pair[1]) for name in names.fitted[:POOL])}
    if pair[1] is Script.CYRILLIC:
        pool |= {word.letters: word for word in surnames(data)[::EVERY]}
    right = right_pairs(names.tuned, names.fitted, pair=pair)
    wrong = wrong_pairs(
        names.tuned[:ASKED],
        list(pool.values()),
        pair=pair,
        meant={letters: frozenset(plain) for letters, plain in meant.items()},
        near=NEAR,
    )
    model = fit(tables, right, wrong)
    alarms = sorted((model.probability(*tables.agreements(*one)) for one in wrong), reverse=True)
    least = round(alarms[round(ALARMS[kind] * len(alarms))], 3)
    kept = sum(model.probability(*tables.agreements(*one)) >= least for one in right) / len(right)
    print(f"{kind}: {len(right)} right pairs, {kept:.3f} of them from {least} on; {len(wrong)} wrong ones", flush=True)
    return Judged(model, least)


def known(names: Names, units: Units, model: Judgement) -> Iterator[tuple[str, str]]:
    """Frequent pairs that the tables do not find: john, джон."""
    for name in (*names.fitted, *names.tuned):
        if name.count >= FREQUENT:
            pair = name.latin.letters, name.cyrillic.letters
            if model.probability(units.agreement(*pair)) < IRREGULAR:
                yield pair


def common(names: list[Spelled]) -> dict[str, tuple[int, str]]:
    """By plain form: how often Wikidata has a name, 0 if rarely, and the plain likeliest Russian of Latin ones."""
    latin: dict[str, Counter[str]] = defaultdict(Counter)
    cyrillic: Counter[str] = Counter()
    for name in names:
        latin[name.latin.plain][name.cyrillic.plain] += name.count
        cyrillic[name.cyrillic.plain] += name.count
    kept = {plain: (count, "") for plain, count in cyrillic.items() if count >= COMMON}
    for plain, forms in latin.items():
        count = max(forms.total(), cyrillic[plain])
        if forms.total() >= LISTED:
            kept[plain] = count if count >= COMMON else 0, min(forms, key=lambda form: (-forms[form], form))
    return kept


def write(path: Path, units: Units) -> None:
    """Write a table, one unit a line, so that a change of it can be read."""
    lines = (f"{left}\t{right}\t{value}" for left, row in units.rows.items() for right, value in row.items())
    path.write_text("\n".join(sorted(lines)) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
