"""Tokens are recognised for their purpose and their time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from portico.platform.signing import Signer, TokenExpired, TokenInvalid

MOMENT = datetime(2026, 1, 1, tzinfo=UTC)


def test_a_token_holds_its_value() -> None:
    signer = Signer("secret", "preview")
    assert signer.read(signer.sign(["blog", "über/uns"])) == ["blog", "über/uns"]


def test_a_token_may_stand_in_an_address() -> None:
    token = Signer("secret", "preview").sign({"a": "ü" * 50})
    assert set(token) <= set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.")


@pytest.mark.parametrize(("days", "reads"), [(13, True), (15, False)])
def test_a_token_is_good_for_its_time(days: int, reads: bool) -> None:
    signer = Signer("secret", "preview")
    with time_machine.travel(MOMENT, tick=False):
        token = signer.sign(1)
    with time_machine.travel(MOMENT + timedelta(days=days), tick=False):
        if reads:
            assert signer.read(token, max_age=14 * 24 * 3600) == 1
        else:
            with pytest.raises(TokenExpired):
                signer.read(token, max_age=14 * 24 * 3600)


@pytest.mark.parametrize("token", ["", ".", "a.b.c", "ü", "\x00", "x" * 10_000])
def test_what_was_not_signed_here_is_refused(token: str) -> None:
    with pytest.raises(TokenInvalid):
        Signer("secret", "preview").read(token)


@pytest.mark.parametrize(("secret", "purpose"), [("other", "preview"), ("secret", "cursor")])
def test_a_token_of_another_secret_or_purpose_is_refused(secret: str, purpose: str) -> None:
    with pytest.raises(TokenInvalid):
        Signer("secret", "preview").read(Signer(secret, purpose).sign(1))


def test_a_token_that_was_changed_is_refused() -> None:
    token = Signer("secret", "preview").sign(1)
    with pytest.raises(TokenInvalid):
        Signer("secret", "preview").read("x" + token)
