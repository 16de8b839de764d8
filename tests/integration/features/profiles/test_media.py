"""The pictures of members are served as pictures, and as nothing else."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

import pytest
from tests.integration.features.profiles.conftest import House
from tests.support.people import Person
from tests.support.server import free_port

from portico.features.profiles import media
from portico.platform.storage import StorageUnavailable


def test_a_picture_is_kept_for_good_and_never_run(stored: House, ada: Person) -> None:
    url = stored.upload(ada).json["url"]
    answer = stored.ask("GET", url)
    assert answer.headers["Content-Type"] == "image/webp"
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert "Set-Cookie" not in answer.headers
    again = stored.ask("GET", url, headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304
    head = stored.ask("HEAD", url)
    assert (head.status_code, head.data, head.content_length) == (200, b"", len(answer.data))


@pytest.mark.parametrize(
    "path",
    [
        "/media/accounts/../staging/{key}",
        "/media/accounts/%2e%2e/staging/{key}",
        "/media/accounts/..%2fstaging%2f{key}",
        "/media/staging/{key}",
        "/media/accounts/staging/{key}",
        "/media/{full}",
        "/media/accounts//{key}",
        "/media/accounts/{folder}/",
        "/media/accounts/{folder}/nothing.webp",
        "/media/accounts/{folder}/%00.webp",
    ],
)
def test_nothing_else_of_the_storage_can_be_read(house: House, ada: Person, path: str) -> None:
    house.upload(ada)
    full = house.keys("staging/")[0]
    folder = house.keys("accounts/")[0].split("/")[1]
    address = path.format(full=full, key=full.rpartition("/")[2], folder=folder)
    assert house.ask("GET", address).status_code in (400, 404)


def test_a_storage_that_is_slow_keeps_no_more_threads_than_two(
    house: House, ada: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = house.upload(ada).json["url"]
    monkeypatch.setattr(media, "PATIENCE", 0.01)
    for _ in range(media.AT_ONCE):
        assert house.ask("GET", url).status_code == 200
        media._places.acquire()
    answer = house.ask("GET", url)
    for _ in range(media.AT_ONCE):
        media._places.release()
    assert answer.status_code == 503
    assert answer.headers["Retry-After"]
    assert house.ask("GET", url).status_code == 200


def test_health_tells_of_the_bucket_and_goes_on_without_it(
    make_house: Callable[..., House], sqlite_url: str, bucket_url: str
) -> None:
    for url, is_ready in ((bucket_url, True), (f"s3+http://a:b@127.0.0.1:{free_port()}/bucket", False)):
        house = make_house(sqlite_url, url)
        with suppress(StorageUnavailable):
            house.storage.check()  # the first request of a process takes longer
        answer = house.ask("GET", "/health/ready")
        parts = {part["name"]: part["ready"] for part in answer.json["parts"]}
        assert (answer.status_code, parts["pictures"]) == (200, is_ready)
