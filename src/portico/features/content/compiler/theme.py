"""The theme folder of a site, read within limits; what cannot be used is left out and said."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from portico.features.content.compiler.layout import Layout
from portico.features.content.compiler.theme_check import TEMPLATES, check_sheets, check_templates
from portico.features.content.models import Problem

SERVED = frozenset(".css .js .woff2 .svg .png .jpg .jpeg .webp .avif .gif".split())
NOTES = frozenset(("", ".md", ".txt"))
"""Licences and explanations, which may lie beside the other files and are not served."""
PLAIN = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]*")
MB = 1024 * 1024
MOST_FILES = 100
LARGEST = 1 * MB
LARGEST_TOGETHER = 4 * MB


@dataclass(frozen=True, slots=True)
class Theme:
    """The files that can be used, by their names in the theme folder, and what is wrong with the others."""

    files: dict[str, bytes] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    @property
    def digest(self) -> str:
        """Changes with any file."""
        mark = hashlib.sha256()
        for name, body in sorted(self.files.items()):
            mark.update(f"{name} {len(body)} ".encode() + body)
        return mark.hexdigest()


def read_theme(layout: Layout) -> Theme:
    """The theme of a site; an empty one where there is no folder, or far too much in it."""
    shown = layout.name_of(layout.theme)
    theme = Theme()
    paths = list(_walk(layout.theme))
    if len(paths) > MOST_FILES:
        theme.problems.append(_too_large(shown, f"has more than {MOST_FILES} files"))
        return theme
    for path in paths:
        _take(theme, path, layout.theme, shown)
    if sum(map(len, theme.files.values())) > LARGEST_TOGETHER:
        theme.problems.append(_too_large(shown, f"is larger than {LARGEST_TOGETHER // MB} MB"))
        theme.files.clear()
    theme.problems.extend([*check_sheets(theme.files, shown), *check_templates(theme.files, shown)])
    return theme


def _walk(folder: Path) -> Iterator[Path]:
    """The files below a folder, by name, up to one more than there may be; hidden ones are left out."""
    left = MOST_FILES + 1
    for here, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        kept = sorted(name for name in names if not name.startswith("."))[:left]
        yield from (Path(here, name) for name in kept)
        left -= len(kept)
        if not left:
            return


def _take(theme: Theme, path: Path, folder: Path, shown: str) -> None:
    name = path.relative_to(folder).as_posix()
    if path.suffix.lower() in NOTES and not name.startswith(TEMPLATES):
        return
    try:
        if problem := next(_wrong(path, folder, name, f"{shown}/{name}"), None):
            theme.problems.append(problem)
        else:
            theme.files[name] = path.read_bytes()
    except OSError as error:
        message = f"The file cannot be read: {(error.strerror or 'error').lower()}."
        theme.problems.append(_error(f"{shown}/{name}", "file-unreadable", message, "Check its permissions."))


def _wrong(path: Path, folder: Path, name: str, shown: str) -> Iterator[Problem]:
    if not all(PLAIN.fullmatch(part) for part in name.split("/")):
        hint = "Use letters without accents, digits, dots, hyphens and underscores."
        yield _error(shown, "bad-name", "The name of this file does not fit into an address.", hint)
    if not path.resolve().is_relative_to(folder.resolve()):
        message = "This symbolic link leads out of the theme."
        yield _error(shown, "link-out", message, "Put the file itself there.")
    if name.startswith(TEMPLATES):
        if path.suffix != ".html":
            hint = "Files for browsers lie beside the folder templates, not in it."
            yield _error(shown, "bad-kind", "Templates end in .html.", hint)
    elif path.suffix not in SERVED:
        hint = f"Those of a theme end in {', '.join(sorted(SERVED))}."
        yield _error(shown, "bad-kind", f"Files that end in {path.suffix} are not served.", hint)
    if not path.is_file():
        yield _error(shown, "no-file", "This is no file that can be read.", "Remove it.")
    elif path.stat().st_size > LARGEST:
        yield _error(
            shown, "file-too-large", f"The file is larger than {LARGEST // MB} MB.", "Make it smaller."
        )


def _too_large(shown: str, how: str) -> Problem:
    hint = "Leave out what no page needs."
    return _error(shown, "theme-too-large", f"The theme {how}, so none of it is used.", hint)


def _error(path: str, code: str, message: str, hint: str) -> Problem:
    shown = os.fsencode(path).decode("utf-8", "replace")
    return Problem(path=shown, code=code, message=message, hint=hint, severity="error")
