"""Pages are kept while they are right and there is room for them, and never a moment longer."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from time import monotonic, perf_counter, sleep

import pytest
from tests.support.records import record
from tests.support.waiting import eventually

from portico.web import compression, page_cache
from portico.web.answers import Caught, is_private
from portico.web.assets import FOREVER
from portico.web.cacheable import Cacheable
from portico.web.page_cache import (
    OVERHEAD,
    Page,
    PageCache,
    Question,
    Ready,
    is_for_everyone,
    is_within,
    page_from,
    question_of,
)

NEWS = frozenset({"news"})


def page(path: str = "/a", *, body: bytes = b"x", tags: frozenset[str] = NEWS) -> Page:
    """A page at a path."""
    return Page(("", "", path, ""), [], '"e"', body, "/<path>", tags, "text/html")


class Source:
    """Something that pages are made from."""

    def __init__(self) -> None:
        self.state: object = object()

    def __call__(self) -> object:
        if isinstance(self.state, Exception):
            raise self.state
        return self.state


@pytest.fixture
def source() -> Source:
    return Source()


@pytest.fixture
def cache(source: Source) -> Iterator[PageCache]:
    """A cache that keeps pages, with room for four small ones."""
    kept = PageCache(room=4 * (OVERHEAD + 10), by_origin=False)
    kept.watch("news", source)
    kept.start()
    yield kept
    kept.stop()


def asking(path: str) -> dict[str, str]:
    """A request for a page at a path."""
    return {
        "wsgi.url_scheme": "http",
        "HTTP_HOST": "a",
        "SCRIPT_NAME": "",
        "PATH_INFO": path,
        "QUERY_STRING": "",
    }


def has(cache: PageCache, path: str) -> bool:
    return cache.find(asking(path), perf_counter()) is not None


def test_a_page_is_found_at_its_own_address(cache: PageCache) -> None:
    cache.keep(page(), cache.generation)
    assert has(cache, "/a")
    assert not has(cache, "/b")


def test_nothing_is_given_before_it_looks_or_after_it_stopped(cache: PageCache) -> None:
    cache.keep(page(), cache.generation)
    cache.stop()
    assert not has(cache, "/a")
    cache.keep(page(), cache.generation)
    assert len(cache) == 0


def test_a_change_drops_what_was_made_from_it(cache: PageCache, source: Source) -> None:
    cache.keep(page("/a"), cache.generation)
    cache.keep(page("/b", tags=frozenset({"weather"})), cache.generation)
    source.state = object()
    eventually(lambda: not has(cache, "/a"))
    assert has(cache, "/b")


def test_a_source_that_fails_counts_as_changed(cache: PageCache, source: Source) -> None:
    cache.keep(page(), cache.generation)
    source.state = OSError("gone")
    eventually(lambda: not has(cache, "/a"))


def test_a_look_that_never_ends_stops_the_cache_within_its_trust(
    cache: PageCache, source: Source, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page_cache, "TRUST", 0.2)
    stuck, go_on = threading.Event(), threading.Event()

    def hang() -> object:
        stuck.set()
        go_on.wait(20)
        return source.state

    cache.keep(page(), cache.generation)
    cache.watch("slow", hang)
    stuck.wait(20)
    eventually(lambda: not has(cache, "/a"))
    go_on.set()


def test_what_was_begun_before_a_drop_is_not_kept_after_it(cache: PageCache) -> None:
    begun = cache.generation
    cache.drop("news")
    cache.keep(page(), begun)
    assert not has(cache, "/a")


def test_what_was_begun_before_an_unseen_change_is_not_kept(
    cache: PageCache, source: Source, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page_cache, "PAUSE", 60)
    begun = cache.generation
    source.state = object()
    cache.keep(page(), begun)
    assert not has(cache, "/a")


def test_an_older_page_never_follows_a_newer_one(cache: PageCache, source: Source) -> None:
    """Many threads make pages from a source that changes; none given is older than one before."""
    versions = iter(range(10**9))
    source.state = (next(versions), object())
    ended = threading.Event()

    def make() -> None:
        while not ended.is_set():
            begun = cache.generation
            state = source.state
            sleep(0.0005)
            cache.keep(page(body=str(state[0]).encode()), begun)

    def change() -> None:
        while not ended.is_set():
            source.state = (next(versions), object())
            sleep(0.003)

    def read() -> int:
        newest = 0
        until = monotonic() + 1.5
        given = 0
        while monotonic() < until:
            found = cache.find(asking("/a"), perf_counter())
            if found is not None:
                given += 1
                assert int(found.body) >= newest
                newest = int(found.body)
            sleep(0)
        return given

    with ThreadPoolExecutor(6) as pool:
        makers = [pool.submit(make) for _ in range(4)] + [pool.submit(change)]
        try:
            assert pool.submit(read).result() > 0
        finally:
            ended.set()
        for maker in makers:
            maker.result()


def test_pages_make_room_and_those_asked_for_stay(cache: PageCache) -> None:
    for path in ("/a", "/b", "/c", "/d"):
        cache.keep(page(path), cache.generation)
    has(cache, "/a")
    cache.keep(page("/e"), cache.generation)
    assert [has(cache, path) for path in ("/a", "/b", "/c", "/d", "/e")] == [True, False, True, True, True]


def test_the_room_is_never_exceeded_and_comes_back(cache: PageCache) -> None:
    for number in range(100):
        cache.keep(page(f"/{number % 30}", body=b"x" * (number % 7)), cache.generation)
        assert cache.bytes <= 4 * (OVERHEAD + 10)
    cache.clear()
    assert (cache.bytes, len(cache)) == (0, 0)


def question(path: str = "/a", accepted: str = "") -> Question:
    found = question_of(asking(path) | {"REQUEST_METHOD": "GET", "HTTP_ACCEPT_ENCODING": accepted})
    assert found is not None
    return found


def answer_of(cache: PageCache, kept: Page) -> Ready:
    """The answer that a page has ready, with what is remembered of those who get it."""
    return cache.form(kept, "").whole, record(path=kept.address[2], cached=True).outcome


def make_ready(cache: PageCache, kept: Page, answer: Ready) -> None:
    """Have an answer ready, however often the cache is busy with its sources."""

    def is_ready() -> bool:
        cache.make_ready(question(), kept, answer)
        return cache.ready(question(), 0) is answer

    eventually(is_ready)


def test_an_answer_is_ready_until_its_page_makes_room(cache: PageCache) -> None:
    kept = page("/a")
    cache.keep(kept, cache.generation)
    answer = answer_of(cache, kept)

    def is_ready() -> bool:
        return cache.ready(question(), perf_counter()) is answer

    make_ready(cache, kept, answer)
    for path in ("/b", "/c", "/d", "/e"):
        cache.keep(page(path), cache.generation)
    assert not is_ready()
    for path in ("/f", "/g", "/h", "/i", "/j"):
        cache.keep(page(path), cache.generation)
    cache.make_ready(question(), kept, answer)
    assert (has(cache, "/a"), is_ready()) == (False, False)


def test_no_answer_is_ready_when_nobody_looks(cache: PageCache) -> None:
    kept = page()
    cache.keep(kept, cache.generation)
    answer = answer_of(cache, kept)
    make_ready(cache, kept, answer)
    assert cache.ready(question(), perf_counter() + page_cache.TRUST + 60) is None


def test_few_answers_are_ready_and_none_for_long_questions(
    cache: PageCache, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page_cache, "MOST_READY", 10)
    kept = page()
    cache.keep(kept, cache.generation)
    answer, asked = answer_of(cache, kept), [question(accepted=f"x{number}") for number in range(100)]
    for each in [*asked, long := question(accepted="x" * 1000)]:
        cache.make_ready(each, kept, answer)
    assert 0 < sum(cache.ready(each, 0) is answer for each in asked) <= 10
    assert cache.ready(long, 0) is None


def test_every_form_takes_room() -> None:
    cache = PageCache(by_origin=False)
    cache.start()
    kept = page(body=b"words and words " * 200)
    cache.keep(kept, cache.generation)
    before = cache.bytes
    cache.form(kept, "br")
    assert cache.bytes == before + kept.forms["br"].whole.size
    cache.stop()


def test_a_giant_is_not_kept(cache: PageCache, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page_cache, "LARGEST", 100)
    cache.keep(page(body=b"x" * 101), cache.generation)
    assert len(cache) == 0


def test_a_form_is_made_once_however_many_want_it(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []

    def squeeze(_: bytes) -> bytes:
        made.append("br")
        sleep(0.05)
        return b"small"

    monkeypatch.setitem(compression.ONCE, "br", squeeze)
    cache, wanted = PageCache(by_origin=False), page(body=b"words " * 200)
    with ThreadPoolExecutor(8) as pool:
        forms = list(pool.map(lambda _: cache.form(wanted, "br"), range(8)))
    assert (len(set(map(id, forms))), made) == (1, ["br"])


def test_what_never_changes_is_made_smaller(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compression, "FOR_EVER", lambda _: b"smallest")
    cache, file = PageCache(by_origin=False), page(body=b"words " * 200)
    file.headers.append(("Cache-Control", FOREVER))
    assert cache.form(file, "br").whole.body == [b"smallest"]
    assert cache.form(page(body=file.body), "br").whole.body != [b"smallest"]


def test_what_does_not_shrink_has_one_form() -> None:
    cache, small = PageCache(by_origin=False), page(body=b"tiny")
    assert cache.form(small, "br") is cache.form(small, "")


def test_when_words_may_be_lost_only_pages_go_that_nothing_else_watches(cache: PageCache) -> None:
    cache.keep(page("/a"), cache.generation)
    cache.keep(page("/b", tags=frozenset({"news", "comments"})), cache.generation)
    cache.forget_unwatched()
    assert [has(cache, path) for path in ("/a", "/b")] == [True, False]


def test_drops_are_told_to_others(cache: PageCache) -> None:
    told: list[str] = []
    cache.told.append(told.append)
    cache.drop("news")
    cache.forget("news")
    assert told == ["news"]


@pytest.mark.parametrize(
    ("query", "within"),
    [
        ("page=2", True),
        ("page=2&tag=a", True),
        ("page=", True),
        ("", True),
        ("page=2&page=3", False),
        ("utm_source=x", False),
        ("page=2&utm_source=x", False),
        ("page=2;utm_source=x", True),
        ("page=2&%70age=3", False),
        ("PAGE=2", False),
        ("page[]=2", False),
        ("&", True),
        ("=x", False),
        ("%ff=1", False),
    ],
)
def test_only_addresses_that_the_view_reads_are_kept(query: str, within: bool) -> None:
    assert is_within(query, frozenset({"page", "tag"})) is within


@pytest.mark.parametrize(
    "headers",
    [
        {"set-cookie": "a=b"},
        {"cache-control": "private"},
        {"cache-control": "no-store"},
        {"vary": "Cookie"},
    ],
)
def test_an_answer_for_one_visitor_is_never_a_page(headers: dict[str, str]) -> None:
    assert is_for_everyone({"etag": '"e"', "cache-control": "public"})
    assert not is_for_everyone({"etag": '"e"'} | headers)


def test_an_answer_without_a_validator_is_never_a_page() -> None:
    assert not is_for_everyone({"cache-control": "public"})


def test_private_is_what_says_so() -> None:
    assert is_private({"set-cookie": "a=b"})
    assert not is_private({"cache-control": "public, max-age=60"})


def test_headers_of_one_request_are_not_kept() -> None:
    caught = Caught()
    caught("200 OK", [("ETag", '"e"'), ("Content-Type", "text/html"), ("RateLimit", "1"), ("Link", "<x>")])
    mark = Cacheable(NEWS, frozenset())
    made = page_from(mark, ("", "", "/", ""), "/", caught, [("X-Always", "1")], [b"body"])
    assert [name for name, _ in made.headers] == ["Content-Type", "Link", "X-Always", "Vary"]


def test_hosts_have_pages_of_their_own_only_where_pages_name_them() -> None:
    assert PageCache(by_origin=True).address(asking("/"))[0] == "http://a"
    assert PageCache(by_origin=False).address(asking("/"))[0] == ""
