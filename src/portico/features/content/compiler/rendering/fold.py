"""Folding sanitised HTML, element by element, into valid HTML whose parts the page understands."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html import escape, unescape

from portico.features.content.compiler.rendering.elements import (
    CARRIERS,
    MATHS,
    PHRASING,
    PHRASING_ONLY,
    VOID,
)
from portico.features.content.compiler.rendering.page import Page

_TAG = re.compile(r"<(/?)([a-z][a-z0-9-]*)((?:[^>\"]|\"[^\"]*\")*)>")
_ATTRIBUTE = re.compile(r"\s([^\s=\"]+)=\"([^\"]*)\"")
_BLANK = re.compile(r"\s*\Z")
_LONGEST_NUMBER = 9
DEEPEST = 200
"""Elements within one another; beyond that only their content is kept."""

INLINE, BLOCK, ITEM = 0, 1, 2

_TEXT_BREAKS = frozenset({"br", "td", "th"})


class Frame:
    """An open element and what has been folded into it so far."""

    __slots__ = ("attributes", "interactive", "kinds", "parts", "picture", "tag", "text_start", "words")

    def __init__(self, tag: str, words: str, text_start: int) -> None:
        self.tag = tag
        """Empty when only the content is kept."""
        self.words = words
        """The attributes as written."""
        self.attributes: dict[str, str] | None = None
        self.parts: list[str] = []
        self.kinds: dict[int, int] = {}
        """What is not inline among the parts, by position."""
        self.text_start = text_start
        self.interactive = False
        """Whether something in it can be clicked."""
        self.picture: tuple[str, str] | None = None
        """The title and HTML of the last image."""

    def get(self, name: str) -> str | None:
        """The value of an attribute."""
        if self.attributes is None:
            self.attributes = {
                key: unescape(value) if "&" in value else value
                for key, value in _ATTRIBUTE.findall(self.words)
            }
        return self.attributes.get(name)

    def number(self, name: str) -> int | None:
        """The value of an attribute that is a number, unless an author made it up."""
        value = self.get(name) or ""
        return int(value) if value.isdecimal() and len(value) < _LONGEST_NUMBER else None

    def html(self) -> str:
        return "".join(self.parts)

    def runs(self) -> Iterator[tuple[int, str]]:
        """The parts with neighbouring inline ones joined; blank ones are left out."""
        inline: list[str] = []
        for index, part in enumerate(self.parts):
            kind = self.kinds.get(index, INLINE)
            if kind == INLINE:
                inline.append(part)
                continue
            joined = "".join(inline)
            if not is_blank(joined):
                yield INLINE, joined
            inline = []
            yield kind, part
        joined = "".join(inline)
        if not is_blank(joined):
            yield INLINE, joined


Handler = Callable[["Fold", Frame], None]


class Fold:
    """Goes through sanitised HTML once, keeping the elements that are open."""

    def __init__(self, page: Page, handlers: dict[str, Handler]) -> None:
        self.page = page
        self.handlers = handlers
        self.text: list[str] = []
        """All text so far, escaped as in HTML."""
        self.summary = ""
        self.open: list[Frame] = [Frame("", "", 0)]
        self.phrasing_only = 0
        self.maths = 0

    def fold(self, html: str) -> Frame:
        """The root of the folded HTML."""
        pieces = _TAG.split(html)
        self._add_text(pieces[0])
        for index in range(1, len(pieces), 4):
            name = pieces[index + 1]
            if pieces[index]:
                self._close()
            else:
                self._enter(name, pieces[index + 2])
                if name in VOID:
                    self._close()
            if pieces[index + 3]:
                self._add_text(pieces[index + 3])
        return self.open[0]

    def add(self, html: str, kind: int = INLINE) -> None:
        """Put finished HTML into the element that is open."""
        frame = self.open[-1]
        if kind:
            frame.kinds[len(frame.parts)] = kind
        frame.parts.append(html)

    def splice(self, frame: Frame) -> None:
        """Put the content of an element in its place."""
        parent = self.open[-1]
        offset = len(parent.parts)
        for index, kind in frame.kinds.items():
            # Items belong to the list or table that is no longer around them.
            parent.kinds[offset + index] = kind
        parent.parts += frame.parts

    def text_of(self, frame: Frame) -> str:
        """The plain text that stands in an element."""
        return " ".join(unescape("".join(self.text[frame.text_start :])).split())

    def within(self, *names: str) -> bool:
        return any(frame.tag in names for frame in self.open)

    def _add_text(self, text: str) -> None:
        self.text.append(text)
        self.open[-1].parts.append(text)

    def _enter(self, name: str, words: str) -> None:
        tag = name if self._may_stand(name, words) else ""
        frame = Frame(tag, words, len(self.text))
        self.open.append(frame)
        if tag in PHRASING_ONLY:
            self.phrasing_only += 1
        elif tag == "math":
            self.maths += 1
        if tag not in PHRASING or tag in _TEXT_BREAKS:
            self.text.append("\n")

    def _may_stand(self, name: str, words: str) -> bool:
        if name in VOID or "data-slot" in words:
            return True
        if self.maths:
            return name in MATHS
        return len(self.open) <= DEEPEST and not (
            self.phrasing_only and name not in PHRASING and name not in CARRIERS
        )

    def _close(self) -> None:
        if len(self.open) == 1:
            return
        frame = self.open.pop()
        tag = frame.tag
        if tag in PHRASING_ONLY:
            self.phrasing_only -= 1
        elif tag == "math":
            self.maths -= 1
        if frame.interactive:
            self.open[-1].interactive = True
        if not tag:
            self.splice(frame)
            return
        handler = self.handlers.get(tag)
        if handler is not None:
            handler(self, frame)
        else:
            self.splice(frame)
        if tag not in PHRASING:
            self.text.append("\n")


def is_blank(html: str) -> bool:
    """Whether there is nothing but white space."""
    return _BLANK.match(html) is not None


def element(tag: str, attributes: dict[str, str], content: str) -> str:
    """An element from attribute values that are not escaped yet."""
    return f"<{tag}{written(attributes)}>{content}</{tag}>"


def written(attributes: dict[str, str]) -> str:
    """Attributes as HTML, from values that are not escaped yet; an empty one is only named."""
    return "".join(
        f' {name}="{escape(value)}"' if value else f" {name}" for name, value in attributes.items()
    )
