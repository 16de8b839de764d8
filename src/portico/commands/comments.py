"""`portico comments`: what readers said, brought from elsewhere or taken along."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

import click
import orjson

from portico.commands.operate import as_json, print_json, shown
from portico.commands.operator import Door, Refused, open_door
from portico.features import discussion
from portico.features.discussion import Line
from portico.settings import load_settings

FULL = 40_000
"""Bytes of comments in one request; a server takes 64 KiB by default."""


@dataclass
class Report:
    """What became of a file."""

    added: int = 0
    known: int = 0
    cut: int = 0
    unknown: Counter[str] = field(default_factory=Counter)

    def add(self, answer: Mapping[str, Any]) -> None:
        """Count what the server did with a part of it."""
        self.added += answer["added"]
        self.known += answer["known"]
        for left in answer["unknown"]:
            self.unknown[left["page"]] += left["comments"]


@click.group()
def comments() -> None:
    """Bring comments from elsewhere, or take them along."""


@comments.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--map",
    "moved",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A file of lines, each with an old address, a space, and the path that it has on this site.",
)
@click.option("--keep-unknown", is_flag=True, help="Keep also what stood under addresses that are not here.")
@as_json
def take_in(file: Path, moved: Path | None, *, keep_unknown: bool, plain: bool) -> None:
    """Take in the comments of FILE: an export of Disqus, WordPress, Isso, Remark42 or Portico.

    What was taken in before is passed over, so that it can be done again.
    """
    try:
        found = discussion.prepared(discussion.read_file(file), _moved(moved))
        report = Report(cut=found.cut)
        with open_door(load_settings(), "portico comments import") as door, _bar(len(found.lines)) as advance:
            for batch in _batches(found.lines):
                given = {"comments": batch, "keep_unknown": keep_unknown}
                report.add(door("POST", "/comments/imports", given))
                advance(len(batch))
    except (Refused, discussion.NotReadable) as error:
        raise click.ClickException(str(error)) from None
    _tell(report, plain=plain)


@comments.command("export")
@click.option("--output", type=click.File("wb"), default="-", help="Where to write; else to the terminal.")
def give_out(output: BinaryIO) -> None:
    """Write all comments as lines of JSON, which `portico comments import` takes in."""
    try:
        with open_door(load_settings(), "portico comments export") as door:
            output.write(orjson.dumps(discussion.HEAD) + b"\n")
            for comment in _all(door):
                output.write(orjson.dumps(comment) + b"\n")
    except Refused as error:
        raise click.ClickException(str(error)) from None


def _all(door: Door) -> Iterator[Mapping[str, Any]]:
    cursor = None
    while True:
        page = door("GET", "/comments", {"limit": 100, "cursor": cursor})
        yield from page["items"]
        cursor = page["next_cursor"]
        if cursor is None:
            return


def _batches(lines: Sequence[Line]) -> Iterator[list[dict[str, Any]]]:
    """The comments in parts that fit into a request."""
    batch: list[dict[str, Any]] = []
    size = 0
    for line in lines:
        body = asdict(line) | {
            name: moment and moment.isoformat()
            for name, moment in (("created_at", line.created_at), ("edited_at", line.edited_at))
        }
        length = len(json.dumps(body))
        if batch and (size + length > FULL or len(batch) == discussion.MOST_AT_ONCE):
            yield batch
            batch, size = [], 0
        batch.append(body)
        size += length
    if batch:
        yield batch


def _moved(file: Path | None) -> dict[str, str]:
    """Where old addresses are now, as a file says. Raises ClickException."""
    found: dict[str, str] = {}
    for number, line in enumerate(file.read_text("utf-8").splitlines() if file else (), 1):
        if not line.strip() or line.startswith("#"):
            continue
        old, _, new = line.strip().rpartition(" ")
        if not old or not new.startswith("/"):
            raise click.ClickException(f"Line {number} of {file} is no old address, a space, and a path.")
        found[discussion.page_of(old.strip())] = new
    return found


@contextmanager
def _bar(total: int) -> Iterator[Callable[[int], None]]:
    """Something to tell how many more are done, which shows a bar to people."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn  # noqa: PLC0415

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, transient=True, disable=not sys.stdout.isatty()) as bar:
        task = bar.add_task("comments", total=total)
        yield lambda more: bar.advance(task, more)


def _tell(report: Report, *, plain: bool) -> None:
    if plain:
        print_json(asdict(report))
        return
    click.echo(f"{_comments(report.added)} taken in, {report.known} known from before.")
    if report.cut:
        longest = f"{discussion.LONGEST_TEXT:,} characters"
        click.echo(f"{_comments(report.cut)} longer than {longest} lost the rest.")
    if report.unknown:
        click.echo(f"{_comments(sum(report.unknown.values()))} left out, of addresses that are not here:")
        for page, count in sorted(report.unknown.items()):
            click.echo(f"{count:>7}  {shown(page)}")
        click.echo("Give such pages an alias, name them in a --map, or use --keep-unknown.")


def _comments(number: int) -> str:
    return "1 comment" if number == 1 else f"{number} comments"
