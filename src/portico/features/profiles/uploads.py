"""Leave to send a file, and the bookkeeping of what came of it."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import CursorResult, func, select, update
from sqlalchemy.orm import Session

from portico.features.profiles.editing import own_profile
from portico.features.profiles.models import Purpose, Upload
from portico.features.profiles.schemas import UploadCreate
from portico.platform.errors import Conflict, Forbidden, NotFound, TooMany
from portico.platform.signing import Signer, TokenInvalid

STAGING = "staging/"
"""What the keys of files begin with that nobody has looked at."""
CONFIRM_SECONDS = 600
DAY = timedelta(days=1)
MOST_UNCONFIRMED = 40
MOST = 120
"""Files that one account may send in a day, kept or not."""


class OwnersPurpose(Forbidden):
    """Pictures for the content of the site are the owner's to send."""


class TooManyUploads(TooMany):
    """The account has asked for enough in one day."""

    code = "too-many-uploads"


class UploadOver(Conflict):
    """The upload was confirmed before, or is being looked at."""

    code = "upload-over"
    title = "This was confirmed before"


class Claim(NamedTuple):
    """What a confirm token proves: who may confirm which upload, for what."""

    account_id: int
    upload_id: int
    purpose: Purpose


class Claims:
    """Signs and reads confirm tokens."""

    def __init__(self, secret: str) -> None:
        self._signer = Signer(secret, "upload-confirm")

    def sign(self, upload: Upload) -> str:
        """The token of an upload."""
        return self._signer.sign([upload.account_id, upload.id, upload.purpose])

    def read(self, token: str, account_id: int) -> Claim:
        """What a token of this account proves. Raises TokenInvalid, TokenExpired."""
        found: Any = self._signer.read(token, max_age=CONFIRM_SECONDS)
        claim = Claim(*found)
        if claim.account_id != account_id:
            raise TokenInvalid("The token was not issued to you.")
        return claim


def begin(session: Session, account_id: int, role: str, new: UploadCreate, *, now: datetime) -> Upload:
    """Write down that somebody is about to send a file. Raises OwnersPurpose, TooManyUploads."""
    if new.purpose == "content" and role != "owner":
        raise OwnersPurpose("Only the owner of the site sends pictures for its content.")
    own_profile(session, account_id, now=now)  # locked, so that two requests do not count past each other
    _check_quota(session, account_id, now)
    upload = Upload(
        account_id=account_id,
        purpose=new.purpose,
        key=f"{STAGING}{secrets.token_hex(16)}",
        media_type=new.content_type,
        size=new.size,
        state="open",
        created_at=now,
    )
    session.add(upload)
    session.flush()
    return upload


def take(session: Session, claim: Claim) -> Upload:
    """Have an upload to oneself; of many that try, one gets it. Raises UploadOver, NotFound."""
    own = (Upload.id == claim.upload_id, Upload.account_id == claim.account_id)
    taken = _changed(session, update(Upload).where(*own, Upload.state == "open").values(state="taken"))
    upload = session.scalars(select(Upload).where(*own)).first()
    if upload is None:
        raise NotFound("There is no such upload any more.")
    if not taken:
        raise UploadOver("This picture was confirmed already. Choose the file again to send it once more.")
    return upload


def give_back(session: Session, upload: Upload) -> None:
    """Let an upload be confirmed once more, since nothing came of this time."""
    session.execute(_taken(upload).values(state="open"))


def refuse(session: Session, upload: Upload, *, now: datetime) -> None:
    """Write down that nothing can be made of an upload."""
    session.execute(_taken(upload).values(state="refused", ended_at=now))


def keep(session: Session, upload: Upload, picture: str, *, now: datetime) -> None:
    """Write down what an upload has become. Raises NotFound when its sender was forgotten meanwhile."""
    if not _changed(session, _taken(upload).values(state="kept", picture=picture, ended_at=now)):
        raise NotFound("There is no such upload any more.")


def _taken(upload: Upload) -> Any:
    return update(Upload).where(Upload.id == upload.id, Upload.state == "taken")


def _changed(session: Session, statement: Any) -> bool:
    result = session.execute(statement, execution_options={"synchronize_session": False})
    assert isinstance(result, CursorResult)
    return result.rowcount == 1


def _check_quota(session: Session, account_id: int, now: datetime) -> None:
    lately = (Upload.account_id == account_id, Upload.created_at > now - DAY)
    states = session.execute(select(Upload.state, func.count()).where(*lately).group_by(Upload.state))
    counts: dict[str, int] = {state: number for state, number in states}  # noqa: C416 - rows are no tuples
    unconfirmed = sum(number for state, number in counts.items() if state not in ("kept", "gone"))
    if unconfirmed >= MOST_UNCONFIRMED or sum(counts.values()) >= MOST:
        raise TooManyUploads("You have sent many pictures today. Continue tomorrow.", retry_after=3600)
