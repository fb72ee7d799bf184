"""Short Kazakh sentences with their English, made by grammar: who does what, when, and whether at all.

Kazakh puts person, tense and negation into the ending of the verb. The pack's Kazakh is officials' prose in the third
person, which teaches none of that. The words stand in kazakh.toml; endings follow vowel harmony and the last sound of
the stem. Of UD Kazakh-KTB's 282 finite forms in the two simple tenses, active voice, 257 come out so; the others are
tenses that are not made here.
"""

from __future__ import annotations

import random
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_DATA = Path(__file__).with_suffix(".toml")
_BACK, _FRONT = frozenset("аоұыяё"), frozenset("еәөүіэи")  # у and final glides take the side of the vowel before
_VOICELESS = frozenset("птксшщхчцфқһбвгд")
_NASAL = frozenset("мнңзж")
_SOFTENED = {"к": "г", "қ": "ғ", "п": "б"}


@dataclass(frozen=True, slots=True)
class Person:
    """One of the persons: pronouns, and endings after -ды (past), after -а/-й (present) and of what one owns."""

    kazakh: str
    english: str
    past: tuple[str, str]
    present: tuple[str, str]
    owns: tuple[str, str]
    genitive: str
    owner: str


# Endings after back and after front vowels.
PERSONS = (
    Person("мен", "I", ("м", "м"), ("мын", "мін"), ("ым", "ім"), "менің", "my"),
    Person("сен", "you", ("ң", "ң"), ("сың", "сің"), ("ың", "ің"), "сенің", "your"),
    Person("сіз", "you", ("ңыз", "ңіз"), ("сыз", "сіз"), ("ыңыз", "іңіз"), "сіздің", "your"),
    Person("ол", "he", ("", ""), ("ды", "ді"), ("ы", "і"), "оның", "his"),
    Person("ол", "she", ("", ""), ("ды", "ді"), ("ы", "і"), "оның", "her"),
    Person("біз", "we", ("қ", "к"), ("мыз", "міз"), ("ымыз", "іміз"), "біздің", "our"),
    Person("олар", "they", ("", ""), ("ды", "ді"), ("ы", "і"), "олардың", "their"),
)


def front(word: str) -> bool:
    """Whether the last vowel of `word` wants endings with front vowels."""
    return next((sign in _FRONT for sign in reversed(word) if sign in _BACK | _FRONT), False)


def ends_in_vowel(word: str) -> bool:
    """Whether the last letter is a vowel."""
    return word[-1] in _BACK | _FRONT


def choose(word: str, back: str, fronted: str) -> str:
    """The ending that goes with the word's vowels."""
    return fronted if front(word) else back


def negated(stem: str) -> str:
    """The stem of "not to": жаз, жазба; кел, келме; айт, айтпа."""
    if stem[-1] in _VOICELESS:
        return stem + choose(stem, "па", "пе")
    if stem[-1] in _NASAL:
        return stem + choose(stem, "ба", "бе")
    return stem + choose(stem, "ма", "ме")


def past(stem: str, person: Person) -> str:
    """Did: жаздым, келдің, айтты."""
    hard = stem[-1] in _VOICELESS
    return stem + choose(stem, "ты" if hard else "ды", "ті" if hard else "ді") + choose(stem, *person.past)


def linked(stem: str) -> str:
    """The stem before another verb or a present ending: жаза, келе, сөйлей, шыға, оқи."""
    if stem[-1] in "ыі":
        return stem[:-1] + "и"
    return stem + "й" if ends_in_vowel(stem) else softened(stem) + choose(stem, "а", "е")


def softened(word: str) -> str:
    """The word before a vowel: шық, шығ-; кітап, кітаб-."""
    return word[:-1] + _SOFTENED.get(word[-1], word[-1])


def present(stem: str, person: Person) -> str:
    """Does, or will do: жазамын, келесің, айтады."""
    return linked(stem) + choose(stem, *person.present)


def possessed(noun: str, person: Person) -> str:
    """The noun with the ending of its owner: кітабым, үйің, баласы."""
    ending = choose(noun, *person.owns)
    if ends_in_vowel(noun):
        third = person.owns == ("ы", "і")
        return noun + (choose(noun, "сы", "сі") if third else ending[1:])
    return softened(noun) + ending


def wish(stem: str, person: Person) -> str:
    """What one wants to do: жазғым, барғың, айтқысы (before келеді)."""
    hard = stem[-1] in _VOICELESS
    root = stem + choose(stem, "қы" if hard else "ғы", "кі" if hard else "гі")
    return possessed(root, person)


def sentences(many: int, *, seed: int = 1) -> Iterator[tuple[str, str]]:
    """`many` pairs (English, Kazakh), the same for the same seed; some come twice."""
    chooser = random.Random(seed)  # noqa: S311 - draws examples, guards nothing
    words = tomllib.loads(_DATA.read_text(encoding="utf-8"))
    makers = (_deed, _deed, _ability, _state, _thing)
    for _ in range(many):
        english, kazakh = chooser.choice(makers)(words, chooser)
        mark = "?" if english.endswith("?") else "."
        yield _sentence(english.rstrip("?"), mark), _sentence(kazakh.rstrip("?"), mark)


