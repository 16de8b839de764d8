"""The people of a site, looked after from the command line, and the link that makes its first owner."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from tests.integration.commands.conftest import SITE, Place
from tests.support.accounts import PASSWORD, House, Socket
from tests.support.server import Server
from tests.support.sites import write_site
from tests.support.starter import Starter

from portico.platform.database import Database

LINK = re.compile(r"http://localhost:\d+/\S+")


def told(place: Place, *arguments: str) -> Any:
    """What a command prints as JSON."""
    done = place.run("user", *arguments, "--json")
    assert done.exit_code == 0, done.output
    return json.loads(done.output)


def test_people_are_made_listed_and_shown(place: Place) -> None:
    made = place.run("user", "create", "Ada", "Ada@example.org", "--owner")
    assert made.exit_code == 0, made.output
    assert made.output.startswith("Ada is an owner now. To choose a password, open\nhttp://localhost:8000/")
    assert told(place, "create", "bob", "bob@example.org")["person"]["role"] == "member"
    assert [one["username"] for one in told(place, "list")["items"]] == ["bob", "ada"]
    assert [one["username"] for one in told(place, "list", "--query", "BOB@")["items"]] == ["bob"]
    assert told(place, "show", "ada")["role"] == "owner"
    head, *lines = place.run("user", "list", "--role", "owner").output.splitlines()
    assert head.split()[:5] == ["id", "username", "email", "role", "state"]
    assert [line.split()[1:5] for line in lines] == [["ada", "ada@example.org", "owner", "active"]]


def test_roles_are_given_and_accounts_shut_and_opened(place: Place) -> None:
    told(place, "create", "bob", "bob@example.org")
    assert told(place, "role", "bob", "moderator")["role"] == "moderator"
    assert told(place, "suspend", "bob")["state"] == "suspended"
    assert told(place, "unsuspend", "bob")["state"] == "active"
    assert place.run("user", "sign-out", "bob").output == "bob is signed out everywhere.\n"
    assert "no second factor" in place.run("user", "forget-factors", "bob").output


def test_an_account_is_deleted_for_good_once_that_is_confirmed(place: Place) -> None:
    told(place, "create", "bob", "bob@example.org")
    assert place.run("user", "anonymise", "bob").exit_code == 1
    assert told(place, "show", "bob")["state"] == "active"
    assert place.run("user", "anonymise", "bob", "--yes", "--with-comments").output == "bob is deleted.\n"
    (left,) = told(place, "list")["items"]
    assert (left["username"], left["email"], left["state"]) == (None, None, "anonymised")
    assert told(place, "create", "bob", "bob@example.org")["person"]["state"] == "active"


def test_what_cannot_be_done_is_told_in_a_sentence(place: Place) -> None:
    told(place, "create", "ada", "ada@example.org", "--owner")
    for arguments, words in {
        ("show", "nobody"): "nobody with this name",
        ("show", "../jobs"): "",
        ("role", "ada", "member"): "owner first",
        ("create", "ada", "other@example.org"): "Choose another name.",
        ("create", "eve", "ada@example.org"): "address",
        ("create", "eve", "no address"): "mail address",
    }.items():
        refused = place.run("user", *arguments)
        assert refused.exit_code == 1, arguments
        assert re.fullmatch(rf"Error: .*{words}.*\n", refused.output, re.DOTALL), refused.output


def test_invitations_go_out(place: Place, database: Database) -> None:
    printed = LINK.search(place.run("user", "invite", "eve@example.org", "--days", "3").output)
    assert printed
    (letter,) = House(Socket(0), database).letters("eve@example.org")
    assert printed[0] in letter.text
    assert "invitation=" in told(place, "invite")["link"]


def test_a_new_site_offers_to_be_owned_until_it_is(tmp_path: Path, server_starter: Starter) -> None:
    site = write_site(tmp_path / "site", SITE)
    server = Server(site, tmp_path / "var", starter=server_starter)
    with server:
        offered = re.search(rf"http://localhost:{server.port}/welcome#(\S+)", server.text())
        assert offered
        ada = House(Socket(server.port), Database(f"sqlite:///{tmp_path}/var/portico.db")).person("ada")
        given = {"token": offered[1], "email": ada.email, "username": "ada", "password": PASSWORD}
        answer = ada.post("/auth/welcome", given)
        assert (answer.status, answer.json["account"]["role"]) == (200, "owner")
    before = len(server.text())
    with server:
        assert "/welcome#" not in server.text()[before:]


@pytest.mark.parametrize("arguments", [("role", "ada", "king"), ("create", "ada"), ("invite", "--days", "0")])
def test_what_is_no_command_is_explained(place: Place, arguments: tuple[str, ...]) -> None:
    assert place.run("user", *arguments).exit_code == 2
