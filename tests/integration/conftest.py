"""The demo site, compiled once for all tests of the whole product; they carry the group `demo`."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.support.sites import DEMO, NOW

from portico.features.content.sync import sync
from portico.settings import Testing

DemoSettings = Callable[[str], Testing]


@pytest.fixture(scope="session")
def demo_settings(tmp_path_factory: pytest.TempPathFactory) -> DemoSettings:
    """Settings of the compiled demo site at a public address."""
    home = tmp_path_factory.mktemp("demo")

    def at(public_url: str) -> Testing:
        return Testing(home=home, site=DEMO, var=home / "var", public_url=public_url)

    settings = at("https://site.test")
    sync(DEMO, settings.compiled, settings.var / "media", now=NOW)
    return at
