"""What people show of themselves: profiles, and the pictures that they send."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING

from portico.features.profiles.editing import OWN as PICTURES
from portico.features.profiles.editing import REMOVAL, Exported, export, forget
from portico.features.profiles.renewing import changed
from portico.features.profiles.schemas import LARGEST_FILE, Card, Recent, RecentItem
from portico.features.profiles.showing import Lately, cards
from portico.features.profiles.sweeping import removal, sweep
from portico.platform.jobs.periodic import Periodic
from portico.platform.storage.folder import ADDRESS as SENT_TO

if TYPE_CHECKING:
    from flask import Flask

    from portico.platform.jobs.run import Handler
    from portico.platform.storage import Storage

__all__ = [
    "LARGEST_FILE",
    "PICTURES",
    "SENT_TO",
    "Card",
    "Exported",
    "Lately",
    "Recent",
    "RecentItem",
    "cards",
    "changed",
    "export",
    "forget",
    "handlers",
    "install",
    "periodic",
]


def install(
    app: Flask, storage: Storage, *, secret: str, public_url: str | None, lately: Sequence[Lately] = ()
) -> Callable[[int], None]:
    """Open the doors; `lately` tell what an account did. Gives what is told of each that changes."""
    from portico.features.profiles.doors import open_doors  # noqa: PLC0415 - jobs need nothing of the web

    return open_doors(app, storage, secret, public_url, lately)


def handlers(storage: Storage) -> dict[str, Handler]:
    """The jobs of this feature."""
    return {REMOVAL: removal(storage)}


def periodic(storage: Storage) -> list[Periodic]:
    """What comes round again."""
    return [Periodic("sweep_storage", timedelta(hours=6), sweep(storage), timedelta(0))]
