"""What a request needs of the letterbox of one application."""

from __future__ import annotations

from dataclasses import dataclass, field

from flask import current_app

from portico.features.contact.proofs import Stamps
from portico.features.contact.setup import Setup
from portico.features.contact.turnstile import Turnstile
from portico.platform.metrics import Counter

EXTENSION = "portico.contact"


@dataclass(frozen=True, slots=True)
class Contact:
    """The letterbox of one application."""

    setup: Setup
    stamps: Stamps
    turnstile: Turnstile | None
    outcomes: Counter
    network_key: bytes = field(repr=False)


def contact() -> Contact:
    """The letterbox of the current application."""
    found: Contact = current_app.extensions[EXTENSION]
    return found
