"""What everybody may see of a member, and cards of many at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from sqlalchemy import Row, Select, select
from sqlalchemy.orm import Session

from portico.features.accounts import Account
from portico.features.profiles.models import Profile, Purpose
from portico.features.profiles.pictures import MEDIA_TYPE, SIZES
from portico.features.profiles.schemas import Card, ProfileLink, ProfileView, Recent
from portico.platform.errors import NotFound
from portico.web.shell import Picture, PictureSource

MEDIA = "/media/"
"""What stands before the key of a kept picture in its address."""
SHOWN: dict[Purpose, int] = {"avatar": 256, "banner": 1600}
"""The width that is given where no choice can be."""

Lately = Callable[[Session, int], Recent]
"""What an account did lately, as the feature that keeps it tells."""


def show(session: Session, username: str, lately: Sequence[Lately] = ()) -> tuple[int, ProfileView]:
    """The number and the profile of an active member. Raises NotFound."""
    columns = (Account.id, Account.created_at, Profile.bio, Profile.banner, Profile.links)
    found = session.execute(_known(*columns).where(Account.username == username.lower())).first()
    if found is None:
        raise NotFound("Nobody here has this name.")
    return found.id, ProfileView(
        username=found.username,
        name=found.name or found.username,
        bio=found.bio or "",
        role=found.role,
        joined=found.created_at,
        avatar=picture(found.avatar, "avatar"),
        banner=picture(found.banner, "banner"),
        links=tuple(ProfileLink(**link) for link in found.links or ()),
        recent=tuple(tell(session, found.id) for tell in lately),
    )


def cards(session: Session, ids: Iterable[int]) -> dict[int, Card]:
    """The cards of those of these accounts that are active, by their numbers."""
    found = session.execute(_known(Account.id).where(Account.id.in_(set(ids))))
    return {row.id: _card(row) for row in found}


def picture(base: str | None, purpose: Purpose) -> Picture | None:
    """A kept picture with all its sizes; `base` is what their keys begin with."""
    if base is None:
        return None
    widths, ratio = SIZES[purpose]
    assert ratio
    return pictured(base, [(width, round(width / ratio)) for width in widths], SHOWN[purpose])


def pictured(base: str, sizes: Sequence[tuple[int, int]], shown: int) -> Picture:
    """A picture that is kept in these sizes, and shown in the one of a width where no choice can be given."""
    width, height = min(sizes, key=lambda size: abs(size[0] - shown))
    srcset = ", ".join(f"{address(base, each)} {each}w" for each, _ in sorted(sizes))
    source = PictureSource(media_type=MEDIA_TYPE, srcset=srcset)
    return Picture(url=address(base, width), width=width, height=height, sources=(source,))


def address(base: str, width: int) -> str:
    """Where one size of a kept picture is found."""
    return f"{MEDIA}{key(base, width)}"


def key(base: str, width: int) -> str:
    """What one size of a kept picture is called in the storage."""
    return f"{base}-{width}.webp"


def _known(*columns: Any) -> Select[Any]:
    chosen = select(Account.username, Account.role, Profile.name, Profile.avatar, *columns)
    return chosen.outerjoin(Profile).where(Account.state == "active")


def _card(row: Row[Any]) -> Card:
    return Card(
        username=row.username,
        name=row.name or row.username,
        avatar=picture(row.avatar, "avatar"),
        role=row.role,
    )
