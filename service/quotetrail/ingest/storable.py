"""What the store can hold as text."""

from __future__ import annotations

from quotetrail.errors import InvalidInput


def check_storable(name: str, value: object) -> None:
    """Raise InvalidInput for half of a surrogate pair, which no UTF-8 can hold; NUL and all else is kept."""
    if not isinstance(value, str):
        return
    try:
        value.encode()
    except UnicodeEncodeError as error:
        raise InvalidInput(f"The {name} holds half of a surrogate pair at offset {error.start}.") from error
