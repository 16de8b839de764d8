"""Fixtures that all tests share."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from portico.features.content.snapshot import Snapshot
from portico.main import create_app
from portico.settings import Settings, Testing
from tests.support.environment import missing
from tests.support.sites import CORPUS, compile_site, read_site, write_site

SiteMaker = Callable[[Mapping[str, str | bytes]], Path]


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip what this machine has no tool for; in CI a missing tool is a failure."""
    for mark in ("node", "java", "chromium", "corpus"):
        if item.get_closest_marker(mark) and (why := missing(mark)):
            pytest.skip(why)


@pytest.fixture
def make_site(tmp_path: Path) -> SiteMaker:
    """Write a site folder from file names and their text."""
    return lambda files: write_site(tmp_path / "site", files)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings of a site folder inside the test's own folder."""
    return Testing(
        home=tmp_path, site=tmp_path / "site", var=tmp_path / "var", public_url="https://site.test"
    )


@pytest.fixture
def build(settings: Settings) -> Callable[[Path], Snapshot]:
    """Compile a site folder and read it."""

    def compile_and_read(site: Path) -> Snapshot:
        compile_site(site, settings.compiled)
        return read_site(settings.compiled)

    return compile_and_read


@pytest.fixture
def client(settings: Settings, make_site: SiteMaker) -> Callable[[Mapping[str, str | bytes]], FlaskClient]:
    """Compile a site from file names and their text, and give a client of the application that shows it."""

    def serve(files: Mapping[str, str | bytes]) -> FlaskClient:
        site = make_site(files)
        site.mkdir(exist_ok=True)
        compile_site(site, settings.compiled)
        return create_app(settings).test_client()

    return serve


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The folder of real content; tests that use it carry the mark `corpus`."""
    return CORPUS


@pytest.fixture(scope="session")
def chromium_path() -> str:
    """The browser that tests drive."""
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    assert found
    return found
