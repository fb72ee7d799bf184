"""Makes the stream: statements by persons on days, their appearances by Zipf's law, and adversaries beside them."""

from __future__ import annotations

import hashlib
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import numpy.typing as npt

from quotetrail.match.encoder import Encoder
from training.evaluation.stream_speakers import Cast, Person
from training.evaluation.stream_texts import HeldOut, Said, Wording, chosen, dice, read, size
from training.evaluation.stream_told import Adversary, Kind, Told, Truth, told
from training.evaluation.stream_twins import Twins, names_in
from training.evaluation.stream_variants import Pieces, Variants

RECIPE = Path(__file__).with_name("stream.toml")
_TRIES = 8
_SPARE = 1.15
"""How many lines are drawn for one that stays: some say what another says."""
_COMMONPLACES = frozenset({Adversary.BOILERPLATE, Adversary.PHRASE})
_TURNED_TOO = 3
"""A twin appears up to so often."""


@dataclass(frozen=True, slots=True)
class Utterance:
    """One statement before it is told: its wordings with the first one in front, who said it, when, beside what."""

    statement: str
    family: str
    adversary: Adversary
    block: str
    wordings: tuple[Wording, ...]
    person: Person
    day: float
    appearances: int
    whole: bool
    """Whether every appearance must carry all of it, because a twin differs in one word."""


