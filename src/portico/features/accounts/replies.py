"""What those who want in are answered with, and who they are as far as the request tells."""

from __future__ import annotations

from typing import TypeVar, cast

from flask import current_app, request

from portico.features.accounts import cookies, visitors
from portico.features.accounts.entering import Admission, Ask
from portico.features.accounts.errors import OwnOrigin
from portico.features.accounts.models import Role, Verification
from portico.features.accounts.schemas import AccountSummary, Deliver, SignIn, VerificationAnswer, Way
from portico.features.accounts.sessions import Entry, Holder
from portico.features.accounts.verifications import APART
from portico.features.accounts.visitors import Visitor
from portico.features.accounts.working import Accounts
from portico.platform.errors import PorticoError
from portico.web.access import Identity
from portico.web.contract import Reply

EXTENSION = "portico.accounts"
Result = TypeVar("Result")


def accounts() -> Accounts:
    """The accounts of this site."""
    found: Accounts = current_app.extensions[EXTENSION]
    return found


def visitor() -> Visitor:
    """Who sends the current request."""
    return Visitor(
        visitors.network(request.remote_addr),
        visitors.device(request.headers.get("User-Agent", "")),
        cookies.known(),
    )


def holder(identity: Identity) -> Holder:
    """Who sends the current request, for what only somebody who is there in person may do."""
    assert identity.session is not None
    return Holder(identity.account_id, identity.session)


def settled(result: Result | PorticoError) -> Result:
    """The result of a deed; raises a refusal that had to be committed before it could be told."""
    if isinstance(result, PorticoError):
        raise result
    return result


def check_delivery(deliver: Deliver) -> None:
    """Keep tokens out of the hands of scripts on our own pages. Raises OwnOrigin."""
    if deliver == "body" and request.headers.get("Sec-Fetch-Site") == "same-origin":
        raise OwnOrigin("Leave `deliver` out: pages of this site are signed in by cookies.")


def entered(admission: Admission | PorticoError, deliver: Deliver = "cookie") -> Reply:
    """The answer to somebody who has shown who they are, with the cookies that go with it.

    Raises a refusal that had to be committed before it could be told.
    """
    if isinstance(admission, PorticoError):
        raise admission
    if isinstance(admission, Ask):
        methods = tuple(cast("Way", method) for method in admission.methods)
        return Reply(SignIn(state="second-factor", ticket=admission.ticket, methods=methods))
    summary = AccountSummary(
        id=admission.account.id,
        username=admission.account.username or "",
        role=cast("Role", admission.account.role),
    )
    if deliver == "body":
        return Reply(_with_tokens(admission, summary))
    headers = cookies.signed_in(summary.id, admission.access_token, admission.refresh_token)
    return Reply(
        SignIn(state="signed-in", account=summary, expires_in=admission.expires_in), {"Set-Cookie": headers}
    )


def begun(conversation: Verification) -> VerificationAnswer:
    """What is told of a conversation: the same whoever it is with."""
    return VerificationAnswer(
        id=conversation.id,
        expires_at=conversation.expires_at,
        resend_at=conversation.sent_at + APART,
        resends_left=conversation.resends_left,
    )


def _with_tokens(entry: Entry, summary: AccountSummary) -> SignIn:
    return SignIn(
        state="signed-in",
        account=summary,
        access_token=entry.access_token,
        refresh_token=entry.refresh_token,
        expires_in=entry.expires_in,
    )
