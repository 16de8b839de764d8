"""Texts that break careless writers of XML, JSON and HTML."""

from __future__ import annotations

import json

from tests.support.sites import CORPUS

ODD = (
    "<b>bold</b> & \"quoted\" 'too'",
    "]]> <![CDATA[ <!-- --> <?xml ?>",
    "</script><script>alert(1)</script>",
    "A \u0001 bell \u0007 and a \u0008 backspace",
    "שלום עולם \u200fمرحبا",
    "🏛️ 👩🏽\u200d🔧 columns",
    "\ufffe not a character \uffff",
    "{{ 7 * 7 }} %s %00 ${x}",
)


def odd_post(title: str, **front: object) -> str:
    """A post whose title and summary are that text, and whose tag is too."""
    told = {
        "title": title,
        "summary": title,
        "date": "2026-01-02",
        "tags": [title],
        "authors": [title],
    } | front
    # JSON is YAML, and says every character so that it survives.
    lines = [f"{name}: {json.dumps(value, ensure_ascii=False)}" for name, value in told.items()]
    return "---\n" + "\n".join(map(_escaped, lines)) + "\n---\n\nSome words.\n"


def naughty_strings() -> list[str]:
    """The Big List of Naughty Strings, without those that are blank."""
    found: list[str] = json.loads((CORPUS / "suites" / "naughty-strings.json").read_text())
    return [text for text in found if text.strip()]


def _escaped(line: str) -> str:
    return "".join(c if c.isprintable() or c in "\u200f\u200d" else f"\\U{ord(c):08x}" for c in line)
