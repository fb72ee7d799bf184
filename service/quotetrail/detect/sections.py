"""Where one text changes the subject: lines of marks alone part the sections of a news ticker or a newsletter."""

from __future__ import annotations

import bisect
import re

SEPARATOR = re.compile(r"^[ \t\u00a0]*(?:[_*#~=–—•-][ ]?){2,}[ \t\u00a0.]*$", re.MULTILINE)


class Sections:
    """The sections of a text by offset; a text without such lines is one."""

    def __init__(self, text: str) -> None:
        self._starts = [0, *(line.end() for line in SEPARATOR.finditer(text))]

    def start(self, position: int) -> int:
        """Where the section of `position` begins."""
        return self._starts[bisect.bisect_right(self._starts, position) - 1]

    def same(self, left: int, right: int) -> bool:
        """Whether both offsets lie in one section."""
        return self.start(left) == self.start(right)
