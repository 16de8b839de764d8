"""What can be discussed: told by the features that show it, which this one does not know."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

Comments = Literal["open", "closed", "hidden"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """Something published that readers can comment on, react to and save."""

    collection: str
    slug: str
    title: str
    path: str
    """Where it is on the site."""
    comments: Comments = "open"
    """`closed` ones are read and take no more; `hidden` ones are not shown at all."""
    former: tuple[tuple[str, str], ...] = ()
    """Collections and slugs that it was known by before it was renamed."""


Items = Callable[[str, str], Item | None]
"""Tells the published item of a collection and slug, also by a former one; none where there is none."""
Located = Callable[[str], Item | None]
"""Tells the published item at a path of the site, also at a former one; none where there is none."""


def anchor(path: str, comment_id: int) -> str:
    """Where a comment is on the page of its item."""
    return f"{path}#comment-{comment_id}"
