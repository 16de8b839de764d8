"""A client that is the operator of a site."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event
from werkzeug.test import TestResponse

from portico.platform.database import Database
from portico.web.database import EXTENSION
from portico.web.operator import token


class Operator:
    """A client that carries the operator's token."""

    def __init__(self, app: Flask, var: Path) -> None:
        self.anonymous: FlaskClient = app.test_client()
        self.database: Database = app.extensions[EXTENSION]
        self._headers = {"Authorization": f"Bearer {token(var)}"}

    def get(self, path: str) -> TestResponse:
        """Read from the operator's API."""
        return self.anonymous.get(f"/api/v1/ops{path}", headers=self._headers)

    def post(self, path: str, body: Any = None, **headers: str) -> TestResponse:
        """Change something by the operator's API."""
        return self.anonymous.post(f"/api/v1/ops{path}", json=body, headers=self._headers | headers)

    def patch(self, path: str, body: Any) -> TestResponse:
        """Change part of something by the operator's API."""
        return self.anonymous.patch(f"/api/v1/ops{path}", json=body, headers=self._headers)

    def delete(self, path: str) -> TestResponse:
        """Take something away by the operator's API."""
        return self.anonymous.delete(f"/api/v1/ops{path}", headers=self._headers)

    @contextmanager
    def statements(self) -> Iterator[list[str]]:
        """The SQL statements that read inside the block."""
        said: list[str] = []

        def listen(*told: Any) -> None:
            said.append(told[2])

        event.listen(self.database.reader, "before_cursor_execute", listen)
        yield said
        event.remove(self.database.reader, "before_cursor_execute", listen)
