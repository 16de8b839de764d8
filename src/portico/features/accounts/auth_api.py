"""The API of joining, signing in, staying signed in and signing out."""

from __future__ import annotations

from contextlib import suppress

from flask import Blueprint, request

from portico.features.accounts import (
    api_examples,
    cookies,
    credentials,
    finding,
    registration,
    sessions,
    signing_in,
    verifications,
)
from portico.features.accounts.entering import Admission
from portico.features.accounts.errors import (
    AccountDeactivated,
    AccountSuspended,
    AddressTaken,
    Busy,
    CodeOver,
    OwnOrigin,
    RegistrationClosed,
    SessionOver,
    TooManyAttempts,
    TooSoon,
    UsernameTaken,
    WrongCode,
    WrongLogin,
)
from portico.features.accounts.identification import check_origin
from portico.features.accounts.replies import (
    accounts,
    begun,
    check_delivery,
    entered,
    settled,
    visitor,
)
from portico.features.accounts.schemas import (
    CodeConfirm,
    CodeCreate,
    Deliver,
    PasswordReset,
    RefreshCreate,
    RegistrationCreate,
    SignIn,
    SignInCreate,
    UndoToken,
    VerificationAnswer,
)
from portico.platform import clock
from portico.platform.errors import NotFound, PorticoError
from portico.web.access import Identity, in_person, public
from portico.web.contract import Reply, operation

bp = Blueprint("auth", __name__, url_prefix="/api/v1/auth")
SHUT = [AccountSuspended, AccountDeactivated]
TAG = "auth"


@bp.post("/registrations")
@public
@operation(
    tag=TAG,
    body=RegistrationCreate,
    returns=VerificationAnswer,
    status=202,
    problems=[UsernameTaken, RegistrationClosed, TooManyAttempts, Busy],
    example=api_examples.VERIFICATION,
)
def begin_registration(body: RegistrationCreate) -> VerificationAnswer:
    """Ask to join: a code is mailed that has to be confirmed.

    The answer is the same whether or not the address has an account; its holder is told by mail.
    """
    return begun(settled(registration.begin(accounts(), **dict(body), visitor=visitor(), now=clock.now())))


@bp.post("/codes")
@public
@operation(
    tag=TAG,
    body=CodeCreate,
    returns=VerificationAnswer,
    status=202,
    problems=[TooManyAttempts],
    example=api_examples.VERIFICATION,
)
def begin_sign_in_by_code(body: CodeCreate) -> VerificationAnswer:
    """Ask for a code to sign in with. The answer is the same whether or not the address has an account."""
    opened = signing_in.begin_by_code(accounts(), email=body.email, visitor=visitor(), now=clock.now())
    return begun(settled(opened))


@bp.post("/resets")
@public
@operation(
    tag=TAG,
    body=CodeCreate,
    returns=VerificationAnswer,
    status=202,
    problems=[TooManyAttempts],
    example=api_examples.VERIFICATION,
)
def begin_reset(body: CodeCreate) -> VerificationAnswer:
    """Ask for a code to choose a new password with. The answer is the same for every address."""
    opened = signing_in.begin_reset(accounts(), email=body.email, visitor=visitor(), now=clock.now())
    return begun(settled(opened))


@bp.post("/verifications/<conversation>/resend")
@public
@operation(
    tag=TAG,
    returns=VerificationAnswer,
    status=202,
    problems=[CodeOver, TooSoon, TooManyAttempts],
    example=api_examples.VERIFICATION,
)
def resend_code(conversation: str) -> VerificationAnswer:
    """Ask for another code, with which the one before is good no more."""
    now = clock.now()
    with accounts().database.transaction() as session:
        sent = verifications.resend(accounts(), session, conversation, visitor(), now)
    return begun(settled(sent))


