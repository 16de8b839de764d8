"""What a comment says as plain text, for where it is quoted."""

from __future__ import annotations

from collections.abc import Mapping

from portico.features.discussion.words import GONE, plain

LONGEST_EXCERPT = 200
"""Characters."""


def excerpt(html: str, names: Mapping[int, str] | None = None) -> str:
    """The beginning of what was kept as this HTML, on one line.

    Without `names` nobody is named: what is kept elsewhere would name them still when they are gone.
    """
    text = plain(html) if names is None else plain(html, names, unnamed=GONE)
    return text if len(text) <= LONGEST_EXCERPT else text[: LONGEST_EXCERPT - 1].rstrip() + "…"
