"""Reading JSX as text."""

from __future__ import annotations

import pytest

from portico.features.content.compiler.rendering.jsx import NotALiteral, closing_brace, literal, read_tag


def test_a_tag_has_a_name_and_props() -> None:
    tag = read_tag("""<Stat.Row a="x" b='y' n={3} flag list={['p', "q"]} data={{k: 1,}} />z""", 0)
    assert tag is not None
    assert (tag.name, tag.empty, tag.end) == ("Stat.Row", True, 68)
    assert tag.props == {"a": "x", "b": "y", "n": 3, "flag": True, "list": ["p", "q"], "data": {"k": 1}}


def test_expressions_are_set_aside() -> None:
    tag = read_tag("<A on={() => f('}')} {...rest} b={`x${y}`} {/* c */} d>", 0)
    assert tag is not None
    assert tag.dropped == ("on={() => f('}')}", "{...rest}", "b={`x${y}`}")
    assert tag.props == {"d": True}


@pytest.mark.parametrize(
    "text", ["<", "< a>", "<3", "<A", "<A b=", '<A b="', "<A {", "</A b>", "<A<B>", "<A ->"]
)
def test_what_is_no_complete_tag_is_none(text: str) -> None:
    assert read_tag(text, 0) is None


def test_fragments_are_tags_without_a_name() -> None:
    opening, closing = read_tag("<>", 0), read_tag("</>", 0)
    assert opening is not None
    assert closing is not None
    assert (opening.name, closing.name, closing.closing) == ("", "", True)


@pytest.mark.parametrize("text", ["{}", "{{}}", "{'}'}", "{`}`}", "{/* } */}", "{a // }\n}"])
def test_braces_pair_outside_of_strings_and_comments(text: str) -> None:
    assert closing_brace(text + "}", 0) == len(text)


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("1.5", 1.5),
        ("'it\\'s'", "it's"),
        ("`a\nb`", "a\nb"),
        ("[1, 'a',]", [1, "a"]),
        ("{a: {b: null}}", {"a": {"b": None}}),
        ("", None),
    ],
)
def test_literals_have_their_value(expression: str, value: object) -> None:
    assert literal(expression) == value


@pytest.mark.parametrize(
    "expression", ["a", "1 + 1", "f()", "`${a}`", "[a]", "[" * 5_000, "process.env", "NaN + 1"]
)
def test_everything_else_is_no_literal(expression: str) -> None:
    with pytest.raises(NotALiteral):
        literal(expression)
