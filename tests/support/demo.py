"""The demo site, compiled once for all tests of a run."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from portico.features.content.compiler.sync import sync
from portico.settings import Testing
from tests.support.sites import DEMO, NOW


def compiled_demo(factory: pytest.TempPathFactory) -> Path:
    """The folder below which the compiled demo lies; processes of one run share it, the first compiles."""
    base = factory.getbasetemp()
    home = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "portico-demo"
    settings = demo_at(home, "https://site.test")
    sync(DEMO, settings.compiled, settings.var / "media", now=NOW)
    return home


def demo_at(home: Path, public_url: str, **more: Any) -> Testing:
    """Settings of the compiled demo at a public address."""
    return Testing(home=home, site=DEMO, var=home / "var", public_url=public_url, **more)
