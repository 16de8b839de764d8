"""How many requests a second of CPU answers, beside constant bodies of the same size in the same run."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any
from urllib.parse import quote

from benchmarks.figures import Rate
from benchmarks.load import CODINGS, drive
from benchmarks.pages import typical_article
from benchmarks.place import PORT, Place, corpus
from benchmarks.servers import SERVER_CORE, Server, baseline, portico

ROUNDS = 3
SECONDS = 3.0
WARM_UP = 1.0
KEPT = 0.8
"""What a kept page is promised to reach of the bare WSGI function's rate."""
ANEW = 0.5
"""What a read by the API is promised to reach of the bare Flask route's rate."""
OF_EVERY_ANSWER = ("content-type", "content-length", "date", "server")
"""The headers that the bare function sends, or the server adds, anyway."""
OF_KEPT = (
    "a dozen headers in place of two, its name, the look whether it may be given, and its line in the log,"
    " its place in the metrics and in the views"
)
OF_API = (
    "the checks of host, address and query, a limit, a row from the database, the contract,"
    " fifteen headers, a log line and metrics"
)


@dataclass(slots=True)
class _Counted:
    """What one server did over all rounds."""

    server: Server
    path: str
    codings: str = CODINGS
    cookie: str = ""
    per_cpu: list[float] = field(default_factory=list)
    per_wall: list[float] = field(default_factory=list)

    def drive(self, seconds: float) -> None:
        cpu, wall = self.server.cpu_seconds(), perf_counter()
        answered = self.warm_up(seconds)
        self.per_wall.append(answered / (perf_counter() - wall))
        self.per_cpu.append(answered / (self.server.cpu_seconds() - cpu))

    def warm_up(self, seconds: float = WARM_UP) -> int:
        """Ask without counting what it costs; the number of answers."""
        return drive(self.server.address + self.path, seconds, self.codings, self.cookie)


def measure(scratch: Path) -> list[Rate]:
    """The rates of what is kept: the home page, an article, a list and an article by the API."""
    place = corpus(scratch)
    place.compile()
    with portico(place, core=SERVER_CORE) as server:
        return [
            rate(server, name, path, command="python -m benchmarks rates", least_of_wsgi=KEPT, cost=OF_KEPT)
            for name, path in _paths(place).items()
        ]


def measure_api(scratch: Path) -> list[Rate]:
    """The rate of what is never kept: a read by the API that asks the database each time."""
    place = corpus(scratch)
    place.compile()
    with portico(place, core=SERVER_CORE) as server:
        path = f"/api/v1/views?path={quote(typical_article(place))}"
        again = "python -m benchmarks api"
        name = "Views of an article by the API"
        return [rate(server, name, path, command=again, least_of_flask=ANEW, cost=OF_API)]


def _paths(place: Place) -> dict[str, str]:
    article = typical_article(place)
    return {
        "Home page": "/",
        "Article": article,
        "List": "/blog",
        "Article by the API": f"/api/v1/content{article}",
    }


def rate(server: Server, name: str, path: str, *, cookie: str = "", **promised: Any) -> Rate:
    """What an address costs beside the bare answers; a `cookie` says who asks."""
    size = len(server.whole(path, "", cookie)[1])
    sent, coded = server.whole(path, CODINGS, cookie)
    headers = [(name, value) for name, value in sent if name.lower() not in OF_EVERY_ANSWER]
    with ExitStack() as stack:
        flask = stack.enter_context(baseline("flask", size, PORT + 1, core=SERVER_CORE))
        wsgi = stack.enter_context(baseline("wsgi", size, PORT + 2, core=SERVER_CORE))
        twin = baseline("wsgi", len(coded), PORT + 3, headers=headers, core=SERVER_CORE)
        runs = [
            _Counted(server, path, cookie=cookie),
            _Counted(server, path, codings="", cookie=cookie),
            _Counted(flask, "/"),
            _Counted(wsgi, "/"),
            _Counted(stack.enter_context(twin), "/"),
        ]
        for run in runs:
            run.warm_up()
        # Turn by turn, as the speed of the machine wanders.
        for _ in range(ROUNDS):
            for run in runs:
                run.drive(SECONDS)
    portico_run, uncompressed_run, flask_run, wsgi_run, twin_run = runs
    return Rate(
        name=name,
        path=path,
        size=size,
        portico=median(portico_run.per_cpu),
        uncompressed=median(uncompressed_run.per_cpu),
        flask=median(flask_run.per_cpu),
        wsgi=median(wsgi_run.per_cpu),
        twin=median(twin_run.per_cpu),
        wall=median(portico_run.per_wall),
        **promised,
    )
