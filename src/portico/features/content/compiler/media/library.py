"""The pictures and films of a site: asked for by the pages, remembered, and listed for serving."""

from __future__ import annotations

import hashlib
import re
import shutil
import unicodedata
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from portico.features.content.compiler.media.encoding import WIDTHS, Encode, Target
from portico.features.content.compiler.media.facts import FORMATS, MEDIA_TYPES, Facts, Unusable, measure
from portico.features.content.compiler.media.memory import remembered
from portico.features.content.compiler.media.references import Folders
from portico.features.content.models import Picture, PictureSource, Problem
from portico.platform.files import write_atomically

PICTURE_SUFFIXES = frozenset({".jpg", ".jpeg", ".png", ".webp", ".gif", ".avif", ".svg"})
FILE_TYPES = {
    ".mp4": "video/mp4",
    ".m4v": "video/mp4",
    ".webm": "video/webm",
    ".ogv": "video/ogg",
    ".mov": "video/quicktime",
    ".mp3": "audio/mpeg",
    ".m4a": "audio/mp4",
    ".ogg": "audio/ogg",
    ".opus": "audio/ogg",
    ".wav": "audio/wav",
    ".flac": "audio/flac",
    ".vtt": "text/vtt",
    ".pdf": "application/pdf",
}
"""The files beside pictures that a page may refer to, by the end of their name."""

_WORTH_ENCODING = 10_000
"""Bytes below which variants save less than the page spends on naming them."""
_ENCODED = (("AVIF", "avif"), ("WEBP", "webp"))
_PILLOW_FORMATS = {extension: name for name, extension in FORMATS.items()}
_HINTS = {
    "image-unreadable": "Export it again as JPEG, PNG, WebP, GIF, AVIF or SVG.",
    "image-too-large": "Export it smaller; 2400 pixels of width are enough for any screen.",
}


@dataclass(frozen=True, slots=True)
class MediaFile:
    """A file as it is served."""

    path: Path
    media_type: str


class MediaLibrary:
    """Local media of one site.

    `picture` and `file` are quick and may be called for every page; what is slow is left in `jobs`.
    The cache folder may be shared by processes and kept between runs; it must live as long as the
    compiled site, because the served pictures lie in it.
    """

    def __init__(
        self,
        site: Path,
        cache: Path,
        *,
        content: Sequence[Path] = (),
        media: Sequence[Path] = (),
        public: Sequence[Path] = (),
    ) -> None:
        self._site = site.resolve()
        self._cache = cache.resolve()
        self._folders = Folders(content=content, media=media, public=public)
        self._files: dict[str, MediaFile] = {}
        self._jobs: dict[Path, Encode] = {}
        self._problems: dict[Path, Problem] = {}

    def picture(self, address: str, base: Path) -> Picture | None:
        """The picture that `address` means in the content file `base`; none when it cannot be shown.

        A file that exists but cannot be shown is among the `problems`. Variants are announced before
        they are encoded; one that turned out no smaller than the original is left out from then on.
        """
        path = self._folders.find(address, base)
        if path is None or path.suffix.lower() not in PICTURE_SUFFIXES:
            return None
        known = remembered(self._cache, path, _measured)
        if "code" in known:
            self._problems[path] = self._problem(path, known["code"], known["message"])
            return None
        self._problems.pop(path, None)
        return self._shown(path, Facts(**known))

    def file(self, address: str, base: Path) -> str | None:
        """The public address of a film, recording, caption track or document; none when there is none."""
        path = self._folders.find(address, base)
        media_type = FILE_TYPES.get(path.suffix.lower()) if path else None
        if path is None or media_type is None:
            return None
        url = _url(path, remembered(self._cache, path, _digest)["digest"], path.suffix.lower()[1:])
        self._files[url] = MediaFile(path, media_type)
        return url

    def jobs(self) -> tuple[Encode, ...]:
        """What must be given to `encode` before all that `files` lists can be served."""
        return tuple(
            job for job in self._jobs.values() if not all(target.path.exists() for target in job.targets)
        )

    def files(self) -> dict[str, MediaFile]:
        """The file behind each address under `/media/` that was given out."""
        return dict(self._files)

    def problems(self) -> tuple[Problem, ...]:
        """The pictures asked for that exist and cannot be shown."""
        return tuple(self._problems.values())

    def _shown(self, path: Path, facts: Facts) -> Picture:
        original = Target(
            self._encoded_path(facts, facts.extension), _PILLOW_FORMATS.get(facts.extension, ""), None
        )
        variants = self._variants(facts)
        if not facts.located and not original.path.exists():
            _copy(path, original.path)
        made = (original, *variants) if facts.located else variants
        self._jobs[path] = Encode(path, made)
        kept = [target for target in variants if _is_worth_serving(target, facts)]
        return Picture(
            url=self._serve(path, facts, original),
            width=facts.width,
            height=facts.height,
            sources=tuple(self._sources(path, facts, kept)),
        )

    def _variants(self, facts: Facts) -> tuple[Target, ...]:
        if not facts.encodable or facts.size < _WORTH_ENCODING:
            return ()
        widest = min(facts.width, WIDTHS[-1])
        widths = (*(width for width in WIDTHS if width < widest * 0.85), widest)
        return tuple(
            Target(self._encoded_path(facts, extension, width), name, width)
            for name, extension in _ENCODED
            for width in widths
        )

    def _sources(self, path: Path, facts: Facts, kept: Sequence[Target]) -> list[PictureSource]:
        sources = []
        for name, extension in _ENCODED:
            served = [
                f"{self._serve(path, facts, target)} {target.width}w"
                for target in kept
                if target.format == name
            ]
            if served:
                sources.append(PictureSource(media_type=MEDIA_TYPES[extension], srcset=", ".join(served)))
        return sources

    def _serve(self, path: Path, facts: Facts, target: Target) -> str:
        extension = target.path.suffix[1:]
        url = _url(path, facts.digest, extension, target.width)
        self._files[url] = MediaFile(target.path, MEDIA_TYPES[extension])
        return url

    def _encoded_path(self, facts: Facts, extension: str, width: int | None = None) -> Path:
        name = f"{facts.digest[:32]}-{width}.{extension}" if width else f"{facts.digest[:32]}.{extension}"
        return self._cache / "files" / name

    def _problem(self, path: Path, code: str, message: str) -> Problem:
        shown = path.relative_to(self._site) if path.is_relative_to(self._site) else path
        return Problem(path=str(shown), code=code, message=message, hint=_HINTS[code])


def _measured(path: Path) -> dict[str, Any]:
    try:
        return asdict(measure(path))
    except Unusable as error:
        return {"code": error.code, "message": error.message}


def _digest(path: Path) -> dict[str, Any]:
    with path.open("rb") as file:
        return {"digest": hashlib.file_digest(file, "sha256").hexdigest()}


def _is_worth_serving(target: Target, facts: Facts) -> bool:
    return not target.path.exists() or target.path.stat().st_size < facts.size


def _copy(source: Path, target: Path) -> None:
    # The author may change the file in place; an address with a hash must go on meaning the same bytes.
    with source.open("rb") as original:
        write_atomically(target, lambda file: shutil.copyfileobj(original, file))


def _url(path: Path, digest: str, extension: str, width: int | None = None) -> str:
    plain = unicodedata.normalize("NFKD", path.stem).encode("ascii", "ignore").decode().lower()
    stem = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60] or "file"
    return f"/media/{stem}-{digest[:8]}{f'-{width}' if width else ''}.{extension}"
