"""The load generator: wrk where it is installed, else a small one of our own."""

from __future__ import annotations

import asyncio
import re
import shutil
import subprocess
import sys
from time import perf_counter

from benchmarks.servers import CLIENT_CORE, on_core

CONNECTIONS = 32
CODINGS = "gzip, deflate, br, zstd"
"""What browsers accept."""
COUNTED = re.compile(r"(\d+) requests in")
REFUSED = re.compile(r"Non-2xx or 3xx responses: (\d+)")


class Refused(Exception):
    """Some of the answers were not what was asked for, so that their rate says nothing."""


def generator() -> str:
    """Which generator this machine uses."""
    return "wrk" if shutil.which("wrk") else "our own generator in Python (benchmarks/load.py)"


def drive(url: str, seconds: float, codings: str = CODINGS, cookie: str = "") -> int:
    """Ask for a page as often as the server answers, in one of these codings if any are named.

    The number of answers. Raises Refused.
    """
    named = {"Accept-Encoding": codings, "Cookie": cookie}
    headers = [f"{name}: {value}" for name, value in named.items() if value]
    if shutil.which("wrk"):
        sent = [word for header in headers for word in ("-H", header)]
        command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds:.0f}s", *sent, url]
    else:
        command = [sys.executable, "-m", "benchmarks.load", url, str(seconds), *headers]
    done = subprocess.run(on_core(CLIENT_CORE, command), check=False, capture_output=True, text=True)
    counted = COUNTED.search(done.stdout)
    if done.returncode or counted is None or REFUSED.search(done.stdout):
        raise Refused(f"{url}: {done.stdout}{done.stderr}")
    return int(counted[1])


async def _drive(url: str, seconds: float, headers: list[str]) -> None:
    _, _, host, path = url.split("/", 3)
    name, port = host.split(":")
    request = "\r\n".join([f"GET /{path} HTTP/1.1", f"Host: {host}", *headers, "", ""]).encode()
    end = perf_counter() + seconds
    counts = await asyncio.gather(*(_ask(name, int(port), request, end) for _ in range(CONNECTIONS)))
    sys.stdout.write(f"{sum(counts)} requests in {seconds} s\n")


async def _ask(host: str, port: int, request: bytes, end: float) -> int:
    reader, writer = await asyncio.open_connection(host, port)
    answered = 0
    while perf_counter() < end:
        writer.write(request)
        head = await reader.readuntil(b"\r\n\r\n")
        if not head.startswith(b"HTTP/1.1 200"):
            raise Refused(head.decode("latin-1"))
        length = re.search(rb"(?i)content-length: (\d+)", head)
        await reader.readexactly(int(length[1]) if length else 0)
        answered += 1
    writer.close()
    return answered


if __name__ == "__main__":
    asyncio.run(_drive(sys.argv[1], float(sys.argv[2]), sys.argv[3:]))
