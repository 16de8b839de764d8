"""One realistic site for all tests of the web edge: several collections, pages of a list, tags, years, data."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient
from tests.support.sites import compile_site, post, write_site

from portico.main import create_app
from portico.settings import Testing

POSTS = {
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
def app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    home = tmp_path_factory.mktemp("web")
    site = write_site(home / "site", SITE)
    settings = Testing(home=home, site=site, var=home / "var", public_url="https://site.test")
    compile_site(site, settings.compiled)
    return create_app(settings)


@pytest.fixture
def browser(app: Flask) -> FlaskClient:
    """A client of the application."""
    return app.test_client()
