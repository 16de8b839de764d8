"""Only JSON that every reader sees alike comes in."""

from __future__ import annotations

import json
from collections.abc import Mapping
from types import MappingProxyType

import pytest
from flask import Request
from werkzeug.test import EnvironBuilder

from portico.platform.errors import UnsupportedMediaType
from portico.web.json_reader import (
    DEEPEST,
    LARGEST_INTEGER,
    MOST_VALUES,
    MalformedJson,
    check_json,
    read_json,
)


def sent(body: bytes = b"{}", headers: Mapping[str, str] = MappingProxyType({})) -> Request:
    fields = list(({"Content-Type": "application/json"} | dict(headers)).items())
    return Request(EnvironBuilder(method="POST", data=body, headers=fields).get_environ())


def slip(document: str) -> tuple[str, str]:
    """Where a document goes wrong, by pointer and code."""
    with pytest.raises(MalformedJson) as raised:
        check_json(document.encode())
    [error] = raised.value.errors
    return error.pointer, error.code


@pytest.mark.parametrize(
    "document", ["{}", "[]", "null", '"é"', '{"a": [1, -2.5e3, true]}', r'"\ud83d\ude00"', " \n{} "]
)
def test_json_is_read(document: str) -> None:
    assert json.loads(read_json(sent(document.encode()))) == json.loads(document)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("2.0", b"2"),
        ("-0.0", b"0"),
        ("2e3", b"2000"),
        ("9007199254740991.0", b"9007199254740991"),
        ("0.5", b"0.5"),
    ],
)
def test_a_whole_number_is_one_however_it_is_written(written: str, read: bytes) -> None:
    assert read_json(sent(written.encode())) == read


@pytest.mark.parametrize(
    "document",
    [
        "",
        "{",
        "{'a': 1}",
        '{"a": 1,}',
        "nul",
        "NaN",
        "[Infinity]",
        "-Infinity",
        "01",
        "/* */ {}",
        '"a\nb"',
        "{} {}",
    ],
)
def test_what_is_no_json_is_refused(document: str) -> None:
    with pytest.raises(MalformedJson):
        check_json(document.encode())


@pytest.mark.parametrize("document", [b"\xff", b'"\xed\xa0\x80"', b'"\xc0\x80"', "{}".encode("utf-16")])
def test_what_is_no_utf_8_is_refused(document: bytes) -> None:
    with pytest.raises(MalformedJson, match="UTF-8"):
        check_json(document)


@pytest.mark.parametrize(
    "document", ['{"a": 1, "a": 2}', r'{"a": 1, "\u0061": 1}', '[{"b": {"a": 1, "a": 1}}]']
)
def test_a_member_has_one_value(document: str) -> None:
    with pytest.raises(MalformedJson, match="twice"):
        check_json(document.encode())


@pytest.mark.parametrize(
    ("document", "pointer", "code"),
    [
        (r'{"a": ["b\u0000c"]}', "/body/a/0", "wrong-format"),
        (r'{"a/b~": "\ud800"}', "/body/a~1b~0", "wrong-format"),
        (r'{"c": {"\u0000": 1}}', "/body/c", "wrong-format"),
        (r'"\udc00\ud800"', "/body", "wrong-format"),
        ("[1e999]", "/body/0", "out-of-range"),
        ("-1e999", "/body", "out-of-range"),
        ("9" * 5000, "/body", "out-of-range"),
    ],
)
def test_a_value_that_cannot_be_kept_is_pointed_at(document: str, pointer: str, code: str) -> None:
    assert slip(document) == (pointer, code)


@pytest.mark.parametrize("number", [LARGEST_INTEGER, -LARGEST_INTEGER])
def test_whole_numbers_are_exact_on_both_sides_of_the_limit(number: int) -> None:
    assert check_json(str(number).encode()) == number
    assert slip(str(number + (1 if number > 0 else -1))) == ("/body", "out-of-range")


@pytest.mark.parametrize("opening", ["[", '{"a":'])
def test_the_depth_is_bounded(opening: str) -> None:
    def nested(depth: int) -> bytes:
        return (opening * depth + "1" + ("]" if opening == "[" else "}") * depth).encode()

    assert check_json(nested(DEEPEST))
    for depth in (DEEPEST + 1, 1000, 100_000):
        with pytest.raises(MalformedJson, match="nested deeper"):
            check_json(nested(depth))


def test_an_empty_list_is_a_level_too() -> None:
    check_json(b"[" * DEEPEST + b"]" * DEEPEST)
    with pytest.raises(MalformedJson):
        check_json(b"[" * (DEEPEST + 1) + b"]" * (DEEPEST + 1))


def test_the_number_of_values_is_bounded() -> None:
    def wide(values: int) -> bytes:
        return b"[" + b",".join([b"1"] * (values - 1)) + b"]"

    assert len(check_json(wide(MOST_VALUES))) == MOST_VALUES - 1
    with pytest.raises(MalformedJson, match="more than 10000 values"):
        check_json(wide(MOST_VALUES + 1))


@pytest.mark.parametrize(
    "media_type", ["application/json", "application/json; charset=utf-8", "Application/JSON;charset=UTF-8"]
)
def test_json_by_its_name_is_taken(media_type: str) -> None:
    assert read_json(sent(headers={"Content-Type": media_type})) == b"{}"


@pytest.mark.parametrize(
    "headers",
    [
        {"Content-Type": ""},
        {"Content-Type": "text/plain"},
        {"Content-Type": "application/x-www-form-urlencoded"},
        {"Content-Type": "application/json; charset=latin-1"},
        {"Content-Encoding": "gzip"},
        {"Content-Encoding": "identity, br"},
    ],
)
def test_any_other_kind_of_body_is_refused_by_saying_what_to_send(headers: dict[str, str]) -> None:
    with pytest.raises(UnsupportedMediaType, match="Send the body"):
        read_json(sent(headers=headers))
