"""The figures as a page for people and as JSON for programs."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime

import orjson

import portico
from benchmarks.figures import Figure, Rate

OPENING = """# Benchmarks

Written by `make bench`, which runs `python -m benchmarks`; the same figures as JSON are in
[benchmarks.json](benchmarks.json). The content is a corpus of 1,026 posts (18 MB of Markdown), expected at
`../shared/corpus/nodejs-blog/blog`.
"""
FIGURES = """## Speed and size

| what | measured | promised | how | again with |
|---|---:|---:|---|---|
"""
RATES = """## Requests

Requests per second of the server's CPU time, which wanders less with the machine than those of wall time.
Beside each page, in the same run and turn by turn with it, the same server answers a constant body of the
same size: from a bare WSGI function, and from a bare Flask route, each with two headers. The function's
twin answers the very bytes of the page, its dozen headers and its compressed body. Pages and the JSON of
articles are kept above Flask; reads that are never kept pass every stage and ask the database.

All are asked as browsers ask, with `Accept-Encoding: gzip, deflate, br, zstd`. Portico then sends the
compressed form that it keeps, which is fewer bytes than the bare answers have; "plain" is Portico
asked without that header, so that it sends as many. Shares and promises are about the former.

| address | KB | Portico | plain | wall | Flask | WSGI | twin | of Flask | of WSGI | of twin | promised | by |
|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---|---|
"""


MISSED = """### What was missed, and why

"""


def as_page(machine: dict[str, str], figures: list[Figure], rates: list[Rate]) -> str:
    """The whole report as Markdown."""
    rows = "\n".join(f"| {name} | {value} |" for name, value in machine.items())
    when = f"Measured on {datetime.now(UTC):%Y-%m-%d} with Portico {portico.__version__}."
    parts = [OPENING, f"## Machine\n\n{when}\n\n| | |\n|---|---|\n{rows}\n"]
    parts += [FIGURES + "".join(map(_figure_row, figures))] if figures else []
    parts += [RATES + "".join(map(_rate_row, rates))] if rates else []
    missed = [rate for rate in rates if rate.lacking]
    parts += [MISSED + "".join(map(_excuse, missed))] if missed else []
    return "\n".join(parts)


def as_json(machine: dict[str, str], figures: list[Figure], rates: list[Rate]) -> bytes:
    """The whole report as JSON."""
    document = {
        "portico": portico.__version__,
        "measured": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": machine,
        "figures": [asdict(figure) for figure in figures],
        "rates": [
            asdict(rate) | {"of_flask": rate.of_flask, "of_wsgi": rate.of_wsgi, "of_twin": rate.of_twin}
            for rate in rates
        ],
    }
    return orjson.dumps(document, option=orjson.OPT_INDENT_2) + b"\n"


def _figure_row(figure: Figure) -> str:
    most = "" if figure.limit is None else f"at most {_promised(figure.limit)} {figure.unit}"
    least = "" if figure.least is None else f"at least {_promised(figure.least)} {figure.unit}"
    measured = f"{_rounded(figure.value)} {figure.unit}"
    shown = measured if figure.kept else f"**{measured}, missed**"
    return f"| {figure.name} | {shown} | {most or least} | {figure.note} | `{figure.command}` |\n"


def _rate_row(rate: Rate) -> str:
    columns = (rate.portico, rate.uncompressed, rate.wall, rate.flask, rate.wsgi, rate.twin)
    counted = " | ".join(f"{value:,.0f}" for value in columns)
    return (
        f"| {rate.name} `{rate.path}` | {rate.size / 1024:.1f} | {counted} |"
        f" {rate.of_flask:.0%} | {rate.of_wsgi:.1%} | {rate.of_twin:.1%} | {_promise(rate)} |"
        f" `{rate.command}` |\n"
    )


def _promise(rate: Rate) -> str:
    parts = {"Flask": rate.least_of_flask, "WSGI": rate.least_of_wsgi}
    promised = ", ".join(f"{least:.0%} of {name}" for name, least in parts.items() if least)
    return f"**{promised}, missed**" if rate.lacking else promised


def _excuse(rate: Rate) -> str:
    return (
        f"- {rate.name}: {rate.lacking * 100:.1f} points short. A request costs {rate.microseconds:.1f} µs"
        f" more than the bare answer; that pays for {rate.cost}.\n"
    )


def _promised(value: float) -> str:
    """A bound as it was set."""
    return f"{value:,.6f}".rstrip("0").rstrip(".")


def _rounded(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"
