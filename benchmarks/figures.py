"""What a measurement gives: a number, its unit, the most it may be, and how to get it again."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One number, with the command that measures it."""

    name: str
    value: float
    unit: str
    command: str
    limit: float | None = None
    """The most it may be; none where nothing was promised."""
    least: float | None = None
    """The least it may be, where more is better."""
    note: str = ""
    """How the number came about, where that is not plain."""

    @property
    def kept(self) -> bool:
        """Whether the promise is kept; where there is none, it is."""
        above = self.limit is not None and self.value > self.limit
        below = self.least is not None and self.value < self.least
        return not (above or below)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """What one address costs, beside constant answers from a bare WSGI function and a bare Flask route."""

    name: str
    path: str
    size: int
    """Bytes of the body, uncompressed as the bare answers send it."""
    portico: float
    """Requests per second of the server's CPU time, asked as browsers ask; likewise the others."""
    uncompressed: float
    """Portico's when the client accepts no coding, so that it sends as many bytes as the bare answers."""
    flask: float
    wsgi: float
    twin: float
    """The bare WSGI function's that answers the very bytes that Portico does: its headers, its coded body."""
    wall: float
    """Requests per second of wall time that Portico answered."""
    command: str
    least_of_flask: float = 0
    """The part of the bare Flask route's rate that was promised; 0 where nothing was."""
    least_of_wsgi: float = 0
    cost: str = ""
    """What Portico does for a request that the bare answers do not."""

    @property
    def of_flask(self) -> float:
        """Portico's rate as a part of the bare Flask route's."""
        return self.portico / self.flask

    @property
    def of_wsgi(self) -> float:
        """Portico's rate as a part of the bare WSGI function's."""
        return self.portico / self.wsgi

    @property
    def of_twin(self) -> float:
        """Portico's rate as a part of the bare WSGI function's that answers the same bytes."""
        return self.portico / self.twin

    @property
    def lacking(self) -> float:
        """By how much the promise is missed, as a part of what was promised against; 0 when it is kept."""
        return max(0, self.least_of_flask - self.of_flask, self.least_of_wsgi - self.of_wsgi)

    @property
    def microseconds(self) -> float:
        """The server's CPU time for a request beyond that of the answer it is promised against."""
        other = self.wsgi if self.least_of_wsgi else self.flask
        return 1e6 / self.portico - 1e6 / other
