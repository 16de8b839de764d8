"""Every change of a site is noticed, and nothing else."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from portico.features.content.compiler import watching
from portico.features.content.compiler.watching import watch_site

QUIET = 0.3


class Enough(Exception):
    """Ends the watching of a test."""


class Watch:
    """A watching thread that counts what it noticed."""

    def __init__(self, site: Path) -> None:
        self.site = site
        self.noticed = 0
        self.ended = False
        self.thread = threading.Thread(target=self._run)
        self.thread.start()
        self.wait_for(1)
        time.sleep(QUIET)

    def _run(self) -> None:
        with suppress(Enough):
            watch_site(self.site, self.notice, ignored=self.site / "var")

    def notice(self) -> None:
        if self.ended:
            raise Enough
        self.noticed += 1
        with suppress(FileNotFoundError):
            (self.site / "var").mkdir(exist_ok=True)
            (self.site / "var" / "lock").write_text(str(self.noticed))

    def wait_for(self, count: int) -> None:
        end = time.monotonic() + 10
        while self.noticed < count:
            assert time.monotonic() < end, "nothing was noticed"
            time.sleep(0.01)

    def stop(self) -> None:
        self.ended = True
        (self.site / "last.md").touch()
        self.thread.join(10)
        assert not self.thread.is_alive()


@pytest.fixture(autouse=True)
def undisturbed(monkeypatch: pytest.MonkeyPatch) -> None:
    """The watcher does not look up by itself, so that what it notices are changes."""
    monkeypatch.setattr(watching, "BREATH_MS", 60_000)


@pytest.fixture
def watch(tmp_path: Path) -> Iterator[Callable[[Path], Watch]]:
    started: list[Watch] = []

    def start(site: Path) -> Watch:
        site.mkdir(exist_ok=True)
        started.append(Watch(site))
        return started[-1]

    yield start
    for each in started:
        each.stop()


def test_an_edit_is_noticed_once(watch: Callable[[Path], Watch], tmp_path: Path) -> None:
    watched = watch(tmp_path / "site")
    for part in "abc":
        (watched.site / "a.md").write_text(part)
    watched.wait_for(2)
    time.sleep(QUIET)
    assert watched.noticed == 2


def test_what_was_saved_before_the_watching_began_is_compiled(
    watch: Callable[[Path], Watch], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watching, "BREATH_MS", 100)
    watched = watch(tmp_path / "site")
    watched.wait_for(2)
    time.sleep(QUIET)
    assert watched.noticed == 2, "it looks once, and then for changes alone"


def test_what_compiling_writes_is_no_change(watch: Callable[[Path], Watch], tmp_path: Path) -> None:
    assert watch(tmp_path / "site").noticed == 1


def test_a_folder_that_a_new_setting_names_is_watched(watch: Callable[[Path], Watch], tmp_path: Path) -> None:
    (tmp_path / "outside").mkdir()
    watched = watch(tmp_path / "site")
    (watched.site / "site.toml").write_text('[collections.blog]\nsource = "../outside"')
    watched.wait_for(2)
    time.sleep(QUIET)
    (tmp_path / "outside" / "a.md").touch()
    watched.wait_for(3)


def test_a_broken_site_toml_is_watched_until_it_is_mended(
    watch: Callable[[Path], Watch], tmp_path: Path
) -> None:
    watched = watch(tmp_path / "site")
    (watched.site / "site.toml").write_text("title = ")
    watched.wait_for(2)
    time.sleep(QUIET)
    (watched.site / "site.toml").write_text("title = 'a'")
    watched.wait_for(3)


def test_a_site_folder_that_goes_before_it_is_watched_is_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watching, "PAUSE", 0.02)
    site, look = tmp_path / "site", watching._folders
    looks: list[Path] = []

    def look_and_lose(found: Path) -> list[Path]:
        folders = look(found)
        if not looks:
            shutil.rmtree(site)
            threading.Timer(QUIET, site.mkdir).start()
        looks.append(found)
        return folders

    monkeypatch.setattr(watching, "_folders", look_and_lose)
    site.mkdir()
    watched = Watch(site)
    watched.wait_for(2)
    time.sleep(2 * QUIET)
    seen = watched.noticed
    (site / "a.md").touch()
    watched.wait_for(seen + 1)
    watched.stop()


def test_a_site_folder_that_comes_back_is_watched_again(
    watch: Callable[[Path], Watch], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watching, "PAUSE", 0.02)
    watched = watch(tmp_path / "site")
    shutil.rmtree(watched.site)
    time.sleep(QUIET)
    watched.site.mkdir()
    time.sleep(QUIET)
    seen = watched.noticed
    (watched.site / "a.md").touch()
    watched.wait_for(seen + 1)
