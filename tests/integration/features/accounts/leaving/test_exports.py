"""Somebody takes along all that is kept of them."""

from __future__ import annotations

import json
from datetime import timedelta
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from sqlalchemy import update
from tests.integration.features.accounts.leaving.test_anonymising import upload
from tests.support.accounts import Person, Reply
from tests.support.leaving import GRACE, Site
from tests.support.residue import fill, personal_tables

from portico.features.accounts.leaving import exporting, gathering, own_data
from portico.features.accounts.models import DataExport
from portico.platform import storage
from portico.platform.jobs import leases

JOB = "accounts.export"


def export(town: Site, person: Person) -> tuple[Any, ZipFile]:
    """An export that is there: what is said of it, and its file."""
    number = person.post("/me/exports").json["id"]
    assert JOB in town.work()
    said = person.get(f"/me/exports/{number}").json
    return said, opened(person.page(said["file"]))


def opened(reply: Reply) -> ZipFile:
    assert reply.status == 200, reply.body[:300]
    return ZipFile(BytesIO(reply.body))


def test_an_export_is_asked_for_gathered_and_fetched(town: Site, ada: Person) -> None:
    asked = ada.post("/me/exports")
    assert asked.status == 202
    waiting = asked.json
    assert (waiting["state"], waiting["progress"], waiting["file"]) == ("waiting", 0, None)
    assert asked.all("Location") == [f"/api/v1/me/exports/{waiting['id']}"]
    town.work()
    ready = ada.get(f"/me/exports/{waiting['id']}").json
    assert (ready["state"], ready["progress"]) == ("ready", 100)
    fetched = ada.page(ready["file"])
    assert len(fetched.body) == ready["size"]
    assert fetched.all("Content-Type") == ["application/zip"]
    assert fetched.all("Cache-Control") == ["private, no-store"]
    assert "attachment" in fetched.all("Content-Disposition")[0]
    assert town.written(ada)[0] == "export-ready"


def test_an_export_holds_what_is_kept_and_no_secret(town: Site, ada: Person) -> None:
    ada.patch("/me/profile", {"name": "Ada Lovelace", "bio": "Ünïcode"})
    upload(ada)
    token = ada.post("/me/tokens", {"name": "script", "scopes": ["read"]}).json["token"]
    with town.database.transaction() as session:
        fill(session, ada.id, ada.email, town.now)
    account = town.account(ada.id)
    _, archive = export(town, ada)
    files = {name: archive.read(name) for name in archive.namelist()}
    told = {name.removesuffix(".json"): json.loads(text) for name, text in files.items() if "json" in name}
    assert told["account"]["username"] == "ada"
    assert told["identities"][0]["email"] == ada.email
    assert told["tokens"][0]["name"] == "script"
    assert told["profile"]["name"] == "Ada Lovelace"
    assert "Ünïcode".encode() in files["profile.json"]
    pictures = [name for name in files if name.startswith("media/")]
    assert len(pictures) == len(list(town.storage.listed("accounts/"))) > 0
    assert all(files[name][8:12] == b"WEBP" for name in pictures)
    for name in ("comments", "reactions", "saved", "reports", "ban", "notifications", "blocks"):
        assert told[name], name
    everything = b"".join(files.values())
    for secret in (account.password_hash or "", token, ada.access()):
        assert secret
        assert secret.encode() not in everything


def test_every_table_of_accounts_is_exported_or_passing() -> None:
    """What is not taken along is forgotten within the hour, or is about the file itself."""
    passing = {"verification", "ceremony", "oauth_state", "oauth_exchange", "saved_feed"}
    of_accounts = {table.__tablename__ for table, _ in own_data.LISTS.values()}
    of_profiles = {"profile", "upload"}
    of_discussion = {"comment", "reaction", "subject_reaction", "saved", "report", "ban"}
    of_notifications = {"notification", "notification_choice"}
    exported = of_accounts | of_profiles | of_discussion | of_notifications
    assert {table.name for table in personal_tables()} == exported | passing


def test_nobody_else_gets_the_file(town: Site, ada: Person) -> None:
    said, _ = export(town, ada)
    bob = town.join("bob")
    assert bob.page(said["file"]).status == bob.get(f"/me/exports/{said['id']}").status == 404
    assert town.house.person().page(said["file"]).status == 401
    script = ada.elsewhere(program=True)
    script.bearer = ada.post("/me/tokens", {"name": "script", "scopes": ["read"]}).json["token"]
    assert script.page(said["file"]).status == 403
    assert bob.get("/me/exports").json["items"] == []
    assert [one["id"] for one in ada.get("/me/exports").json["items"]] == [said["id"]]


