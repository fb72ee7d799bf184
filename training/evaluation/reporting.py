"""Which cues plainly report speech: a closed list, apart from the mode that every cue is given.

A cue's mode answers for each of PolNeAR's 7,461 cues, an open class with a fallback; on what it calls speech or writing
(83 % of all attributions) two people agree little better than on everything. The published agreement on "communication
cues" is on a closed list. Ours: the language pack's verbs of speech and writing, and "according to".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from quotetrail.detect.cues import load_packs
from quotetrail.detect.modes import bare, forms
from quotetrail.model import Mode
from training.evaluation.attributions import Attribution, Reading, words


class Reporting:
    """The forms of the closed list."""

    def __init__(self) -> None:
        pack = load_packs()["en"]
        listed = pack.verbs[Mode.SPEECH] | pack.verbs[Mode.WRITING]
        self._forms = forms(listed) | {phrase[0] for phrase in pack.according}

    def only(self, reading: Reading) -> Reading:
        """The reading with the attributions of both sides whose cue has a word of the list, or that have no cue."""
        text = reading.article.text
        return replace(reading, gold=self._chosen(reading.gold, text), found=self._chosen(reading.found, text))

    def _chosen(self, rows: Sequence[Attribution], text: str) -> tuple[Attribution, ...]:
        return tuple(
            row for row in rows if not row.cue or any(bare(word) in self._forms for word in words(row.cue, text))
        )
