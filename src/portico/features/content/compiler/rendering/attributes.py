"""The attributes that any element may keep."""

from __future__ import annotations

import re

from portico.features.content.compiler.rendering.fold import Fold, Frame, written

ID_PREFIX = "user-"
"""Before the ids that authors write, so that they are never taken for those of the page."""
_MATTERS = re.compile(r" (?:class|classname|data-id|dir|id|lang|name|title|align)=")
_LANGUAGE = re.compile(r"[a-z]{2}(?:-[A-Z]{2})?\Z")
_SPACE = re.compile(r"\s+")


def common(fold: Fold, frame: Frame) -> dict[str, str]:
    """Class, id, language, direction and title, as far as they are sound."""
    if not _MATTERS.search(frame.words):
        return {}
    kept: dict[str, str] = {}
    identifier = _identifier(fold, frame)
    if identifier:
        kept["id"] = identifier
    classes = " ".join(
        [*(frame.get("class") or "").split(), *(frame.get("classname") or "").split(), *_alignment(frame)]
    )
    if classes:
        kept["class"] = classes
    language, direction, title = frame.get("lang"), frame.get("dir"), frame.get("title")
    if language and _LANGUAGE.match(language):
        kept["lang"] = language
    if direction in {"ltr", "rtl", "auto"}:
        kept["dir"] = direction
    if title:
        kept["title"] = title
    return kept


def common_written(fold: Fold, frame: Frame) -> str:
    """The same, as HTML."""
    return written(common(fold, frame)) if frame.words else ""


def own_id(identifier: str) -> str:
    """An author's id as it stands in the page."""
    return ID_PREFIX + _SPACE.sub("-", identifier.strip())


def _identifier(fold: Fold, frame: Frame) -> str | None:
    generated = frame.get("data-id")
    wanted = generated or own_id(frame.get("id") or frame.get("name") or "")
    if wanted == ID_PREFIX or wanted in fold.page.ids:
        return None
    fold.page.ids.add(wanted)
    return wanted


def _alignment(frame: Frame) -> list[str]:
    side = (frame.get("align") or "").lower()
    return [f"align-{side}"] if side in {"left", "right", "center", "justify"} else []
