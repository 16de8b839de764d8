"""From bytes that somebody sent to a picture that is shown: read once, decoded apart, kept anew."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime
from typing import BinaryIO

from sqlalchemy.orm import Session

from portico.features.profiles import pictures, uploads
from portico.features.profiles.editing import OWN, own_profile, remove, set_picture
from portico.features.profiles.models import Upload
from portico.features.profiles.pictures import MEDIA_TYPE, PictureRefused, Variant
from portico.features.profiles.schemas import LARGEST_FILE, Crop, UploadKept
from portico.features.profiles.showing import SHOWN, key, pictured
from portico.features.profiles.uploads import Claim
from portico.platform.errors import Conflict, NotFound
from portico.platform.storage import Bulky, NotStored, Storage

SHOWN_OTHERWISE = 960
NAMED_BY = 32
"""Hexadecimal digits of the hash that a picture is named by."""

Transaction = Callable[[], AbstractContextManager[Session]]


class NotSent(Conflict):
    """The bytes of the upload are not there."""

    code = "not-sent"
    title = "Nothing was sent"


def confirm(
    transaction: Transaction, storage: Storage, claim: Claim, crop: Crop | None, *, now: datetime
) -> UploadKept:
    """Make a picture of an upload, and show it where it was meant for.

    No transaction is open while the storage or the decoder is waited for. Whatever becomes of it, the bytes
    that were sent go. Raises PictureRefused, NotSent, UploadOver, NotFound, Unavailable.
    """
    with pictures.turn(), _taken(transaction, claim, now) as (upload, folder):
        with _received(storage, upload) as file, pictures.variants(file, upload.purpose, crop) as made:
            base = f"{OWN}{folder}/{_name(upload, made)}"
            _write(storage, base, made)
        _show(transaction, storage, upload, base, now)
    sizes = [(variant.width, variant.height) for variant in made]
    shown = pictured(base, sizes, SHOWN.get(upload.purpose, SHOWN_OTHERWISE))
    return UploadKept(purpose=upload.purpose, url=shown.url, picture=shown)


@contextmanager
def _taken(transaction: Transaction, claim: Claim, now: datetime) -> Iterator[tuple[Upload, str]]:
    """An upload that nobody else works on, and the folder of its sender.

    A picture that is none is refused for good. After any other failure it can be confirmed once more.
    """
    with transaction() as session:
        upload = uploads.take(session, claim)
        folder = own_profile(session, claim.account_id, now=now).folder
    try:
        yield upload, folder
    except PictureRefused:
        with transaction() as session:
            uploads.refuse(session, upload, now=now)
            remove(session, [upload.key], now=now)
        raise
    except BaseException:
        with transaction() as session:
            uploads.give_back(session, upload)
        raise


@contextmanager
def _received(storage: Storage, upload: Upload) -> Iterator[BinaryIO]:
    """The bytes that were sent, as they were at one moment. Raises NotSent, PictureRefused."""
    with tempfile.TemporaryFile(prefix="portico-upload-") as file:
        try:
            storage.fetch(upload.key, file, most=LARGEST_FILE)
        except NotStored:
            raise NotSent("Send the picture first, and confirm it then.") from None
        except Bulky:
            raise PictureRefused("The picture is larger than was announced.") from None
        if file.tell() != upload.size:
            raise PictureRefused("The picture is not as large as was announced.")
        yield file


def _name(upload: Upload, made: Sequence[Variant]) -> str:
    """The hash of the pixels as they are kept, and of the upload.

    Of the upload too, since two uploads of one picture then share no file, and the one can go without the
    other.
    """
    digest = hashlib.sha256(upload.key.encode())
    for variant in made:
        digest.update(variant.path.read_bytes())
    return digest.hexdigest()[:NAMED_BY]


def _write(storage: Storage, base: str, made: Sequence[Variant]) -> None:
    for variant in made:
        with variant.path.open("rb") as file:
            storage.write(key(base, variant.width), file, media_type=MEDIA_TYPE)


def _show(transaction: Transaction, storage: Storage, upload: Upload, base: str, now: datetime) -> None:
    try:
        with transaction() as session:
            uploads.keep(session, upload, base, now=now)
            remove(session, [upload.key], now=now)
            if upload.purpose in ("avatar", "banner"):
                set_picture(session, upload.account_id, upload.purpose, base, now=now)
    except NotFound:
        storage.delete(list(storage.listed(f"{base}-")))
        raise
