"""A real nginx, as the current user, on ports of the test's choice."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.support.environment import SYSTEM_PATH

PATIENCE = 30.0
EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "nginx.conf"
PORT = re.compile(r"^\s*listen\s+(?:127\.0\.0\.1:)?(\d+)", re.MULTILINE)
FORWARDS = re.compile(r"location / \{\n\s+proxy_pass [^\n]+\n(.*?)\n    \}", re.DOTALL)
SETS = re.compile(r"proxy_set_header \S+ ")
FRAME = """
{user}
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
worker_processes 1;
events {{ worker_connections 4096; }}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    {sites}
}}
"""


@contextmanager
def nginx(folder: Path, sites: str) -> Iterator[None]:
    """Run nginx with these `server` and `upstream` blocks until the block ends."""
    folder.mkdir(parents=True, exist_ok=True)
    # As root, the workers would be another user, who may not enter the folder of the test.
    user = "user root;" if os.geteuid() == 0 else ""
    (folder / "nginx.conf").write_text(FRAME.format(user=user, folder=folder, sites=sites))
    program = shutil.which("nginx", path=SYSTEM_PATH)
    assert program, "nginx is missing"
    command = [program, "-p", str(folder), "-e", f"{folder}/error.log", "-c", f"{folder}/nginx.conf"]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as process:
        try:
            for port in PORT.findall(sites):
                _wait_for(int(port), process, folder / "error.log")
            yield
        finally:
            process.terminate()


def forwarding(port: int, to: int, *, inside: str = "", location: str = "/", strip: bool = False) -> str:
    """A server that forwards as the example does, but for what `inside` says in its `location`.

    `strip` takes the path of the location off.
    """
    example = FORWARDS.search(EXAMPLE.read_text())
    assert example
    kept = [
        line for line in example[1].splitlines() if not (found := SETS.search(line)) or found[0] not in inside
    ]
    said = "\n".join((*kept, inside))
    return f"""
    server {{
        listen 127.0.0.1:{port};
        location {location} {{
            proxy_pass http://127.0.0.1:{to}{"/" if strip else ""};
            {said}
        }}
    }}
    """


def _wait_for(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=5).close()
        except ConnectionError:
            time.sleep(0.02)
        else:
            return
    raise AssertionError(f"nginx did not start: {log.read_text() if log.exists() else ''}")
