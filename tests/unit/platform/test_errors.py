"""Errors carry what the edge needs to answer."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from portico.platform.errors import FieldError, Invalid, PorticoError


def every_error(kind: type[PorticoError] = PorticoError) -> Iterator[type[PorticoError]]:
    yield kind
    for each in kind.__subclasses__():
        yield from every_error(each)


@pytest.mark.parametrize("kind", list(every_error()), ids=lambda kind: kind.__name__)
def test_every_error_has_a_status_a_code_and_a_title(kind: type[PorticoError]) -> None:
    assert 400 <= kind.status <= 599
    assert kind.code == kind.code.lower().replace(" ", "-")
    assert kind.title


def test_an_error_says_what_its_reader_can_do() -> None:
    error = Invalid("Two fields are wrong.", errors=[FieldError("/query/q", "missing", "Type something.")])
    assert str(error) == error.detail == "Two fields are wrong."
    assert error.errors[0].pointer == "/query/q"
