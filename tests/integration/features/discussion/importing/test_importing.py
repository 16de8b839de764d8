"""Comments of other systems are taken in as they were, once; all comments can be taken along."""

from __future__ import annotations

import gzip
import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import aliased
from tests.integration.features.discussion.moderation.conftest import Talk, on_each_database

from portico.features.discussion.importing.line import Line, NotReadable
from portico.features.discussion.importing.preparing import prepared
from portico.features.discussion.importing.reading import read_file
from portico.features.discussion.models import Comment, Subject

FILES = Path(__file__).resolve().parents[4] / "data" / "comments"
Found = list[tuple[str | None, str | None, str, str, str]]


def isso(folder: Path) -> Path:
    """A database as Isso makes it."""
    path = folder / "isso.db"
    with closing(sqlite3.connect(path)) as made, made:
        made.execute(
            "CREATE TABLE threads (id INTEGER PRIMARY KEY, uri VARCHAR(256) UNIQUE, title VARCHAR(256))"
        )
        made.execute(
            "CREATE TABLE comments (tid REFERENCES threads(id), id INTEGER PRIMARY KEY, parent INTEGER,"
            " created FLOAT NOT NULL, modified FLOAT, mode INTEGER, remote_addr VARCHAR, text VARCHAR,"
            " author VARCHAR, email VARCHAR, website VARCHAR, likes INTEGER, dislikes INTEGER, voters BLOB)"
        )
        made.execute("INSERT INTO threads VALUES (1, '/blog/hello', 'Hello')")
        names = "tid, id, parent, created, modified, mode, text, author"
        row = f"INSERT INTO comments ({names}) VALUES (1, ?, ?, ?, ?, ?, ?, ?)"
        made.execute(row, (1, None, 1.5e9, None, 4, "", None))
        made.execute(row, (2, 1, 1.5e9 + 60, 1.5e9 + 90, 1, "Some *Markdown*.", "Ada"))
        made.execute(row, (3, 1, 1.5e9 + 120, None, 2, "Waits.", None))
        made.execute(row, (4, None, 1.5e9 + 180, None, 4, "", None))
    return path


def bring(talk: Talk, path: Path, *, moved: dict[str, str] | None = None, **more: Any) -> Any:
    """Take in a file as the command does."""
    lines = prepared(read_file(path), moved or {}).lines
    body = {"comments": [_body(line) for line in lines], **more}
    answer = talk.house.operator().post("/ops/comments/imports", body)
    assert answer.status == 200, answer.body
    return answer.json


def _body(line: Line) -> dict[str, Any]:
    names = ("origin", "parent", "page", "title", "name", "text", "state", "created_at", "edited_at")
    found = {name: getattr(line, name) for name in names}
    return found | {name: found[name] and found[name].isoformat() for name in ("created_at", "edited_at")}


def threads(talk: Talk) -> Found:
    """What is there: who said what, under what, and whom it answers."""
    parent = aliased(Comment)
    chosen = select(Comment.guest_name, parent.guest_name, Subject.slug, Comment.state, Comment.source)
    joined = chosen.join(Subject, Subject.id == Comment.subject_id).outerjoin(
        parent, parent.id == Comment.parent_id
    )
    with talk.house.database.reading() as session:
        return [tuple(row) for row in session.execute(joined.order_by(Comment.created_at, Comment.id))]


def exported(talk: Talk, path: Path) -> Path:
    """All comments as the command writes them."""
    items = talk.house.operator().get("/ops/comments?limit=100").json["items"]
    head = {"format": "portico-comments", "version": 1}
    path.write_text("\n".join(map(json.dumps, [head, *items])))
    return path


def lines(file: Path) -> list[dict[str, Any]]:
    """What an export holds, by where it comes from, without the numbers that a site gave by itself."""
    _, *found = map(json.loads, file.read_text().splitlines())
    told = [{name: value for name, value in line.items() if name != "id"} for line in found]
    return sorted(told, key=lambda line: str(line["origin"]))


