"""Where a link written in a content file leads on the site."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote

from portico.features.content.addresses import quoted_path
from portico.features.content.compiler.media import MediaLibrary
from portico.features.content.compiler.sources import SUFFIXES


@dataclass(frozen=True, slots=True)
class Links:
    """Every address of the site that a content file may name."""

    by_file: Mapping[str, str]
    """The address of each content file, by its absolute path."""
    addresses: frozenset[str]
    """Addresses that exist without a content file: lists, search, feeds."""
    public: tuple[Path, ...]
    media: MediaLibrary
    _known: set[str] = field(default_factory=set)

    def resolve(self, target: str, base: Path) -> str | None:
        """The address behind a link target as written in `base`; none when it leads nowhere.

        Fragments and queries stay on it. A target that starts with `#` or names another scheme or host
        is given back as it is.
        """
        path, mark = _parted(target)
        if not path or "//" in path or ":" in path.partition("/")[0]:
            return target
        plain = unquote(path)
        if plain.startswith("/") and self._exists(plain):
            return target
        found = self._in_media(plain, base) if plain.startswith("/") else self._beside(plain, base)
        return found + mark if found else None

    def _exists(self, path: str) -> bool:
        quoted = quoted_path(path)
        if quoted.rstrip("/") in self._all() or quoted == "/":
            return True
        relative = path.lstrip("/")
        if ".." in Path(relative).parts:
            return False
        return any(_is_file(folder / relative) for folder in self.public)

    def _in_media(self, path: str, base: Path) -> str | None:
        picture = self.media.picture(path, base)
        return picture.url if picture else self.media.file(path, base)

    def _beside(self, path: str, base: Path) -> str | None:
        stem = posixpath.normpath(base.parent.as_posix() + "/" + path)
        for candidate in (
            stem,
            *(stem + suffix for suffix in SUFFIXES),
            *(f"{stem}/index{s}" for s in SUFFIXES),
        ):
            if candidate in self.by_file:
                return self.by_file[candidate]
        if file := self._in_media(path, base):
            return file
        here = self.by_file.get(base.as_posix())
        sibling = posixpath.normpath(posixpath.dirname(here or "/") + "/" + quoted_path(path))
        return sibling if sibling in self._all() else None

    def _all(self) -> set[str]:
        if not self._known:
            self._known.update(self.addresses, self.by_file.values())
        return self._known


def _parted(target: str) -> tuple[str, str]:
    for position, character in enumerate(target):
        if character in "?#":
            return target[:position], target[position:]
    return target, ""


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:  # A name longer than the file system has room for.
        return False
