"""Letters from visitors to the owner of the site."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from portico.features.contact.inbox import unread
from portico.features.contact.letters import Letters, examples
from portico.features.contact.setup import Setup
from portico.features.contact.sweeping import sweep
from portico.features.contact.turnstile import Keys
from portico.platform.jobs.periodic import Periodic, every

if TYPE_CHECKING:
    from flask import Flask

__all__ = ["Keys", "Letters", "Setup", "examples", "install", "periodic", "unread"]


def install(app: Flask, setup: Setup) -> None:
    """Open the doors."""
    from portico.features.contact.doors import open_doors  # noqa: PLC0415 - jobs need nothing of the web

    open_doors(app, setup)


def periodic() -> list[Periodic]:
    """What comes round again."""
    return [every("contact.sweep", timedelta(hours=1), sweep)]
