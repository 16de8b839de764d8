"""Commands of the operator: jobs, mails and flags, by the server where one runs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import click
import orjson

from portico.commands.operator import Door, Refused, open_door
from portico.settings import load_settings

JOB_STATES = ("waiting", "running", "done", "parked")
MAIL_STATES = ("waiting", "sent", "parked")

limit = click.option(
    "--limit", type=click.IntRange(1, 100), default=25, show_default=True, help="How many to show at most."
)
as_json = click.option("--json", "plain", is_flag=True, help="Print the API's answer as JSON.")


@click.group()
def jobs() -> None:
    """Look after work in the background."""


@jobs.command("list")
@click.option("--state", type=click.Choice(JOB_STATES), help="Only jobs in this state.")
@click.option("--kind", help="Only jobs of this kind.")
@limit
@as_json
def list_jobs(state: str | None, kind: str | None, limit: int, *, plain: bool) -> None:
    """List jobs, the newest first."""
    answer = ask("jobs list", "GET", "/jobs", {"state": state, "kind": kind, "limit": limit})
    show_list(answer, ("id", "kind", "state", "run_at", "attempts", "error"), plain=plain)


@jobs.command("show")
@click.argument("number", metavar="ID", type=int)
@as_json
def show_job(number: int, *, plain: bool) -> None:
    """Show all there is to know about one job."""
    show_one(ask("jobs show", "GET", f"/jobs/{number}"), plain=plain)


@jobs.command("retry")
@click.argument("number", metavar="ID", type=int)
@as_json
def retry_job(number: int, *, plain: bool) -> None:
    """Have a parked job run again."""
    show_one(ask("jobs retry", "POST", f"/jobs/{number}/runs"), plain=plain)


@jobs.command("drop")
@click.argument("number", metavar="ID", type=int)
def drop_job(number: int) -> None:
    """Forget a parked job for good."""
    ask("jobs drop", "DELETE", f"/jobs/{number}")
    click.echo(f"Job {number} is gone.")


@click.group()
def outbox() -> None:
    """Look after mails that have left or are to leave."""


@outbox.command("list")
@click.option("--state", type=click.Choice(MAIL_STATES), help="Only mails in this state.")
@limit
@as_json
def list_mails(state: str | None, limit: int, *, plain: bool) -> None:
    """List mails, the newest first."""
    answer = ask("outbox list", "GET", "/mails", {"state": state, "limit": limit})
    show_list(answer, ("id", "kind", "recipient", "subject", "state", "created_at", "error"), plain=plain)


@outbox.command("resend")
@click.argument("number", metavar="ID", type=int)
@as_json
def resend_mail(number: int, *, plain: bool) -> None:
    """Send a mail again that was given up or has been sent."""
    show_one(ask("outbox resend", "POST", f"/mails/{number}/deliveries"), plain=plain)


@outbox.command("drop")
@click.argument("number", metavar="ID", type=int)
def drop_mail(number: int) -> None:
    """Forget a mail that was given up."""
    ask("outbox drop", "DELETE", f"/mails/{number}")
    click.echo(f"Mail {number} is gone.")


@outbox.command("test")
@click.argument("address")
@as_json
def send_test_mail(address: str, *, plain: bool) -> None:
    """Send a mail to ADDRESS, to see that mails arrive."""
    show_one(ask("outbox test", "POST", "/mails", {"recipient": address}), plain=plain)


@click.group()
def flags() -> None:
    """Look at the flags that guard what is new."""


@flags.command("list")
@as_json
def list_flags(*, plain: bool) -> None:
    """List the flags: for whom they are on, whose they are, and since when."""
    show_list(
        ask("flags list", "GET", "/flags"), ("name", "share", "owner", "since", "description"), plain=plain
    )


def ask(command: str, method: str, path: str, given: Mapping[str, Any] = {}) -> Any:
    """What the operator's API answers a command. Raises ClickException with its sentence."""
    try:
        with open_door(load_settings(), f"portico {command}") as door:
            asked: Door = door
            return asked(method, path, given)
    except Refused as error:
        raise click.ClickException(str(error)) from None


def show_list(answer: Mapping[str, Any], columns: Sequence[str], *, plain: bool) -> None:
    """Print a list as a table, or as JSON where that is asked for by `plain`."""
    if plain:
        print_json(answer)
        return
    items = answer["items"]
    if not items:
        click.echo("There are none.")
        return
    from rich.table import Table  # noqa: PLC0415

    table = Table(*(column.replace("_", " ") for column in columns), box=None, header_style="bold")
    for item in items:
        table.add_row(*(_cell(column, item.get(column)) for column in columns))
    _console().print(table)
    if answer.get("next_cursor"):
        click.echo("There are more; --limit shows up to 100.")


def show_one(answer: Mapping[str, Any], *, plain: bool) -> None:
    """Print all there is to know of one thing, or its JSON where that is asked for by `plain`."""
    if plain:
        print_json(answer)
        return
    from rich.table import Table  # noqa: PLC0415

    table = Table("", "", box=None, show_header=False)
    for name, value in answer.items():
        table.add_row(name.replace("_", " "), shown(value))
    _console().print(table)


def _console() -> Any:
    from rich.console import Console  # noqa: PLC0415

    # What others wrote into a job or mail is text, never markup.
    return Console(markup=False, highlight=False, emoji=False)


def _cell(column: str, value: Any) -> str:
    """A value in a table; moments by the second, in UTC, so that a line has room for what matters."""
    text = shown(value)
    return f"{text[:10]} {text[11:19]}" if column.endswith("_at") and text else text


def shown(value: Any) -> str:
    """A value of an answer as text for a terminal, without anything that a terminal would obey."""
    if value is None:
        return ""
    text = value if isinstance(value, str) else orjson.dumps(value).decode()
    return "".join(letter if letter.isprintable() else "�" for letter in text)


def print_json(answer: Any) -> None:
    """Print an answer as the API gave it."""
    click.echo(orjson.dumps(answer, option=orjson.OPT_INDENT_2).decode())
