"""The API of one's own account: what it is, and how one gets into it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import cast

from flask import Blueprint

from portico.features.accounts import api_examples, apikeys, cookies, credentials, me, sessions
from portico.features.accounts.apikeys import TooManyTokens
from portico.features.accounts.errors import (
    AddressTaken,
    Busy,
    CodeOver,
    OwnOrigin,
    TooManyAttempts,
    WrongCode,
    WrongLogin,
)
from portico.features.accounts.models import ApiToken, LoginSession
from portico.features.accounts.replies import (
    accounts,
    begun,
    check_delivery,
    entered,
    holder,
    settled,
    visitor,
)
from portico.features.accounts.schemas import (
    CodeCreate,
    EmailConfirm,
    EventAnswer,
    Me,
    PasswordChange,
    Proof,
    Scope,
    SessionAnswer,
    SessionList,
    SignIn,
    TokenAnswer,
    TokenCreate,
    TokenList,
    VerificationAnswer,
)
from portico.platform import clock
from portico.platform.errors import NotFound
from portico.web.access import RECENT, Identity, in_person, in_person_recently, member
from portico.web.contract import NO_STORE, Reply, operation
from portico.web.database import reading, transaction
from portico.web.paging import InvalidCursor, ListQuery, Page, page_of

bp = Blueprint("me", __name__, url_prefix="/api/v1/me")
TAG = "me"


@bp.get("")
@member
@operation(tag=TAG, returns=Me, cache=NO_STORE, example=api_examples.ME)
def read_me(identity: Identity) -> Me:
    """Who is signed in, with what nobody else is told."""
    proved_at = identity.proved_at
    return me.read_me(
        accounts(),
        identity.account_id,
        session_id=identity.session,
        proved_until=proved_at + RECENT if proved_at else None,
    )


@bp.post("/proof")
@in_person
@operation(tag=TAG, body=Proof, returns=None, status=204, problems=[WrongLogin, TooManyAttempts, Busy])
def prove_by_password(identity: Identity, body: Proof) -> None:
    """Show once more who one is, by password; dangerous changes are then open for ten minutes."""
    now = clock.now()
    credentials.check_password(accounts(), identity.account_id, body.password, now)
    with transaction() as session:
        sessions.prove(accounts(), session, holder(identity), now)


@bp.put("/password")
@in_person_recently
@operation(
    tag=TAG, body=PasswordChange, returns=SignIn, problems=[Busy, OwnOrigin], example=api_examples.SIGN_IN
)
def change_password(identity: Identity, body: PasswordChange) -> Reply:
    """Choose another password: this session goes on with new tokens, and all others end."""
    check_delivery(body.deliver)
    entry = credentials.change_password(
        accounts(), holder(identity), password=body.password, visitor=visitor(), now=clock.now()
    )
    return entered(entry, body.deliver)


@bp.post("/email")
@in_person_recently
@operation(
    tag=TAG,
    body=CodeCreate,
    returns=VerificationAnswer,
    status=202,
    problems=[TooManyAttempts],
    example=api_examples.VERIFICATION,
)
def begin_email_change(identity: Identity, body: CodeCreate) -> VerificationAnswer:
    """Ask for another address: a code is mailed there that has to be confirmed."""
    opened = credentials.begin_email_change(
        accounts(), identity.account_id, email=body.email, visitor=visitor(), now=clock.now()
    )
    return begun(settled(opened))


@bp.post("/email/confirm")
@in_person
@operation(
    tag=TAG,
    body=EmailConfirm,
    returns=None,
    status=204,
    problems=[WrongCode, CodeOver, AddressTaken, TooManyAttempts],
)
def confirm_email_change(identity: Identity, body: EmailConfirm) -> None:
    """Take the new address with the code that came there; the old one is told, and can undo it for a day."""
    settled(
        credentials.complete_email_change(
            accounts(), identity.account_id, body.id, body.code, visitor=visitor(), now=clock.now()
        )
    )


@bp.get("/sessions")
@in_person
@operation(tag=TAG, returns=SessionList, cache=NO_STORE, example=api_examples.SESSIONS)
def list_sessions(identity: Identity) -> SessionList:
    """Everywhere that one is signed in, the last used first."""
    with reading() as session:
        found = sessions.list_sessions(session, identity.account_id, clock.now())
    return SessionList(items=[_session(one, identity) for one in found])


@bp.delete("/sessions/<session_id>")
@in_person
@operation(tag=TAG, returns=None, status=204, problems=[NotFound])
def end_session(identity: Identity, session_id: str) -> Reply:
    """Sign out somewhere else, or here."""
    with transaction() as session:
        sessions.end(accounts(), session, identity.account_id, session_id)
    return Reply(None, {"Set-Cookie": cookies.signed_out()} if session_id == identity.session else {})


@bp.get("/tokens")
@in_person
@operation(tag=TAG, returns=TokenList, cache=NO_STORE, example={"items": [api_examples.TOKEN]})
def list_tokens(identity: Identity) -> TokenList:
    """One's tokens for programs, the newest first."""
    with reading() as session:
        return TokenList(items=[_token(one) for one in apikeys.list_tokens(session, identity.account_id)])


@bp.post("/tokens")
@in_person_recently
@operation(
    tag=TAG,
    body=TokenCreate,
    returns=TokenAnswer,
    status=201,
    problems=[TooManyTokens],
    example=api_examples.TOKEN | {"token": "portico_gQ3vZk1t9XcS7mYp2LwR5bN8dHfJ4aEoUiTqVxWyKzM"},
)
def make_token(identity: Identity, body: TokenCreate) -> Reply:
    """Make a token for a program; what it is, is told here and never again."""
    with transaction() as session:
        made, token = apikeys.make(
            accounts(),
            session,
            identity.account_id,
            name=body.name,
            scopes=frozenset(body.scopes),
            lasting=timedelta(days=body.expires_in_days),
            visitor=visitor(),
            now=clock.now(),
        )
    return Reply(_token(made, token), {"Location": f"/api/v1/me/tokens/{made.id}"})


@bp.delete("/tokens/<int:number>")
@in_person
@operation(tag=TAG, returns=None, status=204, problems=[NotFound])
def remove_token(identity: Identity, number: int) -> None:
    """End a token for a program."""
    with transaction() as session:
        apikeys.remove(accounts(), session, identity.account_id, number, visitor=visitor(), now=clock.now())


@bp.get("/events")
@in_person
@operation(
    tag=TAG,
    query=ListQuery,
    returns=Page[EventAnswer],
    cache=NO_STORE,
    problems=[InvalidCursor],
    example=api_examples.EVENTS,
)
def list_events(identity: Identity, query: ListQuery) -> Reply:
    """What happened to one's account that bears on who can use it, the latest first."""

    def find(before: int | None, limit: int) -> Sequence[EventAnswer]:
        with reading() as session:
            return me.list_events(session, identity.account_id, before, limit)

    return page_of(query, find, lambda event: event.id)


def _session(found: LoginSession, identity: Identity) -> SessionAnswer:
    return SessionAnswer(
        id=found.id,
        method=found.method,
        device=found.device,
        network=found.network,
        created_at=found.created_at,
        last_used_at=found.last_used_at,
        current=found.id == identity.session,
    )


def _token(found: ApiToken, token: str | None = None) -> TokenAnswer:
    return TokenAnswer(
        id=found.id,
        name=found.name,
        ending=found.ending,
        scopes=[cast("Scope", scope) for scope in found.scopes.split()],
        created_at=found.created_at,
        expires_at=found.expires_at,
        last_used_at=found.last_used_at,
        token=token,
    )
