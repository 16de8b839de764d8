"""The page of a member: the same for whoever looks. What is the member's own is added by a script."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect
from werkzeug.wrappers import Response

from portico.features.profiles.api import BRIEFLY
from portico.features.profiles.schemas import ProfileView
from portico.features.profiles.serving import absolute, profiles, tag_of
from portico.features.profiles.showing import show
from portico.web.access import public
from portico.web.cacheable import cacheable, made_of
from portico.web.database import reading
from portico.web.pages import respond, site_url, upload_origins
from portico.web.shell import SHELL, PageMeta

LONGEST_DESCRIPTION = 160

bp = Blueprint("profiles", __name__, template_folder="templates")


@bp.get("/@<username>")
@public
@cacheable(SHELL)
def show_profile(username: str) -> Response:
    """The profile of a member."""
    with reading() as session:
        account_id, profile = show(session, username, profiles().lately)
    if username != profile.username:
        return redirect(site_url(profile.path), 308)
    made_of(tag_of(account_id))
    return respond(
        "profile.html",
        page=_head(profile),
        profile=profile,
        connect=upload_origins(),
        cache=BRIEFLY,
        popups=True,
    )


def _head(profile: ProfileView) -> PageMeta:
    words = " ".join(profile.bio.split())
    return PageMeta(
        title=f"{profile.name} (@{profile.username})",
        description=words if len(words) <= LONGEST_DESCRIPTION else words[: LONGEST_DESCRIPTION - 1] + "…",
        path=profile.path,
        canonical=absolute(profile.path),
        kind="profile",
        image=_largest(profile),
        json_ld=(_structured(profile),),
    )


def _structured(profile: ProfileView) -> dict[str, Any]:
    """The page for search engines (schema.org, ProfilePage)."""
    here = absolute(profile.path)
    person = {
        "@type": "Person",
        "@id": f"{here}#person",
        "name": profile.name,
        "alternateName": profile.username,
        "url": here,
        "description": profile.bio or None,
        "image": _largest(profile),
        "sameAs": [link.url for link in profile.links] or None,
    }
    return {
        "@context": "https://schema.org",
        "@type": "ProfilePage",
        "url": here,
        "name": profile.name,
        "dateCreated": profile.joined.isoformat(),
        "mainEntity": {name: value for name, value in person.items() if value is not None},
    }


def _largest(profile: ProfileView) -> str | None:
    """The address of the avatar in its largest size."""
    if profile.avatar is None:
        return None
    return absolute(profile.avatar.sources[0].srcset.rsplit(", ", 1)[-1].partition(" ")[0])
