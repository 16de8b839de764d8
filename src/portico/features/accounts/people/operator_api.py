"""The operator's API over the people of the site, which `portico user` asks."""

from __future__ import annotations

from dataclasses import asdict
from datetime import timedelta

from flask import Blueprint, url_for

from portico.features.accounts.errors import AddressTaken, UsernameTaken
from portico.features.accounts.factors import keeping
from portico.features.accounts.people import passes, people
from portico.features.accounts.people.api import LISTING, TAG, listed
from portico.features.accounts.people.examples import INVITATION, LINK, PERSON
from portico.features.accounts.people.passes import NoAddress
from portico.features.accounts.people.people import LastOwner, NotOpen
from portico.features.accounts.people.schemas import (
    DeletionQuery,
    InvitationCreate,
    NewPerson,
    PassAnswer,
    PeopleQuery,
    PersonAnswer,
    PersonChange,
    PersonCreate,
)
from portico.features.accounts.replies import accounts
from portico.platform import clock
from portico.platform.errors import NotFound
from portico.web.access import operator
from portico.web.contract import NO_STORE, Reply, operation
from portico.web.database import reading, transaction

bp = Blueprint("ops_people", __name__, url_prefix="/api/v1/ops")


@bp.get("/people")
@operator
@operation(**LISTING)
def list_people(query: PeopleQuery) -> Reply:
    """People whose name or address holds some words, the newest first."""
    return listed(query)


@bp.post("/people")
@operator
@operation(
    tag=TAG,
    body=PersonCreate,
    returns=NewPerson,
    status=201,
    problems=[UsernameTaken, AddressTaken],
    example={"person": PERSON} | LINK,
)
def make_person(body: PersonCreate) -> Reply:
    """Make an account, with a link for its holder to choose a password."""
    now = clock.now()
    with transaction() as session:
        made = passes.make_person(accounts(), session, **dict(body), now=now)
        link = passes.help_back_in(accounts(), session, made.id, now=now)
        answer = NewPerson(person=people.find_person(session, made.id), **asdict(link))
    return Reply(answer, {"Location": url_for("ops_people.read_person", username=made.username)})


@bp.get("/people/<username>")
@operator
@operation(tag=TAG, returns=PersonAnswer, cache=NO_STORE, problems=[NotFound], example=PERSON)
def read_person(username: str) -> PersonAnswer:
    """One account."""
    with reading() as session:
        return people.find_person(session, people.number_of(session, username))


@bp.patch("/people/<username>")
@operator
@operation(
    tag=TAG, body=PersonChange, returns=PersonAnswer, problems=[NotFound, LastOwner, NotOpen], example=PERSON
)
def change_person(username: str, body: PersonChange) -> PersonAnswer:
    """Give somebody another role, suspend their account or open it again."""
    with transaction() as session:
        number = people.number_of(session, username)
        people.change_person(accounts(), session, number, body, now=clock.now())
        return people.find_person(session, number)


@bp.delete("/people/<username>")
@operator
@operation(tag=TAG, query=DeletionQuery, returns=None, status=204, problems=[NotFound, LastOwner])
def delete_person(username: str, query: DeletionQuery) -> None:
    """Delete somebody's account for good, and all that is theirs."""
    with transaction() as session:
        number = people.number_of(session, username)
        passes.delete_person(accounts(), session, number, keep_comments=query.keep_comments, now=clock.now())


@bp.delete("/people/<username>/sessions")
@operator
@operation(tag=TAG, returns=None, status=204, problems=[NotFound])
def sign_out(username: str) -> None:
    """Sign somebody out everywhere."""
    with transaction() as session:
        passes.sign_out(accounts(), session, people.number_of(session, username), now=clock.now())


@bp.delete("/people/<username>/factors")
@operator
@operation(tag=TAG, returns=None, status=204, problems=[NotFound])
def remove_factors(username: str) -> None:
    """Take every second factor from somebody who has lost them, and sign them out everywhere."""
    with transaction() as session:
        keeping.remove_all(accounts(), session, people.number_of(session, username), clock.now())


@bp.post("/people/<username>/resets")
@operator
@operation(tag=TAG, returns=PassAnswer, status=201, problems=[NotFound, NoAddress], example=LINK)
def help_back_in(username: str) -> PassAnswer:
    """Make a link with which somebody chooses a new password, to hand to them."""
    with transaction() as session:
        number = people.number_of(session, username)
        return PassAnswer(**asdict(passes.help_back_in(accounts(), session, number, now=clock.now())))


@bp.post("/invitations")
@operator
@operation(tag=TAG, body=InvitationCreate, returns=PassAnswer, status=201, example=INVITATION)
def invite(body: InvitationCreate) -> PassAnswer:
    """Make a link with which one person can register, and send it where an address is given."""
    lasts = timedelta(days=body.days)
    with transaction() as session:
        made = passes.invite(accounts(), session, email=body.email, lasts=lasts, now=clock.now())
    return PassAnswer(**asdict(made))
