"""What a request needs of the discussions of one application."""

from __future__ import annotations

from dataclasses import dataclass, field

from flask import current_app, request

from portico.features.discussion.holding import KEEPERS
from portico.features.discussion.judging import Judge
from portico.features.discussion.posting import Writer
from portico.features.discussion.showing import Viewer
from portico.features.discussion.subjects import Item, Items, Located
from portico.features.notifications import Notifier
from portico.platform.errors import NotFound
from portico.platform.metrics import Counter
from portico.platform.sealing import Sealer
from portico.web.access import Identity, identity_or_none
from portico.web.clients import network_digest
from portico.web.location import root_url

EXTENSION = "portico.discussion"


@dataclass(frozen=True, slots=True, kw_only=True)
class Discussion:
    """The discussion feature of one application."""

    items: Items
    located: Located
    notifier: Notifier
    network_key: bytes
    public_url: str | None
    posted: Counter
    judge: Judge | None
    """Who is asked whether something is spam, where anybody is."""
    judged: Counter
    sealer: Sealer = field(repr=False)


def discussion() -> Discussion:
    """The discussion feature of the current application."""
    feature: Discussion = current_app.extensions[EXTENSION]
    return feature


def published_item(collection: str, slug: str) -> Item:
    """What is published under this name, or was before it was renamed. Raises NotFound."""
    item = discussion().items(collection, slug)
    if item is None:
        raise NotFound("Nothing with this name is published here.")
    return item


def discussed_item(collection: str, slug: str) -> Item:
    """A published item that shows what readers say. Raises NotFound."""
    item = published_item(collection, slug)
    if item.comments == "hidden":
        raise NotFound("There is no discussion here.")
    return item


def viewer() -> Viewer:
    """Who asks, signed in or not."""
    identity = identity_or_none()
    return Viewer() if identity is None else viewer_of(identity)


def viewer_of(identity: Identity) -> Viewer:
    """Somebody who is signed in, with the rights of a keeper only where these were proved."""
    keeper = identity.role in KEEPERS and identity.session is not None and identity.factor
    return Viewer(account_id=identity.account_id, keeper=keeper)


def writer_of(identity: Identity) -> Writer:
    """Somebody who writes, with a digest of where the current request comes from."""
    digest = network_digest(request.remote_addr, discussion().network_key)
    return Writer(account_id=identity.account_id, role=identity.role, network=digest)


def absolute(path: str) -> str:
    """A path of the site as an address that works from anywhere."""
    return root_url(discussion().public_url) + path
