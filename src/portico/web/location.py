"""Where the site lies: under which path of its host, and at which address the world finds it."""

from __future__ import annotations

from flask import request


def mount_path() -> str:
    """The path that the site is mounted under, without a slash at its end: empty at the root of its host."""
    return request.script_root.rstrip("/")


def root_url(configured: str | None = None) -> str:
    """The address that visitors see, without a slash at its end: configured, else that of the request."""
    return (configured or request.root_url).rstrip("/")
