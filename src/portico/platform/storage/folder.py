"""Files in a folder of this machine, sent by addresses of our own that are signed."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from portico.platform.signing import Signer, TokenInvalid
from portico.platform.storage.contract import (
    SLOT_SECONDS,
    Bulky,
    NotStored,
    Slot,
    StorageUnavailable,
    checked,
    copy_bounded,
)

ADDRESS = "/api/v1/uploads/slots/"
"""What stands before the token in the address of a slot."""
PARTIAL = "staging/"
"""Where files are that are being written; whoever sweeps what was sent and forgotten sweeps them too."""


class Promise(NamedTuple):
    """What a slot of ours was signed for."""

    key: str
    media_type: str
    size: int


class FolderStorage:
    """A folder. Whatever is read of it is whole, since files appear in their place when they are."""

    def __init__(self, folder: Path, secret: str) -> None:
        self.origin = ""
        self._folder = folder
        self._slots = Signer(secret, "storage-slot")

    def slot(self, key: str, *, media_type: str, size: int) -> Slot:
        """See Storage."""
        token = self._slots.sign(Promise(checked(key), media_type, size))
        return Slot(url=ADDRESS + token, method="PUT", headers={"Content-Type": media_type})

    def promised(self, token: str) -> Promise:
        """What may be sent with the token of a slot. Raises TokenInvalid, TokenExpired."""
        found: Any = self._slots.read(token, max_age=SLOT_SECONDS)
        try:
            return Promise(*found)
        except TypeError:
            raise TokenInvalid("The token was not issued here or has been changed.") from None

    def receive(self, key: str, pour: Callable[[BinaryIO], object]) -> None:
        """Keep what `pour` writes, once it has come to its end."""
        with _translated():
            self._place(checked(key), pour)

    def fetch(self, key: str, into: BinaryIO, *, most: int) -> None:
        """See Storage."""
        with _translated(), _there(), self._path(key).open("rb") as file:
            if os.fstat(file.fileno()).st_size > most:
                raise Bulky(f"The file has more than {most} bytes.")
            copy_bounded(file, into, most)

    def write(self, key: str, file: BinaryIO, *, media_type: str) -> None:
        """See Storage."""

        def copy(into: BinaryIO) -> None:
            while chunk := file.read(1024 * 1024):
                into.write(chunk)

        with _translated():
            self._place(checked(key), copy)

    def delete(self, keys: Iterable[str]) -> None:
        """See Storage."""
        with _translated():
            for path in map(self._path, keys):
                path.unlink(missing_ok=True)
                # A folder that became empty goes as well; whoever puts a file there makes it again.
                if not path.is_relative_to(self._folder / PARTIAL):
                    with suppress(OSError):
                        path.parent.rmdir()

    def listed(self, prefix: str, *, before: datetime | None = None) -> Iterator[str]:
        """See Storage."""
        with _translated():
            for key, path in self.files():
                if key.startswith(prefix) and (before is None or _written(path) < before.timestamp()):
                    yield key

    def files(self) -> Iterator[tuple[str, Path]]:
        """Every file with its key."""
        for folder, _, names in os.walk(self._folder):
            for path in (Path(folder) / name for name in sorted(names)):
                yield path.relative_to(self._folder).as_posix(), path

    def check(self) -> None:
        """See Storage."""
        with _translated():
            self._place("staging/check", lambda file: file.write(b"Portico"))
            self._path("staging/check").unlink(missing_ok=True)

    def _path(self, key: str) -> Path:
        return self._folder / checked(key)

    def _place(self, key: str, fill: Callable[[BinaryIO], object]) -> None:
        """Have a file appear when it is whole and on the disk."""
        partial = self._folder / PARTIAL / f"{secrets.token_hex(16)}.part"
        partial.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        try:
            with partial.open("xb") as file:
                fill(file)
                file.flush()
                os.fsync(file.fileno())
            self._move(partial, self._folder / key)
        except BaseException:
            partial.unlink(missing_ok=True)
            raise

    @staticmethod
    def _move(partial: Path, path: Path) -> None:
        for _ in range(3):
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            # Somebody may be removing the folder just now, since it was empty.
            with suppress(FileNotFoundError):
                partial.replace(path)
                return
        partial.replace(path)


def _written(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except FileNotFoundError:
        return float("inf")


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise StorageUnavailable(f"Files cannot be kept at the moment: {error.strerror}.") from error


@contextmanager
def _there() -> Iterator[None]:
    try:
        yield
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        raise NotStored("There is no such file.") from None
