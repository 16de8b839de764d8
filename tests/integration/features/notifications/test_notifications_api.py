"""The API of notifications and blocks, and the page that stops mails, through everything in front of them."""

from __future__ import annotations

from typing import Any

import pytest
from tests.integration.features.notifications.conftest import House

from portico.features.notifications.choosing import wishes
from portico.features.notifications.mailing import Mails
from portico.features.notifications.serving import EXTENSION
from portico.features.notifications.unsubscribing import Stop

ELSEWHERE = {"Origin": "https://mail.example", "Sec-Fetch-Site": "cross-site", "Cookie": "theme=dark"}
ONE_CLICK: dict[str, Any] = {
    "data": "List-Unsubscribe=One-Click",
    "content_type": "application/x-www-form-urlencoded",
}


def test_what_happened_is_listed_read_and_removed_by_whom_it_concerns(house: House) -> None:
    ada, bob, eve = (house.town.settle(name) for name in ("ada", "bob", "eve"))
    for number in range(3):
        house.town.tell(ada, by=bob, about=f"comment:{number}")
    assert house.ask("GET", "/notifications").status_code == 401
    first = house.ask("GET", "/notifications?limit=2", ada)
    assert first.headers["Cache-Control"] == "private, no-store"
    rest = house.ask("GET", f"/notifications?limit=2&cursor={first.json['next_cursor']}", ada).json
    ids = [one["id"] for one in first.json["items"] + rest["items"]]
    assert (ids, rest["next_cursor"]) == (sorted(ids, reverse=True), None)
    assert house.ask("GET", "/notifications/count", ada).json == {"unread": 3}
    assert house.ask("DELETE", f"/notifications/{ids[0]}", eve).status_code == 404
    assert house.ask("PUT", f"/notifications/{ids[0]}/read", ada).status_code == 204
    assert [one["id"] for one in house.ask("GET", "/notifications?unread=true", ada).json["items"]] == ids[1:]
    assert house.ask("PUT", "/notifications/read", ada, json={"up_to": ids[0]}).status_code == 204
    assert house.ask("DELETE", f"/notifications/{ids[0]}", ada).status_code == 204
    assert house.ask("GET", "/notifications/count", ada).json == {"unread": 0}
    bodies: list[Any] = [{}, {"up_to": 0}, {"up_to": 2**63}, {"up_to": "1"}, []]
    for body in bodies:
        assert house.ask("PUT", "/notifications/read", ada, json=body).status_code in (400, 422)


def test_who_is_blocked_is_heard_of_no_more_nor_what_was_heard_before(house: House) -> None:
    ada, bob = house.town.settle("ada"), house.town.settle("bob")
    house.town.tell(ada, by=bob)
    assert house.ask("PUT", "/blocks/Bob", ada).status_code == 204
    assert house.ask("GET", "/notifications", ada).json["items"] == []
    house.town.tell(ada, by=bob, about="comment:13")
    assert house.ask("GET", "/notifications/count", ada).json == {"unread": 0}
    (found,) = house.ask("GET", "/blocks", ada).json["items"]
    assert found["person"] == {"username": "bob", "name": "bob", "avatar": None}
    assert house.ask("GET", "/blocks", bob).json["items"] == []
    assert house.ask("PUT", "/blocks/ada", ada).json["code"] == "not-yourself"
    assert house.ask("PUT", "/blocks/nobody", ada).status_code == 404
    eve = house.town.settle("eve")
    assert house.ask("DELETE", "/blocks/bob", eve).status_code == 204
    assert len(house.ask("GET", "/blocks", ada).json["items"]) == 1
    assert house.ask("DELETE", "/blocks/bob", ada).status_code == 204
    assert house.ask("GET", "/blocks", ada).json["items"] == []


def test_how_one_hears_of_things_is_chosen_in_part(house: House) -> None:
    ada = house.town.settle("ada")
    usual = house.ask("GET", "/notification-choices", ada).json
    assert usual["timezone"] is None
    assert (usual["mail"]["reply"], usual["mail"]["reaction"]) == ("immediate", "daily")
    changed = house.ask("PATCH", "/notification-choices", ada, json={"mail": {"reply": "daily"}}).json
    assert changed == usual | {"mail": usual["mail"] | {"reply": "daily"}}
    zoned = house.ask("PATCH", "/notification-choices", ada, json={"timezone": "Europe/Vienna"}).json
    assert zoned == changed | {"timezone": "Europe/Vienna"}
    for body in ({"mail": {"reply": "weekly"}}, {"mail": {"noise": "none"}}, {"timezone": "Atlantis"}):
        assert house.ask("PATCH", "/notification-choices", ada, json=body).status_code == 422
    assert house.ask("GET", "/notification-choices", ada).json == zoned


@pytest.mark.parametrize("scope", ["mention", "daily"])
def test_one_click_from_anywhere_stops_a_kind_of_mail(house: House, scope: str) -> None:
    ada, bob = house.town.settle("ada"), house.town.settle("bob")
    address = f"/unsubscribe?token={_token(house, ada.id, scope)}"
    page = house.ask("GET", address, headers=ELSEWHERE)
    assert (page.status_code, page.headers["Cache-Control"]) == (200, "no-store")
    assert b"Stop these mails" in page.data
    assert _mail(house, ada.id)["mention"] == "immediate"
    for _ in range(2):
        done = house.ask("POST", address, headers=ELSEWHERE, **ONE_CLICK)
        assert (done.status_code, b"That is stopped" in done.data) == (200, True)
    stopped = {"mention"} if scope == "mention" else {"reaction"}
    assert {kind for kind, when in _mail(house, ada.id).items() if when == "none"} == stopped
    assert "none" not in _mail(house, bob.id).values()


def test_an_address_that_was_changed_or_made_for_something_else_stops_nothing(house: House) -> None:
    ada = house.town.settle("ada")
    token = _token(house, ada.id, "reply")
    cursor = house.ask("GET", "/notifications", ada).json["next_cursor"] or "x"
    for wrong in ("", "x", token[:-1], f"{token}x", cursor):
        assert house.ask("POST", f"/unsubscribe?token={wrong}", **ONE_CLICK).status_code == 400
        assert house.ask("GET", f"/unsubscribe?token={wrong}").status_code == 400
    assert house.ask("GET", f"/notifications?cursor={token}", ada).json["code"] == "invalid-cursor"
    assert house.ask("GET", "/notifications", headers={"Authorization": f"Bearer {token}"}).status_code == 401
    assert _mail(house, ada.id)["reply"] == "immediate"


def _token(house: House, account_id: int, scope: str) -> str:
    mails: Mails = house.app.extensions[EXTENSION]
    return mails.stops.token(Stop(account_id, scope))


def _mail(house: House, account_id: int) -> dict[str, str]:
    with house.town.database.reading() as session:
        return dict(wishes(session, [account_id])[account_id].mail)
