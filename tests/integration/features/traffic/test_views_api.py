"""How often a page was shown, from the real server, through its page cache and out of its database."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from tests.support.server import Server
from tests.support.sites import post, write_site
from tests.support.waiting import eventually

from portico.main import create_app
from portico.settings import Testing

SITE = {"content/blog/first.md": post("First"), "content/blog/hidden.md": post("Hidden", draft="true")}


@pytest.fixture
def server(tmp_path: Path, database_url: str) -> Server:
    """The real server on either database."""
    site = write_site(tmp_path / "site", SITE)
    return Server(
        site, tmp_path / "var", {"PORTICO_HOME": str(tmp_path), "PORTICO_DATABASE_URL": database_url}
    )


def ask(server: Server, path: str, **headers: str) -> bytes:
    with urlopen(Request(server.address + path, headers=headers), timeout=20) as answer:
        assert answer.status == 200
        return bytes(answer.read())


def views(server: Server, path: str) -> int:
    return int(json.loads(ask(server, f"/api/v1/views?path={path}"))["views"])


def test_pages_are_counted_wherever_they_come_from_and_nothing_is_lost_at_the_end(server: Server) -> None:
    with server:
        for _ in range(5):
            ask(server, "/blog/first")
        ask(server, "/blog/first", **{"Sec-Purpose": "prefetch"})
        ask(server, "/api/v1/content/blog/first")
        eventually(lambda: views(server, "/blog/first") == 5)
        for _ in range(7):
            ask(server, "/blog/first")
    with replace(server, process=None) as again:
        assert views(again, "/blog/first") == 12
        assert views(again, "/nowhere") == 0
        with urlopen(f"{again.address}/api/v1/views?path=/", timeout=20) as answer:
            assert answer.headers["Cache-Control"] == "no-store"
        for query in ("", "path=blog", "path=/a&path=/b", "path=/" + "a" * 500):
            with pytest.raises(HTTPError, match="422"):
                ask(again, f"/api/v1/views?{query}")


def test_the_feature_can_be_switched_off(tmp_path: Path) -> None:
    settings = Testing(
        home=tmp_path,
        site=write_site(tmp_path / "site", SITE),
        var=tmp_path / "var",
        features_off=["traffic"],
    )
    app = create_app(settings)
    assert "traffic.read_views" not in app.view_functions
    assert "/api/v1/views" not in app.extensions["portico.openapi"]()["paths"]
