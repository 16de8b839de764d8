"""GitHub's alerts, `> [!NOTE]`, as callouts."""

from __future__ import annotations

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from portico.features.content.compiler.rendering.carriers import register
from portico.features.content.compiler.rendering.jsx import Tag
from portico.features.content.compiler.rendering.page import Page


def alerts_plugin(md: MarkdownIt) -> None:
    """Turn alerts into the same block that `<Callout>` is."""
    md.options["alerts"] = True
    md.core.ruler.after("block", "alerts", _alerts)


def _alerts(state: StateCore) -> None:
    page: Page = state.env["page"]
    kept: list[Token] = []
    in_title = False
    for token in state.tokens:
        if token.type in {"alert_open", "alert_close"}:
            token.content = _carrier(page, token)
            token.type = "jsx_block"
        if token.type == "alert_title_open":
            in_title = True
        if not in_title:
            kept.append(token)
        if token.type == "alert_title_close":
            in_title = False
    state.tokens = kept


def _carrier(page: Page, token: Token) -> str:
    if token.nesting < 0:
        return "</hgroup>"
    register(page, Tag("Callout", 0, props={"type": token.info.lower()}), token.map[0] if token.map else 0)
    return f'<hgroup data-jsx="{len(page.components) - 1}">'
