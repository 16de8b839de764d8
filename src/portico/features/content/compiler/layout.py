"""Where the parts of a site folder lie, whichever tool it was made for."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path

from portico.features.content.addresses import RESERVED, segment
from portico.features.content.configuration import FILE, SiteConfig
from portico.features.content.models import Problem

BARE_COLLECTION = "blog"
TITLES = {"projects": "Work", "blog": "Blog"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Folder:
    """The folder of a collection."""

    name: str
    path: Path
    title: str
    description: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """The folders of a site, absolute; those that do not exist are simply empty."""

    site: Path
    collections: tuple[Folder, ...]
    pages: Path
    data: Path
    authors: Path
    media: Path
    public: tuple[Path, ...]
    theme: Path
    bare: bool
    """Whether the site is just a folder of Markdown files."""
    problems: tuple[Problem, ...] = field(default=())

    def name_of(self, path: Path) -> str:
        """A file as reports call it: relative to the site folder where it lies inside."""
        return _shown(path, self.site)


def lay_out(site: Path, config: SiteConfig) -> Layout:
    """Find the folders of a site. A reserved name of a collection is reported and left out."""
    folders = config.folders
    site, content = _at(site), _at(site, folders.content)
    bare = not content.is_dir() and not config.collections
    found = {BARE_COLLECTION: site} if bare else _collections(site, content, config)
    kept, problems = [], []
    for name, path in found.items():
        if problem := _refused(name, path, site):
            problems.append(problem)
            continue
        chosen = config.collections.get(name)
        title = (chosen.title if chosen else "") or TITLES.get(name) or name.replace("-", " ").capitalize()
        kept.append(
            Folder(name=name, path=path, title=title, description=chosen.description if chosen else "")
        )
    return Layout(
        site=site,
        collections=tuple(kept),
        pages=_at(site, folders.pages) if folders.pages else content / "pages",
        data=_at(site, folders.data) if folders.data else content / "data",
        authors=_at(site, folders.authors) if folders.authors else content / "authors",
        media=_at(site, folders.media),
        public=tuple(_at(site, folder) for folder in folders.public),
        theme=_at(site, folders.theme),
        bare=bare,
        problems=tuple(problems),
    )


def _collections(site: Path, content: Path, config: SiteConfig) -> dict[str, Path]:
    found = {
        name: _at(site, c.source) if c.source else content / name for name, c in config.collections.items()
    }
    if content.is_dir():
        special = {
            _at(site, f) for f in (config.folders.pages, config.folders.data, config.folders.authors) if f
        }
        special |= {content / "pages", content / "data", content / "authors"}
        for folder in sorted(content.iterdir()):
            hidden = folder.name.startswith((".", "_"))
            if folder.is_dir() and not hidden and folder not in special and folder not in found.values():
                found.setdefault(folder.name, folder)
    return found


def _refused(name: str, path: Path, site: Path) -> Problem | None:
    shown = _shown(path, site)
    if name in RESERVED or name.startswith(("@", "feed.")):
        message = f"A collection cannot be called “{name}”: Portico uses that address itself."
    elif segment(name) != name:
        message = f"A collection cannot be called “{name}”: the name does not fit into an address."
    elif not path.is_dir():
        return Problem(
            path=FILE,
            code="missing-folder",
            message=f"The collection “{name}” should lie in {shown}, which is not there.",
            hint="Make the folder or correct `source`.",
        )
    else:
        return None
    hint = "Rename the folder, or give it another name by `[collections.NAME] source = …`."
    return Problem(path=shown, code="reserved-name", message=message, hint=hint, severity="error")


def _at(site: Path, folder: str = "") -> Path:
    # Links between files are compared as text, so no path may keep its `..`.
    return Path(os.path.normpath(site / folder))


def _shown(path: Path, site: Path) -> str:
    relative = path.relative_to(site) if path.is_relative_to(site) else path
    return os.fsencode(relative.as_posix()).decode("utf-8", "replace")
