"""Whole sites, compiled once and asked for every page they have."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from pathlib import Path

from flask.testing import FlaskClient

from portico.main import create_app
from portico.platform.signing import Signer
from portico.settings import Settings, Testing
from tests.support.sites import compile_site, read_site


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A content file and the page it became."""

    source: Path
    url: str
    draft: bool
    status: int
    html: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WholeSite:
    """A compiled site, a client of the application that shows it, and all its pages."""

    settings: Settings
    client: FlaskClient
    pages: tuple[Page, ...]


def show_whole(site: Path, home: Path) -> WholeSite:
    """Compile a site and read the page of every file; drafts are read by their preview links."""
    settings = Testing(home=home, site=site, var=home / "var", public_url="https://site.test")
    compile_site(site, settings.compiled)
    client = create_app(settings).test_client()
    rows = read_site(settings.compiled).rows("SELECT source, collection, slug, url, draft FROM entry")
    return WholeSite(
        settings=settings, client=client, pages=tuple(_read(row, client, settings) for row in rows)
    )


def preview_url(settings: Settings, collection: str, slug: str) -> str:
    """The link that shows a draft."""
    return "/preview/" + Signer(settings.secret.get_secret_value(), "preview").sign([collection, slug])


def _read(row: sqlite3.Row, client: FlaskClient, settings: Settings) -> Page:
    draft = bool(row["draft"])
    url = preview_url(settings, row["collection"], row["slug"]) if draft else row["url"]
    response = client.get(url)
    return Page(
        source=settings.site / row["source"],
        url=row["url"],
        draft=draft,
        status=response.status_code,
        html=response.text,
    )
