"""Every kind of secret there is, at every door that takes any: only its own opens to it (reliability A13).

A new key, or a new column that keeps the digest of a secret, fails the suite until it stands here.
"""

from __future__ import annotations

import ast
import re
import shutil
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from argon2 import PasswordHasher
from sqlalchemy import LargeBinary, delete
from tests.support.accounts import House, Person, Straight
from tests.support.sites import compile_site, post, write_site

import portico
from portico.features.accounts import apikeys, credentials, entering
from portico.features.accounts.budgets import PASSWORDS_FOR_LOGIN, spend
from portico.features.accounts.cookies import CookieRules
from portico.features.accounts.factors import recovery, tickets
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
from portico.main import create_app
from portico.migrations.tables import metadata
from portico.platform.clock import now
from portico.platform.signing import Signer
from portico.settings import Testing
from portico.settings.secret import TESTING
from portico.web.database import EXTENSION

Opens = Callable[[str], bool]
Door = Callable[["Town"], tuple[str, Opens]]
"""Makes a secret that a door was made for, and tells how to try one there."""
DOORS: dict[str, Door] = {}
VISIT = "v" * 43
SOURCES = {
    "key access tokens": ("access token",),
    "key refresh tokens": ("refresh token",),
    "key codes": ("code", "reset code", "recovery code"),
    "key welcome": ("owner's link",),
    "key sealing": (),
    "key cursor": ("cursor",),
    "key preview": ("preview",),
    "key unsubscribe": ("stop of mails",),
    "key networks": (),
    "key contact networks": (),
    "key contact-stamp": ("stamp of a form",),
    "key upload-confirm": ("upload to confirm",),
    "key storage-slot": ("leave to send",),
    "key known browser": ("known browser",),
    "key oauth-state": ("visit to a provider",),
    "column verification.code_hash": ("code", "reset code"),
    "column api_token.digest": ("API token",),
    "column ceremony.digest": ("second-factor ticket", "passkey ticket"),
    "column ceremony.challenge": (),
    "column ceremony.user_handle": (),
    "column passkey.credential_id": (),
    "column passkey.user_handle": (),
    "column passkey.public_key": (),
    "column totp.secret": (),
    "column recovery_code.digest": ("recovery code",),
    "column oauth_state.digest": ("visit to a provider",),
    "column oauth_state.browser": ("browser that visits",),
    "column oauth_exchange.digest": ("exchange code", "link ticket"),
    "column oauth_exchange.ticket": ("second-factor ticket", "passkey ticket"),
    "column oauth_exchange.browser": ("browser that visits",),
    "column email_undo.digest": ("undo of an address",),
    "column invitation.digest": ("invitation",),
    "column comment.network": (),
    "column contact_message.network": (),
    "column contact_proof.digest": ("stamp of a form",),
    "column saved_feed.digest": ("saved feed",),
}
"""Where secrets come from, and which kinds; those without one hold no secret that a door takes as text."""
DOORLESS = {"passkey ticket"}
"""Kinds whose door takes a signature as well, which the tests of passkeys try."""


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


METRICS = "a-token-for-prometheus"


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


WISH = Wish(purpose="sign-in", return_to="/")
UPLOAD = {"purpose": "avatar", "content_type": "image/png", "size": 10}


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory, migrated_file: Path) -> Iterator[Town]:
    folder = tmp_path_factory.mktemp("confusion")
    shutil.copy(migrated_file, folder / "portico.db")
    settings = Testing(
        home=folder,
        site=folder / "site",
        var=folder / "var",
        database_url=f"sqlite:///{folder}/portico.db",
        github_client_id="x",
        github_client_secret="y",
        github_url="http://127.0.0.1:9",
        github_api_url="http://127.0.0.1:9",
        metrics_token=METRICS,
    )
    files: dict[str, str | bytes] = {
        "content/blog/one.md": post("One"),
        "content/blog/two.md": post("Two"),
        "content/blog/draft.md": post("Draft", draft="true"),
    }
    compile_site(write_site(settings.site, files), settings.compiled)
    app = create_app(settings)
    house = House(Straight(app), app.extensions[EXTENSION])
    house.accounts.passwords._hasher = PasswordHasher(1, 8, parallelism=1)
    yield Town(app, house)
    house.database.dispose()


@pytest.fixture(scope="module")
def secrets_of_all_kinds(town: Town) -> dict[str, str]:
    """One of each."""
    with town.house.database.transaction() as session:
        ticket, _ = tickets.begin(session, tickets.SIGN_IN, now=now())
    return {name: make(town)[0] for name, make in DOORS.items()} | {"passkey ticket": ticket}


@pytest.mark.parametrize("name", DOORS)
def test_a_door_opens_to_its_own_kind_alone(
    town: Town, secrets_of_all_kinds: dict[str, str], name: str
) -> None:
    opened = []
    for kind, secret in secrets_of_all_kinds.items():
        if kind == name or {kind, name} == {"access token", "API token"}:
            continue  # both of the two are shown at the same door
        _, opens = DOORS[name](town)
        if opens(secret):
            opened.append(kind)
    assert not opened
    own, opens = DOORS[name](town)
    assert opens(own)


def test_every_source_of_secrets_has_its_kinds_and_every_kind_its_door() -> None:
    kinds = {kind for found in SOURCES.values() for kind in found}
    assert kinds - DOORLESS <= set(DOORS)
    assert set(SOURCES) == set(_keys()) | set(_columns())


def _keys() -> Iterator[str]:
    """What every key of the application is derived for."""
    for path in Path(portico.__file__).parent.rglob("*.py"):
        tree = ast.parse(path.read_text())
        said = {
            target.id: node.value.value
            for node in ast.walk(tree)
            if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
            for target in node.targets
            if isinstance(target, ast.Name)
        }
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("Signer", "derive"):
                purpose = node.args[1]
                name = purpose.value if isinstance(purpose, ast.Constant) else said[ast.unparse(purpose)]
                yield f"key {name!s}"


def _columns() -> Iterator[str]:
    """Every column that holds bytes: digests, for the most part."""
    tables = (table for table in metadata.tables.values() if table.name != "idempotency_key")
    for table in tables:
        for column in table.columns:
            if isinstance(column.type, LargeBinary):
                yield f"column {table.name}.{column.name}"


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
