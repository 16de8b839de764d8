"""Passwords: Argon2id (RFC 9106) with OWASP's parameters, for so many at once as the machine can bear."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from portico.features.accounts.errors import Busy, UnfitPassword
from portico.features.accounts.guessed_first import is_common
from portico.platform.errors import FieldError

SHORTEST = 12
SHORTEST_WITH_FACTOR = 8
LONGEST = 256
TIME_COST = 2
MEMORY_COST = 19 * 1024
"""KiB; m=19456, t=2, p=1 of the OWASP Password Storage Cheat Sheet."""
NOBODYS = "nobody has this password"
PATIENCE = 5.0
"""Seconds that one waits for a turn at most."""


class Passwords:
    """Hashes and verifies passwords, never more than `at_once` at the same time."""

    def __init__(self, *, at_once: int | None = None, waiting: int = 8) -> None:
        """`waiting` is how many more may wait for their turn; everyone else is told to come back."""
        self._hasher = PasswordHasher(TIME_COST, MEMORY_COST, parallelism=1)
        at_once = at_once or max(1, (os.cpu_count() or 2) // 2)
        self._turns = threading.BoundedSemaphore(at_once)
        self._places = threading.BoundedSemaphore(at_once + waiting)
        self._here = threading.local()
        self.worked = 0
        """How many hashes were made or verified."""

    def hash(self, password: str) -> str:
        """What is kept of a password. Raises Busy."""
        with self._turn():
            return self._hasher.hash(password)

    def verify(self, kept: str | None, password: str) -> bool:
        """Whether this is the password; takes as long when there is none to compare with. Raises Busy."""
        with self._turn():
            try:
                matches = self._hasher.verify(kept or self._nobodys, password)
            except (VerificationError, InvalidHashError):
                return False
        return matches and kept is not None

    def is_outdated(self, kept: str) -> bool:
        """Whether a hash was made with other parameters than today's."""
        return self._hasher.check_needs_rehash(kept)

    @cached_property
    def _nobodys(self) -> str:
        return self._hasher.hash(NOBODYS)

    @contextmanager
    def place(self) -> Iterator[None]:
        """A place among those who are looked at or wait for it, before anything is spent. Raises Busy.

        Whoever has one needs no other for what is hashed within the block.
        """
        if getattr(self._here, "has_place", False):
            yield
            return
        if not self._places.acquire(blocking=False):
            raise Busy("Try again in a moment.")
        self._here.has_place = True
        try:
            yield
        finally:
            self._here.has_place = False
            self._places.release()

    @contextmanager
    def _turn(self) -> Iterator[None]:
        with self.place():
            if not self._turns.acquire(timeout=PATIENCE):
                raise Busy("Try again in a moment.")
            try:
                self.worked += 1
                yield
            finally:
                self._turns.release()


def check_fitness(password: str, *about: str, has_factor: bool = False) -> None:
    """Let a new password pass that is hard enough to guess. Raises UnfitPassword.

    `about` are words of its holder, such as name and address, that a guesser would try first.
    """
    shortest = SHORTEST_WITH_FACTOR if has_factor else SHORTEST
    if not shortest <= len(password) <= LONGEST:
        code = "too-short" if len(password) < shortest else "too-long"
        raise _unfit(f"Use {shortest} to {LONGEST} characters; a sentence is best.", code)
    lowered = password.lower()
    if is_common(lowered):
        raise _unfit("Many people use this password, so it is guessed first. Choose another one.", "common")
    own = [word.lower() for word in about if word]
    if lowered in own or any(lowered.replace(word, "").isdigit() for word in own if word in lowered):
        raise _unfit("The password is made of your name or address. Choose another one.", "personal")


def _unfit(sentence: str, code: str) -> UnfitPassword:
    return UnfitPassword(sentence, errors=[FieldError("/body/password", code, sentence)])
