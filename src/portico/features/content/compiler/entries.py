"""One content file, from its bytes to everything the compiled site keeps of it."""

from __future__ import annotations

import hashlib
import math
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime, tzinfo
from pathlib import Path
from typing import Any, Literal

from portico.features.content.addresses import AUTHORS, segment, tag_slug
from portico.features.content.compiler.front_block import BrokenFrontMatter, split
from portico.features.content.compiler.frontmatter import FrontMatter, normalise
from portico.features.content.compiler.links import Links
from portico.features.content.compiler.media import MediaLibrary
from portico.features.content.compiler.rendering import render
from portico.features.content.compiler.rendering.document import Document, Source, Surroundings
from portico.features.content.compiler.sources import SourceFile, Unreadable, read_text
from portico.features.content.models import Picture, Problem, Video
from portico.platform.clock import to_seconds

WORDS_A_MINUTE = 220
FILMS = {".mp4": "video/mp4", ".webm": "video/webm"}
INDEX = ("index", "_index")


@dataclass(frozen=True, slots=True, kw_only=True)
class Parsed:
    """A file whose front matter has been read and whose address is known; its body is not rendered yet."""

    file: SourceFile
    digest: str
    matter: FrontMatter
    body: str
    first_line: int
    slug: str
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Compiled:
    """A file with its body rendered."""

    parsed: Parsed
    document: Document
    cover: Picture | None
    video: Video | None
    lang: str
    dependencies: dict[str, str | None]
    """What the body refers to, as written with its kind, and what that led to."""
    problems: tuple[Problem, ...] = ()

    @property
    def title(self) -> str:
        """The title: said by the front matter, else the first heading, else the file's name."""
        named = self.parsed.file.stem.rpartition("/")[2].replace("-", " ").replace("_", " ").strip()
        return self.parsed.matter.title or self.document.title or named.capitalize() or "Untitled"

    @property
    def minutes(self) -> int:
        """Reading time."""
        return max(1, math.ceil(self.document.words / WORDS_A_MINUTE))


def parse(file: SourceFile, zone: tzinfo) -> Parsed:
    """Read a file as far as its front matter. Raises Unreadable."""
    text = read_text(file)
    try:
        parts = split(text)
    except BrokenFrontMatter as error:
        hint = "Mend the block between the marker lines."
        raise Unreadable(
            Problem(
                path=file.name,
                line=error.line,
                code="front-matter",
                message=error.message,
                hint=hint,
                severity="error",
            )
        ) from None
    matter, problems = normalise(parts.values, path=file.name, zone=zone)
    slug, bad_slug = _slug(file, matter)
    return Parsed(
        file=file,
        digest=hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest(),
        matter=matter,
        body=parts.body,
        first_line=parts.first_line,
        slug=slug,
        problems=(*problems, *bad_slug),
    )


def compile_entry(parsed: Parsed, links: Links, media: MediaLibrary, lang: str) -> Compiled:
    """Render a file's body and find the pictures and pages it refers to."""
    seen = _Seen(parsed.file.path, links, media)
    own_lang = parsed.matter.lang or lang
    source = Source(
        text=parsed.body,
        path=parsed.file.name,
        dialect="mdx" if parsed.file.dialect == "mdx" else "md",
        title=parsed.matter.title,
        first_line=parsed.first_line,
        lang=own_lang,
    )
    document = render(source, Surroundings(picture=seen.picture, link=seen.link))
    cover, video = _cover(parsed, seen)
    missing = [] if cover or video or not parsed.matter.image else [_missing_cover(parsed)]
    return Compiled(
        parsed=parsed,
        document=document,
        cover=cover,
        video=video,
        lang=own_lang,
        dependencies=seen.found,
        problems=(*parsed.problems, *document.problems, *missing),
    )


@dataclass(slots=True)
class _Seen:
    """Answers the renderer's questions and remembers them, so that a later sync can ask again."""

    base: Path
    links: Links
    media: MediaLibrary
    found: dict[str, str | None] = field(default_factory=dict)

    def picture(self, address: str) -> Picture | None:
        picture = self.media.picture(address, self.base)
        self.found[f"picture {address}"] = picture.url if picture else None
        return picture

    def link(self, target: str) -> str | None:
        resolved = self.links.resolve(target, self.base)
        self.found[f"link {target}"] = resolved
        return resolved


