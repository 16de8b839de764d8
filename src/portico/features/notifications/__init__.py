"""What people are to hear of: in the page and by mail, as they want it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portico.features.notifications.faces import Face, Faces
from portico.features.notifications.jobs import handlers, periodic
from portico.features.notifications.keeping import export, forget
from portico.features.notifications.letter_examples import examples
from portico.features.notifications.mailing import FOLDER, LETTERS, Mails
from portico.features.notifications.measures import measure
from portico.features.notifications.models import Kind
from portico.features.notifications.telling import Event, Notifier
from portico.features.notifications.unsubscribing import Unsubscriptions

if TYPE_CHECKING:
    from flask import Flask

__all__ = [
    "FOLDER",
    "LETTERS",
    "Event",
    "Face",
    "Faces",
    "Kind",
    "Mails",
    "Notifier",
    "Unsubscriptions",
    "examples",
    "export",
    "forget",
    "handlers",
    "install",
    "measure",
    "periodic",
]


def install(app: Flask, mails: Mails) -> None:
    """Open the doors."""
    from portico.features.notifications.doors import open_doors  # noqa: PLC0415 - jobs need nothing of the web

    open_doors(app, mails)
