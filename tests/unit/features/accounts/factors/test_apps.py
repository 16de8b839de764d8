"""Codes of an app: those of the standard, and what a clock may be off by."""

from __future__ import annotations

from base64 import b32encode
from datetime import timedelta

import pyotp
import pytest

from portico.features.accounts.factors import apps
from portico.platform import clock

SECRET = b32encode(b"12345678901234567890").decode()
"""The secret of RFC 6238, appendix B."""
VECTORS = {
    59: "94287082",
    1_111_111_109: "07081804",
    1_111_111_111: "14050471",
    1_234_567_890: "89005924",
    2_000_000_000: "69279037",
    20_000_000_000: "65353130",
}
"""Seconds since 1970, and the code of eight digits, of which ours are the last six."""


@pytest.mark.parametrize(("seconds", "code"), VECTORS.items())
def test_codes_are_those_of_the_standard(seconds: int, code: str) -> None:
    assert apps.step_of(SECRET, code[-6:], clock.from_seconds(seconds)) == seconds // 30


@pytest.mark.parametrize(("steps", "good"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_a_clock_may_be_one_step_off(steps: int, good: bool) -> None:
    now = clock.from_seconds(1_234_567_890)
    code = pyotp.TOTP(SECRET).at(now + timedelta(seconds=30 * steps))
    assert (apps.step_of(SECRET, code, now) is not None) == good


def test_of_two_steps_with_one_code_the_later_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pyotp.TOTP, "generate_otp", lambda *_: "123456")
    assert apps.step_of(SECRET, "123456", clock.from_seconds(3_000)) == 101


@pytest.mark.parametrize("typed", ["287082", " 287 082 ", "287\t082"])
def test_six_digits_are_a_code_of_an_app(typed: str) -> None:
    assert apps.is_code(typed)
    assert apps.step_of(SECRET, typed, clock.from_seconds(59)) == 1


@pytest.mark.parametrize(
    "typed", ["", "28708", "2870821", "94287082", "٢٨٧٠٨٢", "287-082", "7KQ2-M9XD", "²²²²²²"]
)
def test_nothing_else_is(typed: str) -> None:
    assert not apps.is_code(typed)
    assert apps.step_of(SECRET, typed, clock.from_seconds(59)) is None
