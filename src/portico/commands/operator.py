"""The operator's way to the data: by the server that writes it, or, when none runs, in its place."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from typing import Any, Protocol
from urllib.parse import urlencode

from portico.commands.starting import check_database
from portico.commands.writing import sole_writer
from portico.platform.database import Database
from portico.platform.errors import PorticoError
from portico.platform.server_note import Note, find
from portico.settings import Settings
from portico.web.database import EXTENSION
from portico.web.operator import token

PATIENCE = 30
"""Seconds to wait for a server's answer."""
API = "/api/v1/ops"
_loopback = urllib.request.build_opener(urllib.request.ProxyHandler({}))
"""Asks this machine itself: a proxy of the environment would be told the operator's token."""


class Refused(Exception):
    """The operator's API did not do what was asked; the sentence says why."""


class Door(Protocol):
    """Asks the operator's API. Raises Refused."""

    def __call__(self, method: str, path: str, given: Mapping[str, Any] = ..., /) -> Any:
        """Ask with parameters of the address, or with a body when it is a POST or PATCH."""


@contextmanager
def open_door(settings: Settings, command: str) -> Iterator[Door]:
    """The API of the server of this var folder; when none answers, of an application in this process.

    Raises WrittenByAnother when another process than a server writes the data, ConfigurationError.
    """
    try:
        key = token(settings.var)
    except PorticoError as error:
        raise Refused(error.detail) from None
    note = find(settings.var)
    if note is not None and _answers(note):
        yield _Loopback(note, key)
        return
    with sole_writer(settings, command):
        check_database(settings)
        with closing(_InProcess(settings, key)) as door:
            yield door


class _Loopback:
    """By the serving process."""

    def __init__(self, note: Note, key: str) -> None:
        self._address = note.address
        self._key = key

    def __call__(self, method: str, path: str, given: Mapping[str, Any] = {}, /) -> Any:
        url, body = _target(method, path, given)
        headers = {"Authorization": f"Bearer {self._key}", "Content-Type": "application/json"}
        request = urllib.request.Request(self._address + url, body, headers, method=method)  # noqa: S310
        try:
            with _loopback.open(request, timeout=PATIENCE) as response:
                return _read(response.status, response.read())
        except urllib.error.HTTPError as error:
            return _read(error.code, error.read())
        except OSError as error:
            raise Refused(f"The server at {self._address} does not answer: {error}.") from None


class _InProcess:
    """By an application of our own, which answers as the server would."""

    def __init__(self, settings: Settings, key: str) -> None:
        from portico.main import create_app  # noqa: PLC0415 - not needed when a server answers

        quiet = settings.model_copy(update={"log_level": "ERROR"})
        app = create_app(quiet)
        self._database: Database = app.extensions[EXTENSION]
        self._client = app.test_client()
        self._headers = {"Authorization": f"Bearer {key}"}

    def __call__(self, method: str, path: str, given: Mapping[str, Any] = {}, /) -> Any:
        url, body = _target(method, path, given)
        response = self._client.open(
            url,
            method=method,
            data=body,
            content_type="application/json" if body else None,
            headers=self._headers,
        )
        return _read(response.status_code, response.data)

    def close(self) -> None:
        """Let go of the database."""
        self._database.dispose()


def _answers(note: Note) -> bool:
    try:
        with _loopback.open(f"{note.address}/health/live", timeout=PATIENCE):
            return True
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False


def _target(method: str, path: str, given: Mapping[str, Any]) -> tuple[str, bytes | None]:
    if method in ("POST", "PATCH"):
        return API + path, json.dumps(dict(given)).encode() if given else None
    chosen = {name: value for name, value in given.items() if value is not None}
    return API + path + (f"?{urlencode(chosen)}" if chosen else ""), None


def _read(status: int, body: bytes) -> Any:
    try:
        answer = json.loads(body) if body else None
    except ValueError:
        raise Refused(f"The server gave an answer of status {status} that is none of the API.") from None
    if status >= 400:
        raise Refused(_sentence(answer or {}))
    return answer


def _sentence(problem: Mapping[str, Any]) -> str:
    details = [problem.get("detail", ""), *(error.get("detail", "") for error in problem.get("errors", ()))]
    return " ".join(dict.fromkeys(filter(None, details)))
