"""`portico user`: the people of the site, by the server where one runs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

import click

from portico.commands.operate import as_json, ask, limit, print_json, show_list, show_one

ROLES = ("owner", "moderator", "member")
STATES = ("active", "suspended", "deactivated", "anonymised")
COLUMNS = ("id", "username", "email", "role", "state", "created_at")

name = click.argument("username")


@click.group()
def user() -> None:
    """Look after the people of the site."""


@user.command()
@name
@click.argument("email")
@click.option("--owner", "role", flag_value="owner", help="Make an owner, who may do everything.")
@click.option("--role", type=click.Choice(ROLES), default="member", show_default=True)
@as_json
def create(username: str, email: str, role: str, *, plain: bool) -> None:
    """Make an account, and a link for its holder to choose a password."""
    made = ask("user create", "POST", "/people", {"username": username, "email": email, "role": role})
    _show_link(made, f"{username} is {_with_article(role)} now. To choose a password, open", plain=plain)


@user.command("list")
@click.option("--query", "words", help="Only people whose name or address holds this.")
@click.option("--role", type=click.Choice(ROLES), help="Only people of this role.")
@click.option("--state", type=click.Choice(STATES), help="Only accounts in this state.")
@limit
@as_json
def list_people(words: str | None, role: str | None, state: str | None, limit: int, *, plain: bool) -> None:
    """List people, the newest first."""
    query = {"q": words, "role": role, "state": state, "limit": limit}
    show_list(ask("user list", "GET", "/people", query), COLUMNS, plain=plain)


@user.command()
@name
@as_json
def show(username: str, *, plain: bool) -> None:
    """Show all there is to know about one account."""
    show_one(ask("user show", "GET", _person(username)), plain=plain)


@user.command()
@name
@click.argument("role", type=click.Choice(ROLES))
@as_json
def role(username: str, role: str, *, plain: bool) -> None:
    """Give somebody another role."""
    show_one(ask("user role", "PATCH", _person(username), {"role": role}), plain=plain)


@user.command()
@name
@as_json
def suspend(username: str, *, plain: bool) -> None:
    """Shut an account: nobody can sign in to it, and what is signed in ends."""
    show_one(ask("user suspend", "PATCH", _person(username), {"state": "suspended"}), plain=plain)


@user.command()
@name
@as_json
def unsuspend(username: str, *, plain: bool) -> None:
    """Open an account again that was shut."""
    show_one(ask("user unsuspend", "PATCH", _person(username), {"state": "active"}), plain=plain)


@user.command()
@name
@as_json
def reset(username: str, *, plain: bool) -> None:
    """Print a link with which somebody chooses a new password."""
    made = ask("user reset", "POST", f"{_person(username)}/resets")
    _show_link(made, "To choose a new password, open", plain=plain)


@user.command()
@name
@click.option(
    "--with-comments", is_flag=True, help="Remove their comments too; else they stay without a name."
)
@click.confirmation_option(prompt="Delete the account and all that is theirs? This cannot be undone.")
def anonymise(username: str, *, with_comments: bool) -> None:
    """Delete an account for good."""
    kept = {"keep_comments": "false" if with_comments else "true"}
    ask("user anonymise", "DELETE", _person(username), kept)
    click.echo(f"{username} is deleted.")


@user.command("sign-out")
@name
def sign_out(username: str) -> None:
    """Sign somebody out everywhere."""
    ask("user sign-out", "DELETE", f"{_person(username)}/sessions")
    click.echo(f"{username} is signed out everywhere.")


@user.command("forget-factors")
@name
def forget_factors(username: str) -> None:
    """Take passkeys, app and recovery codes from somebody who has lost them."""
    ask("user forget-factors", "DELETE", f"{_person(username)}/factors")
    click.echo(f"{username} has no second factor any more, and is signed out everywhere.")


@user.command()
@click.argument("email", required=False)
@click.option(
    "--days", type=click.IntRange(1, 365), default=14, show_default=True, help="How long it is good."
)
@as_json
def invite(email: str | None, days: int, *, plain: bool) -> None:
    """Print a link with which one person can register, and send it to EMAIL where one is given."""
    made = ask("user invite", "POST", "/invitations", {"email": email, "days": days})
    _show_link(made, "To register, open", plain=plain)


def _person(username: str) -> str:
    return f"/people/{quote(username, safe='')}"


def _with_article(role: str) -> str:
    return f"an {role}" if role == "owner" else f"a {role}"


def _show_link(made: Mapping[str, Any], words: str, *, plain: bool) -> None:
    if plain:
        print_json(made)
        return
    click.echo(
        f"{words}\n{made['link']}\nIt is good once, until {made['expires_at'][:16].replace('T', ' ')} UTC."
    )
