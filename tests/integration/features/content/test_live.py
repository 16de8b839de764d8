"""A real `portico serve` starts or says why not, and shows at once what happens to the folder."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from tests.support.sites import post, write_site

PATIENCE = 30
EDITS = 5
NOTICEABLE = 1.0
"""Seconds after which an edit would feel slow, on a busy machine."""


class Server:
    """A `portico serve` in a process group of its own."""

    def __init__(self, folder: Path, **variables: str) -> None:
        self.site = folder / "site"
        self.port = free_port()
        self.process = subprocess.Popen(
            [sys.executable, "-m", "portico", "serve", "--port", str(self.port)],
            env=environment(folder) | variables,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )

    def get(self, path: str) -> str:
        with urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=5) as answer:
            return str(answer.read().decode())

    def shows(self, path: str, words: str) -> bool:
        with suppress(OSError, HTTPError):
            return words in self.get(path)
        return False

    def stop(self) -> int:
        self.process.terminate()
        return self.process.wait(PATIENCE)


def environment(folder: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PORTICO_")}
    return kept | {"PORTICO_HOME": str(folder)}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until(true: Callable[[], bool]) -> float:
    """The seconds it took."""
    started = time.monotonic()
    while not true():
        assert time.monotonic() - started < PATIENCE, "waited too long"
        time.sleep(0.005)
    return time.monotonic() - started


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("live")
    write_site(folder / "site", {"content/blog/a.md": post("First"), "content/recipes/b.md": post("Soup")})
    running = Server(folder)
    wait_until(lambda: running.shows("/blog/a", "First"))
    yield running
    assert running.stop() == 0
    with pytest.raises(ProcessLookupError):
        os.killpg(running.process.pid, signal.SIGKILL)


def test_an_edit_is_shown_at_once(server: Server) -> None:
    # Whoever looks for the change begins to watch only after the first sync.
    write_site(server.site, {"content/blog/a.md": post("Edit")})
    wait_until(lambda: server.shows("/blog/a", "Edit"))
    times = []
    for number in range(EDITS):
        version = server.get("/_dev/version")
        write_site(server.site, {"content/blog/a.md": post(f"Edit {number}")})
        times.append(wait_until(lambda: server.shows("/blog/a", f"Edit {number}")))  # noqa: B023
        assert server.get("/_dev/version") != version
    sys.stdout.write(f"an edit is shown after {statistics.median(times) * 1000:.0f} ms\n")
    assert statistics.median(times) < NOTICEABLE


def test_a_broken_setting_leaves_the_site_and_a_mended_one_changes_it(server: Server) -> None:
    write_site(server.site, {"site.toml": "title = "})
    time.sleep(0.3)
    assert server.shows("/blog/a", "</html>")
    write_site(server.site, {"site.toml": 'title = "Mended"'})
    wait_until(lambda: server.shows("/", "Mended"))


def test_a_file_deleted_while_serving_is_gone(server: Server) -> None:
    write_site(server.site, {"content/blog/b.md": post("Short-lived")})
    wait_until(lambda: server.shows("/blog", "Short-lived"))
    (server.site / "content/blog/b.md").unlink()
    wait_until(lambda: not server.shows("/blog", "Short-lived"))
    with pytest.raises(HTTPError, match="404"):
        server.get("/blog/b")


def test_a_collection_deleted_while_serving_is_gone(server: Server) -> None:
    assert server.shows("/recipes/b", "Soup")
    shutil.rmtree(server.site / "content/recipes")
    wait_until(lambda: not server.shows("/", "/recipes"))


def test_a_site_folder_that_vanishes_leaves_the_site_until_it_is_back(server: Server) -> None:
    server.site.rename(server.site.with_name("away"))
    time.sleep(0.3)
    assert server.shows("/blog/a", "</html>")
    server.site.with_name("away").rename(server.site)
    write_site(server.site, {"content/blog/back.md": post("Back again")})
    wait_until(lambda: server.shows("/blog/back", "Back again"))


def refused(folder: Path, *arguments: str, **variables: str) -> list[str]:
    """What a `portico serve` that must not start says."""
    command = [sys.executable, "-m", "portico", "serve", *arguments]
    done = subprocess.run(
        command,
        env=environment(folder) | variables,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert done.returncode == 78
    return done.stderr.splitlines()


def test_a_busy_port_is_named(tmp_path: Path) -> None:
    write_site(tmp_path / "site", {"a.md": post()})
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        (line,) = refused(tmp_path, "--port", str(port))
    assert f"cannot listen on 127.0.0.1:{port}: address already in use" in line


def test_a_broken_site_toml_is_named_at_start(tmp_path: Path) -> None:
    write_site(tmp_path / "site", {"site.toml": "title = 3"})
    (line,) = refused(tmp_path, "--port", str(free_port()))
    assert line.startswith("portico: site.toml: error: `title`")
