"""Everything that is kept goes into one archive, and comes back from it on either database."""

from __future__ import annotations

import errno
import json
import os
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from sqlalchemy import insert, select, text
from sqlalchemy.exc import DBAPIError
from tests.integration.commands.conftest import SITE, Elsewhere, Place
from tests.support.pairs import NOON, pairs, write_pair
from tests.support.server import serving

from portico.commands.databases import snapshot
from portico.features.discussion.models import ModerationAct
from portico.migrations import history, stand
from portico.platform.backup.archive import ArchiveWriter, Manifest, entries, new_archive, verify
from portico.platform.backup.tables import Row, read_rows, tables
from portico.platform.database import Database
from portico.platform.jobs.tables import Job
from portico.platform.server_note import announced
from portico.platform.storage import open_storage


def everything(url: str) -> dict[str, list[Row]]:
    with snapshot(url) as connection:
        return {
            each.name: [row for rows in read_rows(connection, each) for row in rows]
            for each in tables(connection)
        }


def url_of(place: Place) -> str:
    return place.environ["PORTICO_DATABASE_URL"]


def site_of(home: Path) -> dict[str, str | bytes]:
    site = home / "site"
    found: dict[str, str | bytes] = {}
    for name, data in SITE.items():
        read = (site / name).read_bytes()
        found[name] = read.decode() if isinstance(data, str) else read
    return found


def test_an_archive_holds_rows_site_and_settings(archive: Path, place: Place) -> None:
    manifest = verify(archive)
    files = {name: file.read() for name, file in entries(archive)}
    assert files["site/content/blog/first.md"].decode() == SITE["content/blog/first.md"]
    assert (manifest.tables["job"], manifest.tables["mail"], manifest.step) == (3, 3, stand.newest())
    assert [json.loads(line)["key"] for line in files["tables/mail.jsonl"].splitlines()] == [
        "a-0",
        "a-1",
        "a-2",
    ]
    assert f"PORTICO_HOME={place.home}" in files["settings.env"].decode()


def test_an_archive_holds_no_secret_of_the_settings(place: Place, tmp_path: Path) -> None:
    canary = "canary-9hQ2kVbw7XoZp4sLt0eRuYcMfDa1Gi"
    secrets = {
        "SECRET": canary,
        "REDIS_URL": f"redis://:{canary}@cache",
        "METRICS_TOKEN": canary,
        "TRACING_URL": f"https://name:{canary}@collector",
    }
    environ = {f"PORTICO_{name}": value for name, value in secrets.items()}
    (place.home / "site" / ".env").write_text(canary)
    done = place.run("backup", "--to", str(tmp_path / "a.tar.gz"), **environ)
    assert done.exit_code == 0
    files = {name: file.read() for name, file in entries(tmp_path / "a.tar.gz")}
    assert not [name for name, data in files.items() if canary.encode() in data]


def test_a_backup_stands_in_var_with_its_moment_in_its_name(place: Place) -> None:
    done = place.run("backup")
    (made,) = (place.home / "var" / "backups").iterdir()
    assert done.output.startswith(str(made))
    assert verify(made).files.keys() == {name for name, _ in entries(made)} - {"manifest.json"}


def test_another_site_than_the_server_shows_is_not_kept(place: Place, tmp_path: Path) -> None:
    shown = tmp_path / "shown"
    with announced(place.home / "var", host="127.0.0.1", port=8000, site=shown):
        for words in (("backup",), ("export", "--to", str(tmp_path / "all"))):
            done = place.run(*words)
            assert (done.exit_code, f"Set PORTICO_SITE={shown}" in done.output) == (1, True), words
    assert not (place.home / "var" / "backups").exists()
    assert f"It holds the site folder {place.home / 'site'}." in place.run("backup").output


def test_without_a_database_there_is_nothing_to_back_up(elsewhere: Elsewhere) -> None:
    done = elsewhere("sqlite").run("backup")
    assert done.exit_code == 1
    assert "there is no database" in done.output


