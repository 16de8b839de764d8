"""A picture goes from a browser to the storage, and from there, made anew, to a profile."""

from __future__ import annotations

import io
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from PIL import Image
from sqlalchemy import delete, select
from tests.integration.features.profiles.conftest import PORTRAIT, House
from tests.support.hostile_images import encoded, picture
from tests.support.people import Person, join

from portico.features.profiles import confirming, pictures, uploads
from portico.features.profiles.models import Upload
from portico.platform.storage import StorageUnavailable

SIZES = {"avatar": (96, 256, 512), "banner": (800, 1600, 2400), "note": (280,)}


def states(house: House) -> list[str]:
    with house.database.reading() as session:
        return list(session.scalars(select(Upload.state).order_by(Upload.id)))


@pytest.mark.parametrize("purpose", ["avatar", "banner", "note"])
def test_a_picture_is_sent_and_shown(stored: House, ada: Person, purpose: str) -> None:
    data = encoded("JPEG", picture(280, 200))
    answer = stored.upload(ada, data, purpose)
    assert answer.status_code == 200, answer.json
    kept = answer.json["picture"]
    addresses = [each.split()[0] for each in kept["sources"][0]["srcset"].split(", ")]
    assert answer.json["url"] in addresses
    for address, width in zip(addresses, SIZES[purpose], strict=True):
        shown = stored.ask("GET", address)
        assert shown.mimetype == "image/webp"
        with Image.open(io.BytesIO(shown.data)) as opened:
            assert opened.format == "WEBP"
            assert opened.width == width
    profile = stored.ask("GET", "/api/v1/users/ada").json
    assert [name for name in ("avatar", "banner") if profile[name]] == [purpose] * (purpose != "note")


def test_what_was_sent_goes_when_it_has_been_looked_at(stored: House, ada: Person) -> None:
    stored.upload(ada)
    stored.work()
    assert stored.keys("staging/") == []
    assert len(stored.keys("accounts/")) == 3


def test_the_picture_before_goes_when_there_is_another(stored: House, ada: Person) -> None:
    first = stored.upload(ada).json
    second = stored.upload(ada).json
    assert first["url"] != second["url"], "two uploads of one picture share nothing"
    stored.work()
    assert stored.ask("GET", first["url"]).status_code == 404
    assert stored.ask("GET", second["url"]).status_code == 200
    assert len(stored.keys("accounts/")) == 3
    assert states(stored) == ["gone", "kept"]


def test_a_picture_can_be_taken_away(stored: House, ada: Person) -> None:
    for purpose in ("avatar", "banner"):
        stored.upload(ada, purpose=purpose)
        for _ in range(2):
            assert stored.ask("DELETE", f"/api/v1/me/{purpose}", ada).status_code == 204
        assert stored.ask("GET", "/api/v1/users/ada").json[purpose] is None
    stored.work()
    assert stored.keys() == []


def test_a_part_of_the_picture_is_kept(house: House, ada: Person) -> None:
    image = Image.new("RGB", (400, 200), "red")
    image.paste("blue", (200, 0, 400, 200))
    crop = {"x": 0.5, "y": 0, "width": 0.5, "height": 1}
    url = house.upload(ada, encoded("PNG", image), crop=crop).json["url"]
    with Image.open(io.BytesIO(house.ask("GET", url).data)) as shown:
        red, _, blue = shown.convert("RGB").getpixel((5, 128))  # type: ignore[misc]
    assert blue > red + 150


@pytest.mark.parametrize(
    "crop",
    [
        {"x": 1, "y": 0, "width": 1, "height": 1},
        {"x": -0.1, "y": 0, "width": 1, "height": 1},
        {"x": 0, "y": 0, "width": 0, "height": 1},
        {"x": 0, "y": 0, "width": 1},
        {"x": 0, "y": 0, "width": 1e-9, "height": 1e-9},
        {"x": 0, "y": 0, "width": "1", "height": 1},
        [0, 0, 1, 1],
    ],
)
def test_a_part_that_is_none_is_refused(house: House, ada: Person, crop: object) -> None:
    assert house.upload(ada, crop=crop).status_code == 422


def test_a_folder_takes_what_was_signed_and_nothing_else(house: House, ada: Person) -> None:
    leave = house.begin(ada, PORTRAIT)
    assert house.send(leave, PORTRAIT + b"x") == 415
    assert house.send(leave, PORTRAIT[:-1]) == 415
    assert house.send(leave, PORTRAIT, **{"Content-Type": "image/svg+xml"}) == 415
    start, changed, end = leave["url"][:-5], leave["url"][-5], leave["url"][-4:]
    other = {**leave, "url": start + ("A" if changed != "A" else "B") + end}
    assert house.send(other, PORTRAIT) == 400
    assert house.keys() == []
    assert house.send(leave, PORTRAIT) == 204