@bp.post("/verifications/<conversation>/confirm")
@public
@operation(
    tag=TAG,
    body=CodeConfirm,
    returns=SignIn,
    problems=[
        WrongCode,
        CodeOver,
        UsernameTaken,
        AddressTaken,
        RegistrationClosed,
        TooManyAttempts,
        OwnOrigin,
        *SHUT,
    ],
    example=api_examples.SIGN_IN,
)
def confirm_code(conversation: str, body: CodeConfirm) -> Reply:
    """Bring the code back, to join or to sign in. A wrong one costs one of five tries."""
    check_delivery(body.deliver)
    ours, who, now = accounts(), visitor(), clock.now()
    with ours.database.transaction() as session:
        # The account first, as in every deed about one.
        finding.locked(session, verifications.account_of(session, conversation))
        found = verifications.try_code(
            ours, session, conversation, body.code, purposes=("registration", "code"), visitor=who, now=now
        )
        admission: Admission | PorticoError
        if isinstance(found, PorticoError):
            admission = found
        elif found.purpose == "registration":
            admission = registration.complete(
                ours, session, found, username=body.username, visitor=who, now=now
            )
        else:
            admission = signing_in.by_code(ours, session, found, visitor=who, now=now)
    return entered(admission, body.deliver)


@bp.post("/verifications/<conversation>/password")
@public
@operation(
    tag=TAG,
    body=PasswordReset,
    returns=None,
    status=204,
    problems=[WrongCode, CodeOver, TooManyAttempts, Busy],
)
def reset_password(conversation: str, body: PasswordReset) -> None:
    """Choose a new password with the code that came by mail; every session of the account ends."""
    settled(
        credentials.reset_password(
            accounts(), conversation, body.code, password=body.password, visitor=visitor(), now=clock.now()
        )
    )


@bp.post("/sign-in")
@public
@operation(
    tag=TAG,
    body=SignInCreate,
    returns=SignIn,
    problems=[WrongLogin, TooManyAttempts, Busy, OwnOrigin, *SHUT],
    example=api_examples.SIGN_IN,
)
def sign_in(body: SignInCreate) -> Reply:
    """Come in by address or username and password; where a second factor is on, it is asked for next."""
    check_delivery(body.deliver)
    admission = signing_in.by_password(
        accounts(), login=body.login, password=body.password, visitor=visitor(), now=clock.now()
    )
    return entered(admission, body.deliver)


@bp.post("/refresh")
@public
@operation(
    tag=TAG,
    body=RefreshCreate,
    returns=SignIn,
    problems=[SessionOver, OwnOrigin],
    example=api_examples.SIGN_IN,
)
def refresh(body: RefreshCreate) -> Reply:
    """Go on: the next pair of tokens for a refresh token, which is good once.

    A browser sends its cookie and gets cookies; a client elsewhere sends the token and gets both tokens.
    """
    deliver: Deliver = "cookie" if body.refresh_token is None else "body"
    check_delivery(deliver)
    if body.refresh_token is None:
        check_origin(request.environ)
    token = body.refresh_token or request.cookies.get(cookies.refresh_name(), "")
    with accounts().database.transaction() as session:
        entry = sessions.refresh(accounts(), session, token, visitor(), clock.now())
    return entered(settled(entry), deliver)


@bp.post("/sign-out")
@in_person
@operation(tag=TAG, returns=None, status=204)
def sign_out(identity: Identity) -> Reply:
    """Leave: this session ends."""
    assert identity.session is not None
    # Another tab may have left in the same moment.
    with suppress(NotFound), accounts().database.transaction() as session:
        sessions.end(accounts(), session, identity.account_id, identity.session)
    return _gone()


@bp.post("/sign-out-everywhere")
@in_person
@operation(tag=TAG, returns=None, status=204)
def sign_out_everywhere(identity: Identity) -> Reply:
    """Leave everywhere: all sessions end, this one too, and every access token with them."""
    with accounts().database.transaction() as session:
        account = finding.one_locked(session, identity.account_id)
        sessions.end_all(accounts(), session, account, visitor=visitor(), now=clock.now())
    return _gone()


@bp.post("/email-undo")
@public
@operation(tag=TAG, body=UndoToken, returns=None, status=204, problems=[CodeOver, AddressTaken])
def undo_email_change(body: UndoToken) -> None:
    """Undo a change of address with the link that went to the old one; a new password is needed then."""
    credentials.undo_email_change(accounts(), body.token, visitor=visitor(), now=clock.now())


def _gone() -> Reply:
    return Reply(None, {"Set-Cookie": cookies.signed_out()})
