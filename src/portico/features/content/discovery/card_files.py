"""Card images kept on disk: drawn at the first question, drawn again when what they show has changed."""

from __future__ import annotations

import hashlib
from contextlib import suppress
from dataclasses import astuple, dataclass
from pathlib import Path

from portico import __version__
from portico.features.content.models import Card
from portico.features.content.site import home, site_view
from portico.features.content.snapshot import Snapshot
from portico.features.content.taxonomy import find_collection
from portico.platform.files import write_atomically

SITE = "site"
"""The name of the card of the site itself; no entry is called so, since theirs start with a collection."""


@dataclass(frozen=True, slots=True)
class Face:
    """What a card shows."""

    title: str
    subtitle: str
    site: str

    @property
    def digest(self) -> str:
        """Changes with anything that the picture depends on."""
        return hashlib.sha256(repr((__version__, astuple(self))).encode("utf-8", "replace")).hexdigest()[:16]


def name_of(card: Card | None) -> str:
    """The name of an entry's card, or of the site's."""
    return f"{card.collection}/{card.slug}" if card else SITE


def face_of(snapshot: Snapshot, card: Card | None) -> Face:
    """What the card of an entry shows, or that of the site."""
    view = site_view(snapshot)
    if card is None:
        hero = home(snapshot).hero
        return Face(hero.title, view.tagline if hero.title != view.tagline else view.owner.name, view.title)
    collection = find_collection(snapshot, card.collection)
    if collection is None or card.published is None:
        return Face(card.title, view.owner.name, view.title)
    year = card.published.astimezone(snapshot.config.zone).year
    return Face(card.title, f"{collection.title}, {year}", view.title)


def card_image(folder: Path, name: str, face: Face) -> bytes:
    """The PNG of a card. The folder keeps one file for each name, so it cannot outgrow the site."""
    mark = hashlib.sha256(name.encode("utf-8", "replace")).hexdigest()[:16]
    kept = folder / f"{mark}-{face.digest}.png"
    try:
        return kept.read_bytes()
    except OSError:
        # Only the process that draws a card needs Pillow.
        from portico.features.content.discovery.cards import draw_card  # noqa: PLC0415

        image = draw_card(face.title, face.subtitle, face.site)
    # A picture that cannot be kept, as on a full disk, can still be shown.
    with suppress(OSError):
        write_atomically(kept, lambda file: file.write(image))
        for older in folder.glob(f"{mark}-*.png"):
            if older != kept:
                older.unlink(missing_ok=True)
    return image
