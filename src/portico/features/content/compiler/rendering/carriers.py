"""How tags that authors write as JSX travel through the HTML parser."""

from __future__ import annotations

import difflib
from html import escape

from portico.features.content.compiler import blocks
from portico.features.content.compiler.rendering import jsx, raw_html
from portico.features.content.compiler.rendering.elements import VOID
from portico.features.content.compiler.rendering.page import Component, Page

_RENAMED = {"className": "class", "htmlFor": "for", "autoPlay": "autoplay", "srcSet": "srcset"}
_HARMLESS_TO_DROP = {"style", "key", "ref"}


def written(page: Page, tag: jsx.Tag, line: int, *, block: bool) -> str:
    """The tag as HTML for the parser: an element as itself, a component as its carrier."""
    if not tag.name:
        return ""
    if not jsx.is_component(tag):
        return _element(page, tag, line)
    carrier = "hgroup" if block else "x-slot"
    if tag.closing:
        return f"</{carrier}>"
    register(page, tag, line)
    opening = f'<{carrier} data-jsx="{len(page.components) - 1}">'
    return f"{opening}</{carrier}>" if tag.empty else opening


def register(page: Page, tag: jsx.Tag, line: int, source: str = "") -> None:
    """Note the component for the moment when its inside is known."""
    found = blocks.find(tag.name)
    if found is None:
        _report_unknown(page, tag.name, line)
    report_dropped(page, tag.dropped, line)
    page.components.append(Component(name=tag.name, block=found, props=tag.props, line=line, source=source))


def report_dropped(page: Page, expressions: tuple[str, ...], line: int) -> None:
    """Tell the author which expressions are not in the page."""
    for expression in expressions:
        shown = expression if len(expression) <= 60 else f"{expression[:60]}…"
        page.report(
            line,
            "expression-dropped",
            f"The expression {shown} was left out.",
            "Code in content never runs; write the value itself.",
        )


def expression_text(page: Page, written_expression: str, line: int) -> str:
    """The text that `{…}` stands for: that of a literal, otherwise nothing."""
    try:
        value = jsx.literal(written_expression[1:-1])
    except jsx.NotALiteral:
        value = ...
    if value is None or isinstance(value, bool):
        return ""
    if isinstance(value, (str, int, float)):
        return str(value)
    report_dropped(page, (written_expression,), line)
    return ""


def _element(page: Page, tag: jsx.Tag, line: int) -> str:
    name = tag.name
    if tag.closing:
        return raw_html.prepare(f"</{name}>", line)
    report_dropped(page, tuple(dropped for dropped in tag.dropped if not dropped.startswith("style=")), line)
    attributes = "".join(
        f' {_RENAMED.get(key, key)}="{escape("" if value is True else str(value))}"'
        for key, value in tag.props.items()
        if key not in _HARMLESS_TO_DROP and isinstance(value, (str, int, float)) and value is not False
    )
    opening = raw_html.prepare(f"<{name}{attributes}>", line)
    return opening + raw_html.prepare(f"</{name}>", line) if tag.empty and name not in VOID else opening


def _report_unknown(page: Page, name: str, line: int) -> None:
    nearest = difflib.get_close_matches(name, blocks.names(), n=3)
    hint = f"Nearest: {', '.join(nearest)}." if nearest else f"Known are: {', '.join(blocks.names())}."
    page.report(line, "unknown-component", f"There is no block <{name}>; what stands inside is kept.", hint)
