"""What a page of comments costs among a million of them, and what a new one does, each a whole request."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter, process_time
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session
from tests.support.people import Person, join
from tests.support.postgres import migrate
from tests.support.sites import compile_site, post, write_site
from tests.support.threads import fill, subject
from werkzeug.test import Client, TestResponse

from benchmarks.figures import Figure
from portico.features.accounts import Account
from portico.features.discussion.models import Comment, Reaction
from portico.features.discussion.rules import Rules, write_rules
from portico.main import create_app
from portico.platform import clock
from portico.platform.database import Database
from portico.settings import Testing
from portico.web.database import EXTENSION

HERE, ELSEWHERE, EACH = 100_000, 900_000, 10
"""Comments under the article that is asked for and under another, in threads of so many."""
PAGE = 100
ROUNDS = 60
FEW_ROUNDS = 5
"""For what takes seconds."""
AGAIN = "python -m benchmarks discussion"
UV = Path(__file__).resolve().parents[1] / ".tools/bin/uv"
ISSO = Path(__file__).parent / "isso_thread.py"
ISSO_AS = "isso==0.14.0"


@dataclass(frozen=True, slots=True)
class Busy:
    """A site with a million comments."""

    client: Client
    database: Database
    reader: Person


def measure(scratch: Path) -> list[Figure]:
    """A page of 100 comments, beside two other ways of reading it, and a new comment with its commit."""
    busy = _busy(scratch / "discussion")
    pages = {sort: _pages(busy, sort) for sort in ("newest", "oldest", "most-reacted")}
    every = [each for times in pages.values() for each in times]
    note = f"among {HERE + ELSEWHERE:,}, with two replies each; a whole request in the process"
    figures = [
        Figure(
            name="A page of 100 comments, p95",
            value=_p95(every),
            unit="ms of CPU",
            limit=15,
            command=AGAIN,
            note=note,
        ),
        _naive(busy),
        *_isso(scratch / "isso"),
        _posting(busy),
    ]
    busy.database.dispose()
    return figures


def _busy(home: Path) -> Busy:
    site = write_site(
        home / "site", {"site.toml": 'title = "Busy"\n', "content/blog/hello.md": post("Hello")}
    )
    url = f"sqlite:///{home / 'portico.db'}"
    migrate(url)
    settings = Testing(home=home, site=site, var=home / "var", database_url=url, log_level="ERROR")
    compile_site(site, settings.compiled)
    app = create_app(settings)
    database: Database = app.extensions[EXTENSION]
    reader = join(database)
    with database.transaction() as session:
        write_rules(session, Rules(hold_first=False), now=clock.now())
        fill(session, subject(session, "other"), ELSEWHERE, each=EACH, deep=True, account_id=reader.id)
        fill(session, subject(session), HERE, each=EACH, deep=True, account_id=reader.id)
    return Busy(Client(app), database, reader)


def _pages(busy: Busy, sort: str) -> list[float]:
    """The times of requests for a page, which is looked at once: reading it is the client's work."""

    def read() -> TestResponse:
        path = f"/api/v1/discussions/blog/hello?limit={PAGE}&sort={sort}"
        return busy.client.get(path, headers=busy.reader.headers)

    answer = read()
    if answer.status_code != 200 or len(json.loads(answer.data)["threads"]) != PAGE:
        raise RuntimeError(f"reading gave {answer.status_code}")
    return _times(read)


def _naive(busy: Busy) -> Figure:
    """The same threads, read the way that is written first: a query for each level below each comment."""

    def read() -> None:
        with busy.database.reading() as session:
            subject_id = session.scalar(select(Comment.subject_id).order_by(Comment.id.desc()).limit(1))
            tops = select(Comment).where(Comment.subject_id == subject_id, Comment.parent_id.is_(None))
            for top in session.scalars(tops.order_by(Comment.id.desc()).limit(PAGE)).all():
                _below(session, top)

    milliseconds = median(_times(read, rounds=FEW_ROUNDS)) * 1000
    note = "the same 100 threads whole, a query for the replies, the author and the signs of each comment"
    return Figure(
        name="The same, read recursively", value=milliseconds, unit="ms of CPU", command=AGAIN, note=note
    )


def _below(session: Session, comment: Comment) -> None:
    session.scalars(select(Account).where(Account.id == comment.account_id)).one()
    session.scalars(select(Reaction).where(Reaction.comment_id == comment.id)).all()
    for reply in session.scalars(select(Comment).where(Comment.parent_id == comment.id)).all():
        _below(session, reply)


def _isso(folder: Path) -> list[Figure]:
    """Isso's answer with 100 threads of as many, in a process and an environment of its own."""
    folder.mkdir()
    environ = os.environ | {"UV_SYSTEM_CERTS": "true"}
    python = folder / "venv/bin/python"
    try:
        for words in (["venv", "-q", folder / "venv"], ["pip", "install", "-q", "--python", python, ISSO_AS]):
            subprocess.run([UV, *map(str, words)], env=environ, check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        return []
    arguments = [folder / "isso.db", HERE, ELSEWHERE, EACH, PAGE, FEW_ROUNDS]
    told = subprocess.run(
        [python, ISSO, *map(str, arguments)], check=True, capture_output=True, text=True, cwd=folder
    )
    times: list[float] = json.loads(told.stdout.splitlines()[-1])
    note = "version 0.14.0, 100 of its threads with two replies each, in the same run"
    return [
        Figure(
            name="The same of Isso", value=median(times) * 1000, unit="ms of CPU", command=AGAIN, note=note
        )
    ]


def _posting(busy: Busy) -> Figure:
    def write() -> None:
        answer = busy.client.post(
            "/api/v1/discussions/blog/hello",
            headers=busy.reader.headers,
            json={"text": "Well **put**, @ada."},
        )
        if answer.status_code != 201:
            raise RuntimeError(f"posting gave {answer.status_code}: {answer.text}")

    times = _times(write, clock_of=perf_counter)
    note = f"with its commit on the disk; median {median(times) * 1000:.1f} ms"
    return Figure(
        name="Posting a comment, p95", value=_p95(times), unit="ms", limit=20, command=AGAIN, note=note
    )


def _times(
    do: Callable[[], Any], *, rounds: int = ROUNDS, clock_of: Callable[[], float] = process_time
) -> list[float]:
    do()
    found = []
    for _ in range(rounds):
        began = clock_of()
        do()
        found.append(clock_of() - began)
    return found


def _p95(seconds: list[float]) -> float:
    return quantiles(seconds, n=20)[-1] * 1000
