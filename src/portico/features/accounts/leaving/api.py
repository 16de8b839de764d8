"""The API of leaving and coming back."""

from __future__ import annotations

from flask import Blueprint

from portico.features.accounts import api_examples, cookies
from portico.features.accounts.errors import (
    AccountSuspended,
    Busy,
    CodeOver,
    OwnOrigin,
    TooManyAttempts,
    WrongCode,
    WrongLogin,
)
from portico.features.accounts.leaving import leaving
from portico.features.accounts.leaving.schemas import (
    Deactivation,
    DeactivationCreate,
    ReactivationByCode,
    ReactivationCreate,
)
from portico.features.accounts.people.people import LastOwner
from portico.features.accounts.replies import accounts, check_delivery, entered, visitor
from portico.features.accounts.schemas import SignIn
from portico.platform import clock
from portico.web.access import Identity, in_person_recently, public
from portico.web.contract import Reply, operation
from portico.web.database import transaction

bp = Blueprint("leaving", __name__, url_prefix="/api/v1")


@bp.post("/me/deactivation")
@in_person_recently
@operation(
    tag="me",
    body=DeactivationCreate,
    returns=Deactivation,
    problems=[LastOwner],
    example={"deletion_at": "2026-05-31T12:00:00Z"},
)
def close_account(identity: Identity, body: DeactivationCreate) -> Reply:
    """Close one's account: it is deleted for good after thirty days, and can be opened again until then."""
    with transaction() as session:
        until = leaving.close(
            accounts(),
            session,
            identity.account_id,
            keep_comments=body.keep_comments,
            visitor=visitor(),
            now=clock.now(),
        )
    return Reply(Deactivation(deletion_at=until), {"Set-Cookie": cookies.signed_out()})


@bp.post("/auth/reactivations")
@public
@operation(
    tag="auth",
    body=ReactivationCreate,
    returns=SignIn,
    problems=[WrongLogin, TooManyAttempts, Busy, OwnOrigin, AccountSuspended],
    example=api_examples.SIGN_IN,
)
def come_back(body: ReactivationCreate) -> Reply:
    """Open one's closed account again and come in, by address or username and password."""
    check_delivery(body.deliver)
    admission = leaving.come_back_by_password(
        accounts(), login=body.login, password=body.password, visitor=visitor(), now=clock.now()
    )
    return entered(admission, body.deliver)


@bp.post("/auth/verifications/<conversation>/reactivation")
@public
@operation(
    tag="auth",
    body=ReactivationByCode,
    returns=SignIn,
    problems=[WrongCode, CodeOver, WrongLogin, TooManyAttempts, OwnOrigin, AccountSuspended],
    example=api_examples.SIGN_IN,
)
def come_back_by_code(conversation: str, body: ReactivationByCode) -> Reply:
    """Open one's closed account again and come in, by the code for signing in that came by mail."""
    check_delivery(body.deliver)
    ours, now = accounts(), clock.now()
    with ours.database.transaction() as session:
        admission = leaving.come_back_by_code(
            ours, session, conversation, body.code, visitor=visitor(), now=now
        )
    return entered(admission, body.deliver)
