"""Adding up the words of one number: "three hundred and fifty million"."""

from __future__ import annotations

_HUNDRED, _THOUSAND = 100, 1000
_TENS = 20
# A longer row of digits is an account, a telephone, noise.
MOST_DIGITS = 18


class Sum:
    """Adds up the words of one number as long as they can belong to one."""

    def __init__(self, *, units_first: bool, ten_and_units: bool) -> None:
        """`units_first`: "five and twenty"; `ten_and_units`: "ten two" is twelve."""
        self.words = 0
        self._units_first = units_first
        self._teens = range(1, _TENS)
        if ten_and_units:
            self._teens = range(11, _TENS)
        self._total = 0.0
        self._group = 0.0
        self._scale = float("inf")

    @property
    def value(self) -> float:
        """The sum of the words taken so far."""
        return self._total + self._group

    def takes(self, value: float) -> bool:
        """Take the next word if it can follow those before."""
        taken = self._takes(value)
        self.words += taken
        return taken

    def _takes(self, value: float) -> bool:
        if value >= _THOUSAND:
            if value % _THOUSAND or value >= self._scale or (not self._group and self.words):
                return False
            self._total += times(self._group or 1.0, value)
            self._group, self._scale = 0.0, value
            return True
        if value == _HUNDRED and 0 < self._group < _TENS:
            self._group *= _HUNDRED
            return True
        if not value or not value.is_integer():
            free = not self.words
        elif value < 10:  # noqa: PLR2004 (units)
            free = not self._group % 10 and self._group % _HUNDRED not in self._teens
        elif value < _TENS:
            free = not self._group % _HUNDRED
        elif value < _HUNDRED:
            units = self._group % _HUNDRED
            free = not units or (self._units_first and units < 10)  # noqa: PLR2004 (units)
        else:
            free = not self._group
        if free:
            self._group += value
        return free


def times(value: float, factor: float) -> float:
    """Multiplied without the dust of binary fractions: 3.3 million is 3,300,000."""
    product_ = value * factor
    nearest = round(product_) if product_ < 10**MOST_DIGITS else product_
    return float(nearest) if abs(product_ - nearest) < 1e-6 * max(product_, 1.0) and nearest else product_
