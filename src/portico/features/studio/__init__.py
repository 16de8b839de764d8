"""The rooms behind the site, for who keeps it; in development, its mailbox."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

    from portico.platform.mail.letters import Letter


def install(app: Flask) -> None:
    """Open the doors that every site has."""
    from portico.features.studio import people_pages  # noqa: PLC0415

    app.register_blueprint(people_pages.bp)


def show_mailbox(app: Flask, folder: Path, previews: Callable[[], Mapping[str, Letter]]) -> None:
    """Show to everyone what mails stand in a folder, and what letters look like. Only for development."""
    from portico.features.studio.mail_pages import open_mailbox  # noqa: PLC0415

    open_mailbox(app, folder, previews)
