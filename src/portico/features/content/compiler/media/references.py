"""Finding the file behind an address as a content file writes it, and never one outside the site."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote


@dataclass(frozen=True, slots=True, kw_only=True)
class Folders:
    """Where the files of a site may lie; nothing else is ever read."""

    content: Sequence[Path] = ()
    """Folders of content files, for addresses relative to one of them."""
    media: Sequence[Path] = ()
    """Folders behind `/media/…`."""
    public: Sequence[Path] = ()
    """Folders served at the root of the site."""

    def find(self, address: str, base: Path) -> Path | None:
        """The file that `address` means in the content file `base`, or none."""
        allowed = [folder.resolve() for folder in (*self.content, *self.media, *self.public)]
        for written in dict.fromkeys((unquote(_path_of(address)), address)):
            for candidate in self._candidates(written, base):
                found = _existing(candidate)
                if found and any(found.is_relative_to(folder) for folder in allowed):
                    return found
        return None

    def _candidates(self, address: str, base: Path) -> Iterator[Path]:
        if not address.startswith("/"):
            yield base.parent / address
        path = address.lstrip("/").removeprefix("./")
        yield from (
            folder / path.removeprefix("media/") for folder in self.media if path.startswith("media/")
        )
        yield from (folder / path for folder in self.public)
        # Authors also write the name of the folder that is served at the root.
        yield from (folder.parent / path for folder in self.public if path.startswith(f"{folder.name}/"))


def _path_of(address: str) -> str:
    return address.split("#", 1)[0].split("?", 1)[0]


def _existing(candidate: Path) -> Path | None:
    try:
        found = candidate.resolve(strict=True)
    except (OSError, RuntimeError, ValueError):  # missing, a loop of links, a NUL in the name
        return None
    return found if found.is_file() else None
