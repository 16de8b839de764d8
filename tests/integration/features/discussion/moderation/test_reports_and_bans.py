"""Readers who tell of a comment, and people who may no longer take part."""

from __future__ import annotations

from tests.integration.features.discussion.moderation.conftest import Talk, on_each_database, queue
from tests.support.accounts import Person


def _shown(talk: Talk, keeper: Person, author: Person, words: str = "Well put.") -> int:
    comment = talk.say(author, words)
    keeper.post(f"/moderation/comments/{comment}/approve")
    return comment


@on_each_database
def test_three_people_who_report_take_a_comment_down_until_somebody_looks(
    talk: Talk, moderator: Person, ada: Person
) -> None:
    comment = _shown(talk, moderator, ada)
    told = f"/comments/{comment}/reports"
    bob, carol, dora = (talk.member(name) for name in ("bob", "carol", "dora"))
    assert bob.post(told, {"reason": "spam", "note": "An advertisement."}).status == 204
    assert bob.post(told, {"reason": "abuse"}).status == 204
    (entry,) = queue(moderator, "reported")
    assert [(one["username"], one["reason"]) for one in entry["reports"]] == [("bob", "spam")]
    assert talk.told(moderator) == ["held", "report"]
    carol.post(told, {"reason": "spam"})
    assert talk.shown() == ["shown"]
    dora.post(told, {"reason": "other"})
    assert talk.shown() == []
    assert talk.acts() == ["approve", "hold"]
    (entry,) = queue(moderator)
    assert (entry["held_for"], len(entry["reports"])) == ("reports", 3)

    approved = moderator.post(f"/moderation/comments/{comment}/approve")
    assert approved.json["reports"] == []
    assert queue(moderator, "reported") == []
    talk.member("emil").post(told, {"reason": "spam"})
    assert talk.shown() == ["shown"]
    talk.check_counts()


def test_undoing_what_settled_reports_has_them_wait_again(talk: Talk, moderator: Person, ada: Person) -> None:
    comment = _shown(talk, moderator, ada)
    talk.member("bob").post(f"/comments/{comment}/reports", {"reason": "spam"})
    left = moderator.post(f"/moderation/comments/{comment}/approve")
    assert left.status == 200
    assert queue(moderator, "reported") == []
    moderator.post(f"/moderation/acts/{left.json['last_act']}/undo")
    assert len(queue(moderator, "reported")) == 1


def test_what_keepers_say_is_reported_and_stays(talk: Talk, owner: Person) -> None:
    comment = talk.say(owner)
    for name in ("ada", "bob", "carol", "dora"):
        assert talk.member(name).post(f"/comments/{comment}/reports", {"reason": "abuse"}).status == 204
    assert talk.shown() == ["shown"]


def test_nobody_reports_themself_or_what_they_cannot_see(talk: Talk, moderator: Person, ada: Person) -> None:
    comment = _shown(talk, moderator, ada)
    assert ada.post(f"/comments/{comment}/reports", {"reason": "spam"}).code == "own-comment"
    moderator.post(f"/moderation/comments/{comment}/hide")
    bob = talk.member("bob")
    assert bob.post(f"/comments/{comment}/reports", {"reason": "spam"}).status == 404
    assert bob.post("/comments/999/reports", {"reason": "spam"}).status == 404
    assert bob.post(f"/comments/{comment}/reports", {"reason": "taste"}).status == 422


@on_each_database
def test_who_is_banned_reads_on_and_takes_no_part(talk: Talk, moderator: Person, ada: Person) -> None:
    comment = _shown(talk, moderator, ada)
    bob = talk.member("bob")
    waiting = talk.say(bob, "Buy this.")
    banned = moderator.put("/moderation/bans/bob", {"reason": "Advertises."})
    assert (banned.status, banned.json["reason"]) == (200, "Advertises.")
    (entry,) = queue(moderator, "spam")
    assert (entry["comment"]["id"], entry["banned"]) == (waiting, True)
    assert sorted(talk.shown(bob)) == ["shown", "spam"]
    for method, path, body in (
        ("POST", "/discussions/blog/hello", {"text": "Again."}),
        ("PATCH", f"/comments/{waiting}", {"text": "Again."}),
        ("PUT", f"/comments/{comment}/reactions/heart", None),
        ("PUT", "/reactions/heart/blog/hello", None),
        ("POST", f"/comments/{comment}/reports", {"reason": "spam"}),
    ):
        assert bob.send(method, path, body).code == "banned", path

    assert [one["username"] for one in moderator.get("/moderation/bans").json["items"]] == ["bob"]
    assert moderator.delete("/moderation/bans/bob").status == 204
    assert moderator.delete("/moderation/bans/bob").status == 404
    assert [one["comment"]["id"] for one in queue(moderator)] == [waiting]
    assert bob.post("/discussions/blog/hello", {"text": "Again."}).status == 201
    assert talk.acts() == ["approve", "ban", "unban"]
    talk.check_counts()


def test_what_a_keeper_called_spam_stays_so_when_a_ban_ends(
    talk: Talk, moderator: Person, ada: Person
) -> None:
    comment = talk.say(ada)
    moderator.post(f"/moderation/comments/{comment}/spam")
    moderator.put("/moderation/bans/ada", {})
    moderator.delete("/moderation/bans/ada")
    assert [one["comment"]["id"] for one in queue(moderator, "spam")] == [comment]


def test_keepers_and_nobody_cannot_be_banned(talk: Talk, owner: Person, moderator: Person) -> None:
    for name in ("mole", "stone"):
        assert owner.put(f"/moderation/bans/{name}", {}).code == "not-for-role"
    assert moderator.put("/moderation/bans/nobody-here", {}).status == 404
    assert talk.acts() == []
