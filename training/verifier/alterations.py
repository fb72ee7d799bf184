"""What happens to a quote on its way, done on purpose: spellings, cuts, small edits, reported speech.

Each function takes a text with its language and a source of chance, and gives the changed text, or None where there is
nothing to change.
"""

from __future__ import annotations

import re
from random import Random

from training.verifier.wordlists import WordLists

_WORD = re.compile(r"[\w'’-]+")
_FEWEST_PIECE = 5
_FEWEST_SPLICED = 3
_LONG_GAP = 3
_MARKS = (("“", "”"), ("«", "»"), ('"', '"'), ("„", "“"), ("‘", "’"), ("", ""))
_CONTRACTED = {"ll": "will", "m": "am", "re": "are", "ve": "have", "d": "would"}
# Of small edits, those that exchange a word, those that leave one out, those that mistype one; the others put one in.
_SYNONYMS, _LEFT_OUT, _MISTYPED = 0.5, 0.68, 0.84
_MISTYPED_LETTERS = 5
_CHINESE = re.compile("[\u4e00-\u9fff]")


def words(text: str, language: str) -> list[str]:
    """The text cut where it may be put together again by `join`: at spaces, or anywhere in Chinese."""
    if language == "zh":
        return re.findall(r"[A-Za-z0-9.,%]+|.", text)
    return text.split()


def join(pieces: list[str], language: str) -> str:
    """The words as a text again."""
    return ("" if language == "zh" else " ").join(pieces).strip()


def respelled(text: str, language: str, lists: WordLists, random: Random) -> str:
    """The same words: other quotation marks, dashes, case, spelling, full stop or space."""
    changed = text
    for one, other in random.sample(lists.spellings.get(language, ()), len(lists.spellings.get(language, ()))):
        if language == "ru" and one == "ё":
            changed = changed.replace(one, other)
        else:
            changed = re.sub(rf"\b{re.escape(one)}\b", other, changed)
            if random.random() < 1 / 2 and changed == text:
                changed = re.sub(rf"\b{re.escape(other)}\b", one, changed)
    before, after = random.choice(_MARKS)
    match random.randrange(6):
        case 0:
            changed = changed.rstrip(".!")
        case 1:
            changed = changed.rstrip(".") + ","
        case 2:
            changed = changed.upper() if random.random() < 1 / 2 else changed.lower()
        case 3:
            changed = changed.replace(" - ", " — ").replace("'", "’").replace('"', "“")
        case 4:
            changed = re.sub(r",(?= )", "", changed)
        case _:
            changed = changed.replace(" ", "\u00a0", 3)
    return f"{before}{changed}{after}"


def cut(text: str, language: str, random: Random) -> str | None:
    """A run of at least five words, at least two shorter than the text."""
    pieces = words(text, language)
    if len(pieces) < _FEWEST_PIECE + 2:
        return None
    size = random.randint(_FEWEST_PIECE if language != "zh" else 7, max(7, len(pieces) - 2))
    if size > len(pieces) - 2:
        return None
    start = random.choice((0, len(pieces) - size, random.randint(0, len(pieces) - size)))
    return _tidied(join(pieces[start : start + size], language), random)


def spliced(text: str, language: str, random: Random) -> str | None:
    """Two or three runs of the text joined, in order, with at least three words left out between them."""
    pieces = words(text, language)
    fewest, gap = (_FEWEST_SPLICED, _LONG_GAP) if language != "zh" else (5, 5)
    many = 3 if len(pieces) >= 3 * fewest + 2 * gap + 4 and random.random() < 1 / 3 else 2
    spare = len(pieces) - many * fewest - (many - 1) * gap
    if spare < 0:
        return None
    # Spare words go to the ends, the runs and the gaps by chance.
    shares = [0] * (2 * many + 1)
    for _ in range(spare):
        shares[random.choice((*range(1, 2 * many), *range(1, 2 * many, 2)))] += 1
    at = shares[0]
    kept: list[str] = []
    for run in range(many):
        end = at + fewest + shares[1 + 2 * run]
        kept.append(join(pieces[at:end], language))
        at = end + gap + (shares[2 + 2 * run] if run < many - 1 else 0)
    between = random.choice((" … ", " ... ", " [...] ", " ", " "))
    return _tidied(between.join(kept), random)


def _tidied(text: str, random: Random) -> str:
    text = text.strip(" ,;:-–—") if random.random() < 1 / 2 else text
    return text[:1].upper() + text[1:] if random.random() < 1 / 2 else text


