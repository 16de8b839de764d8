"""What nobody gets past the allow-list."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.odd import naughty_strings
from tests.support.sites import CORPUS

from portico.features.content.compiler.rendering.sanitise import sanitise_article

from .conftest import Rendered
from .trees import elements

NEVER = frozenset(
    "! script style iframe x-iframe object embed form svg link meta base textarea select frame frameset"
    " noscript template hgroup x-slot source audio".split(" ")
)
FRAGMENTS = st.sampled_from(
    (
        "<a href='|'>|</a>|<b>|</b>|<p>|</p>|<table>|<td>|</table>|<pre>\n\n|<li>|<math>|<mtext>|<svg>"
        "|<style>|</style>|<!--|-->|<hgroup data-slot=0>|</x-slot>|javascript:|java&#10;script:|&lt;|<select>"
        "|<template>|<img src=x onerror=y>|x|\n\n"
    ).split("|")
)


@given(st.lists(FRAGMENTS, max_size=12).map("".join))
def test_sanitising_again_changes_nothing(html: str) -> None:
    article = sanitise_article(html)
    assert sanitise_article(article) == article


@given(st.lists(FRAGMENTS, max_size=12).map("".join))
def test_no_patchwork_of_markup_gets_through(rendered: Rendered, html: str) -> None:
    assert not list(dangers(rendered(html).html))


@pytest.mark.corpus
@pytest.mark.parametrize("wrapping", ["%s", "[x](%s)", "![x](%s)", '<a href="%s">x</a>', "<div %s>x</div>"])
def test_no_known_attack_gets_through(rendered: Rendered, wrapping: str) -> None:
    payloads = (CORPUS / "suites" / "xss-payloads.txt").read_text().splitlines() + naughty_strings()
    chosen = payloads if wrapping == "%s" else payloads[::5]
    texts = [wrapping.replace("%s", payload) for payload in chosen]
    for start in range(0, len(texts), 20):
        together = "\n\n".join(texts[start : start + 20])
        assert not list(dangers(rendered(together).html))


def dangers(html: str) -> Iterator[str]:
    """What in a fragment could run or load something it should not."""
    for name, attributes in elements(html):
        if name in NEVER:
            yield name
        for attribute, value in attributes.items():
            if attribute.startswith("on") or attribute in {"style", "srcdoc", "data-slot", "data-jsx"}:
                yield f"{name} {attribute}"
            scheme = re.match(r"[\x00-\x20]*([a-z][a-z0-9+.-]*):", _as_browsers_read(value), re.IGNORECASE)
            if attribute in {"href", "src", "poster", "data-src"} and scheme and not _harmless(scheme[1]):
                yield f"{name} {attribute}={value}"


def _harmless(scheme: str) -> bool:
    return scheme.lower() in {"http", "https", "mailto", "tel", "ftp", "irc", "ircs", "matrix", "sms", "xmpp"}


def _as_browsers_read(address: str) -> str:
    return re.sub(r"[\t\n\r]", "", address)
