"""Work spread over processes so that the death of any of them, or of their parent, hangs nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from os import cpu_count
from typing import Any, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")
# Pools of the standard library share one pipe among their workers: a worker that is killed while it
# writes leaves the others and the parent waiting, and workers outlive a parent that is killed.
SPAWN = get_context("spawn")


class WorkerDied(Exception):
    """A process that was given work has ended without an answer; its own words are on standard error."""


def spread(
    start: Callable[..., Callable[[Item], Result]], arguments: tuple[Any, ...], items: Sequence[Item]
) -> Iterator[Result]:
    """Call the function that `start(*arguments)` makes in each process for every item.

    The results come in any order. Raises WorkerDied.
    """
    waiting = list(reversed(items))
    workers: list[tuple[BaseProcess, Connection]] = []
    try:
        for _ in range(min(cpu_count() or 1, len(items))):
            workers.append(_start(start))
            workers[-1][1].send(arguments)
        idle = [connection for _, connection in workers]
        busy: set[Connection] = set()
        while waiting or busy:
            while waiting and idle:
                busy.add(idle[-1])
                idle.pop().send(waiting.pop())
            ready = wait(list(busy))
            for connection in [each for each in busy if each in ready]:
                yield connection.recv()
                busy.remove(connection)
                idle.append(connection)
    except (EOFError, OSError) as error:
        raise WorkerDied("A worker process ended before its work was done.") from error
    finally:
        for process, connection in workers:
            connection.close()
            process.terminate()
            process.join()


def _start(start: Callable[..., Any]) -> tuple[BaseProcess, Connection]:
    ours, theirs = SPAWN.Pipe()
    process = SPAWN.Process(target=_serve, args=(theirs, start), daemon=True)
    process.start()
    # With the only other copy in the worker, the pipe ends when the worker does.
    theirs.close()
    return process, ours


def _serve(connection: Connection, start: Callable[..., Callable[[Any], Any]]) -> None:
    with suppress(EOFError, BrokenPipeError, ConnectionResetError, KeyboardInterrupt):
        work = start(*connection.recv())
        while True:
            connection.send(work(connection.recv()))
