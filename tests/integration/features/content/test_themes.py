"""A theme over a site, from its folder to the visitor."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from structlog.testing import capture_logs
from tests.support.sites import compile_site, post, write_site

from portico.settings import Settings

Serve = Callable[[Mapping[str, str | bytes]], FlaskClient]

SITE: dict[str, str | bytes] = {
    "site.toml": 'title = "A porch"\n',
    "content/blog/one.md": post("One"),
}
TOKENS = '@layer theme { :root { --ink: #123456 } }\n@font-face { src: url("fonts/a.woff2") }'
SHEET = re.compile(r'<link rel="stylesheet" href="(/static/theme/[^"]+)">')


def sheets(page: str) -> list[str]:
    return SHEET.findall(page)


def test_the_sheets_of_a_theme_come_after_ours_with_its_tokens_first(client: Serve) -> None:
    site = SITE | {"theme/a.css": "a {}", "theme/tokens.css": TOKENS, "theme/more/b.css": ""}
    page = client(site | {"theme/fonts/a.woff2": b"font"}).get("/").text
    names = [address.rpartition("/")[2].partition(".")[0] for address in sheets(page)]
    assert names == ["tokens", "a"]
    assert page.rindex("/static/portico/css/home") < page.index(sheets(page)[0])


def test_a_sheet_is_kept_for_ever_and_names_its_font_by_fingerprint(client: Serve) -> None:
    visitor = client(SITE | {"theme/tokens.css": TOKENS, "theme/fonts/a.woff2": b"font"})
    [sheet] = sheets(visitor.get("/").text)
    answer = visitor.get(sheet)
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    font = re.search(r"url\((fonts/a\.[0-9a-f]{10}\.woff2)\)", answer.text)
    assert font
    assert visitor.get(f"/static/theme/{font[1]}").data == b"font"


def test_pages_preload_the_fonts_of_the_theme_instead_of_ours(client: Serve) -> None:
    fonts = {"theme/fonts/a.woff2": b"font", "theme/fonts/more/b.woff2": b"font"}
    page = client(SITE | fonts).get("/blog/one").text
    assert re.findall(r'rel="preload" href="([^".]+)[^"]+" as="font"', page) == ["/static/theme/fonts/a"]


def test_a_site_without_a_theme_has_nothing_of_one(client: Serve) -> None:
    visitor = client(SITE)
    assert "/static/theme/" not in visitor.get("/").text
    assert visitor.get("/static/theme/tokens.css").status_code == 404


def test_a_template_takes_the_place_of_ours(client: Serve) -> None:
    page = client(SITE | {"theme/templates/_footer.html": "<p>Built by {{ site.owner.name }}.</p>"})
    assert "<p>Built by A porch.</p>" in page.get("/blog").text
    assert "<p>Built by A porch.</p>" in page.get("/nowhere").text


def test_a_template_extends_the_one_it_replaces(client: Serve) -> None:
    files = {
        "theme/templates/base.html": '{% extends "portico/base.html" %}{% block title %}Mine{% endblock %}',
        "theme/templates/content/home.html": '{% extends "portico/content/home.html" %}'
        "{% block body_class %}{{ super() }} mine{% endblock %}",
    }
    page = client(SITE | files).get("/").text
    assert "<title>Mine</title>" in page
    assert '<body class="page-home mine">' in page


def test_a_template_names_files_of_the_theme(client: Serve) -> None:
    template = '<img src="{{ theme_asset(\'img/mark.svg\') }}" alt="">'
    visitor = client(SITE | {"theme/templates/_footer.html": template, "theme/img/mark.svg": "<svg/>"})
    found = re.search(r'<img src="(/static/theme/img/mark\.[0-9a-f]{10}\.svg)"', visitor.get("/").text)
    assert found
    assert visitor.get(found[1]).content_type.startswith("image/svg")


def test_a_template_that_fails_leaves_the_page_to_ours_and_a_line_in_the_log(client: Serve) -> None:
    visitor = client(SITE | {"theme/templates/_footer.html": "{{ site.owner.nickname.upper() }}"})
    with capture_logs() as lines:
        answer = visitor.get("/blog/one")
    assert answer.status_code == 200
    assert '<div class="foot">' in answer.text
    assert [(line["event"], line["template"]) for line in lines if line["log_level"] == "error"] == [
        ("theme_failed", "content/article.html")
    ]


def test_a_page_of_ours_that_fails_by_itself_is_still_an_error(
    client: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor = client(SITE | {"theme/templates/_footer.html": "<p>Mine.</p>"})
    visitor.application.jinja_env.filters.pop("day")
    visitor.application.testing = False
    assert visitor.get("/blog/one").status_code == 500


def test_a_changed_theme_is_seen_at_once(client: Serve, settings: Settings, tmp_path: Path) -> None:
    visitor = client(SITE | {"theme/templates/_footer.html": "<p>Before.</p>", "theme/tokens.css": "a {}"})
    before = visitor.get("/blog").text
    changed: dict[str, str | bytes] = {
        "theme/templates/_footer.html": "<p>After.</p>",
        "theme/tokens.css": "b {}",
    }
    compile_site(write_site(tmp_path / "site", changed), settings.compiled)
    after = visitor.get("/blog").text
    assert "<p>Before.</p>" in before
    assert "<p>After.</p>" in after
    assert sheets(before) != sheets(after)
    assert visitor.get(sheets(before)[0]).data == b"b {}", "an older page gets the current style"


def test_an_unchanged_theme_is_no_reason_for_a_new_site(settings: Settings, tmp_path: Path) -> None:
    site = write_site(tmp_path / "site", SITE | {"theme/tokens.css": "a {}"})
    assert compile_site(site, settings.compiled).swapped
    assert not compile_site(site, settings.compiled).swapped
    (site / "theme" / "tokens.css").write_text("b {}")
    assert compile_site(site, settings.compiled).swapped
