"""What the shell around every page shows, whichever feature the page belongs to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from portico.platform.shapes import documented

Theme = Literal["system", "light", "dark"]

SHELL = "content"
"""The tag of every page that anyone may see: its shell names the site, and changes with the content."""
CRITICAL_FONTS = ("fonts/playfair.woff2", "fonts/hanken-grotesk.woff2")
"""The faces that every page is set in, fetched before its style sheets ask for them."""
PICTURE_SIZES = {
    "hero": "(min-width: 60rem) 75vw, 100vw",
    "plate": "(min-width: 60rem) 36rem, 100vw",
    "cover": "(min-width: 75rem) 62rem, 100vw",
    "full": "100vw",
}
"""How wide pictures stand, by their role, as the HTML `sizes` attribute has it."""


@documented
@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A labelled address: navigation, social profiles, buttons."""

    label: str
    url: str
    count: int | None = None
    """How many entries lie behind it, where that says something."""


@documented
@dataclass(frozen=True, slots=True, kw_only=True)
class PictureSource:
    """One format of a picture in several widths."""

    media_type: str
    srcset: str
    """Candidates as in the HTML `srcset` attribute: `/media/…-640.webp 640w, …`."""


@documented
@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """An image of known size with its smaller and better compressed variants."""

    url: str
    width: int
    """Intrinsic width in pixels."""
    height: int
    """Intrinsic height in pixels."""
    alt: str = ""
    sources: tuple[PictureSource, ...] = ()
    """Variants, the best compressed format first; empty for vector and animated images."""

    @property
    def still(self) -> str:
        """One address, of middling width, for where no choice can be given, as in the poster of a film."""
        candidates = self.sources[-1].srcset.split(", ") if self.sources else []
        return candidates[len(candidates) // 2].partition(" ")[0] if candidates else self.url


@documented
@dataclass(frozen=True, slots=True, kw_only=True)
class Owner:
    """The person whose site this is."""

    name: str
    email: str = ""
    role: str = ""
    location: str = ""
    sentence: str = ""
    avatar: Picture | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteView:
    """The site, as the shell of its pages names it."""

    title: str
    owner: Owner
    tagline: str = ""
    description: str = ""
    lang: str = "en"
    timezone: str = "UTC"
    navigation: tuple[Link, ...] = ()
    social: tuple[Link, ...] = ()
    footer: tuple[Link, ...] = ()
    booking: Link | None = None
    theme: Theme = "system"
    """The theme of visitors who have not chosen one."""
    demo: bool = False
    """Whether the content is an example, which the foot of every page then says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Alternate:
    """The same content in another form, announced in the head."""

    media_type: str
    title: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PageMeta:
    """The head of a page."""

    title: str
    description: str = ""
    path: str = "/"
    """The path of the page, from the root of the site."""
    canonical: str = ""
    """The absolute address that search engines should keep."""
    kind: str = "website"
    """The OpenGraph type."""
    image: str | None = None
    """The absolute address of the card image."""
    lang: str = "en"
    alternates: tuple[Alternate, ...] = ()
    json_ld: tuple[dict[str, Any], ...] = ()
    index: bool = True
    previous: str | None = None
    next: str | None = None
