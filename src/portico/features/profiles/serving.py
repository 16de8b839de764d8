"""What a request needs of the profiles of one application."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import current_app

from portico.features.profiles.showing import Lately
from portico.features.profiles.uploads import Claims
from portico.platform.storage import Storage
from portico.web.location import root_url
from portico.web.page_cache import pages_of

EXTENSION = "portico.profiles"


@dataclass(frozen=True, slots=True, kw_only=True)
class Profiles:
    """The profiles feature of one application."""

    storage: Storage
    claims: Claims
    public_url: str | None
    lately: Sequence[Lately]


def profiles() -> Profiles:
    """The profiles feature of the current application."""
    feature: Profiles = current_app.extensions[EXTENSION]
    return feature


def absolute(path: str) -> str:
    """A path of the site as an address that works from anywhere."""
    return root_url(profiles().public_url) + path


def tag_of(account_id: int) -> str:
    """What answers are tagged with that show this account."""
    return f"profile:{account_id}"


def changed(account_id: int) -> None:
    """Have every kept answer that shows this account made anew, in all processes."""
    pages_of(current_app).drop(tag_of(account_id))
