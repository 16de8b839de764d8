"""What keeps a server from starting ends it at once, with a fitting status and one line of plain words."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from tests.integration.lifecycle.conftest import ServerMaker
from tests.support.postgres import PostgresServer
from tests.support.server import PORTICO, Server, free_port

LATER, WRONG = 75, 78
"""Exit statuses (sysexits.h): try again later; the configuration cannot work."""


def refused(server: Server) -> tuple[int, str]:
    """Start a server that cannot start: its exit status and the only thing it says."""
    server.start()
    status = server.wait()
    said = [line for line in server.text().splitlines() if not line.startswith("Content: ")]
    assert len(said) == 1, said
    return status, said[0].removeprefix("portico: ")


def test_a_database_that_does_not_answer(make_server: ServerMaker) -> None:
    url = f"postgresql://ada:secret-word@127.0.0.1:{free_port()}/portico"
    status, said = refused(make_server(PORTICO_DATABASE_URL=url))
    assert status == WRONG
    assert said.startswith("PORTICO_DATABASE_URL: ")
    assert "cannot be used" in said
    assert "secret-word" not in said


def test_tables_that_are_behind(make_server: ServerMaker, postgres_server: PostgresServer) -> None:
    with postgres_server.fresh("template1") as name:
        url = postgres_server.url(name)
        status, said = refused(make_server(PORTICO_DATABASE_URL=url, PORTICO_MIGRATE="false"))
    assert status == WRONG
    assert "`portico migrate`" in said


def test_tables_of_a_newer_version(make_server: ServerMaker) -> None:
    server = make_server().start().wait_ready()
    server.terminate()
    with closing(sqlite3.connect(server.var / "portico.db")) as database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")
        database.commit()
    server.log.unlink()
    status, said = refused(server)
    assert status == WRONG
    assert "newer" in said


def test_a_damaged_database(make_server: ServerMaker) -> None:
    server = make_server()
    server.var.mkdir()
    (server.var / "portico.db").write_bytes(b"This is no database." * 1000)
    status, said = refused(server)
    assert status == WRONG
    assert "not a database" in said or "damaged" in said


def test_a_var_folder_that_cannot_be_written(make_server: ServerMaker, tmp_path: Path) -> None:
    server = make_server(PORTICO_VAR="/proc/var", PORTICO_DATABASE_URL=f"sqlite:///{tmp_path / 'a.db'}")
    status, said = refused(server)
    assert status == WRONG
    assert said.startswith("PORTICO_VAR: /proc/var cannot be written")


def test_a_configuration_of_the_site_that_cannot_be_read(make_server: ServerMaker) -> None:
    server = make_server()
    (server.site / "site.toml").write_text("title = ")
    status, said = refused(server)
    assert status == WRONG
    assert said.startswith("site.toml: error: The file cannot be read")


def test_a_port_that_is_taken(make_server: ServerMaker) -> None:
    with make_server() as first:
        second = make_server(var="other")
        second.port = first.port
        status, said = refused(second)
    assert status == WRONG
    assert "already in use" in said


@pytest.mark.parametrize("command", ["serve", "worker"])
def test_a_second_process_that_would_write_the_same_file(make_server: ServerMaker, command: str) -> None:
    with make_server() as first:
        environ = {"PORTICO_ENV": "testing", "PORTICO_VAR": str(first.var), "PORTICO_SITE": str(first.site)}
        assert first.starter
        second = first.starter.start(
            PORTICO,
            [command, *(["--port", str(free_port())] if command == "serve" else [])],
            environ,
            first.var / "second.log",
        )
        assert second.wait(60) == LATER
        said = (first.var / "second.log").read_text()
        assert f"`portico serve` (process {first.pid}, since " in said
        assert len(said.splitlines()) == 1
        first.wait_ready()


def test_two_servers_of_postgresql_may_run(make_server: ServerMaker, postgres_url: str) -> None:
    on_postgres = {"PORTICO_DATABASE_URL": postgres_url}
    with make_server(**on_postgres) as first, make_server(var="other", **on_postgres) as second:
        first.wait_ready("/health/ready")
        second.wait_ready("/health/ready")


def test_the_note_of_a_server_stands_while_it_runs(make_server: ServerMaker) -> None:
    server = make_server()
    note = server.var / "serving.json"
    with server:
        told = json.loads(note.read_text())
        assert (told["pid"], told["address"]) == (server.pid, server.address)
        assert server.terminate() == 0
    assert not note.exists()


def test_the_log_is_emptied_into_the_file_at_the_end(make_server: ServerMaker) -> None:
    server = make_server()
    with server:
        assert (server.var / "portico.db-wal").exists()
        server.terminate()
    assert not (server.var / "portico.db-wal").exists()


def test_a_server_starts_as_a_user_starts_it(make_server: ServerMaker) -> None:
    server = make_server(program=PORTICO)
    server.starter = None
    with server:
        server.wait_ready("/health/ready")
        assert server.terminate() == 0
