"""Footnotes as GitHub numbers them, with a way back for every reference."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.footnote import footnote_plugin


def footnotes_plugin(md: MarkdownIt, id_attribute: str = "id") -> None:
    """Collect `[^1]: …` at the end of the page; the ids go into the attribute named."""

    def reference(_self: object, tokens: Sequence[Token], index: int, *_rest: Any) -> str:
        number, name = _number(tokens[index]), _reference_name(tokens[index])
        return (
            f'<sup class="footnote-ref"><a href="#fn{number}" {id_attribute}="fnref{name}">{number}</a></sup>'
        )

    def note(_self: object, tokens: Sequence[Token], index: int, *_rest: Any) -> str:
        return f'<li {id_attribute}="fn{_number(tokens[index])}">'

    md.use(footnote_plugin, inline=False)
    md.add_render_rule("footnote_ref", reference)
    md.add_render_rule("footnote_open", note)
    md.add_render_rule("footnote_anchor", _way_back)
    md.add_render_rule("footnote_block_open", _notes_open)
    md.add_render_rule("footnote_block_close", _notes_close)


def _way_back(_self: object, tokens: Sequence[Token], index: int, *_rest: Any) -> str:
    return f' <a href="#fnref{_reference_name(tokens[index])}" class="footnote-backref">↩</a>'


def _notes_open(*_arguments: Any) -> str:
    return '<section class="footnotes">\n<ol>\n'


def _notes_close(*_arguments: Any) -> str:
    return "</ol>\n</section>\n"


def _number(token: Token) -> int:
    return int(token.meta["id"]) + 1


def _reference_name(token: Token) -> str:
    repeat = int(token.meta.get("subId", 0))
    return f"{_number(token)}-{repeat + 1}" if repeat > 0 else str(_number(token))
