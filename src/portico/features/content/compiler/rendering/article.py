"""A content file's body as a finished document."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from html import unescape
from typing import Any

from markdown_it.token import Token

from portico.features.content.compiler.blocks.markup import printable
from portico.features.content.compiler.rendering import maths
from portico.features.content.compiler.rendering.alerts import alerts_plugin
from portico.features.content.compiler.rendering.code import highlight
from portico.features.content.compiler.rendering.components import components_plugin
from portico.features.content.compiler.rendering.document import Dialect, Document, Source, Surroundings
from portico.features.content.compiler.rendering.fillings import filling_handlers
from portico.features.content.compiler.rendering.fold import Fold, Handler
from portico.features.content.compiler.rendering.headings import RESERVED_IDS, Plan, heading_handlers, plan
from portico.features.content.compiler.rendering.images import image_handlers
from portico.features.content.compiler.rendering.inline_components import inline_components_plugin
from portico.features.content.compiler.rendering.links import link_handlers
from portico.features.content.compiler.rendering.mathml import mathml_handlers
from portico.features.content.compiler.rendering.page import Page
from portico.features.content.compiler.rendering.parser import MarkdownParser, github_parser
from portico.features.content.compiler.rendering.raw_html import raw_html_plugin
from portico.features.content.compiler.rendering.sanitise import sanitise_article
from portico.features.content.compiler.rendering.scaffold import scaffold_plugin
from portico.features.content.compiler.rendering.structure import shortened, structure_handlers
from portico.features.content.compiler.rendering.typography import typography_plugin

_OWN_ID = re.compile(r"<(?!h[1-6]\b)[a-z][a-z0-9]*\s[^>]*?\b(?:id|name)=\"([^\"]+)\"")
_WORD = re.compile(
    r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]|[^\W\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]+(?:['’.,-]\w+)*"
)
_SPACE = re.compile(r"[^\S\n]+")
_LINES = re.compile(r"\s*\n\s*")


def render(source: Source, surroundings: Surroundings) -> Document:
    """Render a body; whatever it says, there is a document, and what is wrong is among its problems."""
    page = Page(source=source, surroundings=surroundings, ids=set(RESERVED_IDS))
    html = sanitise_article(_markup(page, printable(source.text)))
    page.own_ids = (
        {unescape(found) for found in _OWN_ID.findall(html)}
        if ' id="' in html or ' name="' in html
        else set()
    )
    fold = Fold(page, _handlers(plan(html, source.title)))
    body = fold.fold(html).html().strip()
    text = _plain(fold.text)
    return Document(
        html=body,
        title=page.title,
        summary=fold.summary or shortened(" ".join(text.split())),
        text=text,
        words=max(0, count_words(text) - page.code_words),
        headings=tuple(page.headings),
        origins=page.foreign_origins(),
        problems=tuple(sorted(page.problems, key=lambda problem: problem.line or 0)),
    )


def count_words(text: str) -> int:
    """Words of alphabetic scripts; characters of those that write without spaces."""
    return len(_WORD.findall(text))


def _markup(page: Page, text: str) -> str:
    return str(_parser(page.source.dialect).render(text, {"page": page}))


def _prose(page: Page, markdown: str) -> str:
    fold = Fold(page, _handlers(Plan(title_first=False, shift=0)))
    return fold.fold(sanitise_article(_markup(page, printable(markdown)))).html()


def _handlers(headings: Plan) -> dict[str, Handler]:
    return {
        **structure_handlers(),
        **heading_handlers(headings),
        **link_handlers(),
        **image_handlers(),
        **mathml_handlers(),
        **filling_handlers(_prose),
    }


def _plain(text: list[str]) -> str:
    return _LINES.sub("\n", _SPACE.sub(" ", unescape("".join(text)))).strip()


@cache
def _parser(dialect: Dialect) -> MarkdownParser:
    md = github_parser(id_attribute="data-id")
    components_plugin(md)
    inline_components_plugin(md)
    if dialect == "mdx":
        scaffold_plugin(md)
    alerts_plugin(md)
    maths.maths_plugin(md)
    typography_plugin(md)
    raw_html_plugin(md)
    for name, rule in (("fence", _fence), ("code_block", _fence), ("maths", _maths), ("jsx_block", _jsx)):
        md.add_render_rule(name, rule)
    return md


def _fence(_self: object, tokens: Sequence[Token], index: int, _options: object, env: dict[str, Any]) -> str:
    page: Page = env["page"]
    token = tokens[index]
    page.code_words += count_words(token.content)
    return page.slot(highlight(token.content, unescape(token.info)), token.content, block=True)


def _maths(_self: object, tokens: Sequence[Token], index: int, _options: object, env: dict[str, Any]) -> str:
    page: Page = env["page"]
    token = tokens[index]
    html = maths.formula(page, token.content, token.meta["line"], display=token.block)
    if token.map is None:
        return page.slot(html, token.content, block=False)
    return f"<p>{page.slot(html, token.content, block=False)}</p>"


def _jsx(_self: object, tokens: Sequence[Token], index: int, *_rest: Any) -> str:
    return tokens[index].content
