"""Every kind of secret there is, and the door that each was made for."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from urllib.parse import parse_qs, quote, urlsplit

from sqlalchemy import delete

from portico.features.accounts import apikeys, credentials, entering
from portico.features.accounts.budgets import PASSWORDS_FOR_LOGIN, spend
from portico.features.accounts.cookies import CookieRules
from portico.features.accounts.factors import recovery
from portico.features.accounts.models import Account, Budget, Passkey
from portico.features.accounts.oauth import exchanges
from portico.features.accounts.oauth.provider import Claims
from portico.features.accounts.oauth.visits import Wish
from portico.features.accounts.people import passes
from portico.features.accounts.signing_in import begin_by_code, begin_reset
from portico.features.accounts.visitors import NOBODY
from portico.features.accounts.welcome import token_of
from portico.features.contact.proofs import Stamps
from portico.features.discussion.saving import open_feed
from portico.platform.clock import now
from portico.platform.signing import Signer
from portico.settings.secret import TESTING
from tests.support.accounts import House, Person

Opens = Callable[[str], bool]
Door = Callable[["Town"], tuple[str, Opens]]
"""Makes a secret that a door was made for, and tells how to try one there."""
DOORS: dict[str, Door] = {}
VISIT = "v" * 43
WISH = Wish(purpose="sign-in", return_to="/")
UPLOAD = {"purpose": "avatar", "content_type": "image/png", "size": 10}
METRICS = "a-token-for-prometheus"


class Town:
    """A site, and people who hold one of each kind."""

    def __init__(self, app: object, house: House) -> None:
        self.app = app
        self.house = house
        self.accounts = house.accounts
        self.ada = house.let_in(house.make())

    def person(self, *, factor: bool = False) -> Person:
        """Somebody new, with a session."""
        person = self.house.let_in(self.house.make())
        with self.house.database.transaction() as session:
            session.execute(delete(Budget))
            if factor:
                session.add(_passkey(person.id))
        return person

    def begun(self, begin: Callable[..., object], person: Person) -> str:
        """A conversation by mail with somebody; gives its name."""
        made = begin(self.accounts, email=person.email, visitor=NOBODY, now=now())
        return str(made.id)  # type: ignore[attr-defined]

    def visitor(self, cookie: str = VISIT) -> Person:
        """A browser that has set out to a provider."""
        return self.house.person(cookies={"portico-visit": (cookie, "/")})


def door(name: str) -> Callable[[Door], Door]:
    """Say which kind of secret a door is for."""

    def keep(made: Door) -> Door:
        DOORS[name] = made
        return made

    return keep


@door("access token")
def show_access_token(town: Town) -> tuple[str, Opens]:
    return town.ada.bearer, lambda secret: _bearer(town, secret, "/me") == 200


@door("API token")
def show_api_token(town: Town) -> tuple[str, Opens]:
    with town.house.database.transaction() as session:
        _, token = apikeys.make(
            town.accounts,
            session,
            town.ada.id,
            name="x",
            scopes=frozenset({"read"}),
            lasting=timedelta(days=1),
            visitor=NOBODY,
            now=now(),
        )
    return token, lambda secret: _bearer(town, secret, "/me") == 200


@door("operator's token")
def be_the_operator(town: Town) -> tuple[str, Opens]:
    return town.house.operator().bearer, lambda secret: _bearer(town, secret, "/ops/flags") == 200


@door("token of metrics")
def read_metrics(town: Town) -> tuple[str, Opens]:
    def opens(secret: str) -> bool:
        return town.house.person(program=True, bearer=secret).page("/metrics").status == 200

    return METRICS, opens


@door("refresh token")
def go_on(town: Town) -> tuple[str, Opens]:
    program = town.house.person(program=True)
    return (
        town.person().refresh_token,
        lambda secret: program.post("/auth/refresh", {"refresh_token": secret}).status == 200,
    )


@door("code")
def bring_a_code(town: Town) -> tuple[str, Opens]:
    person = town.person()
    conversation = town.begun(begin_by_code, person)
    path = f"/auth/verifications/{conversation}/confirm"
    return town.house.code(person.email), lambda secret: person.post(path, _body(code=secret)).status == 200


@door("conversation")
def name_a_conversation(town: Town) -> tuple[str, Opens]:
    person = town.person()
    conversation = town.begun(begin_by_code, person)
    code = town.house.code(person.email)

    def opens(secret: str) -> bool:
        path = f"/auth/verifications/{quote(secret, safe='')}/confirm"
        return person.post(path, _body(code=code)).status == 200

    return conversation, opens


@door("reset code")
def reset_a_password(town: Town) -> tuple[str, Opens]:
    person = town.person()
    conversation = town.begun(begin_reset, person)
    path = f"/auth/verifications/{conversation}/password"
    return (
        town.house.code(person.email),
        lambda secret: (
            person.post(path, {"code": secret, "password": "another sentence of mine"}).status == 204
        ),
    )


@door("second-factor ticket")
def come_with_a_ticket(town: Town) -> tuple[str, Opens]:
    ticket, code, person = _half_in(town)
    return ticket, lambda secret: _factor(person, secret, code)


@door("recovery code")
def come_with_a_recovery_code(town: Town) -> tuple[str, Opens]:
    ticket, code, person = _half_in(town)
    return code, lambda secret: _factor(person, ticket, secret)


@door("exchange code")
def exchange_a_visit(town: Town) -> tuple[str, Opens]:
    browser = town.visitor()
    with town.house.database.transaction() as session:
        code = exchanges.offer(session, _claims(browser), WISH, browser=VISIT, now=now())
    return code, lambda secret: browser.post("/auth/exchange", {"code": secret}).status == 200


@door("link ticket")
def link_an_identity(town: Town) -> tuple[str, Opens]:
    person = town.person()
    with town.house.database.transaction() as session:
        claims = _claims(person, email=person.email)
        code = exchanges.offer(session, claims, WISH, browser=VISIT, now=now())
    ticket = town.visitor().post("/auth/exchange", {"code": code}).json["ticket"]
    person.program = False
    person.cookies = {"portico": (person.bearer, "/"), "portico-visit": (VISIT, "/")}
    return ticket, lambda secret: person.post("/auth/exchange/link", {"ticket": secret}).status == 204


@door("visit to a provider")
def come_back_from_a_provider(town: Town) -> tuple[str, Opens]:
    browser, state = _set_out(town)
    return state, lambda secret: _asks_the_provider(browser, secret)


@door("browser that visits")
def come_back_in_a_browser(town: Town) -> tuple[str, Opens]:
    browser, state = _set_out(town)
    own, path = browser.cookies["portico-visit"]

    def opens(secret: str) -> bool:
        browser.cookies["portico-visit"] = (secret, path)
        return _asks_the_provider(browser, state)

    return own, opens


@door("leave to send")
def send_a_picture(town: Town) -> tuple[str, Opens]:
    sender = town.person()
    begun = sender.post("/uploads", UPLOAD).json
    slot = urlsplit(begun["url"]).path
    own = slot.rpartition("/")[2]

    def opens(secret: str) -> bool:
        path = slot.removesuffix(own) + quote(secret, safe="")
        return sender.send("PUT", path, b"x" * 10, Content_Type="image/png").status == 204

    return own, opens


@door("upload to confirm")
def confirm_a_picture(town: Town) -> tuple[str, Opens]:
    sender = town.person()
    own = sender.post("/uploads", UPLOAD).json["confirm_token"]
    return own, lambda secret: sender.post("/uploads/confirm", {"confirm_token": secret}).code == "not-sent"


@door("undo of an address")
def undo_a_change_of_address(town: Town) -> tuple[str, Opens]:
    person = town.person()
    with town.house.database.transaction() as session:
        account = session.get_one(Account, person.id)
        credentials._offer_undo(town.accounts, session, account, person.email, "new@example.org", now())
    own = re.findall(r"#(?:token=)?([\w-]{43})", town.house.letters(person.email)[0].text)[0]
    return own, lambda secret: person.post("/auth/email-undo", {"token": secret}).status == 204


@door("owner's link")
def become_the_owner(town: Town) -> tuple[str, Opens]:
    stranger = town.house.person()
    given = {"email": stranger.email, "username": stranger.name, "password": stranger.password}
    return token_of(
        TESTING
    ), lambda secret: stranger.post("/auth/welcome", given | {"token": secret}).status == 200


@door("invitation")
def come_by_invitation(town: Town) -> tuple[str, Opens]:
    stranger = town.house.person()
    given = {"email": stranger.email, "username": stranger.name, "password": stranger.password}
    with town.house.database.transaction() as session:
        made = passes.invite(town.accounts, session, email=None, lasts=timedelta(days=1), now=now())
    own = parse_qs(urlsplit(made.link).fragment)["invitation"][0]

    def opens(secret: str) -> bool:
        object.__setattr__(town.accounts.rules, "registration", "invitation")
        reply = stranger.post("/auth/registrations", given | {"invitation": secret})
        object.__setattr__(town.accounts.rules, "registration", "open")
        return reply.status == 202

    return own, opens


@door("preview")
def look_at_a_draft(town: Town) -> tuple[str, Opens]:
    own = Signer(TESTING, "preview").sign(["blog", "draft"])
    return own, lambda secret: town.ada.page(f"/preview/{quote(secret, safe='')}").status == 200


@door("cursor")
def go_on_in_a_list(town: Town) -> tuple[str, Opens]:
    own = town.ada.get("/content/blog?limit=1").json["next_cursor"]
    return (
        own,
        lambda secret: town.ada.get(f"/content/blog?limit=1&cursor={quote(secret, safe='')}").status == 200,
    )


@door("stop of mails")
def stop_mails(town: Town) -> tuple[str, Opens]:
    own = Signer(TESTING, "unsubscribe").sign([town.ada.id, "reply"])
    return own, lambda secret: town.ada.page(f"/unsubscribe?token={quote(secret, safe='')}").status == 200


@door("stamp of a form")
def write_to_the_owner(town: Town) -> tuple[str, Opens]:
    own = Stamps(TESTING).make(now() - timedelta(minutes=1))
    letter = {"topic": "A question", "name": "Eve", "email": "eve@example.org", "text": "How do you do it?"}
    return own, lambda secret: town.house.person().post("/contact", letter | {"stamp": secret}).status == 202


@door("saved feed")
def read_a_saved_feed(town: Town) -> tuple[str, Opens]:
    with town.house.database.transaction() as session:
        own = open_feed(session, town.ada.id, now=now())
    return own, lambda secret: town.ada.page(f"/saved/feed.atom?token={quote(secret, safe='')}").status == 200


@door("session")
def end_a_session(town: Town) -> tuple[str, Opens]:
    person = town.person()
    town.house.let_in(person)
    other = next(one["id"] for one in person.get("/me/sessions").json["items"] if not one["current"])
    return other, lambda secret: person.delete(f"/me/sessions/{quote(secret, safe='')}").status == 204


@door("known browser")
def be_known(town: Town) -> tuple[str, Opens]:
    person = town.person()
    own = CookieRules(TESTING, always_secure=False).known.sign([person.id])
    wrong = {"login": person.email, "password": "not the password"}
    with town.house.database.transaction() as session:
        for _ in range(PASSWORDS_FOR_LOGIN.amount):
            spend(session, PASSWORDS_FOR_LOGIN, person.email, now())

    def opens(secret: str) -> bool:
        browser = town.house.person(cookies={"portico-known": (secret, "/")})
        return browser.post("/auth/sign-in", wrong).status == 401

    return own, opens


def _bearer(town: Town, secret: str, path: str) -> int:
    return town.house.person(program=True, bearer=secret).get(path).status


def _body(**more: str) -> dict[str, str]:
    return {"deliver": "body"} | more


def _half_in(town: Town) -> tuple[str, str, Person]:
    """Somebody who has yet to show a second factor: the ticket, a code that would do, and them."""
    person = town.person(factor=True)
    person.program, person.bearer = True, ""
    with town.house.database.transaction() as session:
        code = recovery.make(town.accounts, session, person.id)[0]
        account = session.get_one(Account, person.id)
        asked = entering.admit(town.accounts, session, account, method="code", visitor=NOBODY, now=now())
    assert isinstance(asked, entering.Ask)
    return asked.ticket, code, person


def _factor(person: Person, ticket: str, code: str) -> bool:
    return person.post("/auth/second-factor", _body(ticket=ticket, code=code)).status == 200


def _set_out(town: Town) -> tuple[Person, str]:
    browser = town.house.person()
    told = browser.post("/auth/providers/github/start", {"purpose": "sign-in", "return_to": "/"}).json
    return browser, parse_qs(urlsplit(told["url"]).query)["state"][0]


def _asks_the_provider(browser: Person, state: str) -> bool:
    """Whether the visit is taken as begun here; nobody answers at the provider, which is then the error."""
    reply = browser.page(f"/auth/github/callback?code=x&state={quote(state, safe='')}")
    return "error=provider" in reply.all("Location")[0]


def _claims(person: Person, email: str | None = None) -> Claims:
    return Claims(provider="github", subject=person.name, email=email, email_verified=email is not None)


def _passkey(account_id: int) -> Passkey:
    return Passkey(
        account_id=account_id,
        credential_id=str(account_id).encode(),
        user_handle=b"u",
        public_key=b"k",
        sign_count=0,
        transports="",
        name="x",
        created_at=now(),
    )
