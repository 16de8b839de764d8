"""The privacy-friendly frame behind the address of something to watch, hear or try elsewhere."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

_ID = re.compile(r"[\w-]{1,64}")
_SECONDS = re.compile(r"(?:(\d{1,3})h)?(?:(\d{1,4})m)?(?:(\d{1,6})s?)?")


@dataclass(frozen=True, slots=True)
class Player:
    """What is loaded on a click."""

    name: str
    """Of the service, as its visitors know it; the host's for a page without special treatment."""
    frame: str
    """The HTTPS address for the frame."""


def player(url: str) -> Player:
    """The player for an HTTPS address; the address itself where the service is not known."""
    parts = urlsplit(url)
    host = (parts.hostname or "").removeprefix("www.").removeprefix("m.")
    service = _SERVICES.get(host)
    frame = service[1](parts.path, parse_qs(parts.query)) if service else None
    return Player(service[0], frame) if service and frame else Player(host, url)


Query = dict[str, list[str]]


def _youtube(path: str, query: Query) -> str | None:
    parts = path.strip("/").split("/")
    video = query.get("v", [""])[0] if parts[0] == "watch" else parts[-1]
    if not re.fullmatch(r"[\w-]{6,20}", video) or parts[0] in {"playlist", "channel", "c", "user"}:
        return None
    start = _seconds((query.get("t") or query.get("start") or [""])[0])
    return f"https://www.youtube-nocookie.com/embed/{video}?autoplay=1" + (f"&start={start}" if start else "")


def _vimeo(path: str, query: Query) -> str | None:
    match = re.fullmatch(r"/(?:video/|channels/[\w-]+/)?(\d{4,12})(?:/(\w{6,20}))?/?", path)
    if not match:
        return None
    key = match[2] or query.get("h", [""])[0]
    unlisted = f"&h={key}" if _ID.fullmatch(key) else ""
    return f"https://player.vimeo.com/video/{match[1]}?dnt=1&autoplay=1{unlisted}"


def _codepen(path: str, _query: Query) -> str | None:
    match = re.fullmatch(r"/([\w-]{1,64})/(?:pen|embed|full|details)/([\w-]{1,64})/?", path)
    return f"https://codepen.io/{match[1]}/embed/{match[2]}?default-tab=result" if match else None


def _stackblitz(path: str, _query: Query) -> str | None:
    match = re.fullmatch(r"/(edit/[\w-]{1,128}|github/[\w./-]{1,200})", path)
    return f"https://stackblitz.com/{match[1]}?embed=1" if match else None


def _codesandbox(path: str, _query: Query) -> str | None:
    match = re.fullmatch(r"/(?:s|embed|p/sandbox)/([\w-]{1,128})/?", path)
    return f"https://codesandbox.io/embed/{match[1]}" if match else None


def _spotify(path: str, _query: Query) -> str | None:
    match = re.fullmatch(
        r"/(?:intl-\w+/)?(?:embed/)?(track|album|playlist|episode|show|artist)/(\w{1,64})/?", path
    )
    return f"https://open.spotify.com/embed/{match[1]}/{match[2]}" if match else None


def _seconds(written: str) -> int:
    match = _SECONDS.fullmatch(written)
    hours, minutes, seconds = (int(part or 0) for part in match.groups()) if match else (0, 0, 0)
    return hours * 3600 + minutes * 60 + seconds


_SERVICES: dict[str, tuple[str, Callable[[str, Query], str | None]]] = {
    "youtube.com": ("YouTube", _youtube),
    "music.youtube.com": ("YouTube", _youtube),
    "youtube-nocookie.com": ("YouTube", _youtube),
    "youtu.be": ("YouTube", _youtube),
    "vimeo.com": ("Vimeo", _vimeo),
    "player.vimeo.com": ("Vimeo", _vimeo),
    "codepen.io": ("CodePen", _codepen),
    "stackblitz.com": ("StackBlitz", _stackblitz),
    "codesandbox.io": ("CodeSandbox", _codesandbox),
    "open.spotify.com": ("Spotify", _spotify),
}
