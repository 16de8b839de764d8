"""Named flags, by which something new is shown to nobody, to a share of visitors, or to everybody."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

EVERYBODY = 100


class BadSwitch(ValueError):
    """A switch that cannot be understood, or one of a flag that is not declared."""


@dataclass(frozen=True, slots=True)
class Flag:
    """Something that can be switched without a new version, until it is settled and the flag goes."""

    name: str
    owner: str
    since: date
    description: str


class Flags:
    """The flags of one application, as its configuration switches them."""

    def __init__(self, declared: Sequence[Flag], shares: Mapping[str, int]) -> None:
        self.declared = tuple(declared)
        self._shares = {flag.name: shares.get(flag.name, 0) for flag in declared}

    def share(self, name: str) -> int:
        """For how many of a hundred visitors a flag is on. Raises KeyError when it is not declared."""
        return self._shares[name]

    def on(self, name: str, subject: str) -> bool:
        """Whether a flag is on for a subject, such as the id of an account.

        The same subject always gets the same answer, and keeps what it has when the share grows.
        Raises KeyError when the flag is not declared.
        """
        return _place(name, subject) < self._shares[name] / EVERYBODY


def switches(words: Iterable[str], declared: Iterable[Flag]) -> dict[str, int]:
    """The share of visitors per flag from words such as `new-search=on` and `big-cards=25%`.

    Raises BadSwitch.
    """
    known = {flag.name for flag in declared}
    shares: dict[str, int] = {}
    for word in words:
        name, _, state = word.partition("=")
        if name not in known:
            raise BadSwitch(f"switches {name!r}, and there is no such flag")
        if name in shares:
            raise BadSwitch(f"switches {name} more than once")
        shares[name] = _share(name, state)
    return shares


def _share(name: str, state: str) -> int:
    if state in ("on", "off"):
        return EVERYBODY if state == "on" else 0
    if re.fullmatch(r"\d{1,3}%", state) and int(state[:-1]) <= EVERYBODY:
        return int(state[:-1])
    raise BadSwitch(f"must switch {name} on, off, or on for a share such as 25%")


def _place(name: str, subject: str) -> float:
    """Where between 0 and 1 a subject stands in the order of a flag; each flag has an order of its own."""
    digest = hashlib.sha256(f"{name}\0{subject}".encode()).digest()
    return int.from_bytes(digest[:8]) / 2**64
