"""What a request needs of the notifications of one application."""

from __future__ import annotations

from flask import current_app

from portico.features.notifications.mailing import Mails

EXTENSION = "portico.notifications"


def mails() -> Mails:
    """What is needed to tell people of what happened."""
    found: Mails = current_app.extensions[EXTENSION]
    return found
