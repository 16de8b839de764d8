"""The API by which the first owner of a site is made."""

from __future__ import annotations

from flask import Blueprint

from portico.features.accounts import api_examples, welcome
from portico.features.accounts.errors import AddressTaken, Busy, CodeOver, OwnOrigin, UsernameTaken
from portico.features.accounts.replies import accounts, check_delivery, entered, visitor
from portico.features.accounts.schemas import SignIn, WelcomeCreate
from portico.platform import clock
from portico.web.access import public
from portico.web.contract import Reply, operation

bp = Blueprint("welcome", __name__, url_prefix="/api/v1/auth/welcome")


@bp.post("")
@public
@operation(
    tag="auth",
    body=WelcomeCreate,
    returns=SignIn,
    problems=[CodeOver, UsernameTaken, AddressTaken, Busy, OwnOrigin],
    example=api_examples.SIGN_IN | {"account": {"id": 1, "username": "ada", "role": "owner"}},
)
def make_owner(body: WelcomeCreate) -> Reply:
    """Make the first owner of the site, with the token of the link that starting it printed."""
    check_delivery(body.deliver)
    given = body.model_dump(exclude={"deliver"})
    admission = welcome.make_owner(accounts(), **given, visitor=visitor(), now=clock.now())
    return entered(admission, body.deliver)
