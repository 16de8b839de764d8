"""Folders as lists of files, and new ones that appear whole or not at all."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

LEFT_OUT = (".git", "__pycache__", ".DS_Store")


def files_below(folder: Path, *, without: Path) -> Iterator[tuple[str, Path]]:
    """Every file below a folder with its path inside, in order; `without` is a folder to leave out.

    Version control and files named `.env…`, which hold secrets, are left out as well. What links lead to
    is there like everything else, as it is for whoever reads the content.
    """
    for path in _files(folder, without, above=()):
        yield path.relative_to(folder).as_posix(), path


@contextmanager
def new_folder(path: Path, *, mode: int = 0o700) -> Iterator[Path]:
    """A folder to fill, which appears at `path` when the block has ended.

    Raises FileExistsError when something else than an empty folder is there; nothing is left after an error.
    """
    if path.exists() and (not path.is_dir() or any(path.iterdir())):
        raise FileExistsError(f"{path} is there already and not an empty folder")
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = Path(tempfile.mkdtemp(dir=path.parent, prefix=".", suffix=".partial"))
    try:
        yield partial
        partial.chmod(mode)
        partial.rename(path)
    finally:
        shutil.rmtree(partial, ignore_errors=True)


def _files(folder: Path, without: Path, *, above: tuple[tuple[int, int], ...]) -> Iterator[Path]:
    found = folder.stat()
    mark = (found.st_dev, found.st_ino)
    if mark in above:  # a link that leads back up
        return
    inside = sorted(path for path in folder.iterdir() if path.name not in LEFT_OUT)
    yield from (path for path in inside if not path.name.startswith(".env") and path.is_file())
    for path in inside:
        if path.is_dir() and path != without:
            yield from _files(path, without, above=(*above, mark))
