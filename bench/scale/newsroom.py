"""Quotes like those of news, made of the pack's sentences, with the truth of which are one statement."""

from __future__ import annotations

import csv
import gzip
import random
from collections.abc import Sequence
from pathlib import Path

LANGUAGES = ("ru", "kk", "uk", "es", "fr", "de", "tr", "ar", "zh")
SHORTEST, LONGEST = 30, 400  # characters of a sentence
SPEAKERS = 20_000
BOILERPLATE = 50  # sentences that everybody says

Said = tuple[str, str, str]  # text, language, speaker


class Newsroom:
    """Says things; the same seed says the same. `statement` numbers what is said, and is the truth."""

    def __init__(self, pack: Path, seed: int) -> None:
        self._random = random.Random(seed)
        self._pools: dict[str, list[str]] = {}
        for language in LANGUAGES:
            with gzip.open(pack / f"en-{language}.tsv.gz", "rt", encoding="utf-8", newline="") as lines:
                for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
                    for of, sentence in (("en", row["text_a"]), (language, row["text_b"])):
                        if SHORTEST <= len(sentence) <= LONGEST or (of == "zh" and len(sentence) >= SHORTEST // 3):
                            self._pools.setdefault(of, []).append(sentence)
        self._boilerplate = self._random.sample(self._pools["en"], BOILERPLATE)
        self._said: list[tuple[str, str]] = []

    def say(self) -> tuple[int, Said]:
        """The next quote, and the number of its statement."""
        chance = self._random.random()
        name = self._speaker()
        if chance < 0.03:
            place = self._random.randrange(len(self._boilerplate))
            return -1 - place, (self._boilerplate[place], "en", name)
        if chance < 0.5 and self._said:
            number = int(len(self._said) * self._random.random() ** 3)  # the older, the more often said again
            sentence, language = self._said[number]
            return number, (self.varied(sentence), language, name)
        language = "en" if self._random.random() < 0.5 else self._random.choice(LANGUAGES)
        one, other = (_words(self._random.choice(self._pools[language])) for _ in range(2))
        sentence = _joined([*one[: max(4, len(one) // 2)], *other[len(other) // 2 :]], language)
        self._said.append((sentence, language))
        return len(self._said) - 1, (sentence, language, name)

    def varied(self, sentence: str) -> str:
        """As another outlet prints it: as it is, cut to half or more, joined around a gap, or a word in ten changed."""
        language = "zh" if "\u4e00" <= sentence[0] <= "\u9fff" else ""
        words = _words(sentence)
        chance = self._random.random()
        if chance < 0.4 or len(words) < 8:
            return sentence
        if chance < 0.6:
            start = self._random.randrange(len(words) // 2)
            words = words[start : start + max(6, len(words) // 2)]
        elif chance < 0.7:
            words = words[: len(words) // 3] + words[2 * len(words) // 3 :]
        else:
            kept = [word for word in words if self._random.random() > 0.05]
            words = [self._random.choice(words) if self._random.random() < 0.05 else word for word in kept]
        return _joined(words, language)

    def _speaker(self) -> str:
        number = int(SPEAKERS ** self._random.random())  # Zipf's law
        return f"{chr(65 + number % 26)}ana Sur{number}"


def _words(sentence: str) -> list[str]:
    return sentence.split() if " " in sentence else list(sentence)


def _joined(words: Sequence[str], language: str) -> str:
    return ("" if language == "zh" else " ").join(words)
