"""The storage that an address names."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from portico.platform.storage.contract import Storage
from portico.platform.storage.folder import FolderStorage

PLAIN = "s3+http"
"""The scheme of a service that is asked without encryption, for one on the same machine."""


def open_storage(url: str, secret: str) -> Storage:
    """The storage at `file:///FOLDER` or `s3://KEY:SECRET@HOST/BUCKET?region=…`; nothing is opened yet.

    `secret` signs the addresses that a folder hands out.
    """
    parts = urlsplit(url)
    if parts.scheme == "file":
        return FolderStorage(Path(unquote(parts.path)), secret)
    from portico.platform.storage.s3 import Bucket, BucketStorage  # noqa: PLC0415 - an extra

    return BucketStorage(
        Bucket(
            endpoint=f"{'http' if parts.scheme == PLAIN else 'https'}://{parts.netloc.rpartition('@')[2]}",
            name=unquote(parts.path.strip("/")),
            region=parse_qs(parts.query).get("region", ["us-east-1"])[0],
            key=unquote(parts.username or ""),
            secret=unquote(parts.password or ""),
        )
    )
