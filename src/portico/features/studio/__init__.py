"""The rooms behind the site, for who keeps it; in development, its mailbox."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from portico.features.studio.waiting import Waiting

if TYPE_CHECKING:
    from flask import Flask

    from portico.platform.mail.letters import Letter

__all__ = ["Waiting", "install", "show_mailbox"]


def install(app: Flask, waiting: Iterable[Waiting]) -> None:
    """Open the doors that every site has; `waiting` is what the features have for their keepers to do."""
    from portico.features.studio import api, rooms  # noqa: PLC0415

    app.extensions[api.EXTENSION] = tuple(waiting)
    for blueprint in (rooms.bp, api.bp):
        app.register_blueprint(blueprint)


def show_mailbox(app: Flask, folder: Path, previews: Callable[[], Mapping[str, Letter]]) -> None:
    """Show to everyone what mails stand in a folder, and what letters look like. Only for development."""
    from portico.features.studio.mail_pages import open_mailbox  # noqa: PLC0415

    open_mailbox(app, folder, previews)
