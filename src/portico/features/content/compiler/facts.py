"""What is true of the site as a whole: its configuration, its data files, and the pictures they name."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, replace
from typing import Any

from portico.features.content.compiler.data_files import read_records
from portico.features.content.compiler.layout import Layout
from portico.features.content.compiler.media import MediaLibrary
from portico.features.content.compiler.theme import Theme, read_theme
from portico.features.content.configuration import FILE, SiteConfig
from portico.features.content.models import Problem
from portico.features.content.records import Records


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteFacts:
    """Everything that is kept beside the entries."""

    config: dict[str, Any]
    collections: list[dict[str, str]]
    records: Records
    pictures: dict[str, dict[str, Any] | None]
    """The pictures that `site.toml` names, by where it names them: `avatar`, `hero`, `night`, `plate`."""
    public: list[str]
    name: str
    """The folder's name, which is the title of a site that has none."""
    theme: Theme
    problems: list[Problem] = field(default_factory=list)

    def as_meta(self) -> dict[str, Any]:
        """The values to keep."""
        kept = ("config", "collections", "records", "pictures", "public", "name")
        return {key: getattr(self, key) for key in kept} | {"theme": self.theme.digest}


def gather(config: SiteConfig, layout: Layout, media: MediaLibrary) -> SiteFacts:
    """Read the data files and find the pictures; what is wrong with them is among the problems."""
    records, problems = read_records(layout)
    pictures = {}
    for place, address, alt in _named(config):
        picture = media.picture(address, layout.site / FILE) if address else None
        if address and picture is None:
            message = f"`{place}`: there is no picture {address}."
            hint = "Paths in site.toml start from the site folder."
            problems.append(Problem(path=FILE, code="missing-image", message=message, hint=hint))
        pictures[place] = asdict(replace(picture, alt=alt)) if picture else None
    theme = read_theme(layout)
    problems += theme.problems
    problems += _unknown_collections(config, {folder.name for folder in layout.collections})
    return SiteFacts(
        config=config.model_dump(mode="json"),
        collections=[
            {"name": f.name, "title": f.title, "description": f.description} for f in layout.collections
        ],
        records=records,
        pictures=pictures,
        public=[str(folder) for folder in layout.public],
        name=layout.site.name,
        theme=theme,
        problems=problems,
    )


def _unknown_collections(config: SiteConfig, known: set[str]) -> list[Problem]:
    home = config.home
    missing = [
        (place, name)
        for place, name in (("work", home.work), ("writing", home.writing))
        if place in home.model_fields_set and name not in known
    ]
    hint = f"There are {', '.join(sorted(known)) or 'none yet'}."
    return [
        Problem(
            path=FILE,
            code="unknown-collection",
            message=f"`home.{place}`: there is no collection {name}.",
            hint=hint,
        )
        for place, name in missing
    ]


def _named(config: SiteConfig) -> list[tuple[str, str, str]]:
    plate = config.home.plate
    return [
        ("avatar", config.owner.avatar, config.owner.name),
        ("hero", config.home.hero.image, config.home.hero.alt),
        ("night", config.home.hero.night, config.home.hero.alt),
        ("plate", plate.image if plate else "", plate.alt if plate else ""),
    ]
