"""The doctor names what is wrong and what to do; each of these conditions is brought about for real."""

from __future__ import annotations

import json
import os
import resource
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from pytest_httpserver import HTTPServer
from tests.support import s3
from tests.support.akismet import KEY, akismet
from tests.support.fault_proxy import FaultProxy
from tests.support.postgres import PostgresServer
from tests.support.server import Server, free_port, listening
from tests.support.sites import compile_site, post, write_site
from tests.support.starter import Starter

from portico.cli import main
from portico.commands.diagnosis import data, machine
from portico.commands.starting import check_database, open_database
from portico.platform import clock
from portico.platform.backup import mark
from portico.platform.jobs.tables import Job
from portico.platform.mail.tables import Mail
from portico.settings import load_settings

Look = Callable[..., dict[str, tuple[str, str]]]


@pytest.fixture
def look(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Look:
    """What the doctor finds, by subject, with settings that are right but for what is given."""
    write_site(tmp_path / "site", {"content/blog/a.md": post()})
    monkeypatch.setenv("PORTICO_ENV", "testing")
    monkeypatch.setenv("PORTICO_HOME", str(tmp_path))
    monkeypatch.setenv("PORTICO_PORT", str(free_port()))
    monkeypatch.setenv("PORTICO_MAIL_URL", f"file://{tmp_path}/mails")
    monkeypatch.setenv("PORTICO_MAIL_FROM", "stone@a.test")

    def doctor(**given: str) -> dict[str, tuple[str, str]]:
        for name, value in given.items():
            monkeypatch.setenv(f"PORTICO_{name.upper()}", value)
        done = CliRunner().invoke(main, ["doctor", "--json"], catch_exceptions=False)
        found = json.loads(done.stdout)
        assert done.exit_code == any(finding["level"] == "bad" for finding in found)
        return {finding["about"]: (finding["level"], finding["sentence"]) for finding in found}

    return doctor


@pytest.fixture
def whole(look: Look) -> Look:
    """The same, after a first start has made what is missing."""
    settings = load_settings()
    settings.var.mkdir()
    check_database(settings)
    compile_site(settings.site, settings.compiled)
    mark.leave(settings.var)
    return look


def test_nothing_is_wrong_with_what_is_whole(whole: Look) -> None:
    found = whole()
    assert {level for level, _ in found.values()} == {"good"}
    assert {"configuration", "database", "tables", "mail", "backups", "clock"} <= found.keys()


def test_people_read_a_line_for_each(whole: Look) -> None:
    done = CliRunner().invoke(main, ["doctor"], catch_exceptions=False)
    assert done.exit_code == 0
    assert len(done.output.splitlines()) == len(whole())
    assert all(line.startswith("✓ ") for line in done.output.splitlines())


@pytest.mark.usefixtures("look")
def test_every_problem_of_the_configuration() -> None:
    found = CliRunner().invoke(main, ["doctor"], env={"PORTICO_ENV": "production", "PORTICO_DEBUG": "1"})
    assert found.exit_code == 1
    assert found.output.count("✗ configuration: PORTICO_") > 2


def test_no_site(whole: Look, tmp_path: Path) -> None:
    level, sentence = whole(site=str(tmp_path / "nowhere"))["site"]
    assert level == "bad"
    assert "portico init" in sentence


def test_a_var_folder_that_cannot_be_written(look: Look, tmp_path: Path) -> None:
    found = look(var="/proc/nowhere", database_url=f"sqlite:///{tmp_path}/a.db")
    assert found["var"][0] == "bad"
    assert "/proc/nowhere cannot be written" in found["var"][1]


@pytest.mark.usefixtures("look")
def test_a_var_folder_on_another_machine(tmp_path: Path) -> None:
    mounts = tmp_path / "mounts"
    mounts.write_text(f"/dev/vda / ext4 rw 0 0\nserver:/data {tmp_path} nfs4 rw 0 0\n")
    found = machine.file_system(load_settings(), mounts)
    assert found is not None
    assert (found.level, "nfs4" in found.sentence) == ("bad", True)


def test_a_disk_with_little_room(whole: Look, monkeypatch: pytest.MonkeyPatch) -> None:
    # A full disk cannot be had here; what counts as little can be.
    monkeypatch.setattr(machine, "LEAST_SPACE", 2**62)
    assert whole()["disk"][0] == "bad"
    monkeypatch.setattr(machine, "LEAST_SPACE", 0)
    monkeypatch.setattr(machine, "SOME_SPACE", 2**62)
    assert whole()["disk"][0] == "doubtful"


@pytest.mark.parametrize(("files", "level"), [(200, "bad"), (800, "doubtful")])
def test_few_open_files(whole: Look, files: int, level: str) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (files, hard))
    try:
        assert whole()["open files"][0] == level
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def test_a_port_that_somebody_else_has(whole: Look) -> None:
    with listening() as taken:
        level, sentence = whole(port=str(taken.getsockname()[1]))["port"]
    assert level == "bad"
    assert "already in use" in sentence


