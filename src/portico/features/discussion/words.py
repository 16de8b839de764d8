"""What somebody wrote, as it is kept and as it is shown."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape, unescape
from types import MappingProxyType
from urllib.parse import quote

from markdown_it.token import Token

from portico.features.discussion.markup import END, MARK, MARKED, NAME, draw, parse, sanitise
from portico.platform.errors import FieldError, Invalid

MOST_MENTIONS = 10
"""Different people; what more there are stays text."""
MOST_MARKS = 4
"""Marks on one letter; more are drawn over the lines above and below."""
GONE = "deleted"
"""The name of whoever has none any more; nobody can register it."""
_MENTION = re.compile(rf"(?<![^\W_])(?<![@/.+-])@({NAME})(?![A-Za-z0-9])")
_NUMBERED = re.compile(rf"{MARK}([0-9]+){END}({NAME})")
_TAG = re.compile(r"<[^>]*>")
_END_OF_LINE = re.compile(r"<br>|</(?:p|li|pre|blockquote)>")
_BLANK = {"Cc", "Cf", "Mn", "Zl", "Zp", "Zs"}
_FILLERS = "\u115f\u1160\u2800\u3164\uffa0"
"""Letters by their category, though nothing is seen of them."""
_TURNING = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
"""What turns the direction of all that follows; letters have their own without it."""

Known = Callable[[Collection[str]], Mapping[str, int]]
"""Tells the numbers of those of some names, in lower case, that belong to somebody."""


class NothingSaid(Invalid):
    """There is nothing to be read in it."""

    code = "nothing-said"
    title = "There is nothing to be read in this"


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What somebody wrote, ready to be kept."""

    source: str
    """Markdown, with the numbers of accounts where they are mentioned."""
    html: str
    """What comes of it, sanitised, with the same numbers."""
    mentioned: tuple[int, ...] = ()
    """Whose names stand in it, each once, in the order of the text."""
    links: int = 0
    plain: str = ""
    """The words alone."""


def written(text: str, known: Known) -> Written:
    """Render and sanitise what somebody wrote, once. Raises NothingSaid where nothing is left of it."""
    marked, names = _marked(_tidy(text))
    tokens, found = parse(marked)
    called = {number: names[number].lower() for number in sorted(found)}
    some = list(dict.fromkeys(called.values()))[:MOST_MENTIONS]
    ids = known(some) if some else {}
    people = {number: ids[name] for number, name in called.items() if name in ids}
    html = sanitise(_numbered(draw(tokens), people))
    words = plain(html)
    if all(one in _FILLERS or unicodedata.category(one) in _BLANK for one in words):
        sentence = "Write something that can be read."
        raise NothingSaid(sentence, errors=[FieldError("/body/text", "nothing-said", sentence)])
    return Written(
        source=_numbered(marked, people),
        html=html,
        mentioned=tuple(dict.fromkeys(people.values())),
        links=sum(token.type == "link_open" for token in _inline(tokens)),
        plain=words,
    )


def shown(html: str, names: Mapping[int, str]) -> str:
    """The HTML that was kept, with the names that people have now."""

    def link(match: re.Match[str]) -> str:
        name = names.get(int(match[1]))
        if name is None:
            return f"@{GONE}"
        return f'<a href="/@{quote(name)}">@{escape(name)}</a>'

    return MARKED.sub(link, html)


def plain(html: str, names: Mapping[int, str] = MappingProxyType({}), *, unnamed: str = "…") -> str:
    """The words alone of the HTML that was kept, on one line; `unnamed` stands for whom `names` lacks."""
    text = unescape(_TAG.sub("", _END_OF_LINE.sub(" ", html)))
    return " ".join(MARKED.sub(lambda match: f"@{names.get(int(match[1]), unnamed)}", text).split())


def for_editing(source: str, names: Mapping[int, str]) -> str:
    """The Markdown that was kept, with the names that people have now."""
    return MARKED.sub(lambda match: f"@{names.get(int(match[1]), GONE)}", source)


def mentioned_in(texts: Iterable[str]) -> set[int]:
    """The numbers of the accounts that are mentioned in what was kept, whose names showing it takes."""
    return {int(match[1]) for text in texts if MARK in text for match in MARKED.finditer(text)}


def _marked(text: str) -> tuple[str, Sequence[str]]:
    """The text with a mark and a number for each `@` that may be a mention, and the names behind them."""
    names: list[str] = []

    def mark(match: re.Match[str]) -> str:
        names.append(match[1])
        return f"{MARK}{len(names) - 1}{END}{match[1]}"

    return _MENTION.sub(mark, text), names


def _numbered(text: str, people: Mapping[int, int]) -> str:
    """The text with the numbers of accounts for the mentions of them, and all other names as written."""

    def number(match: re.Match[str]) -> str:
        account = people.get(int(match[1]))
        return f"@{match[2]}" if account is None else f"{MARK}{account}{END}"

    return _NUMBERED.sub(number, text)


def _tidy(text: str) -> str:
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    if not text.isascii() or not text.replace("\n", "").isprintable():
        text = _seen(text)
    return text.strip("\n").rstrip()


def _seen(text: str) -> str:
    """The text without what cannot be seen, turns what stands beside it, or piles up on one letter."""
    kept: list[str] = []
    marks = 0
    for one in text:
        marks = marks + 1 if unicodedata.combining(one) else 0
        if marks <= MOST_MARKS and one not in _TURNING and not _is_no_text(one):
            kept.append(one)
    return "".join(kept)


def _is_no_text(one: str) -> bool:
    """Whether it is a control character, half of a pair, or one that Unicode keeps out of all text."""
    number = ord(one)
    kept_out = 0xFDD0 <= number <= 0xFDEF or number & 0xFFFE == 0xFFFE
    return kept_out or (unicodedata.category(one) in ("Cc", "Cs") and one not in "\n\t")


def _inline(tokens: Sequence[Token]) -> Iterable[Token]:
    return (child for token in tokens for child in token.children or ())
