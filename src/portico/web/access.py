"""Access marks: every route says who may use it; a test refuses silent ones."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

View = TypeVar("View", bound=Callable[..., Any])
MARK = "__access__"


def public(view: View) -> View:
    """Anyone may use this route, signed in or not."""
    setattr(view, MARK, "public")
    return view


def access_of(view: Callable[..., Any]) -> str | None:
    """Who may use a route: the name of its mark, none when it has none."""
    return getattr(view, MARK, None)
