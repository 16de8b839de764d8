"""Of two changes to the same version one happens, and nobody's work is overwritten unseen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from flask.testing import FlaskClient
from tests.support.shelf import shelf_at
from werkzeug.test import TestResponse

from portico.settings import Settings

BOOK = {"title": "On Growth and Form", "pages": 793}


@pytest.fixture
def app(settings: Settings, database_url: str) -> Iterator[Flask]:
    with shelf_at(settings, database_url) as made:
        yield made


@pytest.fixture
def browser(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def book(browser: FlaskClient) -> str:
    """The address of a book."""
    return browser.post("/api/v1/books", json=BOOK).headers["Location"]


def change(client: FlaskClient, book: str, if_match: str | None, **changes: object) -> TestResponse:
    headers = {} if if_match is None else {"If-Match": if_match}
    return client.put(book, json=BOOK | changes, headers=headers)


def test_a_change_to_the_version_one_has_seen_happens(browser: FlaskClient, book: str) -> None:
    first = browser.get(book).headers["ETag"]
    changed = change(browser, book, first, pages=794)
    assert (changed.status_code, changed.json["pages"]) == (200, 794)
    assert changed.headers["ETag"] == browser.get(book).headers["ETag"] != first


def test_a_change_to_an_older_version_is_refused_and_changes_nothing(browser: FlaskClient, book: str) -> None:
    seen = browser.get(book).headers["ETag"]
    change(browser, book, seen, pages=794)
    late = change(browser, book, seen, pages=795)
    assert (late.status_code, late.json["code"]) == (412, "precondition-failed")
    assert browser.get(book).json["pages"] == 794


@pytest.mark.parametrize("if_match", [None, "*", '"v1"', '"other", "v1"'])
def test_what_names_the_version_or_any_happens(browser: FlaskClient, book: str, if_match: str | None) -> None:
    assert change(browser, book, if_match).status_code == 200


@pytest.mark.parametrize("if_match", ["", '"v2"', 'W/"v1"', '"V1"', "v0", '"v1', "\x7f"])
def test_what_does_not_is_refused(browser: FlaskClient, book: str, if_match: str) -> None:
    assert change(browser, book, if_match).status_code == 412


def test_what_is_not_there_is_not_found_first(browser: FlaskClient) -> None:
    assert change(browser, "/api/v1/books/99", "*").status_code == 404


def test_of_twenty_at_once_one_wins_each_round(app: Flask, browser: FlaskClient, book: str) -> None:
    for _ in range(5):
        seen = browser.get(book).headers["ETag"]
        with ThreadPoolExecutor(20) as pool:
            answers = list(
                pool.map(
                    lambda pages, seen=seen: change(app.test_client(), book, seen, pages=pages), range(20)
                )
            )
        assert Counter(answer.status_code for answer in answers) == {200: 1, 412: 19}
        [winner] = [answer.json for answer in answers if answer.status_code == 200]
        assert browser.get(book).json == winner


def test_who_has_it_already_is_told_so(browser: FlaskClient, book: str) -> None:
    seen = browser.get(book).headers["ETag"]
    assert browser.get(book, headers={"If-None-Match": seen}).status_code == 304
    change(browser, book, None, pages=1)
    assert browser.get(book, headers={"If-None-Match": seen}).status_code == 200
