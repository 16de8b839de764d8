"""Comments of people of whom nothing is shown yet are checked for spam; where nobody answers, they go on."""

from __future__ import annotations

import threading
import time
from typing import Any

import pytest
from flask import Flask
from tests.integration.features.discussion.moderation.conftest import (
    ARTICLE,
    OpenTalk,
    Talk,
    judged_on_each_database,
    queue,
)
from tests.support.accounts import AGENT, Person, Straight
from tests.support.akismet import CERTAIN, KEY, SPAM, Akismet

from portico import background
from portico.features.discussion.judging import Opinion, Saying
from portico.features.discussion.serving import EXTENSION
from portico.features.ops.health import EXTENSION as READINESS
from portico.web.instrumentation import METRICS

RULES = {"hold_first": False, "words": ["casino"], "most_links": 1}


def app_of(talk: Talk) -> Flask:
    wire = talk.house.wire
    assert isinstance(wire, Straight)
    return wire.app


def checks(talk: Talk) -> dict[str, float]:
    """How often the service said what."""
    counted = app_of(talk).extensions[METRICS].state()["portico_comment_checks_total"]
    return {labels[0]: values[0] for labels, values in counted.items()}


def freely(owner: Person) -> None:
    """Nothing is held for being a first comment."""
    assert owner.put("/moderation/rules", RULES).status == 200


@judged_on_each_database
def test_what_is_taken_for_spam_waits_with_that_reason_and_its_author_sees_it(
    judged: Talk, service: Akismet
) -> None:
    owner, ada, bob, eve = judged.member("stone", "owner"), *map(judged.member, ("ada", "bob", "eve"))
    first = judged.say(ada, f"{SPAM} at the casino")
    judged.say(bob, "Fine.")
    judged.say(eve, CERTAIN, parent_id=judged.say(owner, "Anybody?"))
    assert judged.told(owner) == ["held", "held", "held"]
    assert [entry["held_for"] for entry in queue(owner)] == ["judged-spam", "first-comment", "judged-spam"]
    assert sorted(judged.shown(ada)) == ["held", "shown"]
    assert checks(judged) == {"spam": 1.0, "ham": 1.0, "discard": 1.0}
    assert [(each.method, each.told["comment_type"]) for each in service.asked] == [
        ("comment-check", "comment"),
        ("comment-check", "comment"),
        ("comment-check", "reply"),
    ]
    assert service.asked[0].told | {"comment_content": ""} == {
        "api_key": KEY,
        "blog": "https://site.test/",
        "blog_charset": "UTF-8",
        "user_ip": ada.source,
        "user_agent": AGENT,
        "permalink": "https://site.test/blog/hello",
        "comment_type": "comment",
        "comment_author": "ada",
        "comment_content": "",
        "is_test": "1",
    }
    owner.post(f"/moderation/comments/{first}/approve")
    assert judged.shown() == ["shown", "shown"]
    judged.check_counts()


def test_only_people_of_whom_nothing_is_shown_are_asked_about(judged: Talk, service: Akismet) -> None:
    owner, moderator = judged.member("stone", "owner"), judged.member("mole", "moderator")
    freely(owner)
    ada, eve = judged.member("ada"), judged.member("eve")
    judged.say(owner, SPAM)
    judged.say(moderator, SPAM)
    owner.put("/moderation/bans/eve", {"reason": ""})
    assert eve.post(ARTICLE, {"text": SPAM}).code == "banned"
    for place in ("/discussions/blog/nowhere", "/discussions/blog/old-name-of-nothing"):
        assert ada.post(place, {"text": SPAM}).status == 404
    assert service.asked == []
    first = judged.say(ada, "Fine.")
    judged.say(ada, SPAM)
    assert service.methods() == ["comment-check"]
    assert judged.shown() == ["shown"] * 4
    # Whose only comment is called spam is unknown again.
    number = owner.get(f"/moderation/comments?state=shown&q={SPAM}&limit=1").json["items"][0]["comment"]["id"]
    for each in (first, number):
        owner.post(f"/moderation/comments/{each}/spam")
    judged.say(ada, SPAM)
    assert service.methods() == ["comment-check"] * 2


def test_an_edit_counts_as_what_is_said_anew(judged: Talk, service: Akismet) -> None:
    owner, ada, bob = judged.member("stone", "owner"), judged.member("ada"), judged.member("bob")
    freely(owner)
    only = judged.say(ada, "Fine.")
    edited = ada.patch(f"/comments/{only}", {"text": SPAM})
    assert (edited.status, edited.json["state"]) == (200, "held")
    assert [entry["held_for"] for entry in queue(owner)] == ["judged-spam"]
    assert service.asked[1].told["recheck_reason"] == "edit"
    assert bob.patch(f"/comments/{only}", {"text": SPAM}).status == 404
    judged.say(bob, "Fine.")
    second = judged.say(bob, "As well.")
    assert bob.patch(f"/comments/{second}", {"text": SPAM}).json["state"] == "shown"
    assert len(service.asked) == 3


