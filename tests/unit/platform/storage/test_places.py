"""The address of a storage says which it is, and how it is opened."""

from __future__ import annotations

from pathlib import Path

import pytest

from portico.platform.storage import open_storage
from portico.platform.storage.folder import FolderStorage
from portico.platform.storage.s3 import Bucket, BucketStorage

SECRET = "a secret for tests that is long enough"


def test_a_folder_is_on_our_own_origin(tmp_path: Path) -> None:
    storage = open_storage((tmp_path / "a folder").as_uri(), SECRET)
    assert isinstance(storage, FolderStorage)
    assert storage.origin == ""
    storage.check()
    assert (tmp_path / "a folder").is_dir()


def test_a_bucket_is_at_an_origin_of_its_own() -> None:
    storage = open_storage("s3://key:a%2Fb%2Bc@s3.example.org/pictures?region=eu-1", SECRET)
    assert isinstance(storage, BucketStorage)
    assert storage.origin == "https://s3.example.org"


def test_only_a_service_that_is_said_to_be_in_the_clear_is_asked_so() -> None:
    assert open_storage("s3+http://k:s@127.0.0.1:9000/b", SECRET).origin == "http://127.0.0.1:9000"


def test_the_secret_of_a_bucket_is_never_shown() -> None:
    bucket = Bucket(endpoint="https://s3", name="b", region="r", key="k", secret="canary")
    assert "canary" not in repr(bucket)


@pytest.mark.parametrize(
    "key", ["", "/a", "a/", "a//b", "../a", "a/../b", "a/.b", "A", "a b", "ä", "a\0", "a" * 201]
)
def test_a_key_is_a_plain_path_that_we_made(key: str, tmp_path: Path) -> None:
    storage = open_storage(tmp_path.as_uri(), SECRET)
    with pytest.raises(ValueError, match="is no key"):
        storage.slot(key, media_type="image/png", size=1)
    with pytest.raises(ValueError, match="is no key"):
        storage.delete([key])
