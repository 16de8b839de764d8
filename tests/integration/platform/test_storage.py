"""A folder and a bucket keep the same promises, over real sockets."""

from __future__ import annotations

import io
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import urllib3
from tests.support import s3
from tests.support.server import free_port

from portico.platform.storage import Bulky, NotStored, Storage, StorageUnavailable, open_storage

SECRET = "a secret for tests that is long enough"
PNG = "image/png"
SOON = datetime.now(UTC) + timedelta(days=1)


@pytest.fixture
def storage(storage_url: str) -> Storage:
    return open_storage(storage_url, SECRET)


@pytest.fixture
def bucket(bucket_url: str) -> Storage:
    return open_storage(bucket_url, SECRET)


@pytest.fixture(scope="module")
def http() -> Iterator[urllib3.PoolManager]:
    with urllib3.PoolManager(retries=False) as manager:
        yield manager


def fetched(storage: Storage, key: str, most: int = 1000) -> bytes:
    found = io.BytesIO()
    storage.fetch(key, found, most=most)
    return found.getvalue()


def write(storage: Storage, key: str, data: bytes) -> None:
    storage.write(key, io.BytesIO(data), media_type=PNG)


def test_what_is_written_is_read(storage: Storage) -> None:
    write(storage, "accounts/a/b-96.webp", b"one")
    write(storage, "accounts/a/b-96.webp", b"another")
    assert fetched(storage, "accounts/a/b-96.webp") == b"another"


def test_what_is_not_there_is_said_to_be(storage: Storage) -> None:
    with pytest.raises(NotStored):
        fetched(storage, "accounts/nobody")
    write(storage, "accounts/a/b", b"x")
    with pytest.raises(NotStored):
        fetched(storage, "accounts/a")
    with pytest.raises(NotStored):
        fetched(storage, "accounts/a/b/c")


def test_no_more_is_read_than_is_wanted(storage: Storage) -> None:
    write(storage, "a", b"x" * 1000)
    assert len(fetched(storage, "a", most=1000)) == 1000
    with pytest.raises(Bulky):
        fetched(storage, "a", most=999)


def test_what_is_removed_is_gone_and_may_be_removed_again(storage: Storage) -> None:
    write(storage, "a/b/c", b"x")
    write(storage, "a/b/d", b"x")
    for _ in range(2):
        storage.delete(["a/b/c", "never/was"])
    with pytest.raises(NotStored):
        fetched(storage, "a/b/c")
    assert fetched(storage, "a/b/d") == b"x"


def test_keys_are_listed_by_how_they_begin(storage: Storage) -> None:
    for key in ("a/1-2", "a/1-3", "a/12-3", "b/1-2"):
        write(storage, key, b"x")
    assert sorted(storage.listed("a/1-")) == ["a/1-2", "a/1-3"]
    assert sorted(storage.listed("a/")) == ["a/1-2", "a/1-3", "a/12-3"]
    assert sorted(storage.listed("")) == ["a/1-2", "a/1-3", "a/12-3", "b/1-2"]
    assert list(storage.listed("c/")) == []


def test_keys_are_listed_by_when_they_were_written(storage: Storage) -> None:
    write(storage, "a", b"x")
    assert list(storage.listed("", before=SOON)) == ["a"]
    assert list(storage.listed("", before=datetime.now(UTC) - timedelta(minutes=1))) == []


def test_more_keys_are_listed_than_fit_into_one_answer(bucket: Storage) -> None:
    for number in range(1005):
        write(bucket, f"a/{number}", b"")
    assert len(list(bucket.listed("a/"))) == 1005


def test_a_storage_can_be_asked_whether_it_works(storage: Storage) -> None:
    storage.check()
    assert list(storage.listed("")) == []


def test_a_bucket_takes_what_was_signed(bucket: Storage, http: urllib3.PoolManager) -> None:
    slot = bucket.slot("staging/one", media_type=PNG, size=5)
    assert http.request(slot.method, slot.url, body=b"12345", headers=slot.headers).status == 200
    assert fetched(bucket, "staging/one") == b"12345"


@pytest.mark.parametrize(
    ("body", "headers", "key"),
    [
        (b"123456", {"Content-Type": PNG}, "staging/one"),
        (b"1234", {"Content-Type": PNG}, "staging/one"),
        (b"12345", {"Content-Type": "image/svg+xml"}, "staging/one"),
        (b"12345", {}, "staging/one"),
        (b"12345", {"Content-Type": PNG}, "staging/two"),
    ],
    ids=["a longer body", "a shorter body", "another type", "no type", "another key"],
)
def test_a_bucket_takes_nothing_else(
    bucket: Storage, http: urllib3.PoolManager, body: bytes, headers: dict[str, str], key: str
) -> None:
    slot = bucket.slot("staging/one", media_type=PNG, size=5)
    address = slot.url.replace("staging/one", key)
    assert http.request("PUT", address, body=body, headers=headers).status == 403
    assert list(bucket.listed("")) == []


def test_an_address_for_sending_is_for_nothing_else(bucket: Storage, http: urllib3.PoolManager) -> None:
    write(bucket, "staging/one", b"12345")
    slot = bucket.slot("staging/one", media_type=PNG, size=5)
    for method in ("GET", "DELETE", "HEAD"):
        assert http.request(method, slot.url, headers=slot.headers).status == 403
    assert fetched(bucket, "staging/one") == b"12345"


def test_an_address_for_sending_ends(
    bucket: Storage, http: urllib3.PoolManager, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("portico.platform.storage.s3.SLOT_SECONDS", 1)
    slot = bucket.slot("staging/one", media_type=PNG, size=5)
    time.sleep(2.5)
    assert http.request("PUT", slot.url, body=b"12345", headers=slot.headers).status == 403


def test_a_bucket_that_is_not_there_does_no_work(s3_endpoint: str) -> None:
    missing = open_storage(s3.address(s3_endpoint, "no-such-bucket"), SECRET)
    for deed in (missing.check, lambda: write(missing, "a", b"x"), lambda: list(missing.listed(""))):
        with pytest.raises(StorageUnavailable):
            deed()


def test_a_service_that_is_away_is_not_waited_for_long() -> None:
    away = open_storage(f"s3+http://k:s@127.0.0.1:{free_port()}/bucket", SECRET)
    began = time.monotonic()
    with pytest.raises(StorageUnavailable):
        fetched(away, "a")
    assert time.monotonic() - began < 10


def test_a_folder_that_cannot_be_written_does_no_work(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    storage = open_storage((tmp_path / "file").as_uri(), SECRET)
    with pytest.raises(StorageUnavailable):
        storage.check()


def test_a_file_that_breaks_off_is_not_there(tmp_path: Path) -> None:
    storage = open_storage(tmp_path.as_uri(), SECRET)

    class Broken(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            if self.tell():
                raise OSError(5, "Input/output error")
            return super().read(10)

    with pytest.raises(StorageUnavailable):
        storage.write("a/b", Broken(b"x" * 100), media_type=PNG)
    assert list(storage.listed("")) == []
