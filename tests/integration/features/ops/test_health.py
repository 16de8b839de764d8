"""Health on every database: what is asked, what is answered, and what a failing part looks like."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from tests.support.jobs import add
from tests.support.server import free_port
from tests.support.sites import compile_site, write_site

from portico.main import create_app
from portico.platform import clock
from portico.platform.database import Database
from portico.settings import Testing
from portico.web.operator import token

AppMaker = Callable[..., Flask]
PARTS = ["database", "migrations", "storage", "content", "queue"]


@pytest.fixture
def make_app(tmp_path: Path, database_url: str) -> Iterator[AppMaker]:
    """An application on the test's own database and a small site."""
    made: list[Flask] = []

    def make(**more: object) -> Flask:
        values = {"home": tmp_path, "site": tmp_path / "site", "var": tmp_path / "var"}
        settings = Testing(**{**values, "database_url": database_url, **more})  # type: ignore[arg-type]
        settings.var.mkdir(exist_ok=True)
        compile_site(write_site(settings.site, {"content/pages/about.md": "About"}), settings.compiled)
        made.append(create_app(settings))
        return made[-1]

    yield make
    for app in made:
        app.extensions["portico.database"].dispose()


def failing(app: Flask) -> list[str]:
    """The parts that /health/ready names as failing; it says 503 unless that is Redis alone."""
    answer = app.test_client().get("/health/ready")
    assert answer.headers["Cache-Control"] == "no-store"
    found = [part["name"] for part in answer.json["parts"] if not part["ready"]]
    unready = bool(set(found) - {"redis"})
    assert (answer.status_code, answer.json["ready"]) == ((503, False) if unready else (200, True))
    assert ("Retry-After" in answer.headers) is unready
    return found


def test_everything_is_ready(make_app: AppMaker) -> None:
    answer = make_app().test_client().get("/health/ready")
    assert answer.status_code == 200
    assert [part["name"] for part in answer.json["parts"]] == PARTS
    assert all(part["milliseconds"] >= 0 for part in answer.json["parts"])


def test_the_process_lives_whatever_it_leans_on(make_app: AppMaker, tmp_path: Path) -> None:
    app = make_app(database_url=f"sqlite:///{tmp_path}/nowhere/at.db", redis_url="redis://127.0.0.1:1/0")
    answer = app.test_client().get("/health/live")
    assert (answer.status_code, answer.text) == (200, "ok\n")


def test_a_database_that_is_gone_is_named_and_pages_still_answer(make_app: AppMaker) -> None:
    gone = f"postgresql://ada:canary-word@127.0.0.1:{free_port()}/portico"
    app = make_app(database_url=gone)
    assert failing(app) == ["database", "migrations", "queue"]
    assert "canary" not in app.test_client().get("/health/ready").text
    assert app.test_client().get("/about").status_code == 200


def test_tables_of_another_version_are_named(make_app: AppMaker, database: Database) -> None:
    with database.transaction() as session:
        session.connection().exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    assert failing(make_app()) == ["migrations"]


def test_a_var_folder_that_takes_no_files_is_named(make_app: AppMaker, tmp_path: Path) -> None:
    app = make_app()
    (tmp_path / "var").rename(tmp_path / "away")
    assert "storage" in failing(app)


def test_a_site_that_is_not_there_is_named(make_app: AppMaker, tmp_path: Path) -> None:
    app = make_app()
    for path in (tmp_path / "var" / "sites").rglob("content.db"):
        path.unlink()
    assert failing(app) == ["content"]


def test_jobs_that_nobody_does_are_named(make_app: AppMaker, database: Database) -> None:
    add(database, now=clock.now() - timedelta(minutes=16))
    assert failing(make_app()) == ["queue"]


def test_redis_is_asked_where_it_is_used(make_app: AppMaker, redis_url: str) -> None:
    assert failing(make_app(redis_url=redis_url)) == []
    assert failing(make_app(redis_url=f"redis://127.0.0.1:{free_port()}/0")) == ["redis"]


def test_people_see_a_page(make_app: AppMaker) -> None:
    answer = make_app().test_client().get("/health")
    assert (answer.status_code, answer.mimetype) == (200, "text/html")
    assert "All is well" in answer.text
    broken = make_app(database_url=f"postgresql://a:b@127.0.0.1:{free_port()}/c").test_client().get("/health")
    assert broken.status_code == 503
    assert "Something is not well" in broken.text


def test_the_operator_sees_more(make_app: AppMaker, tmp_path: Path) -> None:
    app = make_app()
    client = app.test_client()
    assert client.get("/api/v1/ops/health").status_code == 401
    bearer = {"Authorization": f"Bearer {token(tmp_path / 'var')}"}
    answer = client.get("/api/v1/ops/health", headers=bearer)
    assert answer.status_code == 200
    assert answer.json["report"]["ready"] is True
    assert answer.json["process"] > 0


def test_a_process_that_is_about_to_end_is_not_ready(make_app: AppMaker) -> None:
    app = make_app()
    app.extensions["portico.lifecycle"].ending = True
    assert failing(app) == ["server"]


def test_what_is_not_ready_has_not_stayed_the_same(make_app: AppMaker, tmp_path: Path) -> None:
    app = make_app(var=tmp_path / "elsewhere")
    (tmp_path / "elsewhere").rename(tmp_path / "gone")
    answer = app.test_client().get("/health", headers={"If-None-Match": "*"})
    assert (answer.status_code, "Not ready" in answer.text) == (503, True)
