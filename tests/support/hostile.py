"""JSON documents that break readers: a stream of them, the same for the same seed."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from random import Random
from typing import Any

STRINGS = [
    r"\u0000",
    r"a\u0000b",
    r"\ud800",
    r"\udfff\ud800",
    r"\ud83d\ude00",
    r"\ufeff",
    r"\uffff",
    r"\u2028",
    "é" * 120,
    "a" * 201,
    "a" * 200,
    "😀" * 100,
    "",
    " ",
    "'; DROP TABLE test_book; --",
    "%s %(title)s {title} ${title}",
    "\x7f",
    r"\u202e",
    "e\u0301",
    r"\n\t\"\\\/",
]
NUMBERS = [
    "0", "-0", "-0.0", "1e999", "-1e999", "1e308", "5e-324", "1e-400", "NaN", "Infinity", "-Infinity",
    "9007199254740991", "9007199254740992", "-9007199254740992", "9223372036854775808", "9" * 400, "1" * 5000,
    "0.1", "1.0", "01", "+1", ".5", "1.", "0x10", "1e5", "--1", "3",
]  # fmt: skip
CONSTANTS = ["null", "true", "false", "nul", "True", "undefined", "None"]
NAMES = ["title", "pages", "weight", "notes", "id", "__proto__", "version", r"\u0000", r"\ud800", "", "a/b~c"]
CUTS = ["", "{", "[", '"', "\\", ",", ":", "}", "\x00", "﻿", "\xff", "/* */", " \n"]


def documents(seed: int, count: int) -> Iterator[bytes]:
    """So many documents, half of them near what a book is."""
    random = Random(seed)
    for _ in range(count):
        make = random.choice(SHAPES)
        yield _torn(random, make(random).encode("utf-8", "surrogatepass"))


def _book(random: Random) -> str:
    members = {"title": '"A book"', random.choice(NAMES): _value(random, 0)}
    if random.random() < 0.3:
        members[random.choice(NAMES)] = _value(random, 1)
    written = [f'"{name}": {value}' for name, value in members.items()]
    if random.random() < 0.1:
        written.append(random.choice(written))
    return "{" + ", ".join(written) + "}"


def _anything(random: Random) -> str:
    return _value(random, 0)


def _deep(random: Random) -> str:
    depth = random.choice([29, 30, 31, 32, 33, 100, 2000, 20_000])
    inside = random.choice(["[", '{"a":'])
    closing = "]" if inside == "[" else "}"
    return f'{{"title": "Deep", "notes": {inside * depth}1{closing * depth}}}'


def _wide(random: Random) -> str:
    count = random.choice([9_990, 9_996, 9_997, 9_998, 10_001, 20_000])
    return f'{{"title": "Wide", "notes": [{",".join(["1"] * count)}]}}'


def _plain(random: Random) -> str:
    text = "".join(
        chr(random.choice([random.randrange(32, 127), random.randrange(0xD7FF)])) for _ in range(9)
    )
    book: dict[str, Any] = {"title": text, "pages": random.randrange(-(2**54), 2**54)}
    return json.dumps(book | {"weight": random.random(), "notes": [text]}, ensure_ascii=random.random() < 0.5)


SHAPES: tuple[Callable[[Random], str], ...] = (
    (_book,) * 10 + (_plain,) * 6 + (_anything,) * 3 + (_deep, _wide)
)


def _value(random: Random, depth: int) -> str:
    kind = random.random()
    if kind < 0.3:
        return f'"{random.choice(STRINGS)}"'
    if kind < 0.65:
        return random.choice(NUMBERS)
    if kind < 0.8 or depth > 3:
        return random.choice(CONSTANTS)
    values = [_value(random, depth + 1) for _ in range(random.randrange(4))]
    if kind < 0.9:
        return "[" + ",".join(values) + "]"
    return "{" + ",".join(f'"{random.choice(NAMES)}": {value}' for value in values) + "}"


def _torn(random: Random, document: bytes) -> bytes:
    """The document, now and then cut, with something put in, or with bytes that are no text."""
    if random.random() < 0.85:
        return document
    at = random.randrange(len(document) + 1)
    put = random.choice(CUTS).encode("latin-1", "replace")
    return document[:at] + put + document[at + random.randrange(3) :]
