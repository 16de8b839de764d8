"""When a file was first committed, for entries that do not say their own date."""

from __future__ import annotations

import subprocess
from pathlib import Path

MOST_FILES = 500
PATIENCE = 10
"""Seconds to wait for git before the files' own times are used."""


def first_commits(site: Path, files: list[Path]) -> dict[Path, int]:
    """The time of the commit that added each file, in seconds; files outside git are left out."""
    if not files:
        return {}
    command = [
        "git",
        "-C",
        str(site),
        "log",
        "--diff-filter=A",
        "--format=%x01%ct",
        "--name-only",
        "--relative",
        "-z",
    ]
    paths = [str(path) for path in files[:MOST_FILES] if path.is_relative_to(site)]
    try:
        done = subprocess.run([*command, "--", *paths], capture_output=True, timeout=PATIENCE, check=True)  # noqa: S603
    except (OSError, subprocess.SubprocessError):
        return {}
    found: dict[Path, int] = {}
    for commit in done.stdout.decode("utf-8", "surrogateescape").split("\x01")[1:]:
        seconds, *names = commit.replace("\n", "\0").split("\0")
        for name in filter(None, names):
            found[site / name] = int(seconds)
    return found
