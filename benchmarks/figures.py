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
    note: str = ""
    """How the number came about, where that is not plain."""

    @property
    def kept(self) -> bool:
        """Whether the promise is kept; where there is none, it is."""
        return self.limit is None or self.value <= self.limit


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """What one address costs, beside a constant answer of the same size and a bare Flask route."""

    name: str
    path: str
    size: int
    """Bytes of the body."""
    portico: float
    """Requests per second of the server's CPU time; likewise the others."""
    flask: float
    wsgi: float
    wall: float
    """Requests per second of wall time that Portico answered."""

    @property
    def of_flask(self) -> float:
        """Portico's rate as a part of the bare Flask route's."""
        return self.portico / self.flask

    @property
    def of_wsgi(self) -> float:
        """Portico's rate as a part of the bare WSGI function's."""
        return self.portico / self.wsgi