def test_an_export_of_disqus(talk: Talk) -> None:
    done = bring(talk, FILES / "disqus.xml")
    assert done == {"added": 4, "known": 0, "unknown": [{"page": "/gone", "comments": 1}]}
    assert threads(talk) == [
        ("Ada", None, "hello", "shown", "First & **bold**. x"),
        (None, "Ada", "hello", "deleted", ""),
        ("Cleo", None, "hello", "shown", "> Taken back?\n\nYes."),
        ("Watches", None, "hello", "spam", "Cheap watches"),
    ]
    page = talk.house.person(program=True).get("/discussions/blog/hello").json
    assert page["count"] == 2
    (thread,) = page["threads"]
    assert (thread["comment"]["author"]["kind"], thread["comment"]["author"]["name"]) == ("guest", "Ada")
    assert thread["comment"]["created_at"] == "2015-01-02T10:00:00Z"
    assert [reply["state"] for reply in thread["replies"]] == ["deleted", "shown"]
    talk.check_counts()


def test_an_export_of_wordpress_under_a_former_address(talk: Talk) -> None:
    assert bring(talk, FILES / "wordpress.xml")["added"] == 2
    assert threads(talk) == [
        ("Ada", None, "new-name", "shown", "One line\nand *another*."),
        ("Bob", "Ada", "new-name", "held", "Waiting."),
    ]


def test_a_database_of_isso(talk: Talk, tmp_path: Path) -> None:
    assert bring(talk, isso(tmp_path))["added"] == 3
    assert threads(talk) == [
        (None, None, "hello", "deleted", ""),
        ("Ada", None, "hello", "shown", "Some *Markdown*."),
        ("Anonymous", None, "hello", "held", "Waits."),
    ]
    talk.check_counts()


def test_a_backup_of_remark42_be_it_compressed(talk: Talk, tmp_path: Path) -> None:
    packed = tmp_path / "backup.gz"
    packed.write_bytes(gzip.compress((FILES / "remark42.jsonl").read_bytes()))
    assert bring(talk, packed)["added"] == 2
    assert threads(talk) == [
        ("Ada & Co", None, "hello", "shown", "Well & *put*."),
        ("Bob", "Ada & Co", "hello", "shown", "An **answer**."),
    ]


@on_each_database
def test_what_was_brought_before_is_passed_over_and_a_round_trip_gives_the_same(
    talk: Talk, tmp_path: Path, talk_elsewhere: Callable[[], Talk]
) -> None:
    ada, stone = talk.member("ada"), talk.member("stone", "owner")
    first = talk.say(stone, "Hello @ada.")
    talk.say(ada, "And to you.", parent_id=first)
    sources = [FILES / "disqus.xml", FILES / "wordpress.xml", isso(tmp_path), FILES / "remark42.jsonl"]
    added = [bring(talk, source)["added"] for source in sources]
    before = threads(talk)
    assert [bring(talk, source)["known"] for source in sources] == added
    file = exported(talk, tmp_path / "comments.jsonl")
    assert bring(talk, file) == {"added": 0, "known": len(before), "unknown": []}
    assert threads(talk) == before

    other = talk_elsewhere()
    assert bring(other, file)["added"] == len(before)
    assert lines(exported(other, tmp_path / "again.jsonl")) == lines(file)
    other.check_counts()


def test_pages_that_are_not_here_are_mapped_or_kept_if_asked(talk: Talk) -> None:
    mapped = bring(talk, FILES / "disqus.xml", moved={"/gone": "/blog/new-name"})
    assert mapped["unknown"] == []
    assert ("Dora", None, "new-name", "shown", "Under what is gone") in threads(talk)


def test_pages_that_are_not_here_are_kept_if_asked(talk: Talk) -> None:
    assert bring(talk, FILES / "disqus.xml", keep_unknown=True)["added"] == 5
    assert ("Dora", None, "gone", "shown", "Under what is gone") in threads(talk)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{}",
        b"[1]",
        b"nonsense",
        b"<html></html>",
        b"<disqus><post",
        b'<!DOCTYPE disqus [<!ENTITY x SYSTEM "file:///etc/passwd">]><disqus><post>&x;</post></disqus>',
        b'<!DOCTYPE rss [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><rss><item>&b;</item></rss>',
        b'{"version":1,"users":[],"posts":[]}\n{"id":"1"}',
        b'{"version":1,"users":[],"posts":[]}\nnonsense',
        b'{"format":"portico-comments","version":1}\n{"origin":"x"}',
        b"SQLite format 3\0 and then nothing",
        b"\x1f\x8b damaged",
    ],
)
def test_files_that_are_none_of_these_are_refused_in_words(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(content)
    with pytest.raises(NotReadable):
        list(read_file(path))