def test_a_backup_is_not_written_over_another(archive: Path, place: Place) -> None:
    done = place.run("backup", "--to", str(archive))
    assert (done.exit_code, done.output) == (
        1,
        f"Error: {archive} is there already; nothing was left behind\n",
    )


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_what_was_backed_up_comes_back_on_either_database(
    archive: Path, place: Place, elsewhere: Elsewhere, kind: str
) -> None:
    before = everything(url_of(place))
    new = elsewhere(kind)
    done = new.run("restore", str(archive))
    assert done.exit_code == 0, done.output
    assert everything(url_of(new)) == before
    assert site_of(new.home) == SITE


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_a_log_that_takes_no_changes_comes_back_and_takes_none(
    place: Place, database: Database, elsewhere: Elsewhere, tmp_path: Path, kind: str
) -> None:
    with database.transaction() as session:
        session.add(ModerationAct(act="hide", comment_id=7, before="shown", at=NOON))
    archive = tmp_path / "log.tar.gz"
    assert place.run("backup", "--to", str(archive)).exit_code == 0
    new = elsewhere(kind)
    for more in ((), ("--force",)):
        done = new.run("restore", str(archive), *more)
        assert done.exit_code == 0, done.output
    other = Database(url_of(new))
    with pytest.raises(DBAPIError, match="takes no changes"), other.transaction() as session:
        session.execute(text("DELETE FROM moderation_act"))
    with other.reading() as session:
        assert session.scalars(select(ModerationAct.act)).all() == ["hide"]
    other.dispose()


def test_pictures_of_people_come_back_to_either_storage(
    place: Place, elsewhere: Elsewhere, tmp_path: Path, storage_url: str
) -> None:
    key = f"accounts/{'a' * 32}/{'b' * 32}-96.webp"
    folder = place.home / "var" / "storage"
    for name in (key, "staging/" + "c" * 32, "exports/d"):
        (folder / name).parent.mkdir(parents=True)
        (folder / name).write_bytes(b"a picture")
    assert place.run("backup", "--to", str(tmp_path / "a.tar.gz")).exit_code == 0
    assert [name for name, _ in entries(tmp_path / "a.tar.gz") if name.startswith("media/")] == [
        f"media/{key}"
    ]
    done = elsewhere("sqlite").run("restore", str(tmp_path / "a.tar.gz"), PORTICO_STORAGE_URL=storage_url)
    assert done.exit_code == 0, done.output
    storage, found = open_storage(storage_url, "a secret"), BytesIO()
    assert list(storage.listed("")) == [key]
    storage.fetch(key, found, most=100)
    assert found.getvalue() == b"a picture"


def test_a_restored_place_can_be_served(archive: Path, place: Place, tmp_path: Path) -> None:
    home = tmp_path / "restored"
    assert place.run("restore", str(archive), "--to", str(home)).exit_code == 0
    with serving(home / "site", home / "var", PORTICO_HOME=str(home)):
        assert pairs(Database(f"sqlite:///{home}/var/portico.db")) == {"a-0", "a-1", "a-2"}


def test_numbers_go_on_where_they_were(
    archive: Path, elsewhere: Elsewhere, database: Database, place: Place
) -> None:
    with database.transaction() as session:
        session.execute(text("DELETE FROM mail"))
        session.execute(text("DELETE FROM job"))
    later = archive.with_name("later.tar.gz")
    place.run("backup", "--to", str(later))
    new = elsewhere("sqlite")
    assert new.run("restore", str(later)).exit_code == 0
    other = Database(url_of(new))
    with other.transaction() as session:
        write_pair(session, "b-0")
        assert session.scalars(select(Job.id)).all() == [4]
    other.dispose()


def test_nothing_is_replaced_unless_it_is_said(archive: Path, place: Place, database: Database) -> None:
    with database.transaction() as session:
        write_pair(session, "later-0")
    (place.home / "site" / "new.md").touch()
    refused = place.run("restore", str(archive))
    assert (refused.exit_code, "--force replaces it" in refused.output) == (1, True)
    assert "later-0" in pairs(database)
    assert place.run("restore", str(archive), "--force").exit_code == 0
    assert pairs(database) == {"a-0", "a-1", "a-2"}
    assert site_of(place.home) == SITE
    (kept,) = place.home.glob("site.before-*")
    assert (kept / "new.md").exists()