def test_leave_to_send_ends(house: House, ada: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("portico.platform.storage.folder.SLOT_SECONDS", 0)
    leave = house.begin(ada, PORTRAIT)
    time.sleep(1.1)
    assert house.send(leave, PORTRAIT) == 400


@pytest.mark.parametrize(
    "body",
    [
        {"purpose": "avatar", "content_type": "image/svg+xml", "size": 10},
        {"purpose": "avatar", "content_type": "text/html", "size": 10},
        {"purpose": "avatar", "content_type": "image/png", "size": 0},
        {"purpose": "avatar", "content_type": "image/png", "size": 8_000_001},
        {"purpose": "../avatar", "content_type": "image/png", "size": 10},
        {"purpose": "avatar", "content_type": "image/png", "size": 10, "key": "../../x"},
        {"purpose": "avatar", "content_type": "image/png"},
        [],
    ],
)
def test_leave_is_given_for_pictures_alone(house: House, ada: Person, body: object) -> None:
    assert house.ask("POST", "/api/v1/uploads", ada, json=body).status_code == 422


def test_the_key_is_ours_and_random(house: House, ada: Person) -> None:
    keys = {house.begin(ada, PORTRAIT)["key"] for _ in range(5)}
    assert len(keys) == 5
    assert all(key.startswith("staging/") and len(key) == 40 for key in keys)


def test_pictures_for_the_content_are_the_owners(house: House, ada: Person) -> None:
    body = {"purpose": "content", "content_type": "image/png", "size": 10}
    assert house.ask("POST", "/api/v1/uploads", ada, json=body).status_code == 403
    owner = join(house.database, "keeper", role="owner")
    assert house.ask("POST", "/api/v1/uploads", owner, json=body).status_code == 201


def test_strangers_send_nothing(house: House) -> None:
    for method, path in (
        ("POST", "/api/v1/uploads"),
        ("POST", "/api/v1/uploads/confirm"),
        ("DELETE", "/api/v1/me/avatar"),
        ("DELETE", "/api/v1/me/banner"),
        ("PATCH", "/api/v1/me/profile"),
    ):
        assert house.ask(method, path, json={}).status_code == 401


def test_a_confirm_token_is_for_one_person_one_upload_and_one_time(house: House, ada: Person) -> None:
    ben = join(house.database, "ben")
    leave = house.begin(ada, PORTRAIT)
    house.send(leave, PORTRAIT)
    assert house.confirm(ben, leave).status_code == 400
    assert house.confirm(ada, {"confirm_token": leave["confirm_token"][:-1]}).status_code == 400
    assert house.confirm(ada, {"confirm_token": leave["url"].rpartition("/")[2]}).status_code == 400
    assert house.confirm(ada, leave).status_code == 200
    assert house.confirm(ada, leave).status_code == 409
    assert house.ask("GET", "/api/v1/users/ben").json["avatar"] is None


def test_a_confirm_token_ends(house: House, ada: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "CONFIRM_SECONDS", 0)
    leave = house.begin(ada, PORTRAIT)
    house.send(leave, PORTRAIT)
    time.sleep(1.1)
    assert house.confirm(ada, leave).status_code == 400
    assert states(house) == ["open"]


def test_what_was_not_sent_can_be_sent_and_confirmed_later(stored: House, ada: Person) -> None:
    leave = stored.begin(ada, PORTRAIT)
    assert stored.confirm(ada, leave).status_code == 409
    stored.send(leave, PORTRAIT)
    assert stored.confirm(ada, leave).status_code == 200


@pytest.mark.parametrize(("size", "told"), [(9 * 1024 * 1024, "larger than"), (7, "not as large as")])
def test_what_is_not_as_large_as_was_announced_is_refused(
    house: House, ada: Person, size: int, told: str
) -> None:
    leave = house.begin(ada, PORTRAIT)
    house.send(leave, PORTRAIT)
    # A storage elsewhere need not count as closely as the folder does.
    house.storage.write(house.keys("staging/")[0], io.BytesIO(bytes(size)), media_type="image/jpeg")
    answer = house.confirm(ada, leave)
    assert answer.status_code == 422
    assert told in answer.json["detail"]
    assert house.confirm(ada, leave).status_code == 409


def test_an_upload_that_is_gone_cannot_be_confirmed(house: House, ada: Person) -> None:
    leave = house.begin(ada, PORTRAIT)
    house.send(leave, PORTRAIT)
    with house.database.transaction() as session:
        session.execute(delete(Upload))
    assert house.confirm(ada, leave).status_code == 404


def test_a_bucket_is_sent_to_by_itself(
    make_house: Callable[..., House], sqlite_url: str, bucket_url: str
) -> None:
    house = make_house(sqlite_url, bucket_url)
    answer = house.ask("PUT", "/api/v1/uploads/slots/anything", data=PORTRAIT)
    assert (answer.status_code, answer.json["code"]) == (404, "not-found")


def test_what_cannot_be_read_now_can_be_confirmed_later(
    house: House, ada: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    leave = house.begin(ada, PORTRAIT)
    house.send(leave, PORTRAIT)

    def away(*_: object, **__: object) -> None:
        raise StorageUnavailable("away")

    with monkeypatch.context() as patch:
        patch.setattr(type(house.storage), "write", away)
        assert house.confirm(ada, leave).status_code == 503
    assert house.confirm(ada, leave).status_code == 200


def test_of_many_that_confirm_at_once_one_does(
    house: House, ada: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    # As in several processes, of which each has its own places.
    monkeypatch.setattr(pictures, "PATIENCE", 60)
    leave = house.begin(ada, PORTRAIT)
    house.send(leave, PORTRAIT)
    with ThreadPoolExecutor(20) as crowd:
        answers = list(crowd.map(lambda _: house.confirm(ada, leave).status_code, range(20)))
    assert sorted(answers) == [200] + [409] * 19
    assert len(house.keys("accounts/")) == 3
    assert states(house) == ["kept"]


def test_there_is_an_end_to_what_one_sends_in_a_day(
    house: House, ada: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "MOST_UNCONFIRMED", 5)
    body = {"purpose": "avatar", "content_type": "image/png", "size": 10}
    with ThreadPoolExecutor(10) as crowd:
        answers = list(
            crowd.map(lambda _: house.ask("POST", "/api/v1/uploads", ada, json=body).status_code, range(20))
        )
    assert sorted(answers) == [201] * 5 + [429] * 15
    ben = join(house.database, "ben")
    assert house.ask("POST", "/api/v1/uploads", ben, json=body).status_code == 201


def test_nothing_swapped_in_is_ever_shown(
    stored: House, ada: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever still has leave to send puts something else in the place of what is being looked at."""
    evil = b"<script>" + b"x" * (len(PORTRAIT) - 8)
    leave = stored.begin(ada, PORTRAIT)
    stored.send(leave, PORTRAIT)
    whole = pictures.variants

    def swapped(*arguments: Any) -> Any:
        assert stored.send(leave, evil) in (200, 204)
        return whole(*arguments)

    monkeypatch.setattr(pictures, "variants", swapped)
    answer = stored.confirm(ada, leave)
    assert answer.status_code == 200
    assert stored.send(leave, evil) in (200, 204)
    for key in stored.keys("accounts/"):
        assert stored.ask("GET", f"/media/{key}").data.startswith(b"RIFF")
    assert stored.confirm(ada, leave).status_code == 409


def test_whoever_is_forgotten_meanwhile_leaves_nothing(
    house: House, ada: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    from portico.features import profiles

    leave = house.begin(ada, PORTRAIT)
    house.send(leave, PORTRAIT)
    write = confirming._write

    def forgetting(*arguments: Any) -> None:
        write(*arguments)
        with house.database.transaction() as session:
            profiles.forget(session, ada.id, now=datetime.now(UTC))

    monkeypatch.setattr(confirming, "_write", forgetting)
    assert house.confirm(ada, leave).status_code == 404
    assert house.keys("accounts/") == []
    house.work(datetime.now(UTC) + timedelta(hours=1))
    assert house.keys() == []


def test_a_file_of_eight_megabytes_can_be_sent(house: House, ada: Person) -> None:
    data = PORTRAIT + bytes(8_000_000 - len(PORTRAIT))
    assert house.upload(ada, data).status_code == 200
    assert house.ask("PUT", "/api/v1/uploads/slots/x", data=bytes(8_000_001)).status_code == 413


def test_addresses_beside_take_no_larger_bodies(house: House, ada: Person) -> None:
    assert house.ask("POST", "/api/v1/uploads", ada, data=bytes(100_000)).status_code == 413
    assert house.ask("PATCH", "/api/v1/me/profile", ada, data=bytes(100_000)).status_code == 413
