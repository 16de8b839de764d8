"""What every place for files can do, and how it says that it cannot.

NotStored            404
Bulky                413
StorageUnavailable   503
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO, Protocol

from portico.platform.errors import NotFound, TooLarge, Unavailable

CHUNK = 64 * 1024
SLOT_SECONDS = 300
"""How long an address for sending bytes is good."""
KEY = re.compile(r"[a-z0-9][a-z0-9._-]*(?:/[a-z0-9][a-z0-9._-]*)*", re.ASCII)
LONGEST_KEY = 200


class NotStored(NotFound):
    """There is no such file."""


class Bulky(TooLarge):
    """The file is larger than whoever wants it can take."""


class StorageUnavailable(Unavailable):
    """The place where files are kept does not answer, or takes nothing more."""

    code = "storage-unavailable"
    title = "The storage does not answer"


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """Leave to send the bytes of one file, of one type and one length, to one address."""

    url: str
    """Begins with a slash where it is an address of our own."""
    method: str
    headers: dict[str, str]


class Storage(Protocol):
    """A place for files.

    A key is a path that we made ourselves: lower-case letters, digits and `._-` between slashes; anything
    else raises ValueError. Everything may raise StorageUnavailable.
    """

    origin: str
    """Where browsers send bytes to, empty where it is our own origin."""

    def slot(self, key: str, *, media_type: str, size: int) -> Slot:
        """Leave for a browser to put exactly so many bytes of this type at a key, for five minutes."""

    def fetch(self, key: str, into: BinaryIO, *, most: int) -> None:
        """Read a file once and as a whole. Raises NotStored; Bulky when it has more bytes than `most`."""

    def write(self, key: str, file: BinaryIO, *, media_type: str) -> None:
        """Keep what a file holds from where it stands, in the place of what was there."""

    def delete(self, keys: Iterable[str]) -> None:
        """Remove files; those that are not there are no mistake."""

    def listed(self, prefix: str, *, before: datetime | None = None) -> Iterator[str]:
        """The keys that begin with a prefix, those written before a moment only, in any order."""

    def check(self) -> None:
        """Find out whether files can be kept."""


def checked(key: str) -> str:
    """A key that can be none but a plain path. Raises ValueError."""
    if len(key) > LONGEST_KEY or not KEY.fullmatch(key):
        raise ValueError(f"{key!r} is no key")
    return key


def copy_bounded(source: BinaryIO, into: BinaryIO, most: int) -> None:
    """Copy to the end. Raises Bulky when there are more bytes than `most`."""
    size = 0
    while chunk := source.read(CHUNK):
        size += len(chunk)
        if size > most:
            raise Bulky(f"The file has more than {most} bytes.")
        into.write(chunk)
