"""The operator's commands do the same by a running server as without one."""

from __future__ import annotations

import json
import re
import sqlite3
import uuid
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from tests.support.server import Server, free_port
from tests.support.sites import NOW, post, write_site
from tests.support.starter import Starter

from portico.cli import main
from portico.commands.operate import shown
from portico.platform import clock
from portico.platform.writer_lock import writer_lock
from portico.settings import Settings, load_settings

Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run `portico` for a site of its own, from which mails leave into a folder."""
    write_site(tmp_path / "site", {"content/blog/a.md": post()})
    for name, value in {
        "ENV": "testing",
        "HOME": str(tmp_path),
        "PORT": str(free_port()),
        "MAIL_URL": f"file://{tmp_path}/mails",
        "MAIL_FROM": "stone@a.test",
    }.items():
        monkeypatch.setenv(f"PORTICO_{name}", value)
    return lambda *arguments: CliRunner().invoke(main, list(arguments), catch_exceptions=False)


def parked(run: Run, what: str) -> list[int]:
    """The numbers of what was given up."""
    answer = json.loads(run(what, "list", "--state", "parked", "--json").output)
    return [found["id"] for found in answer["items"]]


def given_up() -> tuple[int, int]:
    """A mail that was given up: the numbers of its job and of itself."""
    now = clock.now()
    name = uuid.uuid4().hex
    with closing(sqlite3.connect(load_settings().var / "portico.db", timeout=20)) as database:
        moment = now.replace(tzinfo=None).isoformat(" ")
        job = database.execute(
            "INSERT INTO job (kind, payload, priority, created_at, run_at, attempts, fence, parked_at)"
            " VALUES ('mail.send', '{}', 0, ?, ?, 3, 3, ?) RETURNING id",
            (moment, moment, moment),
        ).fetchone()[0]
        mail = database.execute(
            "INSERT INTO mail (kind, message_id, sender, recipient, subject, text, created_at, job_id)"
            " VALUES ('test', ?, 'a@a.test', 'b@a.test', 's', 't', ?, ?) RETURNING id",
            (f"<{name}@a.test>", moment, job),
        ).fetchone()[0]
        database.commit()
    return job, mail


@contextmanager
def served(settings: Settings, starter: Starter) -> Iterator[Server]:
    with Server(settings.site, settings.var, {"PORTICO_HOME": str(settings.home)}, starter=starter) as server:
        yield server


@pytest.fixture(params=["served", "alone"])
def way(request: pytest.FixtureRequest, run: Run, server_starter: Starter) -> Iterator[str]:
    """With a server that answers, and without one."""
    if request.param == "alone":
        yield request.param
        return
    with served(load_settings(), server_starter):
        yield request.param


def test_a_test_mail_is_listed_with_its_job(run: Run, way: str) -> None:
    sent = run("outbox", "test", "ada@a.test", "--json")
    assert sent.exit_code == 0, sent.output
    mail = json.loads(sent.output)
    assert mail["recipient"] == "ada@a.test"
    listed = json.loads(run("outbox", "list", "--json").output)["items"]
    assert [(found["id"], found["recipient"]) for found in listed] == [(mail["id"], "ada@a.test")]
    jobs = json.loads(run("jobs", "list", "--kind", "mail.send", "--json").output)["items"]
    assert len(jobs) == 1
    shown = run("jobs", "show", str(jobs[0]["id"]))
    assert shown.exit_code == 0
    assert re.search(r"kind +mail\.send", shown.output)
    assert way


def test_a_proxy_of_the_environment_is_not_told_the_token(
    run: Run, server_starter: Starter, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.setenv(name, f"http://127.0.0.1:{free_port()}")
    monkeypatch.delenv("no_proxy", raising=False)
    with served(load_settings(), server_starter):
        assert run("jobs", "list", "--kind", "none").output == "There are none.\n"


def test_tables_are_for_people(run: Run, way: str) -> None:
    assert run("jobs", "list", "--state", "parked").output == "There are none.\n"
    run("outbox", "test", "ada@a.test")
    head, line, *_ = run("outbox", "list").output.splitlines()
    assert head.split()[:3] == ["id", "kind", "recipient"]
    assert "ada@a.test" in line
    assert way


def test_what_is_not_there_is_told_in_a_sentence(run: Run, way: str) -> None:
    refused = run("jobs", "show", "4711")
    assert refused.exit_code == 1
    assert re.fullmatch(r"Error: .+4711.*\n", refused.output)
    wrong = run("outbox", "test", "no address")
    assert wrong.exit_code == 1
    assert wrong.output.startswith("Error: ")
    assert way


def test_flags_are_listed(run: Run, way: str) -> None:
    assert run("flags", "list").exit_code == 0
    assert way


def test_what_was_given_up_is_done_again(run: Run, way: str) -> None:
    assert parked(run, "jobs") == []
    number, mail = given_up()
    assert parked(run, "jobs") == [number]
    assert parked(run, "outbox") == [mail]
    assert run("jobs", "retry", str(number)).exit_code == 0
    number, mail = given_up()
    assert run("outbox", "resend", str(mail)).exit_code == 0
    assert parked(run, "outbox") == []
    assert way


def test_what_was_given_up_is_dropped(run: Run, way: str) -> None:
    assert parked(run, "jobs") == []
    number, mail = given_up()
    refused = run("jobs", "drop", str(number))
    assert (refused.exit_code, "Drop the mail" in refused.output) == (1, True)
    assert run("outbox", "drop", str(mail)).output == f"Mail {mail} is gone.\n"
    assert parked(run, "outbox") == parked(run, "jobs") == []
    assert way


@pytest.mark.usefixtures("run")
def test_what_others_wrote_is_shown_as_text() -> None:
    assert shown("\x1b[31m[bold]red") == "�[31m[bold]red"


def test_while_another_process_writes_it_is_refused(run: Run) -> None:
    with writer_lock(load_settings().var / "portico.db", "portico migrate", now=NOW):
        refused = run("jobs", "list")
    assert refused.exit_code == 75
    assert "already written by `portico migrate`" in refused.output


def test_the_note_of_a_killed_server_misleads_nobody(run: Run, server_starter: Starter) -> None:
    settings = load_settings()
    with served(settings, server_starter) as server:
        server.kill()
    assert (settings.var / "serving.json").exists()
    assert run("jobs", "list").exit_code == 0
