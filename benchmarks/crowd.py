"""Two hundred people who sign in at the same moment, and somebody who reads pages meanwhile."""

from __future__ import annotations

import asyncio
import json
import random
from dataclasses import dataclass, field
from time import perf_counter

PEOPLE = 200
PACE = 0.02
"""Seconds between two pages."""
LEAST_PAGES = 100
AGAIN = 2.0
"""Seconds after which those who are told to come back do so, each half as soon to half as late again."""


@dataclass(slots=True)
class Crowd:
    """What a crowd met with."""

    pages: list[float] = field(default_factory=list)
    """Seconds that each page took, from its question to its last byte."""
    entered: int = 0
    told_to_wait: int = 0

    def late(self) -> float:
        """What 99 of 100 pages took at most, in milliseconds."""
        return sorted(self.pages)[int(len(self.pages) * 0.99)] * 1000


async def gather(host: str, port: int, login: dict[str, str], *, people: int = PEOPLE) -> Crowd:
    """Have them all sign in, each from a network of their own by a proxy that is believed.

    Raises ConnectionError for any answer but a session, a page, or a request to come back.
    """
    crowd = Crowd()
    signing = [asyncio.create_task(_sign_in(crowd, host, port, login, n)) for n in range(people)]
    all_in = asyncio.gather(*signing)
    reader, writer = await asyncio.open_connection(host, port)
    asked = perf_counter()
    while not all_in.done() or len(crowd.pages) < LEAST_PAGES:
        before = perf_counter()
        status, _ = await _ask(reader, writer, f"GET / HTTP/1.1\r\nHost: {host}\r\n\r\n".encode())
        _expect(status == 200, "a page", status)
        crowd.pages.append(perf_counter() - before)
        asked += PACE
        await asyncio.sleep(max(0.0, asked - perf_counter()))
    writer.close()
    await all_in
    return crowd


async def _sign_in(crowd: Crowd, host: str, port: int, login: dict[str, str], number: int) -> None:
    body = json.dumps(login).encode()
    head = (
        f"POST /api/v1/auth/sign-in HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/json\r\n"
        f"X-Forwarded-For: 198.18.{number}.1\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    reader, writer = await asyncio.open_connection(host, port)
    while True:
        status, answer = await _ask(reader, writer, head.encode() + body)
        if status == 200:
            break
        _expect(status == 503 and b'"busy"' in answer, "a session", status)
        crowd.told_to_wait += 1
        await asyncio.sleep(AGAIN * random.uniform(0.5, 1.5))
    crowd.entered += 1
    writer.close()


async def _ask(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, request: bytes
) -> tuple[int, bytes]:
    writer.write(request)
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
    length = int(head.partition("content-length:")[2].partition("\r\n")[0])
    return int(head.split(" ", 2)[1]), await reader.readexactly(length)


def _expect(is_met: bool, what: str, status: int) -> None:
    if not is_met:
        raise ConnectionError(f"instead of {what} came {status}")
