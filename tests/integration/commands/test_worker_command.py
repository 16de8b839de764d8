"""`portico worker`, the real command in a process of its own."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from tests.support.jobs import add, job
from tests.support.mails import send
from tests.support.server import free_port
from tests.support.waiting import eventually

from portico.platform import clock
from portico.platform.database import Database
from portico.platform.writer_lock import writer_lock


def worker(home: Path, database_url: str, **environ: str) -> subprocess.Popen[str]:
    """Start the command."""
    settings = {
        "PORTICO_ENV": "testing",
        "PORTICO_HOME": str(home),
        "PORTICO_DATABASE_URL": database_url.replace("+psycopg", ""),
        "PORTICO_LOG_LEVEL": "INFO",
        "PORTICO_MAIL_URL": (home / "mail").as_uri(),
        "PORTICO_MAIL_FROM": "ada@example.org",
    }
    return subprocess.Popen(
        [sys.executable, "-m", "portico", "worker"],
        env=os.environ | settings | environ,
        stderr=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def test_a_worker_sends_mail_and_ends_when_told(
    database: Database, database_url: str, tmp_path: Path
) -> None:
    send(database, now=clock.now())
    unknown = add(database, "dance", now=clock.now())
    process = worker(tmp_path, database_url)
    eventually(lambda: list((tmp_path / "mail").glob("*.eml")) and job(database, unknown).parked_at)
    process.send_signal(signal.SIGTERM)
    output, errors = process.communicate(timeout=60)
    assert process.returncode == 0
    assert output == ""
    lines = [json.loads(line) for line in errors.splitlines()]
    events = [line["event"] for line in lines]
    assert {"worker_ready", "mail_sent", "job_done", "job_parked"} <= set(events)
    assert events[-1] == "worker_stopped"
    assert "eve@example.net" not in errors


def test_beside_a_server_on_sqlite_a_worker_refuses(sqlite_url: str, tmp_path: Path) -> None:
    with writer_lock(Path(sqlite_url.removeprefix("sqlite:///")), "portico serve", now=clock.now()):
        process = worker(tmp_path, sqlite_url)
        _, errors = process.communicate(timeout=60)
    assert process.returncode == 75
    assert "is already written by `portico serve`" in errors
    assert errors.count("\n") == 1


def test_without_its_database_a_worker_says_so_and_ends(tmp_path: Path) -> None:
    process = worker(tmp_path, f"postgresql://nobody@127.0.0.1:{free_port()}/portico")
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 78
    assert errors.startswith("portico: PORTICO_DATABASE_URL:")
    assert errors.count("\n") == 1


def test_without_its_folder_a_worker_says_so_and_ends(sqlite_url: str, tmp_path: Path) -> None:
    process = worker(tmp_path, sqlite_url, PORTICO_VAR="/dev/null/var")
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 78
    assert errors.startswith("portico: PORTICO_VAR:")
    assert errors.count("\n") == 1


@pytest.mark.parametrize("option", ["--threads=0", "--lease=0.5"])
def test_a_worker_takes_only_sound_options(option: str) -> None:
    process = subprocess.run(
        [sys.executable, "-m", "portico", "worker", option], capture_output=True, check=False, timeout=60
    )
    assert process.returncode == 2
