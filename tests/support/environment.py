"""What this machine has for tests that need more than Python; CI must have all of it."""

from __future__ import annotations

import os
import shutil

from tests.support.sites import CORPUS

IN_CI = bool(os.environ.get("CI"))


def missing(what: str) -> str | None:
    """Why a test marked `what` cannot run here; none when it can. In CI it always runs, and fails."""
    present = {
        "node": lambda: shutil.which("node") and shutil.which("npm"),
        "java": lambda: shutil.which("java") and shutil.which("node") and shutil.which("npm"),
        "chromium": lambda: any(map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))),
        "corpus": CORPUS.is_dir,
    }
    wanted = {
        "node": "Node.js with npm",
        "java": "a Java runtime and npm",
        "chromium": "a Chromium browser",
        "corpus": "the folder ../shared/corpus",
    }
    return None if IN_CI or present[what]() else f"needs {wanted[what]}"
