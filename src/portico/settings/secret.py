"""Secrets: the one that development makes for itself, and how the ones of production are judged."""

from __future__ import annotations

import secrets
from pathlib import Path

from portico.platform.files import write_once
from portico.settings.problems import ConfigurationError

SHORTEST = 32
FEWEST_DIFFERENT = 8
"""A random secret of 32 characters has fewer once in twenty million times, even in hexadecimal."""
TESTING = "testing-secret-that-is-long-enough-to-pass"
MAKER = "python3 -c 'import secrets; print(secrets.token_urlsafe(48))'"
PLACEHOLDERS = (
    "change-me",
    "change_me",
    "changeme",
    "your-secret",
    "your_secret",
    "replace-me",
    "placeholder",
)


def weakness(secret: str, kept: str | None = None) -> str | None:
    """Why a secret is not one, to follow the name of its variable; None when it may be used.

    `kept` is the secret that development made in the same var folder.
    """
    if len(secret) < SHORTEST:
        return f"must be set to at least {SHORTEST} characters; `{MAKER}` makes one"
    if secret == TESTING or any(known in secret.lower() for known in PLACEHOLDERS):
        return f"is a known example; `{MAKER}` makes one of your own"
    if secret == kept:
        return f"is the secret of development, from the var folder; `{MAKER}` makes one for production"
    if len(set(secret)) < FEWEST_DIFFERENT or secret in (secret + secret)[1:-1]:
        return f"is too easy to guess; `{MAKER}` makes a random one"
    return None


def kept_secret(var: Path) -> str:
    """The secret of this development folder, made at first use and readable by its owner only.

    Raises ConfigurationError when the folder cannot be used.
    """
    path = _path(var)
    try:
        if not path.exists():
            write_once(path, secrets.token_urlsafe(48))
        return path.read_text().strip()
    except OSError as error:
        raise ConfigurationError([f"PORTICO_VAR: {path} cannot be used: {error.strerror}"]) from None


def found_secret(var: Path) -> str | None:
    """The secret that development kept in a var folder, none when there is none."""
    try:
        return _path(var).read_text().strip()
    except (OSError, UnicodeDecodeError):
        return None


def _path(var: Path) -> Path:
    return var / "secret"
