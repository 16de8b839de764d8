"""The API of coming in by passkey, and of the second half of a sign-in."""

from __future__ import annotations

from flask import Blueprint

from portico.features.accounts import api_examples as entries
from portico.features.accounts.errors import (
    AccountDeactivated,
    AccountSuspended,
    CodeOver,
    OwnOrigin,
    TooManyAttempts,
    WrongCode,
)
from portico.features.accounts.factors import answering, api_examples, second
from portico.features.accounts.factors.errors import PasskeyRefused
from portico.features.accounts.factors.schemas import FactorCode, PasskeyQuestion, PasskeySignIn, Ticket
from portico.features.accounts.replies import accounts, check_delivery, entered, visitor
from portico.features.accounts.schemas import SignIn
from portico.platform import clock
from portico.web.access import public
from portico.web.contract import Reply, operation
from portico.web.database import transaction

bp = Blueprint("factors", __name__, url_prefix="/api/v1/auth")
TAG = "auth"
SHUT = [AccountSuspended, AccountDeactivated]


@bp.post("/passkeys/options")
@public
@operation(tag=TAG, returns=PasskeyQuestion, example=api_examples.ASK)
def ask_passkey() -> PasskeyQuestion:
    """Ask what to sign in with a passkey, whichever the visitor chooses."""
    with transaction() as session:
        options, ticket = answering.ask_to_sign_in(accounts(), session, clock.now())
    return PasskeyQuestion(options=options, ticket=ticket)


@bp.post("/passkeys")
@public
@operation(
    tag=TAG,
    body=PasskeySignIn,
    returns=SignIn,
    problems=[CodeOver, PasskeyRefused, OwnOrigin, *SHUT],
    example=entries.SIGN_IN,
)
def sign_in_by_passkey(body: PasskeySignIn) -> Reply:
    """Come in by passkey; no second factor is asked for, as having and unlocking one are two."""
    check_delivery(body.deliver)
    admission = answering.sign_in(
        accounts(), body.ticket, body.credential, visitor=visitor(), now=clock.now()
    )
    return entered(admission, body.deliver)


@bp.post("/second-factor")
@public
@operation(
    tag=TAG,
    body=FactorCode,
    returns=SignIn,
    problems=[CodeOver, WrongCode, TooManyAttempts, OwnOrigin, *SHUT],
    example=entries.SIGN_IN,
)
def give_second_factor(body: FactorCode) -> Reply:
    """Come in, when half of the sign-in is done, by a code of the app or a recovery code: five tries."""
    check_delivery(body.deliver)
    with transaction() as session:
        admission = second.by_code(
            accounts(), session, ticket=body.ticket, code=body.code, visitor=visitor(), now=clock.now()
        )
    return entered(admission, body.deliver)


@bp.post("/second-factor/passkey/options")
@public
@operation(
    tag=TAG,
    body=Ticket,
    returns=PasskeyQuestion,
    problems=[CodeOver, PasskeyRefused],
    example=api_examples.ASK,
)
def ask_second_passkey(body: Ticket) -> PasskeyQuestion:
    """Ask what to finish a sign-in with a passkey of its account."""
    with transaction() as session:
        options = second.ask_passkey(accounts(), session, body.ticket, clock.now())
    return PasskeyQuestion(options=options, ticket=body.ticket)


@bp.post("/second-factor/passkey")
@public
@operation(
    tag=TAG,
    body=PasskeySignIn,
    returns=SignIn,
    problems=[CodeOver, PasskeyRefused, OwnOrigin, *SHUT],
    example=entries.SIGN_IN,
)
def give_second_passkey(body: PasskeySignIn) -> Reply:
    """Come in, when half of the sign-in is done, by a passkey of its account."""
    check_delivery(body.deliver)
    with transaction() as session:
        admission = second.by_passkey(
            accounts(),
            session,
            ticket=body.ticket,
            credential=body.credential,
            visitor=visitor(),
            now=clock.now(),
        )
    return entered(admission, body.deliver)
