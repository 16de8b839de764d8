"""Accounts made ready for somebody before they come: none of them is a way in once they are there.

The five attacks of Sudhodanan and Paverd, "Pre-hijacked accounts" (USENIX Security 2022), each with the
victim coming by GitHub, by an OpenID provider and by mail (reliability A18).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
from sqlalchemy import select
from tests.support.github_server import GitHubServer
from tests.support.openid import ScriptedOpenId
from tests.support.visiting import PASSWORD, Browser, House

from portico.platform.mail.tables import Mail

VICTIM = "victim@example.org"
ATTACKERS = "the attacker's own password"


@dataclass
class Attack:
    """What an attacker did before the victim came, and all that they hold since."""

    site: House
    github: GitHubServer
    scripted: ScriptedOpenId
    browsers: list[Browser] = field(default_factory=list)

    def browser(self) -> Browser:
        """Another browser of the attacker's."""
        self.browsers.append(self.site.browser())
        return self.browsers[-1]

    def own_account(self) -> Browser:
        """An account that the attacker came by honestly."""
        self.site.join("mallory", "mallory@example.org", password=ATTACKERS)
        browser = self.browser()
        assert browser.sign_in("mallory", ATTACKERS).status_code == 200
        return browser


def classic_federated_merge(attack: Attack) -> None:
    """An account with the victim's address and a password of the attacker's, to be merged with."""
    body = {"email": VICTIM, "username": "mallory", "password": ATTACKERS}
    assert attack.browser().send("POST", "/auth/registrations", body).status_code == 202


def unexpired_session(attack: Attack) -> None:
    """The same, with a session that is kept on and a code that is guessed at."""
    browser = attack.browser()
    body = {"email": VICTIM, "username": "mallory", "password": ATTACKERS}
    begun = browser.send("POST", "/auth/registrations", body).json
    for guess in ("AAAA-AAAA", "BBBB-BBBB"):
        path = f"/auth/verifications/{begun['id']}/confirm"
        assert browser.send("POST", path, {"code": guess}).status_code == 422
    assert browser.sign_in(VICTIM, ATTACKERS).status_code == 401


def trojan_identifier(attack: Attack) -> None:
    """An identity of the attacker's, linked with what is to become the victim's account."""
    browser = attack.own_account()
    attack.scripted.claims = {"sub": "mallory", "email": "mallory@example.org"}
    assert browser.visit("openid", purpose="link")["linked"] == "openid"
    assert browser.send("POST", "/me/email", {"email": VICTIM}).status_code == 202


def unexpired_email_change(attack: Attack) -> None:
    """A change of address to the victim's, begun and to be confirmed by whoever reads there."""
    browser = attack.own_account()
    assert browser.send("POST", "/me/email", {"email": VICTIM}).status_code == 202


def provider_that_verifies_nothing(attack: Attack) -> None:
    """The victim's address, claimed at a provider that does not ask whether it is true."""
    attack.scripted.claims = {"sub": "mallory", "email": VICTIM, "email_verified": False}
    assert attack.browser().come_in("openid").json["state"] == "signed-in"


def comes_by_github(attack: Attack) -> Browser:
    """The victim signs in with GitHub."""
    attack.github.person = {"id": 1, "login": "victim"}
    attack.github.emails = [{"email": VICTIM, "primary": True, "verified": True}]
    browser = attack.site.browser()
    assert browser.come_in("github").json["state"] == "signed-in"
    return browser


def comes_by_openid(attack: Attack) -> Browser:
    """The victim signs in with a provider that knows that the address is theirs."""
    attack.scripted.claims = {"sub": "victim", "email": VICTIM, "email_verified": True}
    browser = attack.site.browser()
    assert browser.come_in("openid").json["state"] == "signed-in"
    return browser


def comes_by_mail(attack: Attack) -> Browser:
    """The victim registers with the code that was mailed to them."""
    browser = attack.site.browser()
    body = {"email": VICTIM, "username": "victim", "password": PASSWORD}
    begun = browser.send("POST", "/auth/registrations", body).json
    with attack.site.database.reading() as session:
        newest = select(Mail.text).where(Mail.recipient == VICTIM).order_by(Mail.id.desc()).limit(1)
        text = session.scalars(newest).one()
    code = re.search(r"\b[0-9A-Z]{4}-[0-9A-Z]{4}\b", text)
    assert code
    confirmed = browser.send("POST", f"/auth/verifications/{begun['id']}/confirm", {"code": code[0]})
    assert confirmed.json["state"] == "signed-in"
    return browser


ATTACKS = [
    classic_federated_merge,
    unexpired_session,
    trojan_identifier,
    unexpired_email_change,
    provider_that_verifies_nothing,
]
ARRIVALS = [comes_by_github, comes_by_openid, comes_by_mail]


def people_reached(attack: Attack) -> set[int]:
    """The accounts that the attacker comes into with everything they ever held."""
    reached = {me["id"] for browser in attack.browsers if (me := browser.me())}
    for login in (VICTIM, "victim", "mallory", "mallory@example.org"):
        answer = attack.site.browser().sign_in(login, ATTACKERS)
        if answer.status_code == 200:
            reached.add(answer.json["account"]["id"])
    for claims in ({"email": VICTIM, "email_verified": False}, {"email": "mallory@example.org"}):
        attack.scripted.claims = {"sub": "mallory", **claims}
        answer = attack.site.browser().come_in("openid")
        if answer.json["state"] == "signed-in":
            reached.add(answer.json["account"]["id"])
    return reached


@pytest.mark.parametrize("arrive", ARRIVALS, ids=lambda arrive: arrive.__name__)
@pytest.mark.parametrize("prepare", ATTACKS, ids=lambda prepare: prepare.__name__)
def test_who_was_there_before_has_no_way_in(
    small_site: House,
    github: GitHubServer,
    scripted: ScriptedOpenId,
    prepare: Callable[[Attack], None],
    arrive: Callable[[Attack], Browser],
) -> None:
    attack = Attack(small_site, github, scripted)
    prepare(attack)
    victim = arrive(attack)
    me = victim.me()
    assert me is not None
    assert me["email"] == VICTIM
    assert me["id"] not in people_reached(attack)
    assert (me["has_password"], me["providers"]) == {
        comes_by_github: (False, ["github"]),
        comes_by_openid: (False, ["openid"]),
        comes_by_mail: (True, []),
    }[arrive]


def test_the_attackers_code_is_good_no_more_once_the_victim_is_there(
    small_site: House, github: GitHubServer, scripted: ScriptedOpenId
) -> None:
    """Even a code that the attacker gets to see: the address belongs to an account by then."""
    attack = Attack(small_site, github, scripted)
    unexpired_email_change(attack)
    victim = comes_by_github(attack)
    with small_site.database.reading() as session:
        texts = session.scalars(select(Mail.text).where(Mail.recipient == VICTIM)).all()
    codes = [code for text in texts for code in re.findall(r"\b[0-9A-Z]{4}-[0-9A-Z]{4}\b", text)]
    assert codes
    begun = attack.browsers[0].send("POST", "/me/email", {"email": VICTIM}).json
    for code in codes:
        body = {"id": begun["id"], "code": code}
        assert attack.browsers[0].send("POST", "/me/email/confirm", body).status_code >= 400
    me = victim.me()
    assert me is not None
    assert me["email"] == VICTIM