def test_what_waits_already_is_told_to_be_spam_since_it_was_edited(judged: Talk, service: Akismet) -> None:
    owner, ada = judged.member("stone", "owner"), judged.member("ada")
    first = judged.say(ada, "Fine.")
    for text, reason in (("Fine, I say.", "first-comment"), (SPAM, "judged-spam"), ("No!", "judged-spam")):
        ada.patch(f"/comments/{first}", {"text": text})
        assert [entry["held_for"] for entry in queue(owner)] == [reason]
    assert len(service.asked) == 4


@pytest.mark.parametrize(
    ("failure", "said"), [("500", "unreachable"), ("garbage", "unreachable"), ("suspended", "refused")]
)
def test_a_comment_is_taken_whatever_becomes_of_the_check(
    judged: Talk, service: Akismet, failure: str, said: str
) -> None:
    owner, ada, bob = judged.member("stone", "owner"), judged.member("ada"), judged.member("bob")
    service.fails = failure
    judged.say(ada, SPAM)
    freely(owner)
    judged.say(bob, SPAM)
    assert [entry["held_for"] for entry in queue(owner)] == ["first-comment"]
    assert judged.shown() == ["shown"]
    assert checks(judged) == {said: 2.0}


def test_nobody_else_waits_while_it_is_asked(judged: Talk, service: Akismet) -> None:
    """A hanging service costs whoever is asked about a bounded time, and holds no transaction meanwhile."""
    owner, ada = judged.member("stone", "owner"), judged.member("ada")
    service.fails, taken = "hang", []
    began = time.monotonic()
    key = {"Idempotency_Key": "once"}
    asking = threading.Thread(target=lambda: taken.append(ada.post(ARTICLE, {"text": SPAM}, **key)))
    asking.start()
    while not service.asked:
        time.sleep(0.01)
    judged.say(owner, "At once.")
    assert asking.is_alive()
    asking.join()
    assert (taken[0].status, taken[0].json["state"]) == (201, "held")
    assert 2 < time.monotonic() - began < 10
    service.fails = ""
    assert ada.post(ARTICLE, {"text": SPAM}, **key).json == taken[0].json


def test_it_is_asked_thirty_times_in_an_hour_about_one_person(
    open_judged: OpenTalk, service: Akismet
) -> None:
    talk = open_judged(rate_limits=True)
    ada = talk.member("ada")
    answers = [ada.post(ARTICLE, {"text": "Fine."}, Idempotency_Key="once") for _ in range(31)]
    assert [answer.status for answer in answers] == [201] * 30 + [429]
    assert len(service.asked) == 30


def test_without_a_key_nobody_is_asked(open_judged: OpenTalk, service: Akismet) -> None:
    talk = open_judged(akismet_key="")
    talk.say(talk.member("ada"), SPAM)
    assert (service.asked, checks(talk)) == ([], {})
    health = app_of(talk).test_client().get("/health/ready").json
    assert "spam check" not in [part["name"] for part in health["parts"]]


def test_health_says_that_the_key_is_refused_and_stays_ready(open_judged: OpenTalk, service: Akismet) -> None:
    talk = open_judged(akismet_key="another")
    client = app_of(talk).test_client()

    def part() -> Any:
        app_of(talk).extensions[READINESS]._asked = 0.0
        report = client.get("/health/ready")
        assert (report.status_code, report.json["ready"]) == (200, True)
        return next(each for each in report.json["parts"] if each["name"] == "spam check")

    assert part()["ready"]
    talk.say(talk.member("ada"), SPAM)
    refused = part()
    assert (refused["ready"], refused["sentence"]) == (False, "Akismet refuses this site; the log says why.")
    assert "Every part of this site answers" not in client.get("/health").text


class Stern:
    """Another judge, who takes every question for spam."""

    def __init__(self) -> None:
        self.asked: list[Saying] = []

    def ask(self, saying: Saying) -> Opinion:
        self.asked.append(saying)
        return "spam" if "?" in saying.text else "ham"

    def teach(self, saying: Saying, *, is_spam: bool) -> None:
        self.asked.append(saying)

    def check(self) -> None:
        pass


def test_any_judge_will_do(open_judged: OpenTalk, service: Akismet, monkeypatch: pytest.MonkeyPatch) -> None:
    judge = Stern()
    monkeypatch.setattr(background, "judge_of", lambda _: judge)
    talk = open_judged()
    assert app_of(talk).extensions[EXTENSION].judge is judge
    owner, ada = talk.member("stone", "owner"), talk.member("ada")
    talk.say(ada, "Really?")
    talk.say(ada, "Yes.")
    assert [entry["held_for"] for entry in queue(owner)] == ["first-comment", "judged-spam"]
    assert [(each.text, each.author, each.path) for each in judge.asked] == [
        ("Really?", "ada", "/blog/hello"),
        ("Yes.", "ada", "/blog/hello"),
    ]
    assert service.asked == []