class Maker:
    """Draws the stream from the recipe; each statement by a chance of its own, so that one change moves no other."""

    __slots__ = ("_cast", "_data", "_encoder", "_held_out", "_recipe", "_seed", "_shared", "_variants")

    def __init__(self, shared: Path, *, held_out: HeldOut, recipe: Path = RECIPE) -> None:
        """`shared` is the folder `../shared`."""
        self._recipe: dict[str, Any] = tomllib.loads(recipe.read_text(encoding="utf-8"))
        self._shared = shared / "data"
        self._held_out = held_out
        self._data: Mapping[str, Any] = self._recipe["stream"]
        self._seed: int = self._data["seed"]
        self._cast = Cast(self._shared / "names", self._recipe)
        self._variants = Variants.of(self._recipe)
        self._encoder = Encoder.load()

    @property
    def pinned(self) -> str:
        """The digest that the recipe was last pinned to."""
        return str(self._data["sha256"])

    def make(self, statements: int | None = None) -> list[Told]:
        """The stream in order of time (undated appearances at their true place); `statements` as in the recipe."""
        said = self._apart(read(self._shared, held_out=self._held_out), statements or self._data["statements"])
        spoken = [*self._spoken(said), *self._commonplaces()]
        drafts = [draft for utterance in spoken for draft in self._appearances(utterance)]
        drafts.sort(key=lambda draft: (draft.moment, draft.truth.statement, draft.place))
        return [self._told(number, draft) for number, draft in enumerate(drafts)]

    def _apart(self, sources: Mapping[str, Sequence[Said]], statements: int) -> list[Said]:
        """The lines the stream is made of, none of them saying what another says as far as the encoder can tell."""
        least, most = self._data["words"]
        first = {name: [self._first_told(said) for said in lines] for name, lines in sources.items()}
        fitting = {
            name: [said for said in lines if least <= size(said.wordings[0].text, said.wordings[0].language) <= most]
            for name, lines in first.items()
        }
        shares = self._recipe["sources"]
        said = chosen(fitting, shares, total=round(_SPARE * statements), seed=self._seed)
        near = self._cosines(said) >= self._data["same"]
        kept = np.zeros(len(said), dtype=bool)
        for place in range(len(said)):
            kept[place] = not bool(np.any(near[place] & kept))
        apart = [one for one, stays in zip(said, kept, strict=True) if stays]
        by_source = {name: [one for one in apart if one.source == name] for name in sources}
        return chosen(by_source, shares, total=statements, seed=self._seed)

    def _cosines(self, said: Sequence[Said]) -> npt.NDArray[np.float32]:
        """How near each first wording lies to each other one: float32 [len(said), len(said)]."""
        vectors = self._encoder.encode([one.wordings[0].text for one in said])
        return np.asarray(vectors @ vectors.T, dtype=np.float32)

    def _first_told(self, said: Said) -> Said:
        """The same with the language in front that it is first told in."""
        chance = dice(self._seed, "language", said.ref)
        languages = sorted({wording.language for wording in said.wordings})
        weights = [self._recipe["first_told"][language] for language in languages]
        language = chance.choices(languages, weights)[0]
        ordered = sorted(said.wordings, key=lambda wording: wording.language != language)
        return Said(said.ref, said.source, said.line, tuple(ordered))

    def _spoken(self, said: Sequence[Said]) -> Iterator[Utterance]:
        """Who says what when, with twins; neighbouring lines and nearest neighbours by one person in one week."""
        texts: defaultdict[str, list[str]] = defaultdict(list)
        for one in said:
            texts[one.wordings[0].language].append(one.wordings[0].text)
        alike = self._recipe["twins"]["alike"]
        twins = Twins(self._recipe["negation"], self._recipe["opposites"], names_in(texts), alike)
        blocks = self._blocks(said)
        neighbours = self._neighbours(said)
        shares = self._recipe["adversaries"]
        for place, one in enumerate(said):
            beside = neighbours.get(place, place)
            block = blocks[beside]
            chance = dice(self._seed, "spoken", one.ref)
            day = dice(self._seed, "day", block).uniform(0, self._data["days"]) + chance.uniform(0, 3)
            person = self._cast.person(int(hashlib.sha256(block.encode()).hexdigest()[:8], 16))
            first = one.wordings[0]
            twin = self._turned(twins, first, chance) if chance.random() < shares["twins"] else None
            near = beside != place
            yield Utterance(
                statement=one.ref,
                family=one.ref,
                adversary=Adversary.NEIGHBOUR if near else Adversary.OTHER,
                block=said[beside].ref if near else block,
                wordings=one.wordings,
                person=person,
                day=day,
                appearances=self._count(chance),
                whole=twin is not None,
            )
            if twin is not None:
                yield Utterance(
                    statement=f"{one.ref}/{twin[0]}",
                    family=one.ref,
                    adversary=twin[0],
                    block=block,
                    wordings=(Wording(first.language, twin[1]),),
                    person=person,
                    day=day + chance.uniform(0, 5),
                    appearances=chance.randint(1, _TURNED_TOO),
                    whole=True,
                )

    def _turned(self, twins: Twins, first: Wording, chance: Random) -> tuple[Adversary, str] | None:
        """The text with one fact turned; which sort is tried first is drawn by the recipe's weights."""
        makes = {Adversary.NUMBER: twins.number, Adversary.NEGATION: twins.negation}
        makes |= {Adversary.NAME: twins.name, Adversary.OPPOSITE: twins.opposite}
        weights = self._recipe["twins"]
        for kind in sorted(makes, key=lambda kind: chance.random() ** (1 / weights[kind]), reverse=True):
            text = makes[kind](first.text, first.language, chance)
            if text is not None and text != first.text:
                return kind, text
        return None

    def _blocks(self, said: Sequence[Said]) -> list[str]:
        """For each line the name of its block: up to so many neighbours of one source and language."""
        names: list[str] = []
        counts: defaultdict[tuple[str, int], int] = defaultdict(int)
        for one in said:
            source = (one.ref.partition(":")[0], one.line // 10)
            names.append(f"{source[0]}:{source[1]}/{counts[source] // self._data['block']}")
            counts[source] += 1
        return names

    def _neighbours(self, said: Sequence[Said]) -> dict[int, int]:
        """Lines drawn to be said by the speaker of their nearest neighbour in the same language."""
        bounds = self._recipe["neighbours"]
        cosines = self._cosines(said)
        languages = np.array([one.wordings[0].language for one in said])
        found: dict[int, int] = {}
        for place, one in enumerate(said):
            if dice(self._seed, "neighbour", one.ref).random() >= self._recipe["adversaries"]["neighbour"]:
                continue
            near = np.where(languages == languages[place], cosines[place], -1.0)
            near[[place, *found]] = -1.0
            near[near > bounds["most"]] = -1.0
            best = int(np.argmax(near))
            if near[best] >= bounds["least"] and best not in found.values():
                found[place] = best
        return {place: best for place, best in found.items() if best not in found}

    def _commonplaces(self) -> Iterator[Utterance]:
        """What many say in the same words: long ones far apart, short ones on any day, each speaker's a statement."""
        shares, days = self._recipe["adversaries"], self._data["days"]
        for adversary, speakers in (
            (Adversary.BOILERPLATE, shares["boilerplate_speakers"]),
            (Adversary.PHRASE, shares["phrase_speakers"]),
        ):
            table = self._recipe["phrases" if adversary is Adversary.PHRASE else "boilerplate"]
            for language, texts in table.items():
                for place, text in enumerate(texts):
                    for speaker in range(speakers):
                        name = f"{adversary}:{language}-{place}"
                        chance = dice(self._seed, name, speaker)
                        spread = chance.uniform(0, 0.15) + 0.85 * speaker / max(1, speakers - 1)
                        yield Utterance(
                            statement=f"{name}/{speaker}",
                            family=f"{name}/{speaker}",
                            adversary=adversary,
                            block=name,
                            wordings=(Wording(language, text),),
                            person=self._cast.person(chance.randrange(1_000_000)),
                            day=days * (chance.random() if adversary is Adversary.PHRASE else spread),
                            appearances=chance.randint(1, 2),
                            whole=True,
                        )

    def _count(self, chance: Random) -> int:
        counts = range(1, self._data["appearances"] + 1)
        return chance.choices(counts, [1 / count for count in counts])[0]

    def _appearances(self, utterance: Utterance) -> Iterator[_Draft]:
        for place in range(utterance.appearances):
            chance = dice(self._seed, "appearance", utterance.statement, place)
            first = place == 0
            kind, wording, pieces = (
                (Kind.ORIGINAL, 0, (utterance.wordings[0].text,)) if first else self._varied(utterance, chance)
            )
            lag = 0.0 if first else chance.expovariate(1 / self._data["lag_days"])
            yield _Draft(
                pieces=pieces,
                truth=Truth(
                    statement=utterance.statement,
                    family=utterance.family,
                    adversary=utterance.adversary,
                    block=utterance.block,
                    kind=kind,
                    language=utterance.wordings[wording].language,
                    wording=wording,
                ),
                person=utterance.person,
                place=place,
                moment=utterance.day + lag,
                chance=chance,
            )

    def _varied(self, utterance: Utterance, chance: Random) -> tuple[Kind, int, Pieces]:
        """A later appearance; a copy where the draws give nothing this statement has means for."""
        first = utterance.wordings[0]
        if utterance.adversary in _COMMONPLACES:
            return Kind.COPY, 0, (first.text,)
        shares = self._recipe["kinds"]
        makes = {
            Kind.EDIT: self._variants.edit,
            Kind.INDIRECT: self._variants.indirect,
            Kind.MIXED: self._variants.mixed,
        }
        if not utterance.whole:
            makes |= {
                Kind.CUT: self._variants.cut,
                Kind.SPLICE: self._variants.splice,
                Kind.FRAGMENT: self._variants.fragment,
            }
        others: dict[Kind, list[int]] = {Kind.PARAPHRASE: [], Kind.TRANSLATION: []}
        for number, wording in enumerate(utterance.wordings[1:], 1):
            other = Kind.PARAPHRASE if wording.language == first.language else Kind.TRANSLATION
            others[other].append(number)
        for _ in range(_TRIES):
            kind = Kind(chance.choices(list(shares), list(shares.values()))[0])
            if others.get(kind):
                number = chance.choice(others[kind])
                return kind, number, (utterance.wordings[number].text,)
            if kind in makes:
                pieces = makes[kind](first.text, first.language, chance)
                if pieces is not None:
                    return kind, 0, pieces
            if kind is Kind.COPY:
                break
        return Kind.COPY, 0, (first.text,)

    def _told(self, number: int, draft: _Draft) -> Told:
        language = draft.truth.language
        true = draft.truth
        common = true.adversary in _COMMONPLACES  # without a name nobody could tell whose
        naming = self._cast.naming(
            draft.person, language, draft.chance, full=common or draft.place == 0, named=true.kind is Kind.FRAGMENT
        )
        moment = datetime.fromisoformat(self._data["first_day"]).replace(tzinfo=UTC) + timedelta(days=draft.moment)
        undated = draft.chance.random() < self._data["undated"]
        return told(
            draft.pieces,
            draft.truth,
            naming,
            number=number,
            frame=self._recipe["frames"][language],
            outlet=draft.chance.choice(self._recipe["outlets"][language]),
            published=None if undated else moment.replace(microsecond=0),
            chance=draft.chance,
        )


@dataclass(frozen=True, slots=True)
class _Draft:
    """An appearance that has no number yet."""

    pieces: Pieces
    truth: Truth
    person: Person
    place: int
    moment: float
    chance: Random


def digest(stream: Sequence[Told]) -> str:
    """SHA-256 of everything that the figures depend on, texts included."""
    sum_of_all = hashlib.sha256()
    for one in stream:
        for part in (one.article.text, one.article.language, one.article.published, one.quote, one.truth):
            sum_of_all.update(repr(part).encode("utf-8", "surrogatepass"))
    return sum_of_all.hexdigest()
