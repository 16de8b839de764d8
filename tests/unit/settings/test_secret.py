"""Development makes a secret; production is given one that nobody can guess."""

from __future__ import annotations

import secrets as random
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from portico.settings import load_settings
from portico.settings.secret import TESTING, weakness


def test_the_secret_of_development_is_made_once_and_kept_private(tmp_path: Path) -> None:
    first, second = load_settings(), load_settings()
    path = tmp_path / "var" / "secret"
    assert first.secret.get_secret_value() == second.secret.get_secret_value() == path.read_text()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [file.name for file in path.parent.iterdir()] == ["secret"]


def test_processes_that_start_at_once_share_the_secret() -> None:
    with ThreadPoolExecutor(8) as pool:
        secrets = {
            settings.secret.get_secret_value() for settings in pool.map(lambda _: load_settings(), range(8))
        }
    assert len(secrets) == 1
    assert len(secrets.pop()) > 32


@pytest.mark.parametrize(
    ("secret", "told"),
    [
        ("", "at least 32 characters"),
        ("x" * 31, "at least 32 characters"),
        ("a" * 32, "too easy"),
        ("abcabcabc" * 5, "too easy"),
        ("0123456789" * 4, "too easy"),
        (TESTING, "known example"),
        ("please-CHANGE-ME-before-you-go-live-0123456789", "known example"),
    ],
)
def test_a_weak_secret_is_told(secret: str, told: str) -> None:
    assert told in str(weakness(secret))


def test_random_secrets_are_not_taken_for_weak() -> None:
    makers = (random.token_urlsafe, random.token_hex)
    assert not [secret for make in makers for _ in range(500) if weakness(secret := make(32))]
    assert not [secret for _ in range(500) if weakness(secret := random.token_hex(16))]
