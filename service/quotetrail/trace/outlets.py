"""Outlets: which names and web addresses mean the same one, and whether it writes its text or carries others'."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from importlib.resources import files
from unicodedata import normalize

_HOST = re.compile(r"^\s*(?:[a-z][a-z0-9+.-]*:)?//(?:[^/@\s]*@)?([^/:?#\s]+)", re.IGNORECASE)
_BARE_HOST = re.compile(r"^\s*((?:[\w-]+\.)+[a-z]{2,18})(?:[/:?#]\S*)?\s*$", re.IGNORECASE)
_BREAKS = re.compile(r"[\W_]+")


class OutletKind(StrEnum):
    """What an outlet's name in a credit tells about the text."""

    AGENCY = "agency"
    PRESS = "press"
    AGGREGATOR = "aggregator"
    PLATFORM = "platform"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Outlet:
    """One outlet under the name we call it by."""

    name: str
    kind: OutletKind


@dataclass(frozen=True, slots=True)
class Outlets:
    """The outlets of `outlets.toml`, found by any of their names or domains."""

    by_name: Mapping[str, Outlet]
    by_domain: Mapping[str, Outlet]

    @classmethod
    def load(cls) -> Outlets:
        """Read `outlets.toml`."""
        data = tomllib.loads(files(__package__).joinpath("outlets.toml").read_text("utf-8"))
        names: dict[str, Outlet] = {}
        domains: dict[str, Outlet] = {}
        for entry in data["outlet"]:
            outlet = Outlet(name=entry["name"], kind=OutletKind(entry["kind"]))
            for name in (outlet.name, *entry.get("aliases", ())):
                names[comparable(name)] = outlet
            for domain in entry.get("domains", ()):
                domains[domain] = outlet
        return cls(by_name=names, by_domain=domains)

    def called(self, name: str) -> Outlet:
        """The outlet that `name` means, a web address included; an unknown one keeps its name as written, tidied."""
        known = self.known(name)
        if known is not None:
            return known
        return Outlet(name=host(name) or " ".join(name.split()), kind=OutletKind.UNKNOWN)

    def known(self, name: str) -> Outlet | None:
        """The outlet that `name` means if it is one of ours."""
        by_name = self.by_name.get(comparable(name))
        if by_name is not None:
            return by_name
        domain = host(name)
        while "." in domain:
            if domain in self.by_domain:
                return self.by_domain[domain]
            domain = domain.partition(".")[2]
        return None

    def same(self, left: str | None, right: str | None) -> bool:
        """Whether two names mean one outlet; None means none."""
        if not left or not right:
            return False
        return comparable(self.called(left).name) == comparable(self.called(right).name)


def host(address: str) -> str:
    """The host of a web address, lower-case and without `www.`; empty when `address` is none."""
    found = _HOST.match(address) or _BARE_HOST.match(address)
    if found is None:
        return ""
    return found[1].lower().removeprefix("www.").rstrip(".")


def comparable(name: str) -> str:
    """A name without what writing it differently changes: case, punctuation, spaces, a leading article."""
    words = _BREAKS.sub(" ", normalize("NFKC", name).casefold()).split()
    if len(words) > 1 and words[0] == "the":
        words = words[1:]
    return " ".join(words)
