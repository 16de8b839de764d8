"""Files in a bucket of a service that speaks S3, sent by addresses that boto3 signs."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any, BinaryIO

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError, HTTPClientError

from portico.platform.storage.contract import (
    SLOT_SECONDS,
    Bulky,
    NotStored,
    Slot,
    StorageUnavailable,
    checked,
    copy_bounded,
)

MISSING = ("NoSuchKey", "404")
CONFIG = Config(
    signature_version="s3v4",
    s3={"addressing_style": "path"},
    # The checksums that boto3 adds by itself are more than older services understand, and would have to be
    # sent with signed addresses too.
    request_checksum_calculation="when_required",
    response_checksum_validation="when_required",
    connect_timeout=2,
    read_timeout=5,
    retries={"total_max_attempts": 2, "mode": "standard"},
    max_pool_connections=16,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bucket:
    """Where a bucket is, and what opens it."""

    endpoint: str
    name: str
    region: str
    key: str
    secret: str = field(repr=False)


class BucketStorage:
    """A bucket, which nobody but us needs to be able to read."""

    def __init__(self, bucket: Bucket) -> None:
        self.origin = bucket.endpoint
        self._bucket = bucket
        self._lock = threading.Lock()

    def slot(self, key: str, *, media_type: str, size: int) -> Slot:
        """See Storage. The length is signed, so that the service takes no other."""
        named = {"Bucket": self._bucket.name, "Key": checked(key)}
        url: str = self._client.generate_presigned_url(
            "put_object",
            Params={**named, "ContentType": media_type, "ContentLength": size},
            ExpiresIn=SLOT_SECONDS,
        )
        return Slot(url=url, method="PUT", headers={"Content-Type": media_type})

    def fetch(self, key: str, into: BinaryIO, *, most: int) -> None:
        """See Storage."""
        with _translated():
            found = self._client.get_object(Bucket=self._bucket.name, Key=checked(key))
            with found["Body"] as body:
                if found["ContentLength"] > most:
                    raise Bulky(f"The file has more than {most} bytes.")
                copy_bounded(body, into, most)

    def write(self, key: str, file: BinaryIO, *, media_type: str) -> None:
        """See Storage."""
        with _translated():
            self._client.put_object(
                Bucket=self._bucket.name,
                Key=checked(key),
                Body=file,
                ContentType=media_type,
                CacheControl="private, no-store",
            )

    def delete(self, keys: Iterable[str]) -> None:
        """See Storage. One by one: the request for many at once differs between services."""
        with _translated():
            for key in keys:
                self._client.delete_object(Bucket=self._bucket.name, Key=checked(key))

    def listed(self, prefix: str, *, before: datetime | None = None) -> Iterator[str]:
        """See Storage."""
        with _translated():
            pages = self._client.get_paginator("list_objects_v2")
            for page in pages.paginate(Bucket=self._bucket.name, Prefix=prefix):
                for found in page.get("Contents", ()):
                    if before is None or found["LastModified"] < before:
                        yield found["Key"]

    def check(self) -> None:
        """See Storage."""
        with _translated():
            self._client.list_objects_v2(Bucket=self._bucket.name, MaxKeys=1)

    @property
    def _client(self) -> Any:
        with self._lock:
            return self._made

    @cached_property
    def _made(self) -> Any:
        # A session of its own: the one that boto3 shares may not be used by several threads at once.
        return boto3.session.Session().client(
            "s3",
            endpoint_url=self._bucket.endpoint,
            region_name=self._bucket.region,
            aws_access_key_id=self._bucket.key,
            aws_secret_access_key=self._bucket.secret,
            config=CONFIG,
        )


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except ClientError as error:
        code = error.response.get("Error", {}).get("Code", "")
        if code in MISSING:
            raise NotStored("There is no such file.") from None
        raise StorageUnavailable(f"The storage refuses: {code}.") from error
    except (BotoCoreError, HTTPClientError) as error:
        raise StorageUnavailable("The storage does not answer at the moment. Try again soon.") from error
