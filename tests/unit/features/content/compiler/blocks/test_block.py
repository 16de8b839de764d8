"""What every block has in common."""

from __future__ import annotations

import re
from collections.abc import Callable
from html.parser import HTMLParser

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portico.features.content.compiler import blocks
from portico.features.content.compiler.blocks import BlockContext, InvalidProps

Draw = Callable[..., str]

NEEDED: dict[str, dict[str, object]] = {
    "Button": {"href": "/about", "label": "About"},
    "Chart": {"data": [["a", 1], ["b", 2]], "type": "line"},
    "Embed": {"url": "https://youtu.be/dQw4w9WgXcQ"},
    "Event": {"date": "2026-03-01"},
    "Figure": {"src": "./photo.jpg"},
    "Image": {"src": "https://images.example/x.png"},
    "LinkCard": {"href": "/about", "title": "About"},
    "Stat": {"value": "1", "label": "one"},
    "Video": {"src": "./film.mp4"},
    "Kbd": {"keys": "Ctrl+K"},
}
INSIDE = {"FileTree": "src/\n  main.py", "Callout": "<p>inside</p>"}


class _Elements(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.names: list[tuple[str, tuple[str, ...]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.append((tag, tuple(name for name, _value in attrs)))


def elements(html: str) -> list[tuple[str, tuple[str, ...]]]:
    parser = _Elements()
    parser.feed(html)
    return parser.names


def text_props() -> list[tuple[str, str]]:
    found = []
    for name in blocks.names():
        block = blocks.find(name)
        assert block is not None
        found += [(name, prop) for prop, field in block.props.model_fields.items() if field.annotation is str]
    return found


@pytest.mark.parametrize(("name", "prop"), text_props())
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(st.sampled_from("<>&\"'/= abcdefghijklmno\x00\r\n+")) | st.text())
def test_no_text_prop_becomes_markup(name: str, prop: str, text: str, context: BlockContext) -> None:
    allowed = {"summary", "title"} if name in {"Details", "Chart"} else set()
    # Text that begins like an address from elsewhere is one.
    allowed |= {"img"} if prop == "src" else set()
    try:
        html = blocks.find(name).render({**NEEDED.get(name, {}), prop: text}, INSIDE.get(name, ""), context)
        plain = blocks.find(name).render(
            {**NEEDED.get(name, {}), prop: "plain"}, INSIDE.get(name, ""), context
        )
    except InvalidProps:
        return
    known = {element for element, _attributes in elements(plain)} | allowed
    found = elements(html)
    assert {element for element, _attributes in found} <= known | {"p", "table", "a", "kbd"}
    assert not any(
        attribute.startswith("on") or attribute == "style" for _e, names in found for attribute in names
    )


@pytest.mark.parametrize("name", blocks.names())
def test_every_block_is_documented(name: str) -> None:
    block = blocks.find(name)
    assert block is not None
    assert block.props.__doc__
    assert [prop for prop, field in block.props.model_fields.items() if not field.description] == []


@pytest.mark.parametrize("name", blocks.names())
def test_every_block_draws_without_inline_style_or_script(name: str, draw: Draw) -> None:
    html = draw(name, INSIDE.get(name, ""), **NEEDED.get(name, {}))
    assert not re.search(r"<script|\sstyle=|\son\w+=|\sid=", html)


@pytest.mark.parametrize("name", blocks.names())
def test_an_unknown_prop_is_named_with_those_there_are(name: str, draw: Draw) -> None:
    with pytest.raises(InvalidProps, match=f"<{name}> has no prop “colour”; it takes .+"):
        draw(name, INSIDE.get(name, ""), **{**NEEDED.get(name, {}), "colour": "red"})


def test_a_name_leads_to_its_block_and_an_alias_too() -> None:
    assert blocks.find("AlertBox") is blocks.find("Callout")
    assert blocks.find("callout") is None


def test_numbers_may_be_written_as_text(draw: Draw) -> None:
    assert draw("Gallery", columns=3) == draw("Gallery", columns="3")
    assert "3" in draw("Stat", value=3, label="columns")


def test_a_missing_prop_is_named(draw: Draw) -> None:
    with pytest.raises(InvalidProps, match=r"<Stat> needs the prop “value”\."):
        draw("Stat", label="x")


def test_a_wrong_value_is_explained(draw: Draw) -> None:
    with pytest.raises(InvalidProps, match="<Callout>: “type”: input should be 'note'"):
        draw("Callout", type="loud")


def test_text_inside_a_block_that_takes_none_is_not_lost_silently(draw: Draw) -> None:
    with pytest.raises(InvalidProps, match="takes no text inside"):
        draw("Stat", "<p>x</p>", value=1, label="x")


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "data:text/html,x", "JaVaScRiPt:x", "java\nscript:x", "https://"]
)
def test_a_dangerous_address_is_refused(address: str, draw: Draw) -> None:
    for name, prop in [
        ("Button", "href"),
        ("LinkCard", "href"),
        ("Quote", "source"),
        ("Figure", "src"),
        ("Video", "src"),
    ]:
        with pytest.raises(InvalidProps):
            draw(name, **{**NEEDED.get(name, {}), prop: address})