def test_one_export_at_a_time_and_three_a_day(village: Site, ada: Person) -> None:
    ada.post("/me/exports")
    refused = ada.post("/me/exports")
    assert (refused.status, refused.code) == (409, "export-running")
    village.work()
    for _ in range(2):
        assert ada.post("/me/exports").status == 202
        village.work()
    refused = ada.post("/me/exports")
    assert (refused.status, refused.code) == (429, "too-many-exports")
    village.pass_by(timedelta(days=1, seconds=1))
    assert ada.elsewhere().sign_in().post("/me/exports").status == 202


def test_a_file_goes_after_a_week(town: Site, ada: Person) -> None:
    said, _ = export(town, ada)
    town.pass_by(timedelta(days=7))
    ada = ada.elsewhere().sign_in()
    assert ada.page(said["file"]).status == ada.get(f"/me/exports/{said['id']}").status == 404
    town.work("accounts.sweep")
    assert list(town.storage.listed("exports/")) == []
    assert ada.get("/me/exports").json["items"] == []


def test_a_file_goes_with_its_account(town: Site, ada: Person) -> None:
    export(town, ada)
    town.leave(ada)
    town.pass_by(GRACE)
    town.work("accounts.anonymise")
    assert list(town.storage.listed("")) == []


def test_an_export_that_nobody_waits_for_leaves_no_file(town: Site, ada: Person) -> None:
    number = ada.post("/me/exports").json["id"]
    with town.database.transaction() as session:
        session.delete(session.get_one(DataExport, number))
    assert JOB in town.work()
    assert list(town.storage.listed("exports/")) == []


def test_an_account_that_goes_while_its_data_is_gathered_leaves_no_file(
    village: Site, ada: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = ada.post("/me/exports").json["id"]
    write = storage.contract.Storage.write

    def forget_meanwhile(self: Any, key: str, file: Any, *, media_type: str) -> None:
        own(self, key, file, media_type=media_type)
        with village.database.transaction() as session:
            session.delete(session.get_one(DataExport, number))

    own = type(village.storage).write
    assert own is not write
    monkeypatch.setattr(type(village.storage), "write", forget_meanwhile)
    assert JOB in village.work()
    assert list(village.storage.listed("exports/")) == []
    assert "export-ready" not in village.written(ada)


def test_a_job_that_is_cut_short_is_done_again(
    village: Site, ada: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    upload(ada)
    number = ada.post("/me/exports").json["id"]

    def fail(self: Any, key: str, into: Any, *, most: int) -> None:
        raise storage.StorageUnavailable("The storage does not answer.")

    with monkeypatch.context() as broken:
        broken.setattr(type(village.storage), "fetch", fail)
        with pytest.raises(AssertionError, match="job_failed"):
            village.work()
    assert ada.get(f"/me/exports/{number}").json["state"] == "running"
    village.pass_by(timedelta(minutes=1))
    village.work()
    assert ada.get(f"/me/exports/{number}").json["state"] == "ready"


def test_a_job_that_never_succeeds_says_so(
    village: Site, ada: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    upload(ada)
    number = ada.post("/me/exports").json["id"]
    monkeypatch.setattr(gathering, "_entries", lambda *_: (_ for _ in [1 / 0]))
    for _ in range(gathering.POLICY.attempts):
        with pytest.raises(AssertionError, match=r"job_(failed|parked)"):
            village.work()
        village.pass_by(timedelta(hours=1))
    assert ada.elsewhere().sign_in().get(f"/me/exports/{number}").json["state"] == "failed"
    assert list(village.storage.listed("exports/")) == []


def test_an_export_whose_job_vanished_hinders_no_other(village: Site, ada: Person) -> None:
    ada.post("/me/exports")
    with village.database.transaction() as session:
        leases.void(session)
        session.execute(update(DataExport).values(created_at=village.now - exporting.STALE))
    assert ada.post("/me/exports").status == 202


def test_progress_is_told_and_never_ends_too_soon() -> None:
    shares = [gathering._share(done, 40) for done in range(41)]
    assert shares == sorted(shares)
    assert (shares[0], shares[-1]) == (1, 99)
    assert gathering._share(0, 0) == 1
