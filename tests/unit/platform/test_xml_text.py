"""Texts in XML."""

from __future__ import annotations

from xml.etree.ElementTree import Element

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from tests.support.odd import ODD

from portico.platform.xml_text import add, fit, xml_bytes


@given(st.text())
def test_any_text_at_all_makes_a_well_formed_document(text: str) -> None:
    root = Element("root")
    add(root, "child", text, name=text)
    child = etree.fromstring(xml_bytes(root))[0]
    assert (child.text or "").replace("\n", "") == fit(text).replace("\r", "").replace("\n", "")


@pytest.mark.parametrize("text", ["plain", "שלום", "🏛️", "tab\tand\nline"])
def test_a_text_that_fits_stays_as_it_is(text: str) -> None:
    assert fit(text) == text


def test_what_xml_cannot_hold_is_left_out() -> None:
    assert fit("a\x00b\x0bc\ufffed\ud800e") == "abcde"


@pytest.mark.parametrize("text", ODD)
def test_markup_in_a_text_is_no_markup(text: str) -> None:
    root = Element("root")
    add(root, "child", text)
    assert len(etree.fromstring(xml_bytes(root))[0]) == 0
