"""Words are heard by every process; when some may have been missed, that is said."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from structlog.testing import capture_logs
from tests.support.server import free_port
from tests.support.waiting import eventually

from portico.platform import news
from portico.platform.news import News


class Process:
    """What one process hears and misses."""

    def __init__(self, url: str) -> None:
        self.heard: list[str] = []
        self.missed = 0
        self.news = News(url)
        self.news.listen(self.heard.append, self.miss)
        self.news.start()

    def miss(self) -> None:
        self.missed += 1


@pytest.fixture
def join(redis_url: str) -> Iterator[Callable[[], Process]]:
    """Add a process that listens."""
    with ExitStack() as ended:

        def add() -> Process:
            process = Process(redis_url)
            ended.callback(process.news.stop)
            eventually(lambda: process.missed > 0)
            return process

        yield add


def test_a_word_is_heard_by_all_who_tell(join: Callable[[], Process]) -> None:
    one, other = join(), join()
    one.news.tell("content")
    eventually(lambda: one.heard == other.heard == ["content"])


def test_words_come_in_the_order_in_which_they_were_told(join: Callable[[], Process]) -> None:
    one, other = join(), join()
    for number in range(200):
        one.news.tell(str(number))
    eventually(lambda: len(other.heard) == 200)
    assert other.heard == [str(number) for number in range(200)]


def test_a_word_told_just_before_the_end_is_heard(join: Callable[[], Process]) -> None:
    one, other = join(), join()
    one.news.tell("last")
    one.news.stop()
    eventually(lambda: other.heard == ["last"])


def test_a_word_that_a_listener_cannot_take_counts_as_missed_and_the_next_is_heard(
    join: Callable[[], Process],
) -> None:
    process = join()
    missed = process.missed
    process.news.listen(lambda word: process.heard.append(f"number {int(word)}"), process.miss)
    with capture_logs() as lines:
        process.news.tell("content")
        process.news.tell("7")
        eventually(lambda: process.heard == ["content", "7", "number 7"])
    assert process.missed == missed + 1
    assert [line["event"] for line in lines] == ["news_not_understood"]


def test_without_redis_it_is_said_once_in_the_log_and_again_and_again_to_who_keeps_pages(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(news, "PATIENCE", 0.05)
    with capture_logs() as lines:
        process = Process(f"redis://127.0.0.1:{free_port()}/0")
        eventually(lambda: process.missed >= 3)
        process.news.stop()
    assert [line["event"] for line in lines] == ["news_unavailable"]
