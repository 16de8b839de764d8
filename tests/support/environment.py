"""What this machine has for tests that need more than Python; CI must have all of it."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

import psutil

from tests.support.sites import CORPUS

SYSTEM_PATH = f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin"
"""Where servers lie as well, which are not on every user's path."""
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
"""What tests drive, the first there is: a browser without windows opens a page in a third of the time."""
WINDOWED = BROWSERS[1:]
"""Those of them that have windows and tabs."""
IN_CI = bool(os.environ.get("CI"))
MEMORY = Path("/dev/shm")
ROOM = 6 * 2**30
"""Bytes that must be free for a whole run, of which its files take about a sixth."""


def write_in_memory() -> None:
    """Keep what tests write in memory where there is room for it.

    They make thousands of databases, and copying and syncing their files takes most of their time.
    """
    if "TMPDIR" in os.environ or not MEMORY.is_dir() or os.statvfs(MEMORY).f_flag & os.ST_NOEXEC:
        return
    if min(shutil.disk_usage(MEMORY).free, psutil.virtual_memory().available) >= ROOM:
        os.environ["TMPDIR"] = tempfile.tempdir = str(MEMORY)


def missing(what: str) -> str | None:
    """Why a test marked `what` cannot run here; none when it can. In CI it always runs, and fails."""
    present = {
        "node": lambda: shutil.which("node") and shutil.which("npm"),
        "java": lambda: shutil.which("java") and shutil.which("node") and shutil.which("npm"),
        "chromium": lambda: any(map(shutil.which, WINDOWED)),
        "nginx": lambda: shutil.which("nginx", path=SYSTEM_PATH),
        "gcc": lambda: shutil.which("gcc"),
        "promtool": lambda: shutil.which("promtool"),
        "systemd": lambda: shutil.which("systemd-analyze"),
        "corpus": CORPUS.is_dir,
    }
    wanted = {
        "node": "Node.js with npm",
        "java": "a Java runtime and npm",
        "chromium": "a Chromium browser",
        "nginx": "nginx",
        "gcc": "a C compiler",
        "promtool": "promtool, of Prometheus",
        "systemd": "systemd-analyze",
        "corpus": "the folder ../shared/corpus",
    }
    return None if IN_CI or present[what]() else f"needs {wanted[what]}"
