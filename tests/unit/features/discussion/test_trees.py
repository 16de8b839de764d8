"""Threads are indented six times, whatever answers what."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from portico.features.discussion.schemas import CommentView
from portico.features.discussion.trees import DEEPEST, Place, nested

WHEN = datetime(2026, 5, 1, tzinfo=UTC)


def said(number: int, parent: int | None) -> CommentView:
    return CommentView(
        id=number,
        parent_id=parent,
        root_id=None if parent is None else 1,
        depth=0 if parent is None else 1,
        state="shown",
        author=None,
        html="",
        created_at=WHEN,
        path="",
    )


def thread(parents: list[int]) -> Place:
    """A thread of which the first reply has the number 2, and each answers what stands at its place."""
    return nested(said(1, None), [said(at, parent) for at, parent in enumerate(parents, 2)])


def walked(top: Place) -> Iterator[tuple[Place, Place]]:
    """Every place below this one, after the one that holds it."""
    open_ = [top]
    while open_:
        place = open_.pop()
        for reply in place.replies:
            yield place, reply
            open_.append(reply)


@st.composite
def replies(draw: st.DrawFn) -> list[int]:
    """What each of some replies answers: something that came before it."""
    return [draw(st.integers(1, at)) for at in range(1, draw(st.integers(0, 60)) + 1)]


@given(replies())
def test_every_reply_stands_once_and_as_deep_as_it_answers_up_to_the_sixth_level(parents: list[int]) -> None:
    depths = {1: 0}
    for at, parent in enumerate(parents, 2):
        depths[at] = depths[parent] + 1
    places = {below.comment.id: below for _, below in walked(thread(parents))}
    assert sorted(places) == list(range(2, len(parents) + 2))
    assert all(place.level == min(depths[number], DEEPEST) for number, place in places.items())


@given(replies())
def test_a_reply_stands_below_what_it_answers_or_says_what_that_is(parents: list[int]) -> None:
    for holder, place in walked(thread(parents)):
        if place.answers is None:
            assert place.comment.parent_id == holder.comment.id
        else:
            assert place.comment.parent_id == place.answers.id
            assert (place.level, holder.level) == (DEEPEST, DEEPEST - 1)


@given(replies())
def test_what_stands_side_by_side_stands_in_the_order_in_which_it_came(parents: list[int]) -> None:
    top = thread(parents)
    for place in [top, *(below for _, below in walked(top))]:
        numbers = [reply.comment.id for reply in place.replies]
        assert numbers == sorted(numbers)


def test_a_reply_to_what_is_not_there_stands_at_the_first_level() -> None:
    top = nested(said(1, None), [said(9, 5), said(10, 9)])
    assert [(place.comment.id, place.level) for _, place in walked(top)] == [(9, 1), (10, 2)]


def test_a_chain_of_any_length_is_walked_without_recursion() -> None:
    top = thread(list(range(1, 5_001)))
    assert sum(1 for _ in walked(top)) == 5_000