def test_rows_alone_are_not_replaced_either(archive: Path, place: Place, database: Database) -> None:
    (place.home / "site").rename(place.home / "moved")
    refused = place.run("restore", str(archive))
    assert "holds data already; --force replaces it" in refused.output
    assert not (place.home / "site").exists()
    assert [path.name for path in place.home.iterdir() if "coming" in path.name] == []


def test_nothing_is_replaced_while_a_server_works_with_it(
    archive: Path, place: Place, database: Database, tmp_path: Path
) -> None:
    var = tmp_path / "serving"
    with serving(place.home / "site", var, PORTICO_DATABASE_URL=url_of(place)):
        refused = place.run("restore", str(archive), "--force")
        assert (refused.exit_code, "`portico serve`" in refused.output) == (75, True), refused.output
        assert pairs(database) == {"a-0", "a-1", "a-2"}
    assert place.run("restore", str(archive), "--force").exit_code == 0
    assert "PGAPPNAME" not in os.environ


def test_a_job_that_was_held_is_due_again(archive: Path, place: Place, database: Database) -> None:
    with database.transaction() as session:
        job = session.scalars(select(Job).where(Job.key == "a-1")).one()
        job.lease_until, job.fence = NOON + timedelta(days=9), 5
    path = archive.with_name("held.tar.gz")
    place.run("backup", "--to", str(path))
    assert place.run("restore", str(path), "--force").exit_code == 0
    with database.reading() as session:
        job = session.scalars(select(Job).where(Job.key == "a-1")).one()
        assert (job.lease_until, job.fence) == (None, 6)


def test_tables_of_an_older_version_are_brought_forward(
    archive: Path, place: Place, database: Database
) -> None:
    before = everything(url_of(place))
    history.migrate(database, history.steps()[-2])
    older = archive.with_name("older.tar.gz")
    assert place.run("backup", "--to", str(older)).exit_code == 0
    assert verify(older).step == history.steps()[-2]
    history.migrate(database)
    assert place.run("restore", str(older), "--force").exit_code == 0
    with database.reading() as session:
        assert history.standing(session.connection()) == "current"
    after = everything(url_of(place))
    assert {name: after[name] for name in ("job", "mail")} == {name: before[name] for name in ("job", "mail")}


def test_a_backup_of_a_newer_version_is_refused(archive: Path, place: Place, database: Database) -> None:
    with database.transaction() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    newer = archive.with_name("newer.tar.gz")
    assert place.run("backup", "--to", str(newer)).exit_code == 0
    done = place.run("restore", str(newer), "--force")
    assert (done.exit_code, "restore it with a newer one" in done.output) == (1, True)


def test_a_damaged_archive_is_refused_before_anything_is_touched(
    archive: Path, place: Place, database: Database
) -> None:
    cut = archive.with_name("cut.tar.gz")
    cut.write_bytes(archive.read_bytes()[:-100])
    done = place.run("restore", str(cut), "--force")
    assert done.exit_code == 1
    assert done.output.startswith(f"Error: {cut} is not whole")
    assert len(done.output.splitlines()) == 1
    assert pairs(database) == {"a-0", "a-1", "a-2"}
    assert site_of(place.home) == SITE


def _copy(source: Path, archive: ArchiveWriter, manifest: Manifest, folder: Path) -> None:
    for name, file in entries(source):
        (folder / "file").write_bytes(file.read())
        if name != "manifest.json":
            with (folder / "file").open("rb") as read:
                archive.add(name, read)
    archive.close(manifest)


def test_a_restoration_that_fails_changes_nothing(
    archive: Path, place: Place, database: Database, tmp_path: Path
) -> None:
    with database.transaction() as session:
        write_pair(session, "later-0")
    told = verify(archive).model_copy(update={"tables": {"job": 3, "mail": 4}})
    with new_archive(tmp_path / "wrong.tar.gz") as wrong:
        _copy(archive, wrong, told, tmp_path)
    done = place.run("restore", str(tmp_path / "wrong.tar.gz"), "--force")
    assert (done.exit_code, "of 4 rows of mail, 3 arrived" in done.output) == (1, True)
    assert pairs(database) == {"a-0", "a-1", "a-2", "later-0"}
    assert not list(place.home.glob("*before*"))


