"""What people send is theirs and ours until it is a picture on a page, in a bucket as in a folder."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
import urllib3
from tests.integration.features.profiles.conftest import PORTRAIT, House
from tests.support.people import Person, join

METHODS = ("GET", "HEAD", "PUT", "DELETE", "POST")
FORGERIES = (
    (r"X-Amz-Expires=\d+", "X-Amz-Expires=604800"),
    (r"content-length%3B", ""),
    (r"content-type%3B", ""),
    (r"/staging/[0-9a-f]{32}", f"/staging/{'0' * 32}"),
    (r"/staging/[0-9a-f]{32}", "/accounts/somebody-else.webp"),
    (r"/portico-[0-9a-f]+/", "/another-bucket/"),
    (r"X-Amz-Signature=.", "X-Amz-Signature="),
)
"""Addresses that are good for longer, for any length or type, for other places, and one that is made up."""


@pytest.fixture
def stored_in_bucket(make_house: Callable[..., House], sqlite_url: str, private_bucket_url: str) -> House:
    """A house whose bucket is private."""
    return make_house(sqlite_url, private_bucket_url)


def refused(method: str, address: str, **headers: str) -> bool:
    """Whether the storage refuses what somebody sends there."""
    answer = urllib3.request(method, address, headers=headers, body=b"x", retries=False)
    return answer.status == 403


def test_what_was_sent_and_not_looked_at_is_shown_to_nobody(stored: House, ada: Person) -> None:
    leave = stored.begin(ada, PORTRAIT)
    assert stored.send(leave, PORTRAIT) in (200, 204)
    owner = join(stored.database, "keeper", role="owner")
    key, sent_to = leave["key"], urlsplit(leave["url"]).path
    above = (f"/media/accounts/../{key}", f"/media/accounts/%2e%2e/{key}")
    for who in (None, ada, owner):
        for place in (f"/media/{key}", f"/{key}", sent_to, *above):
            assert stored.ask("GET", place, who).status_code in (404, 405), place
    assert stored.keys("staging/") == [key]


def test_a_picture_that_was_refused_is_shown_to_nobody_and_goes(stored: House, ada: Person) -> None:
    data = b"<svg onload='alert(1)'/>" + bytes(100)
    leave = stored.begin(ada, data)
    stored.send(leave, data)
    assert stored.confirm(ada, leave).status_code == 422
    assert stored.ask("GET", f"/media/{leave['key']}").status_code == 404
    stored.work()
    assert stored.keys() == []


def test_a_stranger_is_told_nothing_by_the_bucket(stored_in_bucket: House) -> None:
    house = stored_in_bucket
    ada = join(house.database)
    assert house.upload(ada).status_code == 200
    leave = house.begin(ada, PORTRAIT)
    house.send(leave, PORTRAIT)
    bucket = leave["url"].partition("/staging/")[0]
    kept = house.keys()
    assert {key.partition("/")[0] for key in kept} == {"accounts", "staging"}
    for address in (bucket, f"{bucket}?list-type=2", f"{bucket}?acl", *(f"{bucket}/{key}" for key in kept)):
        assert all(refused(method, address) for method in METHODS), address
    assert house.keys() == kept
    # And through us, those that are shown are.
    assert house.ask("GET", f"/media/{kept[0]}").status_code == 200


def test_leave_to_send_makes_nothing_public(stored_in_bucket: House) -> None:
    house = stored_in_bucket
    leave = house.begin(join(house.database), PORTRAIT)
    assert "acl" not in leave["url"].lower()
    for name in ("x-amz-acl", "x-amz-grant-read", "x-amz-website-redirect-location", "x-amz-tagging"):
        assert house.send(leave, PORTRAIT, **{name: "public-read"}) == 403
    assert house.keys() == []


def test_leave_to_send_is_for_what_was_signed(stored_in_bucket: House) -> None:
    house = stored_in_bucket
    leave = house.begin(join(house.database), PORTRAIT)
    for pattern, other in FORGERIES:
        changed, times = re.subn(pattern, other, leave["url"], count=1)
        assert times == 1
        assert house.send({**leave, "url": changed}, PORTRAIT) in (403, 404), other
    assert house.keys() == []
    assert house.send(leave, PORTRAIT) == 200