def still_holds(dependency: str, result: str | None, base: Path, links: Links, media: MediaLibrary) -> bool:
    """Whether something that a file refers to still leads where it did when the file was rendered."""
    kind, _, written = dependency.partition(" ")
    if kind == "link":
        return links.resolve(written, base) == result
    picture = media.picture(written, base)
    return (picture.url if picture else None) == result


def published_at(parsed: Parsed, first_committed: dict[Path, int], now: datetime) -> int:
    """When the entry is published, in seconds: as it says, else from git, else the file's own time."""
    if parsed.matter.published:
        return to_seconds(parsed.matter.published)
    derived = first_committed.get(parsed.file.path, parsed.file.mtime_ns // 1_000_000_000)
    return min(derived, to_seconds(now))


def card_fields(compiled: Compiled) -> dict[str, Any]:
    """What lists show of an entry beyond the columns that are searched by."""
    matter = compiled.parsed.matter
    return {
        "tags": _tags(matter.tags),
        "authors": list(matter.authors),
        "cover": asdict(compiled.cover) if compiled.cover else None,
        "video": asdict(compiled.video) if compiled.video else None,
        "facts": matter.facts,
    }


def _tags(names: tuple[str, ...]) -> list[tuple[str, str]]:
    spelled: dict[str, str] = {}
    for name in names:
        spelled.setdefault(tag_slug(name), name)
    return list(spelled.items())


def author_fields(compiled: Compiled) -> dict[str, Any]:
    """What an author's page shows, read from the spellings that author files use."""
    facts = compiled.parsed.matter.facts
    text = {k: v for k, v in facts.items() if isinstance(v, str)}
    links = [
        {"label": name.capitalize() if len(name) > 3 else name.upper(), "url": value}
        for name, value in text.items()
        if value.startswith(("https://", "http://"))
    ]
    return {
        "slug": compiled.parsed.slug,
        "name": text.get("name") or compiled.title,
        "role": text.get("role") or text.get("occupation", ""),
        "company": text.get("company", ""),
        "avatar": asdict(compiled.cover) if compiled.cover else None,
        "links": links,
        "html": compiled.document.html,
    }


def _slug(file: SourceFile, matter: FrontMatter) -> tuple[str, list[Problem]]:
    folder, _, last = file.stem.rpartition("/")
    if last in INDEX and not matter.slug:
        return folder, []
    if not matter.slug:
        return file.stem, []
    wanted = matter.slug.strip("/").split("/")
    chosen = [segment(part) for part in wanted]
    if all(chosen) and ".." not in wanted:
        return "/".join([folder, *chosen] if folder else chosen), []
    message = f"The slug “{matter.slug[:80]}” does not fit into an address; the file name is used."
    return file.stem, [
        Problem(
            path=file.name, line=1, code="bad-slug", message=message, hint="Use letters, digits and hyphens."
        )
    ]


def _cover(parsed: Parsed, seen: _Seen) -> tuple[Picture | None, Video | None]:
    written = parsed.matter.image
    if parsed.file.collection == AUTHORS:
        avatar = parsed.matter.facts.get("avatar")
        written = written or (avatar if isinstance(avatar, str) else None)
    if not written or written.startswith(("http://", "https://", "//", "data:")):
        return None, None
    film = FILMS.get(Path(written).suffix.lower())
    if film:
        url = seen.link(written)
        poster = parsed.matter.poster
        picture = seen.picture(poster) if poster else None
        return picture, Video(url=url, media_type=film, poster=picture) if url else None
    picture = seen.picture(written)
    return (replace(picture, alt=parsed.matter.image_alt) if picture else None), None


def _missing_cover(parsed: Parsed) -> Problem:
    written = parsed.matter.image or ""
    remote = written.startswith(("http://", "https://", "//"))
    code: Literal["remote-cover", "missing-image"] = "remote-cover" if remote else "missing-image"
    message = (
        f"The cover {written[:120]} lies on another server; covers are served from the site itself."
        if remote
        else f"There is no picture {written[:120]}."
    )
    hint = "Put the picture into media/ and refer to it as /media/NAME."
    return Problem(path=parsed.file.name, line=1, code=code, message=message, hint=hint)
