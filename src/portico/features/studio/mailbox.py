"""Mails that left into a folder, read back as people read them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

MOST = 200
"""How many mails are listed, the newest first."""
NAME = re.compile(r"[0-9a-f]{1,64}")
CODE = re.compile(r"\b[0-9A-Z]{4}-[0-9A-Z]{4}\b")
SHOWN = ("From", "To", "Subject", "Date", "Message-ID")


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """One mail in the folder."""

    name: str
    subject: str
    recipient: str
    at: datetime
    text: str
    html: str
    headers: tuple[tuple[str, str], ...]

    @property
    def code(self) -> str:
        """The code to be typed that the mail brings, empty where it brings none."""
        found = CODE.search(self.text)
        return found[0] if found else ""


def newest(folder: Path) -> list[Kept]:
    """The mails of a folder, the newest first."""
    files = [path for path in folder.glob("*.eml") if NAME.fullmatch(path.stem)]
    files.sort(key=lambda path: path.stat().st_mtime_ns, reverse=True)
    return [_read(path) for path in files[:MOST]]


def find(folder: Path, name: str) -> Kept | None:
    """The mail of this name, none where there is none."""
    path = folder / f"{name}.eml"
    return _read(path) if NAME.fullmatch(name) and path.is_file() else None


def _read(path: Path) -> Kept:
    message = message_from_bytes(path.read_bytes(), policy=policy.default)
    return Kept(
        name=path.stem,
        subject=str(message["Subject"]),
        recipient=str(message["To"]),
        at=message["Date"].datetime,
        text=_body(message, "plain"),
        html=_body(message, "html"),
        headers=tuple((name, str(message[name])) for name in SHOWN),
    )


def _body(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    return str(part.get_content()).strip() if part else ""
