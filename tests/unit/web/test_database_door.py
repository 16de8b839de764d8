from __future__ import annotations

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select

from portico.features.traffic.models import PageView
from portico.platform.database import Database
from portico.web import problems
from portico.web.database import EXTENSION, reading, transaction


@pytest.fixture
def app(database: Database) -> Flask:
    """An application whose one address counts how often it was posted to."""
    app = Flask(__name__)
    app.extensions[EXTENSION] = database
    problems.install(app)

    @app.post("/api/count")
    def count() -> dict[str, int]:
        with transaction() as session:
            row = session.scalars(select(PageView).with_for_update()).one_or_none()
            row = row or PageView(path="/", day=date(2026, 11, 21), referrer="", views=0)
            row.views += 1
            session.add(row)
        with reading() as session:
            return {"views": session.scalars(select(PageView.views)).one()}

    return app


def test_a_view_writes_and_then_reads_what_it_wrote(app: Flask) -> None:
    answers = [app.test_client().post("/api/count").json for _ in range(3)]
    assert answers == [{"views": 1}, {"views": 2}, {"views": 3}]


def test_without_its_database_a_view_answers_that_one_may_come_again(app: Flask) -> None:
    app.extensions[EXTENSION] = Database("postgresql+psycopg://nobody@127.0.0.1:1/nothing")
    answer = app.test_client().post("/api/count")
    assert answer.status_code == 503
    assert int(answer.headers["Retry-After"]) > 0
    assert answer.json["code"] == "database-unavailable"
    assert "127.0.0.1" not in answer.text
