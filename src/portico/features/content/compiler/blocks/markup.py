"""Writing HTML elements so that text can never become markup."""

from __future__ import annotations

import html
import re

Attribute = str | int | float | bool | None

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_PARAGRAPH = re.compile(r"\s*<p>(.*)</p>\s*", re.DOTALL)


def printable(text: str) -> str:
    """The text with what HTML forbids as a character replaced: line ends by `\\n`, the rest by U+FFFD."""
    return _FORBIDDEN.sub("\N{REPLACEMENT CHARACTER}", text.replace("\r\n", "\n").replace("\r", "\n"))


def escape(text: str) -> str:
    """The text as HTML shows it, in an element or in a quoted attribute."""
    return html.escape(printable(text))


def tag(name: str, *children: str, **attributes: Attribute) -> str:
    """An element around finished HTML; `class_` and `aria_label` become `class` and `aria-label`."""
    return f"<{name}{_written(attributes)}>{''.join(children)}</{name}>"


def void(name: str, **attributes: Attribute) -> str:
    """An element without content, such as `<img>`."""
    return f"<{name}{_written(attributes)}>"


def unwrapped(rendered: str) -> str:
    """Rendered Markdown as phrasing content: a lone paragraph without its `<p>`."""
    match = _PARAGRAPH.fullmatch(rendered)
    return match[1] if match and "<p>" not in match[1] else rendered


def _written(attributes: dict[str, Attribute]) -> str:
    return "".join(
        f" {_attribute_name(name)}" if value is True else f' {_attribute_name(name)}="{escape(str(value))}"'
        for name, value in attributes.items()
        if value is not None and value is not False
    )


def _attribute_name(name: str) -> str:
    return name.rstrip("_").replace("_", "-")
