"""The API of profiles, and of the pictures that people send for them."""

from __future__ import annotations

from datetime import timedelta

from flask import Blueprint, request

from portico.features.profiles import examples, uploads
from portico.features.profiles.confirming import NotSent, confirm
from portico.features.profiles.editing import Place, set_picture, update_profile
from portico.features.profiles.pictures import PictureRefused
from portico.features.profiles.schemas import (
    ProfileUpdate,
    ProfileView,
    UploadConfirm,
    UploadCreate,
    UploadKept,
    UploadPublic,
)
from portico.features.profiles.serving import changed, profiles, tag_of
from portico.features.profiles.showing import show
from portico.features.profiles.uploads import OwnersPurpose, TooManyUploads, UploadOver
from portico.platform import clock
from portico.platform.errors import NotFound, UnsupportedMediaType
from portico.platform.signing import TokenExpired, TokenInvalid
from portico.platform.storage import StorageUnavailable
from portico.platform.storage.folder import FolderStorage
from portico.web.access import Identity, member, public
from portico.web.bodies import file_of
from portico.web.cacheable import cacheable, made_of
from portico.web.contract import operation
from portico.web.database import reading, transaction
from portico.web.location import root_url

TAG = "profiles"
BRIEFLY = "public, max-age=60, s-maxage=300, stale-while-revalidate=600"
"""Browsers ask again after a minute; what stands between them and us may keep it for five."""

bp = Blueprint("profiles_api", __name__, url_prefix="/api/v1")


@bp.get("/users/<username>")
@public
@cacheable()
@operation(tag=TAG, returns=ProfileView, problems=(NotFound,), cache=BRIEFLY, example=examples.PROFILE)
def read_profile(username: str) -> ProfileView:
    """What everybody may know of a member."""
    with reading() as session:
        account_id, profile = show(session, username, profiles().lately)
    made_of(tag_of(account_id))
    return profile


@bp.patch("/me/profile")
@member
@operation(tag=TAG, body=ProfileUpdate, returns=ProfileView, problems=(NotFound,), example=examples.PROFILE)
def change_profile(body: ProfileUpdate, identity: Identity) -> ProfileView:
    """Change what your profile says; whatever is left out stays as it is."""
    with transaction() as session:
        update_profile(session, identity.account_id, body, now=clock.now())
        _, profile = show(session, identity.username, profiles().lately)
    changed(identity.account_id)
    return profile


@bp.delete("/me/avatar")
@member
@operation(tag=TAG, returns=None, status=204)
def remove_avatar(identity: Identity) -> None:
    """Show no avatar any more; its files are removed."""
    _remove(identity, "avatar")


@bp.delete("/me/banner")
@member
@operation(tag=TAG, returns=None, status=204)
def remove_banner(identity: Identity) -> None:
    """Show no banner any more; its files are removed."""
    _remove(identity, "banner")


@bp.post("/uploads")
@member
@operation(
    tag=TAG,
    body=UploadCreate,
    returns=UploadPublic,
    status=201,
    problems=(OwnersPurpose, TooManyUploads, StorageUnavailable),
    example=examples.UPLOAD,
)
def begin_upload(body: UploadCreate, identity: Identity) -> UploadPublic:
    """Ask for leave to send a picture: where to, and how."""
    feature, now = profiles(), clock.now()
    with transaction() as session:
        upload = uploads.begin(session, identity.account_id, identity.role, body, now=now)
    slot = feature.storage.slot(upload.key, media_type=upload.media_type, size=upload.size)
    return UploadPublic(
        url=root_url() + slot.url if slot.url.startswith("/") else slot.url,
        method=slot.method,
        headers=slot.headers,
        key=upload.key,
        confirm_token=feature.claims.sign(upload),
        expires_at=now + timedelta(seconds=uploads.CONFIRM_SECONDS),
    )


@bp.put("/uploads/slots/<token>")
@public
@operation(
    tag=TAG,
    returns=None,
    status=204,
    problems=(NotFound, TokenInvalid, TokenExpired, UnsupportedMediaType, StorageUnavailable),
)
def receive_upload(token: str) -> None:
    """Send the bytes of a picture, where the storage is this server's; the address is the leave to."""
    storage = profiles().storage
    if not isinstance(storage, FolderStorage):
        raise NotFound("Pictures are sent to the storage itself.")
    promise = storage.promised(token)
    sent = file_of(request.environ)
    if sent.length != promise.size or request.mimetype != promise.media_type:
        raise UnsupportedMediaType(
            f"This address is for {promise.size} bytes of {promise.media_type}, and for nothing else."
        )
    storage.receive(promise.key, sent.pour)


@bp.post("/uploads/confirm")
@member
@operation(
    tag=TAG,
    body=UploadConfirm,
    returns=UploadKept,
    problems=(
        PictureRefused,
        NotFound,
        NotSent,
        UploadOver,
        TokenInvalid,
        TokenExpired,
        StorageUnavailable,
    ),
    example=examples.KEPT,
)
def confirm_upload(body: UploadConfirm, identity: Identity) -> UploadKept:
    """Say that the bytes are there; the picture is made, and shown where it was meant for."""
    feature = profiles()
    claim = feature.claims.read(body.confirm_token, identity.account_id)
    kept = confirm(transaction, feature.storage, claim, body.crop, now=clock.now())
    changed(identity.account_id)
    return kept


def _remove(identity: Identity, place: Place) -> None:
    with transaction() as session:
        set_picture(session, identity.account_id, place, None, now=clock.now())
    changed(identity.account_id)
