"""A reader sees the old site or the new one, however a sync ends."""

from __future__ import annotations

import fcntl
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from tests.support.forks import Forks, forks
from tests.support.sites import compile_site, post, write_site

from portico.features.content.reading import Filter, list_cards
from portico.features.content.snapshot import CompiledSite
from portico.platform import clock
from portico.settings import Settings

KILLS = int(os.environ.get("PORTICO_TEST_KILLS", "40"))
POSTS = 20
PATIENCE = 30


def environment(settings: Settings) -> dict[str, str]:
    return {"PORTICO_ENV": "testing", "PORTICO_SITE": str(settings.site), "PORTICO_VAR": str(settings.var)}


def write_generation(settings: Settings, number: int, posts: int = POSTS, words: int = 50) -> None:
    """Change every post of the site to the same new title."""
    write_site(settings.site, {f"{n:03}.md": post(f"{number}", body="*word* " * words) for n in range(posts)})


def titles(site: CompiledSite) -> set[str]:
    cards = list_cards(site.current(), Filter(), limit=1000)
    assert len(cards) == POSTS
    return {card.title for card in cards}


@contextmanager
def reading(site: CompiledSite) -> Iterator[list[object]]:
    """A reader that never stops asking; gives what it saw that is no single generation."""
    wrong: list[object] = []
    stop = threading.Event()

    def read() -> None:
        while not stop.is_set():
            try:
                if len(seen := titles(site)) != 1:
                    wrong.append(seen)
            except Exception as error:
                wrong.append(error)

    thread = threading.Thread(target=read)
    thread.start()
    try:
        yield wrong
    finally:
        stop.set()
        thread.join()


@pytest.fixture
def processes(settings: Settings) -> Iterator[Forks]:
    with forks(environment(settings)) as waiting:
        yield waiting


def test_a_sync_may_be_killed_at_any_moment(settings: Settings, processes: Forks) -> None:
    write_generation(settings, 0)
    compile_site(settings.site, settings.compiled)
    site = CompiledSite(settings.compiled, clock.now)
    chance = random.Random(0)
    killed = 0
    with reading(site) as wrong:
        for number in range(1, KILLS + 1):
            write_generation(settings, number)
            child = processes.start("content", "sync")
            time.sleep(chance.uniform(0, 0.12))
            os.kill(child, signal.SIGKILL)
            killed += processes.wait() == -signal.SIGKILL
            assert titles(site) in ({str(number)}, {str(number - 1)})
            compile_site(settings.site, settings.compiled)
            assert titles(site) == {str(number)}
    assert wrong == []
    assert killed > KILLS / 4
    assert not list(settings.compiled.glob("*.new"))


def test_two_syncs_at_once_do_no_harm(settings: Settings, processes: Forks) -> None:
    site = CompiledSite(settings.compiled, clock.now)
    with forks(environment(settings)) as others:
        for number in range(5):
            write_generation(settings, number)
            processes.start("content", "sync")
            others.start("content", "sync")
            assert (processes.wait(), others.wait()) == (0, 0)
            assert titles(site) == {str(number)}


def test_a_sync_waits_for_another(settings: Settings, processes: Forks) -> None:
    write_generation(settings, 1)
    settings.compiled.mkdir(parents=True)
    with (settings.compiled / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        processes.start("content", "sync")
        time.sleep(0.3)
        assert not (settings.compiled / "content.db").exists()
    assert processes.wait() == 0
    assert titles(CompiledSite(settings.compiled, clock.now)) == {"1"}


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="finds the workers in /proc")
@pytest.mark.parametrize("delay", [0.0, 0.3])
def test_a_killed_worker_never_hangs_a_sync(settings: Settings, delay: float) -> None:
    write_generation(settings, 1, posts=100, words=1000)
    command = [sys.executable, "-m", "portico", "content", "sync"]
    with subprocess.Popen(
        command, env=os.environ | environment(settings), stderr=subprocess.DEVNULL
    ) as process:
        worker = first_worker(process.pid)
        time.sleep(delay)
        # A quick sync may be over by then.
        with suppress(ProcessLookupError):
            os.kill(worker, signal.SIGKILL)
        process.wait(timeout=PATIENCE)
    assert compile_site(settings.site, settings.compiled).entries == 100


def first_worker(parent: int) -> int:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        for entry in Path("/proc").glob("[0-9]*"):
            try:
                child = entry.joinpath("stat").read_text().rpartition(")")[2].split()[1] == str(parent)
                if child and b"spawn_main" in entry.joinpath("cmdline").read_bytes():
                    return int(entry.name)
            except OSError:
                continue
    raise AssertionError("no worker was started")
