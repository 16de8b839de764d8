"""What the API says and takes about people and their pictures; templates render the same."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from portico.features.profiles import words
from portico.features.profiles.models import Purpose
from portico.platform.shapes import Input, documented
from portico.web.shell import Picture

MediaType = Literal["image/jpeg", "image/png", "image/webp", "image/avif", "image/gif"]

LARGEST_FILE = 8_000_000
"""Bytes that a picture may have when it is sent."""
MOST_LINKS = 8


@documented
@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileLink:
    """Where else somebody is on the web."""

    label: str
    url: str


@documented
@dataclass(frozen=True, slots=True, kw_only=True)
class RecentItem:
    """Something that somebody wrote here lately."""

    url: str
    title: str
    """Of the page that it belongs to."""
    excerpt: str
    at: datetime


@documented
@dataclass(frozen=True, slots=True, kw_only=True)
class Recent:
    """What somebody did of one kind: how often, and the last of it."""

    kind: str
    """Such as `comments` or `notes`."""
    count: int
    items: tuple[RecentItem, ...] = ()


@documented
@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileView:
    """What everybody may know of a member, the same for whoever looks."""

    username: str
    name: str
    """The username of whoever gave no other."""
    bio: str
    """Plain text; lines end with a line feed."""
    role: str
    """`owner`, `moderator` or `member`."""
    joined: datetime
    avatar: Picture | None
    banner: Picture | None
    links: tuple[ProfileLink, ...]
    recent: tuple[Recent, ...] = ()

    @property
    def path(self) -> str:
        """Where the page of this person is."""
        return f"/@{self.username}"


@documented
@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A member in a line, beside what they wrote."""

    username: str
    name: str
    avatar: Picture | None
    role: str


class LinkUpdate(Input):
    """A link as it is given."""

    label: Annotated[str, Field(min_length=1, max_length=200), AfterValidator(words.label)]
    """What the link is called; 40 characters at most."""
    url: Annotated[str, Field(max_length=300), AfterValidator(words.secure_address)]
    """An address that begins with `https://`."""


class ProfileUpdate(Input):
    """What of a profile changes; whatever is left out stays as it is."""

    name: Annotated[str, Field(max_length=512), AfterValidator(words.name)] | None = Field(
        default=None, examples=["Ada"]
    )
    """64 characters at most, on one line; empty for the username."""
    bio: Annotated[str, Field(max_length=4000), AfterValidator(words.bio)] | None = Field(
        default=None, examples=["Draws bridges."]
    )
    """500 characters at most."""
    links: Annotated[tuple[LinkUpdate, ...], Field(max_length=MOST_LINKS)] | None = None


class UploadCreate(Input):
    """A picture that is to be sent."""

    purpose: Annotated[Purpose, Field(examples=["avatar"])]
    """`content` is for the owner of the site."""
    content_type: Annotated[MediaType, Field(examples=["image/png"])]
    size: Annotated[int, Field(ge=1, le=LARGEST_FILE, examples=[48_210])]
    """Bytes."""


@documented
@dataclass(frozen=True, slots=True, kw_only=True)
class UploadPublic:
    """How to send a picture."""

    url: str
    """Where to send the bytes, within five minutes."""
    method: str
    headers: dict[str, str]
    """What the request must say beside its length."""
    key: str
    confirm_token: str
    """Proves, when the bytes are there, which they are; good for ten minutes."""
    expires_at: datetime
    """Of the confirm token."""


class Crop(Input):
    """The part of a picture to keep, as fractions of its width and height as it is shown."""

    x: Annotated[float, Field(ge=0, lt=1)]
    y: Annotated[float, Field(ge=0, lt=1)]
    width: Annotated[float, Field(gt=0, le=1)]
    height: Annotated[float, Field(gt=0, le=1)]


class UploadConfirm(Input):
    """The bytes are there."""

    confirm_token: Annotated[str, Field(min_length=1, max_length=1000, examples=["eyJrIjoic3QifQ.aSDg"])]
    crop: Crop | None = None
    """Default: the middle of the picture."""


@documented
@dataclass(frozen=True, slots=True, kw_only=True)
class UploadKept:
    """The picture that was made of an upload."""

    purpose: Purpose
    url: str
    picture: Picture
