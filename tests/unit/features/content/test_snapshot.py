"""A snapshot is one compiled site at one moment, for every thread."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.conftest import SiteMaker
from tests.support.sites import NOW, compile_site, post

from portico.features.content.reading import Filter, count_entries, find_entry
from portico.features.content.snapshot import CompiledSite, ContentMissing, Memory, Snapshot, remembered
from portico.settings import Settings


@pytest.fixture
def publish(make_site: SiteMaker, settings: Settings) -> Callable[..., Path]:
    """Compile a site with a single post of that title."""

    def write_and_compile(title: str, **front: str) -> Path:
        site = make_site({"a.md": post(title, **front)})
        compile_site(site, settings.compiled)
        return settings.compiled

    return write_and_compile


@pytest.fixture
def other_thread() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(1) as pool:
        yield pool


def title(snapshot: Snapshot) -> str:
    return str(snapshot.rows("SELECT title FROM entry")[0][0])


def test_a_swap_is_seen_at_the_next_question(publish: Callable[..., Path]) -> None:
    site = CompiledSite(publish("Old"), lambda: NOW)
    before = site.current()
    assert site.current() is before
    publish("New")
    assert title(site.current()) == "New"
    assert title(before) == "Old"


def test_a_thread_that_comes_late_sees_the_snapshot_it_was_given(
    publish: Callable[..., Path], other_thread: ThreadPoolExecutor
) -> None:
    snapshot = CompiledSite(publish("Old"), lambda: NOW).current()
    publish("New")
    assert other_thread.submit(title, snapshot).result() == "Old"


def test_threads_have_connections_of_their_own(
    publish: Callable[..., Path], other_thread: ThreadPoolExecutor
) -> None:
    snapshot = CompiledSite(publish("Old"), lambda: NOW).current()
    assert other_thread.submit(snapshot._connection).result() is not snapshot._connection()


def test_the_site_stays_when_its_file_is_deleted(
    publish: Callable[..., Path], other_thread: ThreadPoolExecutor
) -> None:
    folder = publish("Old")
    site = CompiledSite(folder, lambda: NOW)
    site.current()
    (folder / "content.db").unlink()
    assert title(site.current()) == "Old"
    assert other_thread.submit(title, site.current()).result() == "Old"


def test_the_site_stays_when_its_file_is_damaged(publish: Callable[..., Path]) -> None:
    folder = publish("Old")
    site = CompiledSite(folder, lambda: NOW)
    site.current()
    (folder / "content.db").unlink()
    (folder / "content.db").write_bytes(b"nonsense")
    assert title(site.current()) == "Old"


def test_without_a_compiled_site_there_is_none(tmp_path: Path) -> None:
    with pytest.raises(ContentMissing):
        CompiledSite(tmp_path, lambda: NOW).current()


def test_a_scheduled_entry_appears_when_its_time_comes(publish: Callable[..., Path]) -> None:
    moments = [NOW]
    site = CompiledSite(publish("Later", date="2026-11-22T09:00:00Z"), lambda: moments[-1])
    assert count_entries(site.current(), Filter()) == 0
    moments.append(datetime(2026, 11, 22, 8, 59, 59, tzinfo=UTC))
    assert find_entry(site.current(), "blog", "a") is None
    moments.append(moments[-1] + timedelta(seconds=1))
    assert find_entry(site.current(), "blog", "a") is not None
    assert count_entries(site.current(), Filter()) == 1


def test_threads_that_ask_at_once_are_given_one_snapshot(publish: Callable[..., Path]) -> None:
    site = CompiledSite(publish("Old"), lambda: NOW)
    together = threading.Barrier(8)

    def ask(_: int) -> Snapshot:
        together.wait()
        return site.current()

    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(ask, range(8)))) == 1


def test_an_answer_is_found_once(publish: Callable[..., Path]) -> None:
    calls = []

    @remembered
    def answer(_: Snapshot, question: int) -> int:
        calls.append(question)
        return question

    snapshot = CompiledSite(publish("Old"), lambda: NOW).current()
    assert [answer(snapshot, 1), answer(snapshot, 1), answer(snapshot, 2)] == [1, 1, 2]
    assert calls == [1, 2]


def test_none_is_an_answer_too(publish: Callable[..., Path]) -> None:
    calls = []
    snapshot = CompiledSite(publish("Old"), lambda: NOW).current()
    for _ in range(2):
        snapshot.remember("key", lambda: calls.append(1))
    assert calls == [1]


def test_functions_of_the_same_name_have_answers_of_their_own(publish: Callable[..., Path]) -> None:
    def named(answer: int) -> Callable[[Snapshot], int]:
        return remembered(lambda _: answer)

    snapshot = CompiledSite(publish("Old"), lambda: NOW).current()
    assert [named(1)(snapshot), named(2)(snapshot)] == [1, 2]


def test_the_least_recently_used_answers_make_room() -> None:
    memory = Memory(room=10)
    for key in "abc":
        memory.put(key, key.upper(), size=4)
        memory.get("a")
    assert [memory.get(key) for key in "abc"] == ["A", None, "C"]


def test_an_answer_counts_once_however_often_it_is_kept() -> None:
    memory = Memory(room=10)
    memory.put("a", "A", size=4)
    for _ in range(9):
        memory.put("b", "B", size=4)
    assert memory.get("a") == "A"


def test_an_answer_larger_than_the_room_is_not_kept() -> None:
    memory = Memory(room=10)
    memory.put("a", "A", size=11)
    memory.put("b", "B", size=10)
    assert (memory.get("a"), memory.get("b")) == (None, "B")
