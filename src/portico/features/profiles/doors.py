"""Everything of profiles that answers requests."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from flask import Flask

from portico.features.profiles import api, media, pages
from portico.features.profiles.serving import EXTENSION, Profiles, tag_of
from portico.features.profiles.showing import Lately
from portico.features.profiles.uploads import Claims
from portico.platform.storage import Storage
from portico.web.page_cache import pages_of
from portico.web.pages import UPLOADS


def open_doors(
    app: Flask, storage: Storage, secret: str, public_url: str | None, lately: Sequence[Lately]
) -> Callable[[int], None]:
    """Register every route; see `install` for the arguments."""
    app.extensions[EXTENSION] = Profiles(
        storage=storage, claims=Claims(secret), public_url=public_url, lately=tuple(lately)
    )
    app.extensions[UPLOADS] = (storage.origin,) if storage.origin else ()
    for blueprint in (api.bp, media.bp, pages.bp):
        app.register_blueprint(blueprint)
    kept = pages_of(app)
    return lambda account_id: kept.forget(tag_of(account_id))
