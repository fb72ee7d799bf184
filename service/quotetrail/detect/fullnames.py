"""When two names written in one article are one person's: full names, surnames, initials, suffixes."""

from __future__ import annotations

import re
from collections.abc import Collection

SUFFIXES = frozenset({"jr", "jr.", "sr", "sr.", "ii", "iii", "iv", "junior", "senior"})
# Shorter name parts are initials or their like ("J.", "Jr").
INITIAL = 3

POSSESSIVE = re.compile(r"['’]s?$")
NAME_WORD = re.compile(r"[^\W\d_][^\s\d,;:!?()\[\]“”\"/_]*")
# Words that open sentences and are no given names, whatever the tagger takes them for.
OPENERS = frozenset(
    {
        *("overnight", "meanwhile", "still", "then", "now", "once", "when", "while", "after", "before", "but", "and"),
        *("as", "in", "on", "at", "since", "although", "though", "despite", "however", "later", "earlier", "for"),
    }
)

Parts = tuple[str, ...]


def parts_of(text: str, *, titles: Collection[str]) -> Parts:
    """The parts of a written name without titles, roles, possessive endings and marks."""
    words = [POSSESSIVE.sub("", word.strip('“”"‘,;:()[]')) for word in text.split()]
    words = [word for word in words if NAME_WORD.fullmatch(word)]
    while len(words) > 1 and (words[0].islower() or words[0].lower() in titles or words[0].lower() in OPENERS):
        words = words[1:]
    while words and words[-1].islower():
        words = words[:-1]
    return tuple(word.rstrip(".") if len(word) > INITIAL else word for word in words)


def plain(part: str) -> str:
    """A part of a name for comparison: lower case, with a straight apostrophe."""
    return part.lower().replace("’", "'")


def surname_of(parts: Parts) -> str:
    """The last part that is no "Jr." or "III", for comparison."""
    return without_suffix(parts)[-1]


def without_suffix(parts: Parts) -> Parts:
    """The parts for comparison, "Jr." and "III" left out."""
    kept = tuple(plain(part) for part in parts if part.lower() not in SUFFIXES)
    return kept or tuple(plain(part) for part in parts)


def same_full_name(left: Parts, right: Parts) -> bool:
    """Whether two full names are one: same surname, given names equal, initials, or one begins the other."""
    first, second = without_suffix(left), without_suffix(right)
    if len(second) == 1:
        return first[-1] == second[-1]
    if first[-1] != second[-1]:
        return False
    one, other = first[0].rstrip("."), second[0].rstrip(".")
    return one == other or (min(len(one), len(other)) <= INITIAL and (one.startswith(other) or other.startswith(one)))


def ends_with(full: Parts, parts: Parts) -> bool:
    """Whether `parts` is a surname of several words with which a full name ends ("De Blasio", "Bill de Blasio")."""
    return len(full) > len(parts) and tuple(map(plain, full[-len(parts) :])) == tuple(map(plain, parts))


def is_longer(left: Parts, right: Parts) -> bool:
    """Whether one of two full names is the other one's surname of several words."""
    return (ends_with(left, right) and len(right) > 1) or ends_with(right, left)


def may_mean(parts: Parts, full: Parts) -> bool:
    """Whether somebody of the full name may be called by `parts`: any one part of the name, or its end."""
    if len(parts) > 1:
        return same_full_name(parts, full) or ends_with(full, parts)
    return plain(parts[0]) in map(plain, full)
