"""What people said, each thing in several wordings by people: lines of the pack that nothing here was trained on.

WMT24 and Tatoeba (`../shared/data/parallel/dev-*`) are held out of every training. Of the paraphrases only the blocks
count that the verifier keeps for its own test.
"""

from __future__ import annotations

import gzip
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

HeldOut = Callable[[str], bool]
"""Whether a text of the paraphrases, as the pack has it, was kept from training."""

_PARALLEL = ("ru", "uk", "es", "de", "zh", "ar", "fr", "kk", "tr")
# Sets whose second reference is a careful translation, and which translate different lines; the README of the pack says
# which are loose.
_MULTIREF = {
    "en": ("wmt21-ru-en-AB", "wmt21-de-en-AB", "wmt21-cs-en-AB", "wmt22-de-en-AB"),
    "ru": ("wmt21-en-ru-AB",),
    "de": ("wmt22-en-de-AB",),
    "zh": ("wmt22-en-zh-AB",),
}
_MARKS = re.compile("[\"“”„«»‟]|(?<!\\w)['‘’]|['‘’](?!\\w)")
_SPACES = re.compile(r"\s+")
_ODD = re.compile(r"https?:|www\.|[@#|{}<>]|\.\.\.\s*$|:\s*$")


@dataclass(frozen=True, slots=True)
class Wording:
    """One way in which somebody put it."""

    language: str
    text: str


@dataclass(frozen=True, slots=True)
class Said:
    """One thing said, in every wording that people gave it; `ref` names its line of the pack."""

    ref: str
    source: str
    line: int
    wordings: tuple[Wording, ...]


def dice(*parts: object) -> Random:
    """A source of chance for one purpose: the same for the same parts, whatever is drawn elsewhere."""
    return Random("/".join(map(str, parts)))  # noqa: S311 - draws a test set, guards nothing


def size(text: str, language: str) -> int:
    """Length in words of English: two characters of Chinese are one, three words of Kazakh or Turkish are four."""
    words = len(text.replace(" ", "")) / 2 if language == "zh" else len(text.split())
    return int(words * 4 / 3) if language in {"kk", "tr"} else int(words)


def read(data: Path, *, held_out: HeldOut) -> dict[str, list[Said]]:
    """Everything said by source (`wmt24`, `tatoeba`, `tatoeba_kk`, `multiref`, `mrpc`), in the order of the files.

    Quotation marks inside the lines are taken out: the stream sets its own. `data` is `../shared/data`.
    """
    parallel = _parallel(data / "parallel")
    return {
        "wmt24": [said for said in parallel if said.source == "wmt24"],
        "tatoeba": [said for said in parallel if said.source == "tatoeba"],
        "tatoeba_kk": [said for said in parallel if said.source == "tatoeba_kk"],
        "multiref": list(_multiref(data / "paraphrase", held_out)),
        "mrpc": list(_mrpc(data / "paraphrase" / "en-mrpc-train.tsv.gz", held_out)),
    }


def _parallel(folder: Path) -> list[Said]:
    """One thing said for each English line, with all its translations."""
    texts: defaultdict[tuple[str, str], dict[Wording, None]] = defaultdict(dict)
    kazakh = {english for _, english, _ in _rows(folder / "dev-en-kk.tsv.gz")}
    for language in _PARALLEL:
        for tag, english, other in _rows(folder / f"dev-en-{language}.tsv.gz"):
            source = "wmt24" if tag.startswith("wmt24") else "tatoeba_kk" if english in kazakh else "tatoeba"
            texts[source, english][Wording(language, _plain(other))] = None
    return [
        Said(f"{source}:{line}", source, line, (Wording("en", _plain(english)), *wordings))
        for line, ((source, english), wordings) in enumerate(texts.items())
        if _usable([english, *(wording.text for wording in wordings)])
    ]


def _multiref(folder: Path, held_out: HeldOut) -> Iterator[Said]:
    for language, tags in _MULTIREF.items():
        for tag, number, first, second in _rows(folder / f"{language}-multiref.tsv.gz"):
            line = int(number)
            if tag in tags and held_out(first) and held_out(second) and _usable([first, second]):
                wordings = (Wording(language, _plain(first)), Wording(language, _plain(second)))
                yield Said(f"{tag}:{line}", "multiref", line, wordings)


def _mrpc(path: Path, held_out: HeldOut) -> Iterator[Said]:
    for line, (label, first, second, *_) in enumerate(_rows(path)):
        if label == "1" and held_out(first) and held_out(second) and _usable([first, second]):
            yield Said(f"mrpc:{line}", "mrpc", line, (Wording("en", _plain(first)), Wording("en", _plain(second))))


def _rows(path: Path) -> Iterator[Sequence[str]]:
    with gzip.open(path, "rt", encoding="utf-8", newline="\n") as lines:
        next(lines)
        for line in lines:
            yield line.rstrip("\n").split("\t")


def _plain(text: str) -> str:
    return _SPACES.sub(" ", _MARKS.sub("", text)).strip()


def _usable(texts: Sequence[str]) -> bool:
    """Whether these are sentences: no addresses, no handles, nothing cut off."""
    return not any(_ODD.search(text) for text in texts)


def chosen(sources: Mapping[str, Sequence[Said]], shares: Mapping[str, float], *, total: int, seed: int) -> list[Said]:
    """`total` of them by the shares of the sources, each a block of neighbouring lines where there are enough."""
    found: list[Said] = []
    for source, share in shares.items():
        wanted = round(total * share)
        blocks: defaultdict[tuple[str, int], list[Said]] = defaultdict(list)
        for said in sources[source]:
            blocks[said.ref.partition(":")[0], said.line // 10].append(said)
        order = sorted(blocks)
        dice(seed, "blocks", source).shuffle(order)
        found += [said for block in order for said in blocks[block]][:wanted]
    return found
