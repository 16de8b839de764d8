"""Markdown that says what some HTML says, as far as comments here can say it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from html.parser import HTMLParser
from urllib.parse import quote

SPOKEN = {"b": "**", "strong": "**", "i": "*", "em": "*", "s": "~~", "del": "~~", "strike": "~~"}
PARAGRAPHS = set("p div h1 h2 h3 h4 h5 h6 hr table tr ul ol dl dt dd section article".split())
UNSAID = {"script", "style", "template", "title", "iframe", "object"}
LONGEST = 20_000
"""Characters; what comes behind is more than a comment can hold here."""
DEEPEST = 15
"""What is nested deeper is said at that depth."""
_ADDRESS = re.compile(r"(https?://[^\s<>\"]+)")
_MEANING = re.compile(r"([\\`*_\[\]<~])")
_LEADING = re.compile(r"(?m)^([ \t]*)(?=[-+>#])")
_NUMBER = re.compile(r"(?m)^([ \t]*\d+)(?=[.)])")
_TICKS = re.compile(r"`+")
_AT_ENDS = re.compile(r"[ \t]*\n[ \t]*(?=\n|$)|[ \t]+\n")
_EMPTY = re.compile(r"\n{3,}")
_IN_ADDRESSES = "%/:=&?~#+!$,;'@*-._"


def markdown_of(html: str, *, lines: bool = False) -> str:
    """The Markdown of some HTML; with `lines`, ends of lines are ones, as in what people type."""
    writer = _Writer(keeps_lines=lines)
    writer.feed(html[:LONGEST])
    writer.close()
    return writer.written()


class _Writer(HTMLParser):
    """Writes into the innermost of those elements whose text is made into something as a whole."""

    def __init__(self, *, keeps_lines: bool) -> None:
        super().__init__(convert_charrefs=True)
        self._keeps_lines = keeps_lines
        self._open: list[tuple[str, str, list[str]]] = [("", "", [])]
        self._lists: list[int | None] = []
        self._unsaid = 0

    def written(self) -> str:
        while len(self._open) > 1:
            self._leave()
        return _tidy("".join(self._open[0][2]))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in UNSAID:
            self._unsaid += 1
        elif tag in ("ul", "ol"):
            self._lists.append(1 if tag == "ol" else None)
        if tag == "br":
            self._say("\n")
        elif tag in SPOKEN:
            self._say(SPOKEN[tag])
        elif tag in PARAGRAPHS:
            self._say("\n\n")
        elif tag in WHOLE and len(self._open) < DEEPEST and not self._is_open("pre", "code"):
            self._open.append((tag, self._particular(tag, dict(attrs)), []))

    def handle_endtag(self, tag: str) -> None:
        if tag in UNSAID:
            self._unsaid = max(0, self._unsaid - 1)
        elif tag in ("ul", "ol") and self._lists:
            self._lists.pop()
        if tag in SPOKEN:
            self._say(SPOKEN[tag])
        elif tag in PARAGRAPHS:
            self._say("\n\n")
        elif tag in WHOLE and self._is_open(tag):
            while self._leave() != tag:
                pass

    def handle_data(self, data: str) -> None:
        if self._unsaid:
            return
        if self._is_open("pre", "code"):
            self._say(data)
        else:
            self._say(_escaped(data if self._keeps_lines else re.sub(r"\s+", " ", data)))

    def _say(self, text: str) -> None:
        self._open[-1][2].append(text)

    def _is_open(self, *tags: str) -> bool:
        return any(tag in tags for tag, _, _ in self._open)

    def _leave(self) -> str:
        tag, particular, pieces = self._open.pop()
        self._say(WHOLE[tag]("".join(pieces), particular))
        return tag

    def _particular(self, tag: str, attributes: dict[str, str | None]) -> str:
        if tag == "li" and self._lists and (number := self._lists[-1]) is not None:
            self._lists[-1] = number + 1
            return f"{number}. "
        return attributes.get("href") or "" if tag == "a" else "- "


def _escaped(text: str) -> str:
    """Text whose signs mean nothing, but for addresses, which are links here by themselves."""
    pieces = _ADDRESS.split(text)
    pieces[::2] = [
        _NUMBER.sub(r"\1\\", _LEADING.sub(r"\1\\", _MEANING.sub(r"\\\1", one))) for one in pieces[::2]
    ]
    return "".join(pieces)


def _link(words: str, address: str) -> str:
    known = address.startswith(("https://", "http://", "mailto:"))
    if not known or not words.strip() or words.strip() == address:
        return words
    # Signs that would end the address are written as their codes.
    return f"[{' '.join(words.split())}]({quote(address, safe=_IN_ADDRESSES)})"


def _code(words: str, _: str) -> str:
    ticks = "`" * (max(map(len, _TICKS.findall(words)), default=0) + 1)
    return f"{ticks}{' '.join(words.split())}{ticks}" if words.strip() else ""


def _fence(words: str, _: str) -> str:
    ticks = "`" * max(3, max(map(len, _TICKS.findall(words)), default=0) + 1)
    return "\n\n{}\n{}\n{}\n\n".format(ticks, words.strip("\n"), ticks)


def _quote(words: str, _: str) -> str:
    return "\n\n" + "\n".join(f"> {line}".rstrip() for line in _tidy(words).split("\n")) + "\n\n"


def _item(words: str, sign: str) -> str:
    first, *others = _tidy(words).split("\n")
    return "\n".join(["\n" + sign + first, *(" " * len(sign) + line if line else "" for line in others)])


def _tidy(text: str) -> str:
    return _EMPTY.sub("\n\n", _AT_ENDS.sub("\n", text)).strip()


WHOLE: Mapping[str, Callable[[str, str], str]] = {
    "a": _link,
    "code": _code,
    "pre": _fence,
    "blockquote": _quote,
    "li": _item,
}
"""What becomes of the text of an element, given what its start said: the address, or the sign of the list."""
