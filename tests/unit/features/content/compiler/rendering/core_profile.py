"""CommonMark and GitHub's extensions by the parser of articles, drawn as the published suites expect it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

from portico.features.content.compiler.blocks.markup import printable
from portico.features.content.compiler.rendering.parser import MarkdownParser, github_parser
from portico.features.content.compiler.rendering.raw_html import filter_tags
from portico.features.content.compiler.rendering.sanitise import sanitise_article


def render_core(markdown: str) -> str:
    """Markdown as HTML, without what articles have beyond the suites."""
    return sanitise_article(str(_parser().render(printable(markdown))))


@cache
def _parser() -> MarkdownParser:
    md = github_parser()
    md.add_render_rule("html_block", _raw)
    md.add_render_rule("html_inline", _raw)
    md.add_render_rule("bullet_list_open", _list)
    md.add_render_rule("ordered_list_open", _list)
    return md


def _raw(_self: object, tokens: Sequence[Token], index: int, *_rest: Any) -> str:
    return filter_tags(tokens[index].content)


def _list(self: RendererHTML, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType) -> str:
    # The parser marks lists of tasks with a class that the suites do not have.
    tokens[index].attrs.pop("class", None)
    return self.renderToken(tokens, index, options, env)