Words = dict[str, list[str]]


def _drawn(words: Words, kind: str, chooser: random.Random) -> list[str]:
    return [part.replace("_", " ") for part in chooser.choice(words[kind]).split()]


def _sentence(text: str, mark: str) -> str:
    plain = " ".join(text.split())
    return plain[:1].upper() + plain[1:] + mark


def _inflected(verb: str, ending: str) -> str:
    """A verb of two words keeps its first one."""
    *before, _ = verb.split()
    return " ".join((*before, ending))


def _when(words: Words, chooser: random.Random) -> tuple[str, str]:
    if chooser.random() < 1 / 2:
        return "", ""
    kazakh, english = _drawn(words, "times", chooser)
    return english, kazakh


def _deed(words: Words, chooser: random.Random) -> tuple[str, str]:
    """Somebody did, does or will do something, or not, or is asked."""
    verb, base, did = _drawn(words, "verbs", chooser)
    person = chooser.choice(PERSONS)
    stem = verb.split()[-1]
    when, at = _when(words, chooser)
    denied, asked, before = chooser.random() < 1 / 3, chooser.random() < 1 / 5, chooser.random() < 1 / 2
    root = negated(stem) if denied else stem
    form = past(root, person) if before else present(root, person)
    who = person.kazakh if chooser.random() < 2 / 3 else ""
    kazakh = f"{who} {at} {_inflected(verb, form)}"
    single = person.english in {"he", "she"}
    helping = "did" if before else "does" if single else "do"
    if asked:
        return f"{helping} {person.english} {'not ' * denied}{base} {when}?", f"{kazakh} {choose(form, 'ма', 'ме')}?"
    if denied:
        return f"{person.english} {helping} not {base} {when}", kazakh
    if before:
        return f"{person.english} {did} {when}", kazakh
    return f"{person.english} {'will ' if chooser.random() < 1 / 2 else ''}{base} {when}", kazakh


def _ability(words: Words, chooser: random.Random) -> tuple[str, str]:
    """Somebody can, wants to or must do something, or not, or is doing it, or shall do it."""
    verb, base, _ = _drawn(words, "verbs", chooser)
    person = chooser.choice(PERSONS)
    stem = verb.split()[-1]
    when, at = _when(words, chooser)
    denied = chooser.random() < 1 / 3
    who = person.kazakh if chooser.random() < 2 / 3 else ""
    third = person.english in {"he", "she"}
    match chooser.randrange(4):
        case 0:
            able = present("алма" if denied else "ал", person)
            form, english = f"{linked(stem)} {able}", f"{person.english} {'cannot' if denied else 'can'} {base}"
        case 1:
            form = f"{wish(stem, person)} {'келмейді' if denied else 'келеді'}"
            wants = ("does not want" if third else "do not want") if denied else ("wants" if third else "want")
            who, english = (person.genitive if who else ""), f"{person.english} {wants} to {base}"
        case 2:
            form = f"{possessed(stem if stem.endswith('у') else stem + 'у', person)} керек{' емес' * denied}"
            who = person.genitive if who else ""
            english = f"{person.english} {'need not' if denied else 'must'} {base}"
        case _:
            form = negated(stem) if denied else stem
            return f"{'do not ' * denied}{base} {when}", f"{at} {_inflected(verb, form)}"
    return f"{english} {when}", f"{who} {at} {_inflected(verb, form)}"


def _state(words: Words, chooser: random.Random) -> tuple[str, str]:
    """Something is, or somebody is."""
    quality, english = _drawn(words, "adjectives", chooser)
    noun, thing = _drawn(words, "nouns", chooser)
    denied = chooser.random() < 1 / 3
    no, not_ = (" емес", " not") if denied else ("", "")
    match chooser.randrange(3):
        case 0:
            return f"the {thing} is{not_} very {english}", f"{noun} өте {quality}{no}"
        case 1:
            person = chooser.choice(PERSONS)
            return (
                f"{person.owner} {thing} is{not_} {english}",
                f"{person.genitive} {possessed(noun, person)} {quality}{no}",
            )
        case _:
            return f"this is{not_} a {english} {thing}", f"бұл {quality} {noun}{no}"


def _thing(words: Words, chooser: random.Random) -> tuple[str, str]:
    """Having, needing, seeking a thing."""
    noun, thing = _drawn(words, "nouns", chooser)
    person = chooser.choice(PERSONS)
    third = person.english in {"he", "she"}
    match chooser.randrange(4):
        case 0:
            has = "has" if third else "have"
            return f"{person.english} {has} a {thing}", f"{person.genitive} {possessed(noun, person)} бар"
        case 1:
            has = "does not have" if third else "do not have"
            return f"{person.english} {has} a {thing}", f"{person.genitive} {possessed(noun, person)} жоқ"
        case 2:
            return f"where is {person.owner} {thing}?", f"{person.genitive} {possessed(noun, person)} қайда?"
        case _:
            return f"whose {thing} is this?", f"бұл кімнің {possessed(noun, PERSONS[3])}?"
