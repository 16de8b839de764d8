"""One file that holds many: a tar archive with a manifest, written whole or not at all, checked when read.

The manifest stands last and names every other file with its size and SHA-256, so that an archive that is cut
short has none.
"""

from __future__ import annotations

import gzip
import hashlib
import os
import tarfile
import tempfile
import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import IO, Any, BinaryIO

from pydantic import BaseModel, ValidationError

MANIFEST = "manifest.json"
FORMAT = 1
COMPRESSION = 3
"""Of gzip: nearly as small as more, in half the time."""
CHUNK = 1024 * 1024


class DamagedArchive(Exception):
    """An archive that is not whole, was changed, or is none; the sentence says where."""


class Stored(BaseModel):
    """A file in the archive."""

    size: int
    sha256: str


class Manifest(BaseModel):
    """What an archive says of itself."""

    format: int = FORMAT
    portico: str
    """The version that wrote it."""
    made_at: str
    step: str
    """The step of the tables' history that the rows are from."""
    engine: str
    """The database that they were read from."""
    tables: dict[str, int]
    """How many rows each table has, in the order in which they can be written."""
    counters: dict[str, int]
    """The highest number that each table had given to a row by itself."""
    files: dict[str, Stored] = {}


class ArchiveWriter:
    """Takes files into an archive that is being written."""

    def __init__(self, tar: tarfile.TarFile) -> None:
        self._tar = tar
        self.files: dict[str, Stored] = {}

    def add(self, name: str, file: BinaryIO) -> None:
        """Take what a file holds, from its beginning."""
        found = os.fstat(file.fileno())
        file.seek(0)
        hashing = _Hashing(file)
        self._tar.addfile(_header(name, found.st_size, found.st_mtime), hashing)
        self.files[name] = Stored(size=found.st_size, sha256=hashing.hexdigest())

    def add_text(self, name: str, text: str) -> None:
        """Take a text."""
        data = text.encode()
        self._tar.addfile(_header(name, len(data), time.time()), BytesIO(data))
        self.files[name] = Stored(size=len(data), sha256=hashlib.sha256(data).hexdigest())

    def close(self, manifest: Manifest) -> Manifest:
        """Take the manifest, with every file in it; that completes the archive."""
        whole = manifest.model_copy(update={"files": dict(self.files)})
        self.add_text(MANIFEST, whole.model_dump_json(indent=1))
        return whole


@contextmanager
def new_archive(path: Path) -> Iterator[ArchiveWriter]:
    """An archive that only its owner can read; it appears at `path` when the block has ended and it is whole.

    Raises FileExistsError when something is there, OSError when it cannot be written; nothing is left then.
    """
    if path.exists():
        raise FileExistsError(f"{path} is there already")
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".partial")
    partial = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            with tarfile.open(fileobj=file, mode="w:gz", compresslevel=COMPRESSION) as tar:
                yield ArchiveWriter(tar)
            file.flush()
            os.fsync(file.fileno())
        verify(partial)
        partial.rename(path)
        _flush_folder(path.parent)
    finally:
        partial.unlink(missing_ok=True)


def verify(path: Path) -> Manifest:
    """Read a whole archive and compare it with its manifest. Raises DamagedArchive, OSError."""
    found: dict[str, Stored] = {}
    manifest = None
    with _translated(path):
        for name, file in entries(path):
            if name in found or manifest:
                raise DamagedArchive(f"{path} is damaged: {name} stands where nothing may stand")
            if name == MANIFEST:
                manifest = _read_manifest(path, file)
            else:
                found[name] = _measured(file)
    if manifest is None:
        raise DamagedArchive(f"{path} is not whole: it was cut short, or is no backup of Portico")
    for name in sorted(found.keys() | manifest.files.keys()):
        if found.get(name) != manifest.files.get(name):
            raise DamagedArchive(f"{path} is damaged: {name} is not as it was written")
    return manifest


def entries(path: Path) -> Iterator[tuple[str, IO[bytes]]]:
    """The files of an archive, one after the other, each to be read before the next.

    Raises DamagedArchive, also for a name that leads out of a folder; OSError.
    """
    with _translated(path), gzip.open(path) as plain, tarfile.open(fileobj=plain, mode="r:") as tar:
        for member in tar:
            file = tar.extractfile(member) if member.isreg() else None
            if file is None or not _stays_inside(member.name):
                raise DamagedArchive(f"{path} holds {member.name!r}, which no backup holds")
            yield member.name, file
        # What follows the last file is padding, and the checksum of the whole, which is compared here.
        while plain.read(CHUNK):
            pass


@contextmanager
def _translated(path: Path) -> Iterator[None]:
    try:
        yield
    except (tarfile.TarError, EOFError, zlib.error, UnicodeError, gzip.BadGzipFile) as error:
        raise DamagedArchive(f"{path} is not whole, or no backup of Portico: {error}") from None


class _Hashing:
    """A file that is hashed as it is read."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._hash = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        data = self._file.read(size)
        self._hash.update(data)
        return data

    def hexdigest(self) -> str:
        return self._hash.hexdigest()


def _header(name: str, size: int, modified: float) -> tarfile.TarInfo:
    header = tarfile.TarInfo(name)
    header.size, header.mtime, header.mode = size, int(modified), 0o600
    return header


def _stays_inside(name: str) -> bool:
    parts = PurePosixPath(name).parts
    return bool(parts) and not name.startswith("/") and ".." not in parts and "\\" not in name


def _read_manifest(path: Path, file: IO[bytes]) -> Manifest:
    try:
        manifest = Manifest.model_validate_json(file.read())
    except ValidationError:
        raise DamagedArchive(f"{path} is no backup of Portico: its {MANIFEST} says something else") from None
    if manifest.format > FORMAT:
        raise DamagedArchive(
            f"{path} was written by a newer Portico ({manifest.portico}); restore it with that one"
        )
    return manifest


def _measured(file: IO[Any]) -> Stored:
    digest, size = hashlib.sha256(), 0
    while chunk := file.read(CHUNK):
        digest.update(chunk)
        size += len(chunk)
    return Stored(size=size, sha256=digest.hexdigest())


def _flush_folder(folder: Path) -> None:
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
