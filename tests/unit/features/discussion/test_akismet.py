"""What Akismet is asked, and what is made of each of its answers, over a real socket."""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest
from tests.support import akismet as stand_in
from tests.support.akismet import CERTAIN, KEY, SPAM, akismet
from tests.support.jobs import heard

from portico.features.discussion.akismet import SECONDS, Akismet
from portico.features.discussion.judging import JudgeRefuses, Origin, Saying
from portico.platform.http import FAILURES, UpstreamUnavailable

SITE = "https://site.test/me"
ORIGIN = Origin(address="203.0.113.9", agent="Firefox/140.0", referrer="https://site.test/me/blog/hello")
SAYING = Saying(text="Grüße & more", author="Ada", path="/blog/hello", is_reply=False, origin=ORIGIN)
BAD = replace(SAYING, text=SPAM)


@pytest.fixture
def service() -> Iterator[stand_in.Akismet]:
    with akismet() as running:
        yield running


def asking(service: stand_in.Akismet, key: str = KEY, **more: Any) -> Akismet:
    given: dict[str, Any] = {"site": SITE, "url": service.url, "at_once": 2, **more}
    return Akismet(key, **given)


def test_it_is_told_what_it_documents_and_nothing_else(service: stand_in.Akismet) -> None:
    judge = asking(service)
    assert judge.ask(SAYING) == "ham"
    assert service.asked[0].told == {
        "api_key": KEY,
        "blog": SITE,
        "blog_charset": "UTF-8",
        "user_ip": "203.0.113.9",
        "user_agent": "Firefox/140.0",
        "referrer": "https://site.test/me/blog/hello",
        "permalink": "https://site.test/me/blog/hello",
        "comment_type": "comment",
        "comment_author": "Ada",
        "comment_content": "Grüße & more",
    }
    asking(service, is_test=True).ask(
        replace(SAYING, is_reply=True, is_edit=True, author="", origin=Origin(address="::1"))
    )
    told = service.asked[1].told
    assert (told["comment_type"], told["recheck_reason"], told["is_test"]) == ("reply", "edit", "1")
    assert not {"user_agent", "referrer", "comment_author"} & set(told)


def test_spam_and_what_is_certain_are_told_apart(service: stand_in.Akismet) -> None:
    judge = asking(service)
    assert [judge.ask(replace(SAYING, text=text)) for text in (SPAM, CERTAIN, "Fine")] == [
        "spam",
        "discard",
        "ham",
    ]
    service.alert = "Your key may be in use by somebody else."
    with heard() as lines:
        assert judge.ask(BAD) == "spam"
    assert [(line["event"], line["code"], line["why"]) for line in lines] == [
        ("akismet_alert", "10005", service.alert)
    ]
    judge.check()


@pytest.mark.parametrize("failure", ["500", "garbage", "nothing", "long", "cut", "missing"])
def test_what_is_no_answer_is_no_opinion(service: stand_in.Akismet, failure: str) -> None:
    service.fails, judge = failure, asking(service)
    with heard() as lines:
        assert judge.ask(BAD) == "unreachable"
    assert [line["event"] for line in lines] == ["akismet_unreachable"]
    assert KEY not in str(lines)
    with pytest.raises(UpstreamUnavailable):
        judge.teach(BAD, is_spam=True)
    judge.check()
    service.fails = ""
    assert judge.ask(BAD) == "spam"


def test_nobody_waits_longer_than_a_bounded_time_nor_for_what_failed_again_and_again(
    service: stand_in.Akismet,
) -> None:
    service.fails, judge = "hang", asking(service, seconds=0.2)
    assert SECONDS < 3
    began = time.monotonic()
    assert {judge.ask(SAYING) for _ in range(FAILURES)} == {"unreachable"}
    assert time.monotonic() - began < FAILURES * 0.2 + 2
    service.fails, asked = "", len(service.asked)
    assert judge.ask(SAYING) == "unreachable"
    assert len(service.asked) == asked


def test_so_many_wait_for_it_at_a_time(service: stand_in.Akismet) -> None:
    service.fails, judge = "hang", asking(service, seconds=0.5)
    with heard() as lines, ThreadPoolExecutor(4) as pool:
        assert set(pool.map(judge.ask, [SAYING] * 4)) == {"unreachable"}
    assert len(service.asked) == 2
    assert [line["why"] for line in lines].count("busy") == 2


@pytest.mark.parametrize(
    ("key", "fails", "why"),
    [("another", "", "Invalid API key."), (KEY, "suspended", "Suspended due to overuse.")],
)
def test_one_that_refuses_the_site_is_left_alone_for_ten_minutes(
    service: stand_in.Akismet, key: str, fails: str, why: str
) -> None:
    service.fails, judge = fails, asking(service, key)
    with heard() as lines:
        assert [judge.ask(SAYING) for _ in range(3)] == ["refused"] * 3
    assert [(line["event"], line["log_level"], line["why"]) for line in lines] == [
        ("akismet_refused", "error", why)
    ]
    assert service.methods() == ["comment-check"]
    with pytest.raises(JudgeRefuses, match="the log says why"):
        judge.check()


def test_it_is_asked_again_when_ten_minutes_are_over(
    service: stand_in.Akismet, monkeypatch: pytest.MonkeyPatch
) -> None:
    service.fails, judge = "suspended", asking(service)
    assert judge.ask(SAYING) == "refused"
    service.fails, real = "", time.monotonic
    monkeypatch.setattr(time, "monotonic", lambda: real() + 599)
    assert judge.ask(SAYING) == "refused"
    monkeypatch.setattr(time, "monotonic", lambda: real() + 601)
    assert judge.ask(SAYING) == "ham"
    judge.check()


def test_it_is_taught_what_it_was_asked(service: stand_in.Akismet) -> None:
    judge = asking(service)
    judge.ask(BAD)
    judge.teach(BAD, is_spam=False)
    judge.teach(BAD, is_spam=True)
    assert service.methods() == ["comment-check", "submit-ham", "submit-spam"]
    first, *others = [each.told for each in service.asked]
    assert others == [first, first]
    with pytest.raises(JudgeRefuses):
        asking(service, "another").teach(BAD, is_spam=True)


def test_a_key_can_be_verified(service: stand_in.Akismet) -> None:
    asking(service).verify()
    assert service.asked[0].told == {"api_key": KEY, "blog": SITE}
    with pytest.raises(JudgeRefuses, match="Invalid API key"):
        asking(service, "another").verify()
    service.fails = "500"
    with pytest.raises(UpstreamUnavailable):
        asking(service).verify()


def test_what_it_says_is_cut_before_it_is_logged(service: stand_in.Akismet) -> None:
    service.alert = "x" * 300
    with heard() as lines:
        assert asking(service).ask(SAYING) == "ham"
    assert len(lines[0]["why"]) == 200
