"""Cursors: opaque, signed, and good only for the list that gave them."""

from __future__ import annotations

import pytest
from flask import Flask

from portico.web.paging import CURSOR_LENGTH, Cursors, InvalidCursor, link_to_next

app = Flask("paging")
cursors = Cursors("a secret that is long enough to be one")


def make(path: str) -> str:
    with app.test_request_context(path):
        return cursors.make([7, "stone"])


def read(path: str, cursor: str | None) -> object:
    with app.test_request_context(path):
        return cursors.read(cursor)


def test_a_cursor_holds_where_to_go_on() -> None:
    assert read("/notes", make("/notes")) == [7, "stone"]


def test_no_cursor_is_the_beginning() -> None:
    assert read("/notes", None) is None


def test_the_limit_may_change_on_the_way() -> None:
    assert read("/notes?limit=5", make("/notes?limit=50")) == [7, "stone"]


@pytest.mark.parametrize("path", ["/posts", "/notes?tag=stone"])
def test_a_cursor_of_another_list_is_refused(path: str) -> None:
    with pytest.raises(InvalidCursor, match="another list"):
        read(path, make("/notes"))


@pytest.mark.parametrize("cursor", ["", "x", "e30.x.y", "\ud800", "a" * 1000])
def test_a_made_up_cursor_is_refused(cursor: str) -> None:
    with pytest.raises(InvalidCursor):
        read("/notes", cursor)


def test_a_cursor_changed_anywhere_is_refused() -> None:
    cursor = make("/notes")
    # The last letter of a signature has two bits that stand for nothing.
    for at in range(len(cursor) - 1):
        for letter in "A_.":
            if cursor[at] != letter:
                with pytest.raises(InvalidCursor):
                    read("/notes", cursor[:at] + letter + cursor[at + 1 :])


@pytest.mark.parametrize("tag", ["a" * 120, "\U0001f30d" * 120])
def test_a_cursor_is_never_longer_than_one_may_be(tag: str) -> None:
    path = f"/notes?tag={tag}"
    assert len(make(path)) < CURSOR_LENGTH / 4
    assert read(path, make(path)) == [7, "stone"]


def test_a_cursor_of_another_secret_is_refused() -> None:
    with app.test_request_context("/notes"):
        foreign = Cursors("another secret that is long enough").make([7])
        with pytest.raises(InvalidCursor):
            cursors.read(foreign)


def test_the_next_page_is_linked_with_its_filters() -> None:
    with app.test_request_context("/notes?tag=stone&cursor=old", base_url="https://site.test/x"):
        link = link_to_next("new")["Link"]
    assert link == '<https://site.test/x/notes?tag=stone&cursor=new>; rel="next"'


def test_the_last_page_links_nowhere() -> None:
    with app.test_request_context("/notes"):
        assert link_to_next(None) == {}
