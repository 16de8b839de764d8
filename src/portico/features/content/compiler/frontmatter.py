"""Front matter: what a content file says about itself, in all the spellings in the wild."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, tzinfo
from typing import Any

from portico.features.content.compiler.plain_values import TooMuch, line_of, plain
from portico.features.content.models import Comments, Problem

FIRST_YEAR = 1000
"""Earlier dates count as none: the year 1 is how some tools write “no date”."""
LATEST = datetime(9998, 12, 31, tzinfo=UTC)
"""Later moments count as this one, which every time zone can still express."""

TITLE = ("title",)
SLUG = ("slug",)
SUMMARY = ("summary", "description", "excerpt")
PUBLISHED = ("date", "published", "created", "publishedAt", "pubDate")
UPDATED = ("lastmod", "updated", "modified", "updatedAt")
TAGS = ("tags", "categories", "keywords", "category", "tag")
AUTHORS = ("authors", "author")
IMAGES = ("image", "images", "cover", "banner", "thumbnail")
ALIASES = ("aliases", "alias", "redirect_from")
CANONICAL = ("canonical", "canonicalUrl", "canonical_url")
LANGUAGE = ("lang", "language")
DRAFT = ("draft",)
COMMENTS = ("comments",)
KNOWN = frozenset((*TITLE, *SLUG, *SUMMARY, *PUBLISHED, *UPDATED, *TAGS, *AUTHORS, *IMAGES))
KNOWN |= {*ALIASES, *CANONICAL, *LANGUAGE, *DRAFT, *COMMENTS, "imageAlt", "image_alt", "layout", "poster"}
SAID_OF_COMMENTS: dict[str, Comments] = {
    "open": "open", "true": "open", "yes": "open", "on": "open",
    "closed": "closed",
    "hidden": "hidden", "false": "hidden", "no": "hidden", "off": "hidden",
}  # fmt: skip
LANGUAGE_TAG = re.compile(r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$")


@dataclass(frozen=True, slots=True, kw_only=True)
class FrontMatter:
    """What a file says about itself, normalised; `facts` holds what Portico has no meaning for."""

    title: str | None = None
    slug: str | None = None
    summary: str | None = None
    published: datetime | None = None
    updated: datetime | None = None
    draft: bool = False
    tags: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    image: str | None = None
    image_alt: str = ""
    poster: str | None = None
    aliases: tuple[str, ...] = ()
    canonical: str | None = None
    lang: str | None = None
    comments: Comments | None = None
    """None where the collection says it."""
    facts: dict[str, Any] = field(default_factory=dict)


def normalise(values: Mapping[str, Any], *, path: str, zone: tzinfo) -> tuple[FrontMatter, list[Problem]]:
    """The meaning of front matter values; dates without a zone are in `zone`. Odd values become problems."""
    reader = _Reader(values, path, zone)
    published_flag = values.get("published")
    hidden = published_flag is False or reader.draft()
    matter = FrontMatter(
        title=reader.text(TITLE),
        slug=reader.text(SLUG),
        summary=reader.text(SUMMARY),
        published=reader.moment(PUBLISHED),
        updated=reader.moment(UPDATED),
        draft=hidden,
        tags=reader.names(TAGS, merge=True),
        authors=reader.names(AUTHORS, commas=False),
        image=reader.image(),
        image_alt=reader.text(("imageAlt", "image_alt")) or "",
        poster=reader.text(("poster",)),
        aliases=reader.names(ALIASES, commas=False),
        canonical=reader.address(CANONICAL),
        lang=reader.language(),
        comments=reader.comments(),
        facts=reader.facts(),
    )
    return matter, reader.problems


class _Reader:
    def __init__(self, values: Mapping[str, Any], path: str, zone: tzinfo) -> None:
        self._values = values
        self._path = path
        self._zone = zone
        self.problems: list[Problem] = []

    def text(self, names: Iterable[str]) -> str | None:
        for name in names:
            value = self._values.get(name)
            if isinstance(value, str | int | float | date) and not isinstance(value, bool):
                cleaned = line_of(value)
                if cleaned:
                    return cleaned
            elif value not in (None, "", [], {}):
                self._odd(name, "a line of text")
        return None

    def names(self, keys: Iterable[str], *, merge: bool = False, commas: bool = True) -> tuple[str, ...]:
        found: dict[str, None] = {}
        for key in keys:
            value = self._values.get(key)
            if isinstance(value, str):
                value = value.split(",") if commas else [value]
            if isinstance(value, list):
                found.update((line_of(n), None) for n in value if isinstance(n, str | int | float))
            elif value is not None:
                self._odd(key, "a list of names")
            if found and not merge:
                break
        found.pop("", None)
        return tuple(found)

    def draft(self) -> bool:
        """Whether the entry is hidden; a word that is neither yes nor no hides it, to be safe."""
        value = self._values.get("draft")
        word = str(value).strip().lower()
        if value is None or word in ("", "false", "no", "off", "0"):
            return False
        if word not in ("true", "yes", "on", "1"):
            self._report(
                "odd-value", "`draft` is neither true nor false; the entry is hidden.", "Write true or false."
            )
        return True

    def comments(self) -> Comments | None:
        """Whether readers can comment; a word that says neither leaves it to the collection."""
        value = self._values.get("comments")
        word = str(value).strip().lower()
        if value is None or word == "":
            return None
        if word in SAID_OF_COMMENTS:
            return SAID_OF_COMMENTS[word]
        self._odd("comments", "open, closed or hidden")
        return None

    def moment(self, names: Iterable[str]) -> datetime | None:
        for name in names:
            value = self._values.get(name)
            if value is None or isinstance(value, bool) or value == "":
                continue
            moment = _moment(value, self._zone)
            if moment is not None:
                return moment
            self._odd(name, "a date such as 2026-03-14 or 2026-03-14T09:30:00+01:00")
        return None

    def image(self) -> str | None:
        for name in IMAGES:
            value = self._values.get(name)
            while isinstance(value, list) and value:
                value = value[0]
            if isinstance(value, dict):
                value = next((value[k] for k in ("src", "url", "image", "path") if value.get(k)), None)
            if isinstance(value, str) and value.strip():
                return value.strip()
        return None

    def address(self, names: Iterable[str]) -> str | None:
        value = self.text(names)
        if value is not None and not value.startswith(("https://", "http://")):
            self._odd(next(iter(names)), "an address that starts with https://")
            return None
        return value

    def language(self) -> str | None:
        value = self.text(LANGUAGE)
        if value is not None and not LANGUAGE_TAG.match(value):
            self._odd("lang", "a language tag such as en or pt-BR")
            return None
        return value

    def facts(self) -> dict[str, Any]:
        try:
            facts: dict[str, Any] = plain({k: v for k, v in self._values.items() if k not in KNOWN})
        except TooMuch:
            message = "The front matter holds too many or too deeply nested values; what Portico has no"
            message += " meaning for is left out."
            self._report("too-much-front-matter", message, "Move data of this size into content/data/.")
            return {}
        return facts

    def _odd(self, name: str, wanted: str) -> None:
        self._report("odd-value", f"`{name}` is not {wanted}; it is left out.", f"Write {wanted}.")

    def _report(self, code: str, message: str, hint: str) -> None:
        self.problems.append(Problem(path=self._path, line=1, code=code, message=message, hint=hint))


def _moment(value: Any, zone: tzinfo) -> datetime | None:
    if isinstance(value, str | int):
        value = _parsed(line_of(value))
    if isinstance(value, datetime):
        moment = value
    elif isinstance(value, date):
        moment = datetime.combine(value, time())
    else:
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=zone)
    if moment.year >= LATEST.year:
        return LATEST
    if moment.year < FIRST_YEAR:
        return None
    return moment.astimezone(UTC)


def _parsed(text: str) -> datetime | None:
    for candidate in (text, text.replace("/", "-"), text.partition(" (")[0]):
        try:
            return datetime.fromisoformat(candidate)
        except ValueError:
            continue
    for layout in (
        "%d %B %Y",
        "%B %d, %Y",
        "%d %b %Y",
        "%b %d, %Y",
        "%a, %d %b %Y %H:%M:%S %z",
        "%Y-%m-%d %H:%M:%S %z",
        "%Y-%m-%d",
        "%Y/%m/%d",
    ):
        try:
            return datetime.strptime(text, layout)  # noqa: DTZ007
        except ValueError:
            continue
    return None
