"""TeX between dollar signs as MathML."""

from __future__ import annotations

import re
from html import escape
from xml.etree import ElementTree

import latex2mathml.converter
from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline

from portico.features.content.compiler.rendering.inline_components import line_of
from portico.features.content.compiler.rendering.mathml import ARITY
from portico.features.content.compiler.rendering.page import Page
from portico.features.content.compiler.rendering.sanitise import sanitise_maths

LONGEST_FORMULA = 10_000
LONGEST_ON_A_PHONE = 30
"""Characters of TeX beyond which a displayed formula may have to scroll, and so must take the focus."""
_INLINE = re.compile(r"\$(?![\s$])((?:[^$\\]++|\\.)++)(?<!\s)\$(?![\w{$])", re.DOTALL)
_DISPLAY = re.compile(r"\$\$((?:[^$\\]++|\\.)++)\$\$", re.DOTALL)
_ENVIRONMENTS = {"aligned": "split", "gathered": "matrix", "gather": "matrix", "gather*": "matrix"}
"""Environments that the library does not know, and those that look alike."""
_ENVIRONMENT = re.compile(r"\\(begin|end)\{(aligned|gathered|gather\*?)\}")
_UNKNOWN_COMMAND = re.compile(r"(?<=<mi>)\\[A-Za-z]+")
_TEXT = re.compile(r"\\(?:text|mbox|hbox|textrm|textbf|textit)\{[^{}]*\}")
_LESS_THAN = "\ue000"
_ELEMENT = re.compile(r"<math\b[^>]*>(.*)</math>", re.DOTALL)


class BrokenFormula(ValueError):
    """TeX that makes no formula; the message says why."""


def maths_plugin(md: MarkdownIt) -> None:
    """Recognise `$…$` in text and `$$…$$` in text or on lines of its own; `$5 and $10` is money."""
    md.block.ruler.before(
        "fence", "maths_block", _block, {"alt": ["paragraph", "reference", "blockquote", "list"]}
    )
    md.inline.ruler.before("escape", "maths", _inline)


def formula(page: Page, tex: str, line: int, *, display: bool) -> str:
    """The formula as MathML that keeps its TeX, or the TeX as code when it cannot be read."""
    tex = tex.strip()
    try:
        rows = _rows(tex, display=display)
    # The library raises whatever it stumbles over, down to errors of its own.
    except Exception as error:
        reason = str(error) if isinstance(error, BrokenFormula) else "it is not complete"
        message = f"The formula {tex[:60]} cannot be read: {reason}."
        page.report(line, "broken-maths", message, "Check its TeX.")
        return f'<code class="maths">{escape(tex)}</code>'
    kind = ' display="block"' if display else ""
    mathml = (
        f'<math{kind} alttext="{escape(tex)}"><semantics>{rows}'
        f'<annotation encoding="application/x-tex">{escape(tex, quote=False)}</annotation></semantics></math>'
    )
    if display and len(tex) > LONGEST_ON_A_PHONE:
        return f'<span class="maths" role="group" aria-label="Formula" tabindex="0">{mathml}</span>'
    return mathml


def _rows(tex: str, *, display: bool) -> str:
    if len(tex) > LONGEST_FORMULA:
        raise BrokenFormula("it is too long")
    tex = _TEXT.sub(_without_markup, _ENVIRONMENT.sub(_known_environment, tex))
    # Limits stand above and below a sum on a line of its own, beside it within one.
    kind = "block" if display else "inline"
    mathml = latex2mathml.converter.convert(tex, display=kind).replace(_LESS_THAN, "&lt;")
    content = _ELEMENT.search(sanitise_maths(mathml))
    if content is None or not content[1]:
        raise BrokenFormula("it is empty")
    unknown = _UNKNOWN_COMMAND.search(content[1])
    if unknown:
        raise BrokenFormula(f"{unknown[0]} is not known")
    _check_arguments(content[1])
    return content[1]


def _check_arguments(rows: str) -> None:
    # The sanitiser wrote these rows a moment ago; they declare nothing.
    tree = ElementTree.fromstring(f"<mrow>{rows.replace('&nbsp;', ' ')}</mrow>")  # noqa: S314
    if any(len(element) != ARITY.get(element.tag, len(element)) for element in tree.iter()):
        raise BrokenFormula("a command lacks its argument")


def _without_markup(match: re.Match[str]) -> str:
    # The library copies text as it stands, so that `a<b` in it would become an element.
    return match[0].replace("<", _LESS_THAN)


def _known_environment(match: re.Match[str]) -> str:
    return f"\\{match[1]}{{{_ENVIRONMENTS[match[2]]}}}"


def _inline(state: StateInline, silent: bool) -> bool:
    if state.src[state.pos] != "$" or (state.pos and state.src[state.pos - 1].isalnum()):
        return False
    display = state.src.startswith("$$", state.pos)
    match = (_DISPLAY if display else _INLINE).match(state.src, state.pos, state.posMax)
    if match is None:
        return False
    if not silent:
        token = state.push("maths", "", 0)
        token.content, token.block = match[1], display
        token.meta = {"line": line_of(state)}
    state.pos = match.end()
    return True


def _block(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
    start = state.bMarks[start_line] + state.tShift[start_line]
    if state.is_code_block(start_line) or not state.src.startswith("$$", start):
        return False
    last_line = _last_line(state, start_line, end_line, start)
    if last_line is None:
        return False
    if not silent:
        text = state.getLines(start_line, last_line + 1, state.blkIndent, False).strip()
        token = state.push("maths", "", 0)
        token.content, token.block, token.meta = text[2:-2], True, {"line": start_line}
        token.map = [start_line, last_line + 1]
        state.line = last_line + 1
    return True


def _last_line(state: StateBlock, start_line: int, end_line: int, start: int) -> int | None:
    for line in range(start_line, end_line):
        begin = state.bMarks[line] + state.tShift[line]
        text = state.src[begin : state.eMarks[line]].rstrip()
        if line == start_line:
            text = text[2:]
        elif not text:
            return None
        if "$$" in text:
            return line if text.find("$$") == len(text) - 2 else None
    return None
