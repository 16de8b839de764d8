"""Everything of the letterbox that answers requests."""

from __future__ import annotations

from flask import Flask

from portico.features.contact import api, inbox_api, pages
from portico.features.contact.proofs import Stamps
from portico.features.contact.serving import EXTENSION, Contact
from portico.features.contact.setup import Setup
from portico.features.contact.turnstile import Turnstile
from portico.platform.keys import derive
from portico.web.instrumentation import METRICS


def open_doors(app: Flask, setup: Setup) -> None:
    """Register every route; see `install` for the arguments."""
    app.extensions[EXTENSION] = Contact(
        setup=setup,
        stamps=Stamps(setup.secret),
        turnstile=Turnstile(setup.keys, at_once=setup.at_once) if setup.keys else None,
        outcomes=app.extensions[METRICS].counter(
            "portico_contact_messages_total", "Letters to the owner, by what became of them.", ["outcome"]
        ),
        network_key=derive(setup.secret, "contact networks"),
    )
    for blueprint in (api.bp, inbox_api.bp, pages.bp):
        app.register_blueprint(blueprint)
