"""The API of providers: setting out to one, taking what came back, and what an account is linked with."""

from __future__ import annotations

import secrets
from typing import cast

from flask import Blueprint

from portico.features.accounts import api_examples, cookies
from portico.features.accounts.errors import (
    AccountDeactivated,
    AccountSuspended,
    LastWayIn,
    OwnOrigin,
    RegistrationClosed,
)
from portico.features.accounts.models import Identity as LinkedIdentity
from portico.features.accounts.oauth import exchanges, joining, linking, visits
from portico.features.accounts.oauth.errors import (
    AnotherPerson,
    ExchangeOver,
    IdentityTaken,
    NoSuchProvider,
    ProviderFailed,
)
from portico.features.accounts.oauth.exchanges import ProofNeeded
from portico.features.accounts.oauth.request import browser, providers, redirect_uri
from portico.features.accounts.oauth.return_paths import return_path
from portico.features.accounts.oauth.schemas import (
    ExchangeCreate,
    IdentityAnswer,
    IdentityList,
    KnownWay,
    LinkCreate,
    ProofNeededAnswer,
    ProviderAnswer,
    VisitAnswer,
    VisitCreate,
    Ways,
)
from portico.features.accounts.oauth.visits import Wish
from portico.features.accounts.replies import accounts, check_delivery, entered, visitor
from portico.features.accounts.schemas import SignIn
from portico.platform import clock
from portico.platform.errors import NotFound
from portico.web.access import (
    Identity,
    NotInPerson,
    SignedOut,
    in_person,
    in_person_recently,
    public,
    recent_person,
)
from portico.web.access import ProofNeeded as RecentProofNeeded
from portico.web.contract import NO_STORE, Reply, operation
from portico.web.database import reading, transaction

bp = Blueprint("providers", __name__, url_prefix="/api/v1")
TAG = "auth"
KEPT = 30 * 60
"""Seconds that a browser keeps its secret: a visit, what it earned, and the proof that this may take."""
WAYS = {
    "registration": "open",
    "providers": [{"name": "github", "label": "GitHub"}],
    "passkeys": True,
}
IDENTITY = {
    "id": 12,
    "provider": "github",
    "label": "GitHub",
    "email": "ada@example.org",
    "email_verified": True,
    "created_at": "2026-04-01T09:00:00Z",
    "last_used_at": "2026-05-01T12:00:00Z",
}


@bp.get("/auth/ways")
@public
@operation(tag=TAG, returns=Ways, cache=NO_STORE, example=WAYS)
def list_ways() -> Ways:
    """How one can join this site and come in."""
    offered = [ProviderAnswer(name=one.name, label=one.label) for one in providers()]
    return Ways(registration=accounts().rules.registration, providers=offered, passkeys=True)


@bp.post("/auth/providers/<provider>/start")
@public
@operation(
    tag=TAG,
    body=VisitCreate,
    returns=VisitAnswer,
    problems=[
        NoSuchProvider,
        ProviderFailed,
        RegistrationClosed,
        SignedOut,
        NotInPerson,
        RecentProofNeeded,
    ],
    example={"url": "https://github.com/login/oauth/authorize?client_id=…"},
)
def start_visit(provider: str, body: VisitCreate) -> Reply:
    """Ask where to send somebody who wants to come in by way of a provider.

    The same browser has to come back. To link an account takes that one has just shown who one is.
    """
    found, now = providers().find(provider), clock.now()
    person = recent_person() if body.purpose == "link" else None
    visit = visits.prepare(providers().signer, redirect_uri(provider))
    # Asks the provider, if need be, and so comes before the transaction.
    url = found.address(visit)
    secret = browser() or secrets.token_urlsafe(32)
    with transaction() as session:
        wish = Wish(
            purpose=body.purpose,
            return_to=return_path(body.return_to),
            popup=body.popup,
            account_id=person.account_id if person else None,
            session_id=person.session if person else None,
            invitation_id=joining.find_invitation(accounts(), session, body.invitation, now),
        )
        visits.begin(session, visit, provider, wish, browser=secret, now=now)
    return Reply(VisitAnswer(url=url), {"Set-Cookie": cookies.visiting(secret, KEPT)})


@bp.post("/auth/exchange")
@public
@operation(
    tag=TAG,
    body=ExchangeCreate,
    returns=SignIn | ProofNeededAnswer,
    problems=[ExchangeOver, RegistrationClosed, OwnOrigin, AccountSuspended, AccountDeactivated],
    example=api_examples.SIGN_IN,
)
def exchange_code(body: ExchangeCreate) -> Reply:
    """Come in with what a visit to a provider earned: once, in the browser that made it.

    Who is new gets an account. Where somebody else's account has the address, they have to sign in to it
    first, and then ask for the link.
    """
    check_delivery(body.deliver)
    with transaction() as session:
        outcome = exchanges.exchange(
            accounts(),
            session,
            body.code,
            browser=browser(),
            visitor=visitor(),
            now=clock.now(),
            reactivate=body.reactivate,
        )
    if isinstance(outcome, ExchangeOver):
        raise outcome
    if isinstance(outcome, ProofNeeded):
        return Reply(_proof_needed(outcome))
    return entered(outcome, body.deliver)


@bp.post("/auth/exchange/link")
@in_person_recently
@operation(
    tag=TAG,
    body=LinkCreate,
    returns=None,
    status=204,
    problems=[ExchangeOver, AnotherPerson, IdentityTaken],
)
def link_proved(identity: Identity, body: LinkCreate) -> None:
    """Link the identity that waited for this: its person has just signed in to the account it belongs to."""
    now = clock.now()
    with transaction() as session:
        claims = exchanges.take_proof(session, body.ticket, identity.account_id, browser=browser(), now=now)
        linking.link(accounts(), session, identity.account_id, claims, visitor=visitor(), now=now)


@bp.get("/me/identities")
@in_person
@operation(tag="me", returns=IdentityList, cache=NO_STORE, example={"items": [IDENTITY]})
def list_identities(identity: Identity) -> IdentityList:
    """What one's account can be signed in to by at other sites, the oldest first."""
    with reading() as session:
        found = linking.list_identities(session, identity.account_id)
    return IdentityList(items=[_identity(one) for one in found])


@bp.delete("/me/identities/<int:number>")
@in_person_recently
@operation(tag="me", returns=None, status=204, problems=[NotFound, LastWayIn])
def unlink_identity(identity: Identity, number: int) -> None:
    """Unlink an identity from one's account, unless one could not come in any more."""
    with transaction() as session:
        linking.unlink(
            accounts(),
            session,
            identity.account_id,
            number,
            providers=providers().names,
            visitor=visitor(),
            now=clock.now(),
        )


def _proof_needed(needed: ProofNeeded) -> ProofNeededAnswer:
    return ProofNeededAnswer(
        state="proof-needed",
        ticket=needed.ticket,
        email=needed.email,
        email_hint=needed.email_hint,
        ways=[cast("KnownWay", way) for way in needed.ways],
    )


def _identity(found: LinkedIdentity) -> IdentityAnswer:
    return IdentityAnswer(
        id=found.id,
        provider=found.provider,
        label=providers().label(found.provider),
        email=found.email,
        email_verified=found.email_verified,
        created_at=found.created_at,
        last_used_at=found.last_used_at,
    )