def test_rows_stay_when_the_site_folder_cannot_be_replaced(
    archive: Path, place: Place, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    with database.transaction() as session:
        write_pair(session, "later-0")
    site, rename = place.home / "site", Path.rename

    def as_if_mounted(path: Path, target: Path) -> Path:
        if site in (path, target):
            raise OSError(errno.EBUSY, os.strerror(errno.EBUSY), str(path))
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", as_if_mounted)
    done = place.run("restore", str(archive), "--force")
    assert (done.exit_code, "busy; nothing was left behind" in done.output) == (1, True)
    assert pairs(database) == {"a-0", "a-1", "a-2", "later-0"}
    assert site_of(place.home) == SITE
    assert not [path for path in place.home.iterdir() if "site." in path.name]


def test_an_export_can_be_read_without_portico(archive: Path, place: Place, tmp_path: Path) -> None:
    folder = tmp_path / "open"
    assert place.run("export", "--to", str(folder)).exit_code == 0
    assert site_of(folder) == SITE
    lines = (folder / "tables" / "mail.jsonl").read_text().splitlines()
    assert [json.loads(line)["subject"] for line in lines] == [f"Pair a-{number} ü" for number in range(3)]
    assert json.loads(lines[0])["created_at"] == "2026-11-21T12:00:00+00:00"
    readme = (folder / "README.md").read_text()
    for path in (folder / "tables").iterdir():
        assert f"## {path.stem} (" in readme
    assert "| `message_id` | VARCHAR(200) |" in readme
    assert "One message to one recipient" in readme


def test_an_export_is_not_mixed_with_something_else(place: Place, tmp_path: Path) -> None:
    done = place.run("export", "--to", str(place.home))
    assert (done.exit_code, "not an empty folder" in done.output) == (1, True)


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_a_database_is_copied_into_either_kind(
    archive: Path, place: Place, elsewhere: Elsewhere, kind: str
) -> None:
    target = url_of(elsewhere(kind))
    done = place.run("db", "copy", "--to", target)
    assert done.exit_code == 0, done.output
    assert "job: 3 rows\n" in done.output
    assert "mail: 3 rows\n" in done.output
    assert everything(target) == everything(url_of(place))


def test_a_database_is_not_copied_over_rows(archive: Path, place: Place, elsewhere: Elsewhere) -> None:
    target = url_of(elsewhere("sqlite"))
    place.run("db", "copy", "--to", target)
    again = place.run("db", "copy", "--to", target)
    assert (again.exit_code, "holds data already" in again.output) == (1, True)
    itself = place.run("db", "copy", "--to", url_of(place))
    assert (itself.exit_code, "that is the database itself" in itself.output) == (1, True)


def test_a_target_that_is_no_database_is_refused_without_its_password(place: Place) -> None:
    done = place.run("db", "copy", "--to", "mysql://ada:canary@db/x")
    assert (done.exit_code, done.output) == (
        78,
        "portico: --to must be sqlite:///PATH or postgresql://USER:PASSWORD@HOST/NAME\n",
    )


def test_a_restoration_is_refused_while_a_server_writes(
    archive: Path, sqlite_url: str, tmp_path: Path
) -> None:
    from portico.platform.writer_lock import writer_lock

    place = Place(tmp_path / "home", {"PORTICO_DATABASE_URL": sqlite_url})
    with writer_lock(Path(sqlite_url.removeprefix("sqlite:///")), "portico serve", now=NOON):
        done = place.run("restore", str(archive), "--force")
    assert (done.exit_code, "`portico serve`" in done.output) == (75, True)


def test_a_large_table_is_copied_in_parts(place: Place, elsewhere: Elsewhere, database: Database) -> None:
    rows = [{"kind": "many", "payload": {"n": n}, "created_at": NOON, "run_at": NOON} for n in range(2_500)]
    with database.transaction() as session:
        session.execute(insert(Job), rows)
    target = url_of(elsewhere("sqlite"))
    assert "job: 2500 rows" in place.run("db", "copy", "--to", target).output
