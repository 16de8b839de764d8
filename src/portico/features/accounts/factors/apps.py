"""Codes of an authenticator app (RFC 6238): six digits, every thirty seconds others."""

from __future__ import annotations

import hmac
import re
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO

import pyotp
import segno
import structlog
from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from portico.features.accounts import events, sessions
from portico.features.accounts.errors import WrongCode
from portico.features.accounts.factors import recovery, tries
from portico.features.accounts.factors.errors import AppInUse
from portico.features.accounts.factors.keeping import settle_loss
from portico.features.accounts.finding import one_locked
from portico.features.accounts.models import Totp
from portico.features.accounts.sessions import Holder
from portico.features.accounts.visitors import Visitor
from portico.features.accounts.working import Accounts
from portico.platform.errors import FieldError, NotFound, PorticoError
from portico.platform.sealing import SealBroken

DRIFT = 1
"""Steps that a clock may be slow or fast (RFC 6238, 5.2)."""
CODE = re.compile(r"[0-9]{6}")
SPACES = re.compile(r"\s")

log = structlog.get_logger("portico.accounts")


@dataclass(frozen=True, slots=True)
class Enrolment:
    """What an app is set up with."""

    secret: str
    uri: str
    picture: str
    """The URI as a QR code, in SVG."""


def begin(accounts: Accounts, session: Session, account_id: int) -> Enrolment:
    """A new secret, which counts once a code has shown that the app has it. Raises AppInUse."""
    account = one_locked(session, account_id)
    found = session.get(Totp, account_id) or Totp(account_id=account_id)
    if found.confirmed_at is not None:
        raise AppInUse("Switch the codes of your app off first, then set up another one.")
    secret = pyotp.random_base32()
    found.secret, found.last_step = accounts.sealer.seal(secret.encode(), _place(account_id)), 0
    session.add(found)
    uri = pyotp.TOTP(secret).provisioning_uri(name=account.username, issuer_name=accounts.party.id)
    return Enrolment(secret, uri, _picture(uri))


def confirm(
    accounts: Accounts,
    session: Session,
    holder: Holder,
    *,
    code: str,
    visitor: Visitor,
    now: datetime,
) -> list[str] | PorticoError:
    """Have codes of the app asked for from now on; gives new recovery codes.

    A refusal is given back, so that the try it took stays spent. Raises NotFound and AppInUse.
    """
    account_id = holder.account_id
    one_locked(session, account_id)
    found = session.get(Totp, account_id)
    if found is None:
        raise NotFound("Begin to set up an app first.")
    if found.confirmed_at is not None:
        raise AppInUse("The codes of your app are on already.")
    if refusal := tries.spend(session, account_id, visitor, now):
        return refusal
    if not take(accounts, session, account_id, code, now):
        return wrong("That is not the code that belongs to this picture. Check that the clock is right.")
    tries.give_back(session, account_id, visitor)
    found.confirmed_at = now
    events.record(accounts, session, account_id, "totp-on", visitor=visitor, now=now)
    sessions.prove(accounts, session, holder, now, factor=True)
    return recovery.make(accounts, session, account_id)


def remove(accounts: Accounts, session: Session, account_id: int, *, visitor: Visitor, now: datetime) -> None:
    """Have codes of the app asked for no more. Raises NotFound and FactorRequired."""
    account = one_locked(session, account_id)
    gone = delete(Totp).where(Totp.account_id == account_id).returning(Totp.confirmed_at)
    found = session.execute(gone.execution_options(synchronize_session=False)).one_or_none()
    if found is None:
        raise NotFound("No app is set up.")
    if found.confirmed_at is not None:
        settle_loss(accounts, session, account)
        events.record(accounts, session, account_id, "totp-off", visitor=visitor, now=now)


def is_on(session: Session, account_id: int) -> bool:
    """Whether codes of an app are asked for."""
    found = session.get(Totp, account_id)
    return found is not None and found.confirmed_at is not None


def is_code(typed: str) -> bool:
    """Whether this looks like a code of an app, which no recovery code does."""
    return CODE.fullmatch(SPACES.sub("", typed)) is not None


def take(accounts: Accounts, session: Session, account_id: int, typed: str, now: datetime) -> bool:
    """Whether this is a code of the app that is good now; no code of its step or before is good again."""
    found = session.get(Totp, account_id)
    secret = _secret(accounts, found) if found else None
    step = step_of(secret, typed, now) if secret else None
    if step is None:
        return False
    newer = update(Totp).where(Totp.account_id == account_id, Totp.last_step < step).values(last_step=step)
    return session.scalar(newer.returning(Totp.account_id)) is not None


def wrong(sentence: str) -> WrongCode:
    """What to answer to another code."""
    return WrongCode(sentence, errors=[FieldError("/body/code", "wrong", sentence)])


def step_of(secret: str, typed: str, now: datetime) -> int | None:
    """The step that a code belongs to, of those that are good now."""
    if not is_code(typed):
        return None
    app, code = pyotp.TOTP(secret), SPACES.sub("", typed)
    today = app.timecode(now)
    steps = range(today - DRIFT, today + DRIFT + 1)
    # All are compared, and of two that are alike the later one counts, so that none is good twice.
    return max((step for step in steps if hmac.compare_digest(app.generate_otp(step), code)), default=None)


def _secret(accounts: Accounts, found: Totp) -> str | None:
    try:
        return accounts.sealer.unseal(found.secret, _place(found.account_id)).decode()
    except SealBroken:
        log.exception("totp_unreadable", account=found.account_id)
        return None


def _place(account_id: int) -> str:
    return f"totp.secret.{account_id}"


def _picture(uri: str) -> str:
    """The QR code with its quiet zone, black on white in any theme, as cameras want it."""
    drawn = BytesIO()
    segno.make_qr(uri, error="m").save(
        drawn, kind="svg", xmldecl=False, nl=False, svgclass=None, lineclass=None, light="#fff", omitsize=True
    )
    return drawn.getvalue().decode()
