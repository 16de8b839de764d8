"""A realistic site for the tests of the web edge: collections, pages of lists, tags, years, data."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from tests.support import postgres
from tests.support.server import serving
from tests.support.sites import NOW, post, write_site

from portico.features.content.compiler.sync import sync
from portico.main import create_app
from portico.settings import Testing

DRAFT = ["blog", "draft"]
POSTS: dict[str, str | bytes] = {
    f"content/blog/post-{number:02}.md": post(
        f"Post {number}", date=f"20{20 + number % 4}-01-{number + 1:02}", tags=f"[stone, t{number % 3}]"
    )
    for number in range(24)
}
SITE: dict[str, str | bytes] = POSTS | {
    "site.toml": 'title = "Stone"\n[owner]\nname = "Ada"\nemail = "ada@stone.test"\n',
    "content/blog/deep/er/nested.md": post("Nested", body="## One\n\nText.\n\n## Two\n\n```py\nx = 1\n```"),
    "content/blog/draft.md": post("Draft", draft="true"),
    "content/blog/moved.md": post("Moved", aliases="[/old/place]"),
    "content/projects/wall.md": post("A wall", tags="[stone]", client="The town"),
    "content/pages/about.md": post("About"),
    "content/authors/ada.md": "---\nname: Ada\n---\nA surveyor.\n",
    "content/data/skills.toml": '[[skills]]\nname = "Survey"\nlevel = 4\n',
    "content/data/achievements.toml": '[[achievements]]\ntitle = "A prize"\ndate = 2025-01-01\n',
    "public/hello.txt": "hello",
}


@pytest.fixture(scope="session")
def web_settings(tmp_path_factory: pytest.TempPathFactory) -> Testing:
    """Settings of the compiled site."""
    home = tmp_path_factory.mktemp("web")
    site = write_site(home / "site", SITE)
    settings = Testing(home=home, site=site, var=home / "var", public_url="https://site.test")
    sync(site, settings.compiled, settings.var / "media", now=NOW)
    return settings


@pytest.fixture(scope="session")
def app(web_settings: Testing) -> Flask:
    postgres.migrate(web_settings.database)
    return create_app(web_settings)


@pytest.fixture
def browser(app: Flask) -> FlaskClient:
    """A client of the application."""
    return app.test_client()


@pytest.fixture(scope="session")
def server(web_settings: Testing) -> Iterator[str]:
    """The address of the real server, which shows the same site."""
    with serving(web_settings.site, web_settings.var, PORTICO_LOG_LEVEL="INFO") as address:
        yield address
