"""Whatever somebody writes, rendering it takes time in proportion to its length."""

from __future__ import annotations

from contextlib import suppress
from time import process_time

import pytest

from portico.features.discussion.importing.from_html import markdown_of
from portico.features.discussion.markup import sanitise
from portico.features.discussion.rules import holds_one_of
from portico.features.discussion.schemas import LONGEST_COMMENT
from portico.features.discussion.words import NothingSaid, written

FAMILIES = (
    "[",
    "]",
    "![[[",
    '[]( "',
    "[a](",
    "[a](b",
    "[a](https://a ",
    "[a](<",
    "[[a](b)",
    "[a][",
    "[](\\",
    '[x](y "',
    "`",
    "``a",
    "`a``",
    "` ",
    "```\n",
    "```a\n",
    "~",
    "~~",
    "~~a",
    "~~~\n",
    "*",
    "**",
    "**a ",
    "*a_",
    "*a **b ",
    "_",
    "__a",
    "a_",
    "_a *",
    "***a",
    "*a`",
    "a**b",
    "<",
    "<a@b.c",
    "<https://",
    "<a ",
    "</",
    "<!--",
    "<![CDATA[",
    "<?",
    "&",
    "&#",
    "&#x26;",
    "&amp",
    "\\",
    "\\[",
    "\\`",
    ">",
    "> ",
    "> > ",
    ">\n",
    "> a\n",
    "- ",
    "-\n",
    "- a\n",
    "- - a\n",
    "* a\n\n",
    "1. ",
    "1) a\n",
    "1.\n ",
    "\t",
    " ",
    "    a\n",
    " \n",
    "\n",
    "a\n",
    "a  \n",
    "#\n",
    "---\n",
    "| a ",
    "http",
    "http://",
    "https://a",
    "https://a.b/)",
    "https://a.b/((",
    "https://a.b/..",
    "https://a.b ",
    "http://a@ada ",
    "@",
    "@a",
    "@ada ",
    "@ada-",
    "a@ada",
    "@ada@",
    "\u0301",
    "a\u0301",
    "\u202e",
    "\u200b",
    "\ufdd0",
    "\ufdd01\ufdd1",
    "1\ufdd1",
    "\u00e4",
    "\U0001f600",
    "\r",
    "\r\n",
    '"',
    "'",
    "(",
    ")",
    "{{",
    "[1]: x\n",
    "[^1]",
    "$$",
    "==",
    "\x00",
)
QUICK = 0.25
"""Seconds of this process that the longest comment may take; the slowest takes a third of them alone."""
LEAST = 0.004
"""Shorter times are not told from nothing."""


def _took(text: str, tries: int) -> float:
    """The least of some tries, since a machine may be busy with other things."""
    times = []
    for _ in range(tries):
        started = process_time()
        with suppress(NothingSaid):
            written(text, lambda names: dict.fromkeys(names, 7))
        times.append(process_time() - started)
    return min(times)


def _is_in_proportion(piece: str, tries: int) -> bool:
    long = (piece * LONGEST_COMMENT)[:LONGEST_COMMENT]
    most = _took(long, tries)
    return most <= QUICK and (most <= 6 * LEAST or most <= 6 * _took(long[: LONGEST_COMMENT // 4], tries))


@pytest.mark.parametrize("piece", FAMILIES, ids=ascii)
def test_hostile_texts_take_time_in_proportion(piece: str) -> None:
    assert any(_is_in_proportion(piece, tries) for tries in (1, 5, 20))


@pytest.mark.parametrize(
    "piece", ["<blockquote>", "<ul><li>", "<a href=x>", "<b>", "</p>", "<pre>", "&", "<!--", " \n", "`"]
)
def test_the_html_of_other_systems_is_read_in_proportion(piece: str) -> None:
    started = process_time()
    markdown_of((piece * 50_000)[:50_000])
    assert process_time() - started < 1


def test_words_are_looked_for_in_proportion() -> None:
    words = [f"word{number} and more" for number in range(500)]
    started = process_time()
    assert not holds_one_of("word and " * 600, words)
    assert process_time() - started < 5 * QUICK


@pytest.mark.parametrize("piece", ["<p>", "<a><table>", "<svg><style>"])
def test_sanitising_settles(piece: str) -> None:
    html = sanitise(piece * 500)
    assert sanitise(html) == html