def edited(text: str, language: str, lists: WordLists, synonyms: dict[str, list[str]], random: Random) -> str | None:
    """One to four small changes that keep what is said: a synonym, a small word in or out."""
    pieces = words(text, language)
    if len(pieces) < _FEWEST_PIECE + 1:
        return None
    many = random.randint(1, min(4, max(1, len(pieces) // 5)))
    done = 0
    for _ in range(4 * many):
        if done >= many:
            break
        changed = _edit(pieces, language, lists, synonyms, random)
        if changed is not None:
            pieces, done = changed, done + 1
    return join(pieces, language) if done else None


def _edit(
    pieces: list[str], language: str, lists: WordLists, synonyms: dict[str, list[str]], random: Random
) -> list[str] | None:
    kind = random.random()
    if kind < _SYNONYMS:
        return (
            _chinese_swap(pieces, lists, synonyms, random)
            if language == "zh"
            else _swap(pieces, language, lists, synonyms, random)
        )
    if kind < _LEFT_OUT:
        return _left_out(pieces, language, lists, random)
    return _mistyped(pieces, random) if kind < _MISTYPED else _put_in(pieces, language, lists, random)


def _mistyped(pieces: list[str], random: Random) -> list[str] | None:
    """A letter inside a word lost, doubled, exchanged with its neighbour or struck beside."""
    places = [
        at for at, word in enumerate(pieces) if len(word) >= _MISTYPED_LETTERS and word.isalpha() and word.islower()
    ]
    if not places:
        return None
    place = random.choice(places)
    word = pieces[place]
    at = random.randrange(1, len(word) - 1)
    changed = random.choice(
        (
            word[:at] + word[at + 1 :],
            word[:at] + word[at] + word[at:],
            word[:at] + word[at + 1] + word[at] + word[at + 2 :],
            word[:at] + random.choice(word) + word[at + 1 :],
        )
    )
    return None if changed == word else [*pieces[:place], changed, *pieces[place + 1 :]]


def _swap(
    pieces: list[str], language: str, lists: WordLists, synonyms: dict[str, list[str]], random: Random
) -> list[str] | None:
    others = [
        (at, other)
        for at in range(1, len(pieces) - 1)
        for other in _alternatives(pieces[at], language, lists, synonyms)
    ]
    if not others:
        return None
    at, other = random.choice(others)
    return [*pieces[:at], _WORD.sub(other, pieces[at], count=1), *pieces[at + 1 :]]


def _left_out(pieces: list[str], language: str, lists: WordLists, random: Random) -> list[str] | None:
    small = {*lists.fillers[language], *_DROPPED}
    droppable = [at for at in range(1, len(pieces) - 1) if pieces[at].lower() in small]
    if not droppable:
        return None
    at = random.choice(droppable)
    return [*pieces[:at], *pieces[at + 1 :]]


def _put_in(pieces: list[str], language: str, lists: WordLists, random: Random) -> list[str] | None:
    at = random.randrange(1, len(pieces) - 1)
    if language == "zh" and not (_CHINESE.match(pieces[at - 1]) and _CHINESE.match(pieces[at])):
        return None
    return [*pieces[:at], random.choice(lists.fillers[language]), *pieces[at:]]


# Small words of several languages that are left out without loss.
_DROPPED = frozenset(
    (
        "the",
        "a",
        "an",
        "that",
        "so",
        "already",
        "quite",
        "всё",
        "уже",
        "же",
        "ли",
        "бы",
        "auch",
        "doch",
        "ja",
        "donc",
        "bien",
        "ya",
    )
)


def _alternatives(piece: str, language: str, lists: WordLists, synonyms: dict[str, list[str]]) -> list[str]:
    found = _WORD.search(piece)
    if found is None or found.group() != found.group().lower():
        return []
    word = found.group()
    swap = lists.swaps[language].get(word)
    return [*([swap] if swap else []), *synonyms.get(word, ())]


def _chinese_swap(
    pieces: list[str], lists: WordLists, synonyms: dict[str, list[str]], random: Random
) -> list[str] | None:
    text = join(pieces, "zh")
    known = [(word, [other]) for word, other in lists.swaps["zh"].items() if len(word) > 1 and word in text]
    known += [
        (text[at : at + 2], synonyms[text[at : at + 2]]) for at in range(len(text) - 1) if text[at : at + 2] in synonyms
    ]
    if not known:
        return None
    word, others = random.choice(known)
    return words(text.replace(word, random.choice(others), 1), "zh")


def reported(text: str, language: str, lists: WordLists, random: Random) -> str | None:
    """First-person speech in the third person and the past; None without a first person."""
    pack = lists.reported.get(language)
    if pack is None:
        return None
    found = [word.lower() for word in re.findall(r"\w+", text)]
    if not pack.needed.intersection(found):
        return None
    table = {**pack.words, **(pack.she if random.random() < 1 / 3 else {})}
    plain = re.sub(r"\b(I|we|they|you)['’](ll|m|re|ve|d)\b", _opened, text, flags=re.IGNORECASE)

    def put(match: re.Match[str]) -> str:
        word = match.group()
        other = table.get(word if word == "I" else word.lower())
        if other is None and word.islower():
            ends = (end for end in pack.endings if word.endswith(end) and len(word) > len(end) + 1)
            end = next(ends, None)
            other = word[: -len(end)] + pack.endings[end] if end else None
        return word if other is None else other

    changed = re.sub(r"\b[^\W\d_]+\b", put, plain)
    if changed.lower() == plain.lower():
        return None
    first = changed[:1].lower() + changed[1:]
    return f"{random.choice(pack.before)} {first}".strip()


def _opened(match: re.Match[str]) -> str:
    return f"{match.group(1)} {_CONTRACTED[match.group(2).lower()]}"
