"""How long the compiler takes: all of the corpus, nothing of it, one file of it."""

from __future__ import annotations

from collections.abc import Callable
from http.client import HTTPConnection
from pathlib import Path
from statistics import median
from time import perf_counter, sleep

from benchmarks.figures import Figure
from benchmarks.place import corpus, editable_copy
from benchmarks.servers import connect, portico

EDITS = 10
POST = "release/v20.0.0"
GIVE_UP = 30.0


def measure(scratch: Path) -> list[Figure]:
    """Cold sync, idle restart and warm start of the corpus, then one-file edits of a copy."""
    return [*_whole(scratch), *_one_file(scratch)]


def _whole(scratch: Path) -> list[Figure]:
    place = corpus(scratch)
    place.clear()
    cold = _timed(place.compile)
    idle = min(_timed(place.compile) for _ in range(3))
    started = perf_counter()
    with portico(place):
        warm = perf_counter() - started
    again = "python -m benchmarks content"
    return [
        Figure(name="Cold sync of 1,026 posts", value=cold, unit="s", limit=20, command=again,
               note="`portico content sync` into an empty folder, the whole process"),
        Figure(name="Sync with nothing changed", value=idle, unit="s", limit=2, command=again,
               note="the whole process, best of 3"),
        Figure(name="Warm start of `portico serve` to its first page", value=warm, unit="s", limit=3,
               command=again, note="from the command to the last byte of the home page"),
    ]  # fmt: skip


def _one_file(scratch: Path) -> list[Figure]:
    place = editable_copy(scratch)
    place.clear()
    place.compile()
    with portico(place) as server:
        # The watcher is a process of its own and says nothing when it begins; the first edit waits for it.
        _until_seen(place.site / f"{POST}.md", connect(server), "warm-up")
        seconds = [_edit(place.site / f"{POST}.md", connect(server), number) for number in range(EDITS)]
    again = "python -m benchmarks content"
    note = f"file written to page changed, {EDITS} edits under `portico serve` in development"
    return [
        Figure(name="One file changed to visible, median", value=median(seconds) * 1000, unit="ms",
               limit=300, command=again, note=note),
        Figure(name="One file changed to visible, worst", value=max(seconds) * 1000, unit="ms",
               limit=300, command=again, note=note),
    ]  # fmt: skip


def _edit(file: Path, connection: HTTPConnection, number: int) -> float:
    sleep(0.5)
    return _until_seen(file, connection, f"edit-{number}")


def _until_seen(file: Path, connection: HTTPConnection, mark: str) -> float:
    """Write a mark into a post and ask for its page until the mark is there; the seconds that took."""
    text = file.read_text(encoding="utf-8").partition("\n\nSeen ")[0]
    file.write_text(f"{text}\n\nSeen {mark}.\n", encoding="utf-8")
    started = perf_counter()
    while perf_counter() - started < GIVE_UP:
        connection.request("GET", f"/blog/{POST}")
        if f"Seen {mark}.".encode() in connection.getresponse().read():
            return perf_counter() - started
        sleep(0.005)
    raise TimeoutError(f"the edit of {file.name} was not seen within {GIVE_UP:.0f} s")


def _timed(deed: Callable[[], None]) -> float:
    started = perf_counter()
    deed()
    return perf_counter() - started
