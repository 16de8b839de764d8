"""`portico doctor`: what is wrong, and what to do about it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import click
import orjson

from portico.cli import site_option, with_site
from portico.commands.diagnosis.finding import Finding, bad, good
from portico.settings import ConfigurationError, load_settings

SIGNS = {"good": ("✓", "green"), "doubtful": ("!", "yellow"), "bad": ("✗", "red")}


@click.command()
@site_option
@click.option("--json", "plain", is_flag=True, help="Print the findings as JSON.")
def doctor(site: Path | None, *, plain: bool) -> None:
    """Look at all that Portico needs, and say what is wrong.

    Each finding says what to do about it.
    Fails when something does not work (✗); what only should be looked at (!) is no failure.
    """
    with_site(site)
    findings = []
    for finding in _findings():
        findings.append(finding)
        if not plain:
            _tell(finding)
    if plain:
        click.echo(orjson.dumps([asdict(finding) for finding in findings], option=orjson.OPT_INDENT_2))
    if any(finding.level == "bad" for finding in findings):
        sys.exit(1)


def _findings() -> Iterator[Finding]:
    try:
        settings = load_settings()
    except ConfigurationError as error:
        yield from (bad("configuration", f"{problem}.") for problem in error.problems)
        return
    yield good("configuration", f"The configuration of {settings.environment} is complete.")
    from portico.commands.diagnosis import look_over  # noqa: PLC0415 - nothing to look at without settings

    yield from look_over(settings)


def _tell(finding: Finding) -> None:
    sign, colour = SIGNS[finding.level]
    click.echo(f"{click.style(sign, fg=colour)} {finding.about}: {finding.sentence}")
