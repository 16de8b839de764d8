"""Where relative paths start, and how a path becomes the one name of its folder."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path


def base_directory(environ: Mapping[str, str] = os.environ) -> Path:
    """Where relative paths start: `PORTICO_HOME`, else this checkout, else the working directory."""
    if home := environ.get("PORTICO_HOME"):
        return Path(home).absolute()
    checkout = Path(__file__).resolve().parents[3]
    return checkout if (checkout / "pyproject.toml").is_file() else Path.cwd()


def placed(home: Path, path: Path) -> Path:
    """A path from a setting as an absolute one without `..`, so that one folder has one name."""
    return Path(os.path.normpath((home / path.expanduser()).absolute()))
