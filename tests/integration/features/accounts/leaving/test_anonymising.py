"""What is left of somebody whose time to come back is over: nothing."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, select
from tests.integration.features.profiles.conftest import PORTRAIT
from tests.support.accounts import PASSWORD, Person
from tests.support.jobs import heard
from tests.support.leaving import BEFORE, GRACE, Site, site
from tests.support.residue import CANARY, fill, found_in, personal_tables, rows_of
from tests.support.smtp import mail_server

from portico.features.accounts import jobs
from portico.features.accounts.leaving.anonymising import SCRUB, anonymise
from portico.features.accounts.models import Account, Identity
from portico.platform.database import Database
from portico.platform.jobs.tables import Job
from portico.platform.mail.tables import Mail

JOB = "accounts.anonymise"


@pytest.fixture
def known(town: Site) -> Person:
    """Somebody with a canary in everything that is kept of them, who has used every feature."""
    person = town.join(CANARY, agent=f"{CANARY}/1.0")
    use_everything(town, person)
    with town.database.transaction() as session:
        fill(session, person.id, person.email, town.now)
    return person


def use_everything(town: Site, person: Person) -> None:
    """What a person can do here that leaves something behind."""
    person.patch("/me/profile", {"name": CANARY, "bio": CANARY, "links": [link()]})
    upload(person)
    person.post("/me/tokens", {"name": CANARY, "scopes": ["read"]})
    person.post("/me/email", {"email": f"next-{CANARY}@example.org"})
    change = person.post("/me/email", {"email": f"new-{CANARY}@example.org"}).json["id"]
    person.email = f"new-{CANARY}@example.org"
    body = {"id": change, "code": town.house.code(person.email)}
    assert person.post("/me/email/confirm", body).status == 204
    person.post("/auth/sign-in", {"login": person.name, "password": f"wrong {CANARY}"})
    assert person.post("/me/exports").status == 202
    assert "accounts.export" in town.work()


def link() -> dict[str, str]:
    return {"label": CANARY, "url": f"https://{CANARY}.example/me"}


def upload(person: Person) -> None:
    size = {"purpose": "avatar", "content_type": "image/jpeg", "size": len(PORTRAIT)}
    leave = person.post("/uploads", size).json
    path = re.sub(r"^https?://[^/]+", "", leave["url"])
    sent = person.house.wire.send("PUT", path, leave["headers"], PORTRAIT, person.source)
    assert sent.status == 204
    assert person.post("/uploads/confirm", {"confirm_token": leave["confirm_token"]}).status == 200


def finish(town: Site) -> None:
    """Let the jobs run that come some time after somebody was wiped."""
    for _ in range(3):
        town.pass_by(timedelta(minutes=20))
        town.work("accounts.sweep")


def left_of(town: Site) -> dict[str, int]:
    """Where something of the person is still found."""
    town.database.dispose()
    return found_in(town.database, town.settings.var)


def check_nothing_left(town: Site, person: Person) -> None:
    with town.database.reading() as session:
        left = {table.name: rows_of(session, table, person.id) for table in personal_tables()}
        assert not any(left.values()), left
    gone = town.account(person.id)
    kept = (gone.state, gone.role, gone.username, gone.username_key, gone.password_hash, gone.deletion_at)
    assert kept == ("anonymised", "member", None, None, None, None)
    assert left_of(town) == {}


def test_the_search_finds_what_is_there(town: Site, known: Person) -> None:
    everywhere = left_of(town)
    assert sum(everywhere.values()) > 50, everywhere
    with town.database.reading() as session:
        assert all(rows_of(session, table, known.id) for table in personal_tables())
    assert {table.name for table in personal_tables()} >= {"identity", "login_session", "profile", "upload"}
    assert list(town.storage.listed("accounts/"))
    assert list(town.storage.listed("exports/"))


def test_the_job_leaves_nothing_of_somebody_whose_time_is_over(town: Site, known: Person) -> None:
    town.leave(known)
    town.pass_by(GRACE)
    assert JOB in town.work(JOB)
    finish(town)
    last_letters(town)
    check_nothing_left(town, known)
    assert not list(town.storage.listed(""))


def last_letters(town: Site) -> None:
    """Do as a mail server does that takes the last letter, which is all that is left: its row goes."""
    with town.database.transaction() as session:
        left = session.scalars(select(Mail)).all()
        assert [mail.kind for mail in left] == ["anonymised"]
        session.delete(left[0])
    assert town.database.scrub()


def test_any_access_after_the_grace_wipes_at_once(town: Site, known: Person) -> None:
    town.leave(known)
    town.pass_by(GRACE)
    answer = known.post("/auth/sign-in", {"login": known.name, "password": PASSWORD})
    assert (answer.status, answer.code) == (401, "wrong-login")
    assert town.account(known.id).state == "anonymised"
    finish(town)
    last_letters(town)
    # What the access itself wrote: a guess at a name that nobody has, which nobody can read back.
    check_nothing_left(town, known)


ACCESSES: dict[str, Any] = {
    "sign-in by address": lambda who: ("/auth/sign-in", {"login": who.email, "password": PASSWORD}),
    "coming back": lambda who: ("/auth/reactivations", {"login": who.name, "password": PASSWORD}),
    "a code": lambda who: ("/auth/codes", {"email": who.email}),
    "a reset": lambda who: ("/auth/resets", {"email": who.email}),
    "the address anew": lambda who: (
        "/auth/registrations",
        {"email": who.email, "username": "somebody", "password": PASSWORD},
    ),
    "the name anew": lambda who: (
        "/auth/registrations",
        {"email": "else@example.org", "username": who.name, "password": PASSWORD},
    ),
}


@pytest.mark.parametrize("access", ACCESSES)
def test_each_access_counts(village: Site, ada: Person, access: str) -> None:
    path, body = ACCESSES[access](ada)
    village.leave(ada)
    village.pass_by(GRACE - BEFORE)
    ada.elsewhere().post(path, body)
    assert village.account(ada.id).state == ("active" if access == "coming back" else "deactivated")
    if access == "coming back":
        village.leave(ada.elsewhere().sign_in())
        village.pass_by(GRACE - BEFORE)
    village.pass_by(BEFORE)
    ada.elsewhere().post(path, body)
    assert village.account(ada.id).state == "anonymised"


def test_name_and_address_can_be_had_anew(town: Site, ada: Person) -> None:
    town.leave(ada)
    assert ada.elsewhere().post("/auth/registrations", registration()).code == "username-taken"
    town.pass_by(GRACE)
    anew = town.join("ada")
    assert anew.id != ada.id
    assert anew.get("/me").json["email"] == ada.email


def registration() -> dict[str, str]:
    return {"email": "eve@example.org", "username": "ada", "password": PASSWORD}


def test_nobody_is_wiped_before_their_time(town: Site, ada: Person) -> None:
    bob = town.join("bob")
    town.leave(ada)
    town.pass_by(GRACE - BEFORE)
    town.work(JOB)
    assert [town.account(one.id).state for one in (ada, bob)] == ["deactivated", "active"]
    town.pass_by(BEFORE)
    town.work(JOB)
    assert [town.account(one.id).state for one in (ada, bob)] == ["anonymised", "active"]
    assert town.account(bob.id).username == "bob"


def test_others_keep_everything(town: Site, known: Person) -> None:
    bob = town.join("bob")
    with town.database.transaction() as session:
        before = {table.name: rows_of(session, table, bob.id) for table in personal_tables()}
    town.leave(known)
    town.pass_by(GRACE)
    with town.database.transaction() as session:
        assert anonymise(town.farewell, session, known.id, now=town.now)
        assert {table.name: rows_of(session, table, bob.id) for table in personal_tables()} == before
    assert "welcome" in town.written(bob)


def test_no_log_holds_anything_of_a_person(village: Site) -> None:
    with heard() as lines:
        person = village.join(CANARY, agent=f"{CANARY}/1.0")
        use_everything(village, person)
        village.leave(person)
        person.elsewhere().post("/auth/reactivations", {"login": CANARY, "password": PASSWORD})
        village.leave(person.elsewhere().sign_in())
        village.pass_by(GRACE)
        village.work(JOB)
    assert [line["event"] for line in lines].count("account_anonymised") == 1
    assert CANARY[:8] not in str(lines).lower()


class Killed(BaseException):
    """What kills a job in the middle of it."""


@contextmanager
def killed_at(database: Database, step: int) -> Iterator[list[str]]:
    """End whoever writes at their so manieth statement; gives the statements of the block."""
    said: list[str] = []

    def count(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        said.append(statement)
        if len(said) == step:
            raise Killed

    event.listen(database.writer, "before_cursor_execute", count)
    try:
        yield said
    finally:
        event.remove(database.writer, "before_cursor_execute", count)


def test_a_job_that_is_killed_at_any_step_goes_on_where_it_was(town: Site, known: Person) -> None:
    town.leave(known)
    town.pass_by(GRACE)
    states = set()
    for step in range(1, 200):
        with killed_at(town.database, step) as said:
            try:
                with town.database.transaction() as session:
                    anonymise(town.farewell, session, known.id, now=town.now)
            except Killed:
                states.add(town.account(known.id).state)
                continue
        break
    assert step > 20
    assert len(said) < step
    assert states == {"deactivated"}
    finish(town)
    last_letters(town)
    check_nothing_left(town, known)


def test_one_who_cannot_be_wiped_keeps_nobody_else(
    village: Site, ada: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    bob = village.join("bob")
    for person in (ada, bob):
        village.leave(person)
    village.pass_by(GRACE)

    def refuse(farewell: Any, session: Any, account_id: int, **more: Any) -> bool:
        if account_id == ada.id:
            raise ValueError("a feature that cannot forget")
        return anonymise(farewell, session, account_id, **more)

    with monkeypatch.context() as broken:
        broken.setattr(jobs, "anonymise", refuse)
        with pytest.raises(AssertionError, match="job_failed"):
            village.work(JOB)
    assert [village.account(one.id).state for one in (ada, bob)] == ["deactivated", "anonymised"]
    village.pass_by(timedelta(minutes=5))
    village.work()
    assert village.account(ada.id).state == "anonymised"


def test_the_disk_is_scrubbed_once_for_all_who_went_together(village: Site, ada: Person) -> None:
    bob = village.join("bob")
    for person in (ada, bob):
        village.leave(person)
    village.pass_by(GRACE)
    village.work(JOB)
    with village.database.reading() as session:
        assert len(session.scalars(select(Job).where(Job.kind == SCRUB)).all()) == 1


def test_the_last_letter_goes_out_and_leaves_nothing(
    tmp_path: Path, sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with mail_server() as server, site(tmp_path, sqlite_url, monkeypatch, mail_url=server.url) as town:
        ada = town.join("ada")
        town.leave(ada, keep_comments=False)
        town.work()
        town.pass_by(GRACE)
        town.work(JOB)
        last = server.ledger.messages[-1]
        assert (last["To"], "is deleted" in last["Subject"]) == (ada.email, True)
        assert "ada" not in str(last.get_content() if not last.is_multipart() else "")
        assert town.written(ada) == []
        with town.database.reading() as session:
            assert session.scalars(select(Identity)).all() == []
            assert [one.username for one in session.scalars(select(Account))] == [None]
            said = json.dumps([[job.payload, job.error] for job in session.scalars(select(Job))])
        assert "ada" not in said


def test_the_disk_is_scrubbed_until_the_last_letter_is_gone(
    tmp_path: Path, sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with mail_server() as server, site(tmp_path, sqlite_url, monkeypatch, mail_url=server.url) as town:
        person = town.join(CANARY)
        town.leave(person)
        town.work()
        town.pass_by(GRACE)
        server.plan.extend(["451 rcpt", "451 rcpt"])
        town.work(JOB)
        town.pass_by(timedelta(minutes=20))
        assert SCRUB in town.work("accounts.sweep")
        assert town.written(person) == ["anonymised"]
        assert left_of(town)
        town.pass_by(timedelta(hours=1, minutes=20))
        assert SCRUB in town.work()
        check_nothing_left(town, person)


def test_a_last_letter_that_nobody_takes_is_forgotten(village: Site, ada: Person) -> None:
    village.leave(ada)
    village.pass_by(GRACE)
    village.work(JOB)
    assert village.written(ada) == ["anonymised"]
    village.pass_by(timedelta(days=7, seconds=1))
    village.work("accounts.sweep")
    assert village.written(ada) == []
