"""What a comment says as plain text, for where it is quoted."""

from __future__ import annotations

from collections.abc import Mapping
from html.parser import HTMLParser

from portico.features.discussion.words import shown

LONGEST_EXCERPT = 200
"""Characters."""


def excerpt(html: str, names: Mapping[int, str] | None = None) -> str:
    """The beginning of what was kept as this HTML, on one line.

    Without `names` nobody is named: what is kept elsewhere would name them still when they are gone.
    """
    reader = _Text()
    reader.feed(shown(html, names) if names is not None else shown(html, {}).replace("@deleted", "@…"))
    reader.close()
    text = " ".join("".join(reader.pieces).split())
    return text if len(text) <= LONGEST_EXCERPT else text[: LONGEST_EXCERPT - 1].rstrip() + "…"


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag in ("p", "br", "li", "blockquote", "pre"):
            self.pieces.append(" ")

    def handle_data(self, data: str) -> None:
        self.pieces.append(data)
