"""A client of a small site for tests that only look at it and can share it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from flask.testing import FlaskClient

from portico.main import create_app
from portico.settings import Testing
from tests.support.sites import compile_site, write_site


def serve_site(folder: Path, files: Mapping[str, str | bytes]) -> FlaskClient:
    """Compile a site from file names and their text, and give a client of the application that shows it."""
    settings = Testing(home=folder, site=folder / "site", var=folder / "var", public_url="https://site.test")
    compile_site(write_site(settings.site, files), settings.compiled)
    return create_app(settings).test_client()
