"""A second look at two texts, word by word: a small network that reads both at once, and says which words stand apart.

The trees (judge.py) weigh numbers about a pair; this network sees the words themselves and how near each is to those
of the other side, so it can tell a free translation from one in which a word was exchanged. Its input are the
encoder's vectors, therefore any of ten languages. Training, figures and limits: models/verifier/CARD.md.
"""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, pairwise
from operator import itemgetter
from pathlib import Path
from typing import Protocol

import numpy as np
import numpy.typing as npt
import onnxruntime

from quotetrail.match.checked_weights import checked
from quotetrail.match.encoder import Encoder
from quotetrail.match.features import Token, tokens
from quotetrail.model import APART

NETWORK, TABLE = "network.onnx", "network_words.npz"
# Words read of each side, which bounds the time; a statement has 5 to 60.
MOST_WORDS = 72
CLASSES = ("edited", "reworded", "indirect", "translated", "contradicts", "different")
"""What the network tells apart, in the order of its scores."""
# The places in the row of both texts: the mark before them, the first text, the second.
_MARK, _FIRST, _SECOND = 0, 1, 2
# A quote is compared with up to 64 candidates; its words are looked up once.
_SIDES_KEPT = 512

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class Side:
    """One text as the network sees it: of each word its unit vector, ln(1 + length), own numbers, and three flags.

    The flags: written with a capital, a number, of unspaced writing. float32 [words, dimensions], [words],
    [words, own numbers], [words, 3].
    """

    words: tuple[str, ...]
    directions: Floats
    lengths: Floats
    own: Floats
    flags: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Look:
    """What the network makes of a pair.

    `scores` has one number for each of CLASSES; `apart` for each word of the two texts how sure it is that the other
    side has nothing for it, as log-odds.
    """

    scores: Floats
    words: tuple[tuple[str, ...], tuple[str, ...]]
    apart: tuple[Floats, Floats]

    @property
    def same(self) -> float:
        """The network's log-odds that the two texts say the same, not calibrated."""
        return same_log_odds(self.scores)

    def standing_apart(self, least: float) -> list[str]:
        """The words of both texts that stand apart with log-odds of `least` or more, the surest first."""
        every = zip(chain(*self.words), chain(*self.apart), strict=True)
        return [word for word, sure in sorted(every, key=itemgetter(1), reverse=True) if sure >= least]


class Looking(Protocol):
    """Takes second looks."""

    @property
    def more(self) -> bool:
        """Whether another one may be taken."""
        ...

    def at(self, first: str, second: str) -> Look:
        """Look at two texts."""
        ...


@dataclass(slots=True)
class FewLooks:
    """Takes at most `left` second looks, for one question by one thread."""

    looking: Looking
    left: int

    @property
    def more(self) -> bool:
        """Whether another one may be taken."""
        return self.left > 0

    def at(self, first: str, second: str) -> Look:
        """Look at two texts."""
        self.left -= 1
        return self.looking.at(first, second)


class SecondLook:
    """The network with its table of words; safe to share between threads."""

    more = True

    def __init__(
        self, *, session: onnxruntime.InferenceSession, table: npt.NDArray[np.int8], scale: Floats, encoder: Encoder
    ) -> None:
        """`table` has a row of numbers for each hash of a word, `scale` what the numbers of a row are multiplied by."""
        self._session = session
        self._table = table
        self._scale = scale
        self._encoder = encoder
        self._side = lru_cache(maxsize=_SIDES_KEPT)(self._side_of)

    @classmethod
    def load(cls, encoder: Encoder, folder: Path) -> SecondLook:
        """Read the bundled weights.

        Raises ModelsMissing when they are not there or differ from their checksum.
        """
        network, _ = checked(folder, NETWORK, what="the verifier's network")
        words, _ = checked(folder, TABLE, what="the verifier's words")
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        session = onnxruntime.InferenceSession(network, sess_options=options, providers=["CPUExecutionProvider"])
        with np.load(io.BytesIO(words)) as found:
            return cls(session=session, table=found["table"], scale=found["scale"].astype(np.float32), encoder=encoder)

    def at(self, first: str, second: str) -> Look:
        """Look at two texts; the order matters a little, so the caller keeps one. Bounded time for any two texts."""
        one, other = self._side(first), self._side(second)
        sizes = len(one.words), len(other.words)
        count = 1 + sum(sizes)
        places = np.concatenate([np.zeros(1), *(np.arange(1, size + 1) for size in sizes)]).astype(np.int64)
        sides = np.repeat(np.array((_MARK, _FIRST, _SECOND)), (1, *sizes))
        scores, apart = self._session.run(
            None,
            {
                "directions": _row(count, one.directions, other.directions),
                "lengths": _row(count, one.lengths[:, None], other.lengths[:, None])[..., 0],
                "own": _row(count, one.own, other.own),
                "flags": _row(count, one.flags, other.flags),
                "sides": sides[None],
                "places": places[None],
            },
        )
        pieces = apart[0, 1 : 1 + sizes[0]], apart[0, 1 + sizes[0] :]
        return Look(scores[0], (one.words, other.words), pieces)

    def _side_of(self, text: str) -> Side:
        found = pair_words(text)
        words = tuple(token.text for token in found)
        vectors = self._encoder.vectors(words)
        lengths = np.linalg.norm(vectors, axis=1).astype(np.float32)
        rows = [word_row(word, len(self._table)) for word in words]
        return Side(
            words=words,
            directions=(vectors / np.where(lengths > 0, lengths, 1)[:, None]).astype(np.float32),
            lengths=np.log1p(lengths).astype(np.float32),
            own=(self._table[rows] * self._scale[rows, None]).astype(np.float32),
            flags=np.array([flags(token) for token in found], dtype=np.float32).reshape(-1, 3),
        )


def pair_words(text: str) -> list[Token]:
    """The first words that the network reads of a text; unspaced writing as pairs of neighbouring signs."""
    return list(_words(text))


def flags(token: Token) -> tuple[bool, bool, bool]:
    """What the network is told of a word besides its vector: written with a capital, a number, of unspaced writing."""
    return token.capital, token.kind == "number", token.kind == "run"


def same_log_odds(scores: Floats) -> float:
    """Log-odds of "same" from the scores of CLASSES."""
    alike = [name not in APART for name in CLASSES]
    return float(np.logaddexp.reduce(scores[alike]) - np.logaddexp.reduce(scores[np.logical_not(alike)]))


def word_row(word: str, rows: int) -> int:
    """The row of a word in a table of so many."""
    return zlib.crc32(b"h" + word.encode(errors="surrogatepass")) % rows


def _words(text: str) -> Iterator[Token]:
    count = 0
    for token in tokens(text):
        for piece in _pieces(token):
            yield piece
            count += 1
            if count == MOST_WORDS:
                return


def _pieces(token: Token) -> Iterator[Token]:
    if token.kind == "run" and len(token.text) > 1:
        for first, second in pairwise(token.text):
            yield token._replace(text=first + second)
    else:
        yield token


def _row(count: int, one: Floats, other: Floats) -> Floats:
    """Both sides in one row behind an empty place, as a batch of one."""
    row = np.zeros((1, count, one.shape[1]), dtype=np.float32)
    row[0, 1 : 1 + len(one)] = one
    row[0, 1 + len(one) :] = other
    return row
