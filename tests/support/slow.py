"""Clients that take their time: each kind holds its connection for as long as it is let, then comes again."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager

PAUSE = 0.5
"""Seconds between two bytes."""
HEAD = b"GET / HTTP/1.1\r\nHost: site.test\r\n"

Streams = tuple[asyncio.StreamReader, asyncio.StreamWriter]
Habit = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


async def _slow_head(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(HEAD + b"X-Long: ")
    await _trickle(writer)


async def _slow_body(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    head = "POST /probe/echo HTTP/1.1\r\nHost: site.test\r\nContent-Type: text/plain\r\nContent-Length: 60000"
    writer.write(head.encode() + b"\r\n\r\n")
    await _trickle(writer)


async def _stalled_body(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(b"POST /probe/echo HTTP/1.1\r\nHost: site.test\r\nContent-Length: 60000\r\n\r\nand then")
    while await reader.read(65536):
        pass


async def _slow_reader(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    for path in (b"/large.bin", b"/medium.bin"):
        writer.write(b"GET " + path + b" HTTP/1.1\r\nHost: site.test\r\n\r\n")
    while await reader.read(1):
        await asyncio.sleep(PAUSE)


async def _idle(reader: asyncio.StreamReader, _: asyncio.StreamWriter) -> None:
    await reader.read(1)


async def _trickle(writer: asyncio.StreamWriter) -> None:
    while True:
        await asyncio.sleep(PAUSE)
        writer.write(b"x")
        await writer.drain()


HABITS: tuple[Habit, ...] = (_slow_head, _slow_body, _stalled_body, _slow_reader, _idle)


@contextmanager
def slow_clients(port: int, number: int) -> Iterator[None]:
    """Have so many slow clients, of every kind alike, until the block ends."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    crowd = asyncio.run_coroutine_threadsafe(_crowd(port, number), loop)
    try:
        yield
    finally:
        crowd.cancel()
        asyncio.run_coroutine_threadsafe(_end(), loop).result(30)
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


async def _crowd(port: int, number: int) -> None:
    await asyncio.gather(*(_persist(port, HABITS[place % len(HABITS)]) for place in range(number)))


async def _persist(port: int, habit: Habit) -> None:
    while True:
        try:
            reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=1024)
        except OSError:
            await asyncio.sleep(PAUSE)
            continue
        try:
            await habit(reader, writer)
        except OSError:
            pass
        finally:
            writer.transport.abort()
        await asyncio.sleep(PAUSE)


async def _end() -> None:
    others = asyncio.all_tasks() - {asyncio.current_task()}
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)
