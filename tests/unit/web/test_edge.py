"""The stages of a request come in one order, and each pair of neighbours can be told apart from outside."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from time import time
from typing import Any

import pytest
from tests.support.edge import ALWAYS, ETAG, Asked, answering
from tests.support.records import everything

from portico.web.bodies import Bodies
from portico.web.compression import EVERY_TIME, ONCE
from portico.web.edge import REFUSAL, ROUTE
from portico.web.proxies import Proxies

ORIGIN = "https://app.test"
LONG = b"words and words " * 100
ZSTD = {"Accept-Encoding": "zstd"}


@pytest.fixture
def asked() -> list[dict[str, Any]]:
    """What reached the application."""
    return []


@pytest.fixture
def keeping(asked: list[dict[str, Any]]) -> Iterator[Asked]:
    """An edge whose application gives one page that may be kept, and which keeps it."""
    edge = Asked(answering(LONG, kept=True, asked=asked), origins=[ORIGIN])
    edge.pages.start()
    yield edge
    edge.pages.stop()


def test_every_answer_has_a_name_and_the_headers_of_security() -> None:
    answer = Asked(answering()).client.get("/")
    assert len(answer.headers["X-Request-ID"]) == 16
    assert {name: answer.headers[name] for name, _ in ALWAYS} == dict(ALWAYS)


def test_what_an_answer_says_of_itself_is_stronger() -> None:
    answer = Asked(answering(Content_Security_Policy="default-src 'self'")).client.get("/")
    assert answer.headers.getlist("Content-Security-Policy") == ["default-src 'self'"]


def test_the_proxies_speak_before_the_hosts_are_judged(asked: list[dict[str, Any]]) -> None:
    edge = Asked(answering(asked=asked), proxies=Proxies(1, []))
    headers = {"Host": "inside", "X-Forwarded-For": "192.0.2.9", "X-Forwarded-Host": "localhost"}
    edge.client.get("/", headers=headers, environ_overrides={"REMOTE_ADDR": "127.0.0.1"})
    assert asked[0][REFUSAL] is None
    assert edge.record().address == "192.0.2.9"


def test_a_host_that_is_not_ours_is_refused_and_yet_named(asked: list[dict[str, Any]]) -> None:
    answer = Asked(answering(asked=asked)).client.get("/", headers={"Host": "evil.test"})
    assert asked[0][REFUSAL].status == 400
    assert answer.headers["X-Request-ID"] == asked[0]["portico.request_id"]


def test_a_host_that_is_not_ours_gets_no_kept_page(keeping: Asked, asked: list[dict[str, Any]]) -> None:
    for host in ("localhost", "localhost", "evil.test"):
        keeping.client.get("/", headers={"Host": host})
    assert [seen["HTTP_HOST"] for seen in asked] == ["localhost", "evil.test"]


def test_a_preflight_reaches_neither_the_bodies_nor_the_application(asked: list[dict[str, Any]]) -> None:
    edge = Asked(answering(asked=asked), origins=[ORIGIN])
    headers = {"Origin": ORIGIN, "Access-Control-Request-Method": "POST", "Content-Length": "9999"}
    answer = edge.client.open("/api/v1/x", method="OPTIONS", headers=headers)
    assert (answer.status_code, asked) == (204, [])
    assert answer.headers["Access-Control-Allow-Origin"] == ORIGIN
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_a_body_that_is_too_large_is_refused_with_headers_for_other_origins(
    asked: list[dict[str, Any]],
) -> None:
    edge = Asked(answering(asked=asked), origins=[ORIGIN], bodies=Bodies(10, 5, 1))
    answer = edge.client.post("/api/v1/x", data=b"x" * 11, headers={"Origin": ORIGIN})
    assert asked[0][REFUSAL].status == 413
    assert answer.headers["Access-Control-Allow-Origin"] == ORIGIN


def test_a_question_with_a_body_is_never_answered_from_the_cache(
    keeping: Asked, asked: list[dict[str, Any]]
) -> None:
    keeping.client.get("/")
    keeping.client.open("/", method="GET", data=b"fat")
    assert len(asked) == 2
    assert len(keeping.pages) == 1


def test_a_kept_page_is_told_to_other_origins_each_in_its_own_words(keeping: Asked) -> None:
    keeping.client.get("/api/v1/x", headers={"Origin": ORIGIN})
    stranger = keeping.client.get("/api/v1/x", headers={"Origin": "https://evil.test"})
    friend = keeping.client.get("/api/v1/x", headers={"Origin": ORIGIN})
    assert "Access-Control-Allow-Origin" not in stranger.headers
    assert friend.headers["Access-Control-Allow-Origin"] == ORIGIN
    assert all("Origin" in answer.headers.getlist("Vary") for answer in (stranger, friend))


def test_a_kept_page_is_compressed_once(keeping: Asked, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[int] = []
    squeeze = ONCE["zstd"]
    monkeypatch.setitem(ONCE, "zstd", lambda body: made.append(1) or squeeze(body))  # type: ignore[func-returns-value]
    bodies = {keeping.client.get("/", headers=ZSTD).data for _ in range(3)}
    assert (len(bodies), made) == (1, [1])


def test_an_answer_made_anew_is_compressed_after_its_time_is_taken() -> None:
    answer = Asked(answering(LONG)).client.get("/", headers=ZSTD)
    assert answer.headers["Content-Encoding"] == "zstd"
    assert answer.headers["Server-Timing"].startswith("app;dur=")
    assert answer.data == EVERY_TIME["zstd"](LONG)


def test_a_kept_page_took_no_time_worth_telling(keeping: Asked) -> None:
    keeping.client.get("/")
    assert "Server-Timing" not in keeping.client.get("/").headers


def test_errors_are_compressed_too() -> None:
    answer = Asked(answering(LONG, status="404 NOT FOUND")).client.get("/", headers=ZSTD)
    assert (answer.status_code, answer.headers["Content-Encoding"]) == (404, "zstd")


@pytest.mark.parametrize("path", ["/", "/kept"])
def test_head_has_the_headers_of_get_and_no_body(path: str, keeping: Asked) -> None:
    edge = keeping if path == "/kept" else Asked(answering(LONG))
    whole, head = (
        edge.client.open(path, method=method, headers=ZSTD, buffered=True) for method in ("GET", "HEAD")
    )
    changing = {"X-Request-ID", "Server-Timing", "traceparent"}
    assert {h for h in whole.headers if h[0] not in changing} == {
        h for h in head.headers if h[0] not in changing
    }
    assert (head.data, edge.record().outcome.method) == (b"", "HEAD")


def test_a_head_request_does_not_empty_the_page_for_the_next(keeping: Asked) -> None:
    keeping.client.head("/")
    assert keeping.client.get("/").data == LONG


@pytest.mark.parametrize("form", ['"abc"', '"abc-zstd"', '"abc-br"', 'W/"abc-gzip"', '"x", "abc-br"', "*"])
@pytest.mark.parametrize("times", [0, 1])
def test_who_has_any_form_of_a_page_is_told_so(keeping: Asked, form: str, times: int) -> None:
    for _ in range(times):
        keeping.client.get("/")
    answer = keeping.client.get("/", headers={"If-None-Match": form} | ZSTD)
    assert (answer.status_code, answer.data) == (304, b"")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert not {"Content-Type", "Content-Length", "Content-Encoding"} & set(answer.headers.keys())


@pytest.mark.parametrize("other", ['"xyz"', '"abcd"', '"xabc"', "abc", ""])
def test_who_has_something_else_gets_the_page(keeping: Asked, other: str) -> None:
    assert keeping.client.get("/", headers={"If-None-Match": other}).data == LONG


def test_the_application_sees_the_etags_that_it_gave(asked: list[dict[str, Any]]) -> None:
    edge = Asked(answering(asked=asked))
    edge.client.get("/", headers={"If-None-Match": '"abc-zstd", W/"d-br"', "If-Match": '"abc-gzip"'})
    assert (asked[0]["HTTP_IF_NONE_MATCH"], asked[0]["HTTP_IF_MATCH"]) == ('"abc", W/"d"', ETAG)


def test_what_has_not_changed_keeps_the_etag_that_the_client_knows() -> None:
    edge = Asked(answering(b"", status="304 NOT MODIFIED"))
    answer = edge.client.get("/", headers={"If-None-Match": '"abc-zstd"'} | ZSTD)
    assert answer.headers["ETag"] == '"abc-zstd"'


def test_both_ways_leave_the_same_record(keeping: Asked) -> None:
    headers = {"User-Agent": "Reader/1", "Referer": "https://other.test/", "X-Request-ID": "named-by-me"}
    fresh, kept = (keeping.client.get("/", headers=headers) and keeping.record() for _ in range(2))
    assert asdict(kept.outcome) == asdict(fresh.outcome) | {"cached": True}
    same = ("request_id", "address", "user", "referrer")
    assert [getattr(fresh, name) for name in same] == [getattr(kept, name) for name in same]
    assert len(fresh.trace_id) == len(kept.trace_id) == 32


def test_the_same_question_again_leaves_the_same_record_and_has_the_same_answer(keeping: Asked) -> None:
    headers = {"User-Agent": "Reader/1", "Referer": "https://other.test/"} | ZSTD
    answers = [keeping.client.get("/a?page=2", headers=headers) for _ in range(4)]
    keeping.records.flush()
    own = {"time", "request_id", "trace_id", "seconds"}
    records = [everything(row) for row in keeping.told]
    found, ready = ({name: value for name, value in row.items() if name not in own} for row in records[1::2])
    assert found == ready == found | {"cached": True, "shown": True}
    assert len({answer.data for answer in answers}) == 1
    for answer in answers:
        answer.headers.remove("X-Request-ID")
    assert answers[1].headers == answers[3].headers


@pytest.mark.parametrize(
    ("header", "value"),
    [
        ("Authorization", "Bearer x"),
        ("Range", "bytes=0-1"),
        ("Transfer-Encoding", "chunked"),
        ("Host", "evil.test"),
    ],
)
def test_an_answer_that_is_ready_is_not_for_a_request_that_carries_more(
    keeping: Asked, asked: list[dict[str, Any]], header: str, value: str
) -> None:
    for _ in range(3):
        keeping.client.get("/")
    keeping.client.get("/", headers={header: value})
    assert len(asked) == 2


def test_no_answer_is_ready_for_another_method(keeping: Asked, asked: list[dict[str, Any]]) -> None:
    for _ in range(3):
        keeping.client.get("/")
    keeping.client.post("/")
    assert keeping.client.head("/").data == b""
    assert [seen["REQUEST_METHOD"] for seen in asked] == ["GET", "POST"]


def test_an_answer_is_ready_no_longer_once_its_page_is_forgotten(
    keeping: Asked, asked: list[dict[str, Any]]
) -> None:
    for times in range(1, 4):
        for _ in range(3):
            keeping.client.get("/")
        assert len(asked) == times
        keeping.pages.forget("news")


def test_a_record_knows_when_and_how_long() -> None:
    edge = Asked(answering())
    edge.client.get("/")
    record = edge.record()
    assert abs(record.time - time()) < 60
    assert 0 < record.seconds < 60


@pytest.mark.parametrize(
    ("headers", "shown"),
    [
        ({}, True),
        ({"Sec-Purpose": "prefetch"}, False),
        ({"If-None-Match": '"abc"'}, True),
    ],
)
def test_a_page_is_shown_to_people_who_ask_for_it(
    keeping: Asked, headers: dict[str, str], shown: bool
) -> None:
    keeping.client.get("/", headers=headers)
    assert keeping.record().outcome.shown is shown


def test_a_private_page_is_not_counted_as_shown() -> None:
    edge = Asked(answering(Cache_Control="private, no-store"))
    edge.client.get("/preview/token")
    assert not edge.record().outcome.shown


def test_the_route_of_a_kept_page_is_known_without_asking(asked: list[dict[str, Any]]) -> None:
    def routed(environ: dict[str, Any], start_response: Any) -> Any:
        environ[ROUTE] = "/<path:path>"
        return answering(LONG, kept=True)(environ, start_response)

    edge = Asked(routed)
    edge.pages.start()
    edge.client.get("/a")
    edge.client.get("/a")
    assert (edge.record().outcome.cached, edge.record().outcome.route) == (True, "/<path:path>")
    edge.pages.stop()


def test_a_name_and_a_trace_that_are_brought_come_back_from_both_ways(keeping: Asked) -> None:
    parent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
    for _ in range(2):
        answer = keeping.client.get("/", headers={"X-Request-ID": "named-by-me", "traceparent": parent})
        assert answer.headers["X-Request-ID"] == "named-by-me"
        assert answer.headers["traceparent"].split("-")[1] == parent.split("-")[1]
        assert keeping.record().trace_id == parent.split("-")[1]


def test_names_of_kept_pages_are_unlike_each_other(keeping: Asked) -> None:
    names = {keeping.client.get("/").headers["X-Request-ID"] for _ in range(50)}
    assert len(names) == 50
