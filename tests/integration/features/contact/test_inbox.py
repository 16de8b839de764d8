"""The owner finds, reads, answers and puts away what visitors have written."""

from __future__ import annotations

from urllib.parse import quote

from sqlalchemy import event
from tests.integration.features.contact.conftest import LETTER, OWNER, Porch, PorchMaker

from portico.features.contact import inbox


def test_letters_are_found_read_and_answered(porch: Porch) -> None:
    for number in range(3):
        assert (
            porch.write(
                name=f"Writer {number}", text=f"Letter {number}: 100% of it, and more_of it. Äh"
            ).status
            == 202
        )
    porch.write(website="https://pills.test")
    owner = porch.owner()
    listed = owner.get("/contact/messages").json
    assert [entry["name"] for entry in listed["items"]] == ["Writer 2", "Writer 1", "Writer 0"]
    assert listed["items"][0]["excerpt"] == "Letter 2: 100% of it, and more_of it. Äh"
    for words, found in (
        ("letter 1", 1),
        ("WRITER", 3),
        ("0%", 3),
        ("more_", 3),
        ("moreX", 0),
        ("question", 3),
        ("Äh", 3),
    ):
        assert len(owner.get(f"/contact/messages?q={quote(words)}").json["items"]) == found, words
    assert [e["state"] for e in owner.get("/contact/messages?state=spam").json["items"]] == ["spam"]
    first = listed["items"][0]["id"]
    assert owner.patch(f"/contact/messages/{first}", {"state": "read"}).json["state"] == "read"
    answered = owner.post(f"/contact/messages/{first}/answers", {"text": "With a balloon.\r\n\r\nYours"})
    assert answered.status == 201
    assert answered.json["state"] == "answered"
    whole = owner.get(f"/contact/messages/{first}").json
    assert [answer["text"] for answer in whole["answers"]] == ["With a balloon.\n\nYours"]
    mail = porch.mails()[-1]
    assert (mail.recipient, mail.headers) == (LETTER["email"], {"Reply-To": OWNER})
    assert mail.text.startswith("With a balloon.\n\nYours\n\nOn ")
    assert "> Letter 2: 100% of it" in mail.text


def test_an_answer_that_is_sent_again_with_its_key_leaves_once(porch: Porch) -> None:
    porch.write()
    owner, (letter,) = porch.owner(), porch.kept()
    told = [
        owner.post(f"/contact/messages/{letter.id}/answers", {"text": "Yes."}, Idempotency_Key="k").status
        for _ in range(2)
    ]
    assert told == [201, 201]
    assert [mail.kind for mail in porch.mails()] == ["contact-letter", "contact-answer"]


def test_letters_are_deleted_and_exported_whole(porch: Porch) -> None:
    for number in range(5):
        porch.write(text=f"Letter number {number}.")
    owner = porch.owner()
    numbers = [message.id for message in porch.kept()]
    owner.post(f"/contact/messages/{numbers[1]}/answers", {"text": "Yes."})
    assert owner.delete(f"/contact/messages/{numbers[0]}").status == 204
    assert owner.delete(f"/contact/messages/{numbers[0]}").status == 404
    assert owner.delete(f"/contact/messages/{numbers[1]}").status == 204
    assert owner.get(f"/contact/messages/{numbers[1]}").code == "not-found"
    owner.post(f"/contact/messages/{numbers[2]}/answers", {"text": "No."})
    found, cursor = [], ""
    while True:
        page = owner.get(f"/contact/messages/export?limit=2{cursor}").json
        found += page["items"]
        if page["next_cursor"] is None:
            break
        cursor = f"&cursor={page['next_cursor']}"
    assert [(entry["id"], len(entry["answers"])) for entry in found] == [
        (numbers[2], 1),
        (numbers[3], 0),
        (numbers[4], 0),
    ]
    assert (
        owner.get(f"/contact/messages?{cursor[1:]}" if cursor else "/contact/messages?cursor=x").status == 400
    )


def test_what_is_no_answer_or_state_is_refused(small_porch: Porch) -> None:
    small_porch.write()
    owner, (letter,) = small_porch.owner(), small_porch.kept()
    path = f"/contact/messages/{letter.id}"
    for text in ("", "   ", "a" * 20_001, "a\x01b", 5):
        assert owner.post(f"{path}/answers", {"text": text}).status == 422
    assert owner.patch(path, {"state": "lost"}).status == 422
    assert owner.post("/contact/messages/999/answers", {"text": "Hello"}).status == 404
    assert owner.patch("/contact/messages/999", {"state": "read"}).status == 404
    assert len(small_porch.mails()) == 1


def test_lists_ask_the_database_once_however_long_they_are(make_porch: PorchMaker, sqlite_url: str) -> None:
    porch = make_porch(sqlite_url)
    for _ in range(4):
        porch.write()
    with porch.database.reading() as session:
        assert inbox.unread(session) == 4
    asked: list[str] = []
    event.listen(porch.database.reader, "before_cursor_execute", lambda *all: asked.append(all[2]))
    with porch.database.reading() as session:
        assert len(inbox.list_letters(session, limit=10)) == 4
        assert [statement[:6] for statement in asked] == ["BEGIN", "SELECT"]
        assert len(inbox.export_letters(session, after=None, limit=10)) == 4
        assert len(asked) == 4


def test_only_the_owner_gets_in(small_porch: Porch) -> None:
    small_porch.write()
    moderator = small_porch.house.let_in(small_porch.house.make(role="moderator"))
    assert small_porch.visitor().get("/contact/messages").status == 401
    assert moderator.get("/contact/messages").code == "not-for-role"
