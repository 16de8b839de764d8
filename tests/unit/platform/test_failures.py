"""What is told of an unexpected error says where it came from and nothing of what went through there."""

from __future__ import annotations

import json
from typing import Any

import pytest

from portico.platform.failures import fingerprint, way_to
from portico.platform.signing import Signer


def caught(fail: Any, *arguments: Any) -> BaseException:
    with pytest.raises(Exception) as found:
        fail(*arguments)
    return found.value


def sign(text: Any) -> None:
    Signer("a secret that is long enough to be one", "test").sign(text)


def read(text: str) -> None:
    json.loads(text)


def test_errors_of_one_place_are_one_kind_whatever_they_say() -> None:
    assert fingerprint(caught(read, "{")) == fingerprint(caught(read, "canary"))


def test_errors_of_another_type_or_place_are_of_another_kind() -> None:
    kinds = {fingerprint(error) for error in (caught(read, "{"), caught(read, 7), caught(sign, object()))}
    assert len(kinds) == 3
    assert all(len(kind) == 16 for kind in kinds)


def test_an_error_that_was_never_raised_has_a_kind_too() -> None:
    assert fingerprint(ValueError()) == fingerprint(ValueError("said"))


def test_the_way_leads_through_every_cause_and_quotes_nobody() -> None:
    def fail(visitor: str) -> None:
        try:
            int(visitor)
        except ValueError as error:
            raise RuntimeError(f"about {visitor}") from error

    told = way_to(caught(fail, "canary of a visitor"))
    assert "RuntimeError" in told
    assert "caused by" in told
    assert "ValueError" in told
    assert "in fail" in told
    assert "canary of a visitor" not in told


def test_errors_that_cause_each_other_come_to_an_end() -> None:
    one, other = ValueError(), TypeError()
    one.__cause__, other.__cause__ = other, one
    assert way_to(one).count("caused by") == 1
