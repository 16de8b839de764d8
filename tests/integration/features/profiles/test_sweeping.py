"""What nobody needs goes from the storage, and only that, also when the sweep is killed on its way."""

from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select
from tests.integration.features.profiles.conftest import PORTRAIT, House
from tests.support.jobs import take
from tests.support.people import Person

from portico.features import profiles
from portico.features.profiles.models import Profile, Upload
from portico.features.profiles.sweeping import sweep
from portico.platform.jobs.attempt import perform
from portico.platform.jobs.queue import enqueue

TOMORROW = timedelta(days=1, minutes=5)


def now() -> datetime:
    return datetime.now(UTC)


def test_what_was_never_confirmed_goes_after_a_day(stored: House, ada: Person) -> None:
    stored.upload(ada)
    stored.work()
    stored.send(stored.begin(ada, PORTRAIT), PORTRAIT)
    stored.sweep(now() + timedelta(hours=23))
    assert len(stored.keys("staging/")) == 1
    stored.sweep(now() + TOMORROW)
    assert stored.keys("staging/") == []
    assert len(stored.keys("accounts/")) == 3, "what is shown stays"


def test_pictures_that_no_row_knows_go_after_a_day(stored: House, ada: Person) -> None:
    url = stored.upload(ada).json["url"]
    stray = "accounts/" + "a" * 32 + "/" + "b" * 32 + "-96.webp"
    stored.storage.write(stray, io.BytesIO(b"x"), media_type="image/webp")
    stored.sweep(now())
    assert stray in stored.keys("accounts/")
    stored.sweep(now() + TOMORROW)
    assert stray not in stored.keys("accounts/")
    assert stored.ask("GET", url).status_code == 200


def test_a_sweep_that_was_killed_is_done_by_the_next(
    house: House, ada: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(4):
        house.send(house.begin(ada, PORTRAIT), PORTRAIT)
    whole = type(house.storage).delete
    calls: list[Any] = []

    def killed(storage: Any, keys: list[str]) -> None:
        calls.append(keys)
        whole(storage, list(keys)[:2])
        raise SystemExit

    moment = now() + TOMORROW
    with house.database.transaction() as session:
        enqueue(session, "sweep_storage", {}, now=moment)
    lease = take(house.database, moment)
    assert lease
    with monkeypatch.context() as patch:
        patch.setattr(type(house.storage), "delete", killed)
        with pytest.raises(SystemExit):
            perform(lease, {"sweep_storage": sweep(house.storage)}, house.database, lambda: moment)
    assert calls
    assert len(house.keys("staging/")) == 2
    # The lease runs out, and the job is taken again.
    assert house.work(moment + timedelta(hours=1)) == 1
    assert house.keys("staging/") == []


def test_that_nothing_came_of_an_upload_is_remembered_for_a_month(house: House, ada: Person) -> None:
    house.upload(ada)
    house.begin(ada, PORTRAIT)
    for passed, left in ((timedelta(days=29), 2), (timedelta(days=31), 1)):
        house.sweep(now() + passed)
        with house.database.reading() as session:
            assert session.scalar(select(func.count()).select_from(Upload)) == left


def test_nothing_of_a_person_who_is_forgotten_is_left(stored: House, ada: Person) -> None:
    for purpose in ("avatar", "banner", "note"):
        stored.upload(ada, purpose=purpose)
    leave = stored.begin(ada, PORTRAIT)
    stored.send(leave, PORTRAIT)
    with stored.database.transaction() as session:
        profiles.forget(session, ada.id, now=now())
    stored.work()
    assert stored.keys() == []
    with stored.database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Upload)) == 0
        assert session.scalar(select(func.count()).select_from(Profile)) == 0
    # The address is still good for a while; what comes by it goes as well.
    stored.send(leave, PORTRAIT)
    stored.work(now() + timedelta(minutes=11))
    assert stored.keys() == []


def test_a_person_can_have_everything_that_is_kept(house: House, ada: Person) -> None:
    house.ask("PATCH", "/api/v1/me/profile", ada, json={"name": "Ada", "bio": "Hello."})
    house.upload(ada)
    with house.database.reading() as session:
        found = profiles.export(session, ada.id)
        nobody = profiles.export(session, ada.id + 1)
    assert found.data["profile"]["name"] == "Ada"
    assert found.data["profile"]["avatar"] in house.keys("accounts/")
    assert [each["state"] for each in found.data["uploads"]] == ["kept"]
    assert len([key for prefix in found.prefixes for key in house.keys(prefix)]) == 3
    assert (nobody.data, nobody.prefixes) == ({"profile": None, "uploads": []}, ())
