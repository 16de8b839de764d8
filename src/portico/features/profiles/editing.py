"""What the holder of a profile does with it, and what becomes of it when they go."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from portico.features.profiles.models import Profile, Upload
from portico.features.profiles.schemas import ProfileUpdate
from portico.features.profiles.showing import key
from portico.platform.database import insert_of
from portico.platform.jobs.queue import enqueue

REMOVAL = "remove_files"
"""The kind of job that removes from the storage everything whose key begins with one of its `prefixes`."""
OWN = "accounts/"
"""What the keys of kept pictures begin with."""
LATE = timedelta(minutes=10)
"""After it no address is good any more that bytes could be sent to."""

Place = Literal["avatar", "banner"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """What is kept of a person here."""

    data: dict[str, Any]
    """Plain values, to be written as JSON."""
    prefixes: tuple[str, ...]
    """What the keys of their pictures in the storage begin with."""


def update_profile(session: Session, account_id: int, changes: ProfileUpdate, *, now: datetime) -> None:
    """Change what is given and leave the rest."""
    profile = own_profile(session, account_id, now=now)
    if changes.name is not None:
        profile.name = changes.name
    if changes.bio is not None:
        profile.bio = changes.bio
    if changes.links is not None:
        profile.links = [{"label": link.label, "url": link.url} for link in changes.links]
    profile.updated_at = now


def set_picture(
    session: Session, account_id: int, place: Place, picture: str | None, *, now: datetime
) -> None:
    """Show another picture, or none, and have the one before removed."""
    profile = own_profile(session, account_id, now=now)
    before: str | None = getattr(profile, place)
    setattr(profile, place, picture)
    profile.updated_at = now
    if before is not None:
        session.execute(update(Upload).where(Upload.picture == before).values(picture=None, state="gone"))
        remove(session, [f"{before}-"], now=now)


def own_profile(session: Session, account_id: int, *, now: datetime) -> Profile:
    """The profile of an account, made where there is none, and nobody else's to change meanwhile."""
    insert = insert_of(session)
    fresh = {"folder": secrets.token_hex(16), "name": "", "bio": "", "links": [], "updated_at": now}
    session.execute(
        insert(Profile)
        .values(account_id=account_id, **fresh)
        .on_conflict_do_nothing(index_elements=[Profile.account_id])
    )
    return session.scalars(select(Profile).where(Profile.account_id == account_id).with_for_update()).one()


def remove(
    session: Session, prefixes: Sequence[str], *, now: datetime, delay: timedelta = timedelta(0)
) -> None:
    """Have files removed once this transaction is committed."""
    enqueue(session, REMOVAL, {"prefixes": list(prefixes)}, now=now, delay=delay)


def forget(session: Session, account_id: int, *, now: datetime) -> None:
    """Remove the profile of a person and every file that they sent."""
    folder = session.scalar(select(Profile.folder).where(Profile.account_id == account_id))
    sent = list(
        session.scalars(
            select(Upload.key).where(Upload.account_id == account_id, Upload.state.in_(("open", "taken")))
        )
    )
    session.execute(delete(Upload).where(Upload.account_id == account_id))
    session.execute(delete(Profile).where(Profile.account_id == account_id))
    prefixes = [*sent, *([f"{OWN}{folder}/"] if folder else [])]
    if prefixes:
        remove(session, prefixes, now=now)
        remove(session, prefixes, now=now, delay=LATE)


def export(session: Session, account_id: int) -> Exported:
    """Everything that is kept here of a person."""
    profile = session.get(Profile, account_id)
    uploads = session.scalars(select(Upload).where(Upload.account_id == account_id).order_by(Upload.id))
    data: dict[str, Any] = {"profile": None, "uploads": [_upload(each) for each in uploads]}
    if profile is None:
        return Exported(data=data, prefixes=())
    data["profile"] = {
        "name": profile.name,
        "bio": profile.bio,
        "links": profile.links,
        "avatar": profile.avatar and key(profile.avatar, 512),
        "banner": profile.banner and key(profile.banner, 2400),
        "updated_at": profile.updated_at,
    }
    return Exported(data=data, prefixes=(f"{OWN}{profile.folder}/",))


def _upload(upload: Upload) -> dict[str, Any]:
    return {
        "purpose": upload.purpose,
        "media_type": upload.media_type,
        "size": upload.size,
        "state": upload.state,
        "created_at": upload.created_at,
    }