def test_a_damaged_database(whole: Look, tmp_path: Path) -> None:
    (tmp_path / "var" / "portico.db").write_bytes(b"No database." * 1000)
    found = whole()
    assert found["database"][0] == "bad"
    assert "tables" not in found


def test_a_database_that_does_not_answer(whole: Look) -> None:
    found = whole(database_url=f"postgresql://ada:hidden-word@127.0.0.1:{free_port()}/x")
    assert found["database"][0] == "bad"
    assert "hidden-word" not in str(found)


def test_tables_that_are_behind(whole: Look, postgres_server: PostgresServer) -> None:
    with postgres_server.fresh("template1") as name:
        level, sentence = whole(database_url=postgres_server.url(name))["tables"]
    assert level == "bad"
    assert "portico migrate" in sentence


def test_tables_of_a_newer_version(whole: Look, tmp_path: Path) -> None:
    with changing(tmp_path) as database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")
    assert whole()["tables"][0] == "bad"


def test_fewer_connections_than_threads(whole: Look, postgres_url: str) -> None:
    found = whole(database_url=postgres_url, database_pool="2", threads="4")
    assert found["connections"][0] == "doubtful"


def test_a_clock_that_is_days_apart_from_the_database(whole: Look, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(data, "_time_of", lambda _: clock.now() - timedelta(days=2))
    assert whole()["clock"] == ("bad", "This clock and the database's are 172800 seconds apart; set both.")


def test_a_clock_that_is_behind(whole: Look) -> None:
    settings = load_settings()
    later = clock.now() + timedelta(hours=1)
    database = open_database(settings)
    with database.transaction() as session:
        session.add(Job(kind="x", payload={}, created_at=later, run_at=later, done_at=later))
    database.dispose()
    level, sentence = whole()["clock"]
    assert level == "bad"
    assert "behind" in sentence


def test_content_with_errors(whole: Look, tmp_path: Path) -> None:
    settings = load_settings()
    (settings.site / "content" / "blog" / "b.md").write_text("---\ntitle: [\n---\n")
    compile_site(settings.site, settings.compiled)
    level, sentence = whole()["content"]
    assert level == "doubtful"
    assert sentence.startswith("1 content files have errors")


def test_no_compiled_site(look: Look) -> None:
    assert look()["content"][0] == "doubtful"


def test_jobs_and_mails_that_were_given_up(whole: Look) -> None:
    now = clock.now()
    database = open_database(load_settings())
    with database.transaction() as session:
        job = Job(kind="mail.send", payload={}, created_at=now, run_at=now, parked_at=now)
        session.add(job)
        session.flush()
        session.add(
            Mail(
                kind="test",
                message_id="<1@a.test>",
                sender="a@a.test",
                recipient="b@a.test",
                subject="",
                text="",
                created_at=now,
                job_id=job.id,
            )
        )
    database.dispose()
    found = whole()
    assert found["jobs"] == (
        "doubtful",
        "1 jobs were given up; `portico jobs list --state parked` shows them.",
    )
    assert found["mails"][0] == "doubtful"


def test_no_backup_or_an_old_one(whole: Look, tmp_path: Path) -> None:
    kept = tmp_path / "var" / mark.NAME
    old = time.time() - 30 * 86400
    os.utime(kept, (old, old))
    assert "30 days old" in whole()["backups"][1]
    kept.unlink()
    assert whole()["backups"][0] == "doubtful"


def test_redis(whole: Look, redis_url: str) -> None:
    assert whole(redis_url=redis_url)["Redis"][0] == "good"
    assert whole(redis_url=f"redis://127.0.0.1:{free_port()}/0")["Redis"][0] == "bad"


def test_a_bucket(whole: Look, private_bucket_url: str, bucket_url: str, s3_endpoint: str) -> None:
    s3.let_send(private_bucket_url, "https://site.test")
    found = whole(storage_url=private_bucket_url, public_url="https://site.test")["pictures"]
    assert found[0] == "good", found
    for url, why in (
        (bucket_url, "Anybody can read"),
        (s3.address(s3_endpoint, "no-such-bucket"), "NoSuchBucket"),
        (f"s3+http://a:b@127.0.0.1:{free_port()}/bucket", "does not answer"),
    ):
        level, sentence = whole(storage_url=url)["pictures"]
        assert (level, why in sentence) == ("bad", True), sentence


def test_who_may_send_to_a_bucket(whole: Look, private_bucket_url: str) -> None:
    for allowed, level in (
        ("", "bad"),
        ("https://site.test", "good"),
        ("*", "good"),
        ("https://other.test", "bad"),
    ):
        if allowed:
            s3.let_send(private_bucket_url, allowed)
        found = whole(storage_url=private_bucket_url, public_url="https://site.test")["pictures"]
        assert (found[0], "CORS" in found[1]) == (level, level == "bad"), allowed


def test_a_folder_for_pictures_that_cannot_be_written(whole: Look, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    assert whole(storage_url=(tmp_path / "file").as_uri())["pictures"][0] == "bad"


def test_a_mail_server_that_is_not_there(whole: Look) -> None:
    assert whole(mail_url=f"smtp://127.0.0.1:{free_port()}")["mail"][0] == "bad"


def test_a_key_of_akismet(whole: Look) -> None:
    with akismet() as service:
        given = {"akismet_url": service.url, "akismet_key": KEY}
        assert whole(**given)["Akismet"] == ("good", "Akismet knows the key.")
        level, sentence = whole(**given | {"akismet_key": "another"})["Akismet"]
        assert (level, "Invalid API key" in sentence) == ("bad", True)
        service.fails = "500"
        assert whole(**given)["Akismet"][0] == "doubtful"


def test_a_public_address_that_nothing_answers_at(whole: Look) -> None:
    level, sentence = whole(public_url=f"http://127.0.0.1:{free_port()}")["public address"]
    assert level == "bad"
    assert "does not answer" in sentence


def test_a_public_address_with_something_else_behind_it(whole: Look, httpserver: HTTPServer) -> None:
    httpserver.expect_request("/health/live").respond_with_data("fine")
    level, sentence = whole(public_url=httpserver.url_for(""))["public address"]
    assert level == "bad"
    assert "not as Portico" in sentence


@contextmanager
def served(starter: Starter, **environ: str) -> Iterator[Server]:
    settings = load_settings()
    told = {"PORTICO_HOME": str(settings.home), **environ}
    with Server(settings.site, settings.var, told, starter=starter) as server:
        yield server


def test_a_public_address_and_the_proxies_before_it(
    whole: Look, monkeypatch: pytest.MonkeyPatch, server_starter: Starter
) -> None:
    monkeypatch.setenv("PORTICO_TRUSTED_PROXIES", "1")
    with served(server_starter, PORTICO_TRUSTED_PROXIES="1") as server:
        proxy = FaultProxy("127.0.0.1", server.port)
        try:
            direct = whole(public_url=server.address)
            assert direct["port"][0] == "good"
            assert "Visitors can claim any address" in direct["public address"][1]
            other = whole(public_url=f"http://localhost:{proxy.port}")["public address"]
            assert other[0] == "bad"
        finally:
            proxy.down()


def test_a_public_address_that_leads_here(whole: Look, server_starter: Starter) -> None:
    port = free_port()
    with served(server_starter, PORTICO_PUBLIC_URL=f"http://127.0.0.1:{port}") as server:
        found = whole(public_url=server.address)["public address"]
    assert found == ("good", f"{server.address} leads here.")


@contextmanager
def changing(home: Path) -> Iterator[Any]:
    with closing(sqlite3.connect(home / "var" / "portico.db")) as database:
        yield database
        database.commit()
