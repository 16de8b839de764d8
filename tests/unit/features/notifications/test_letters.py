"""The letters about what happened."""

from __future__ import annotations

import re

import pytest

from portico.features import notifications
from portico.features.notifications.letter_examples import EXCERPT, TITLE
from portico.features.notifications.mailing import DAILY
from portico.features.notifications.unsubscribing import Stop
from portico.features.notifications.wording import CAUSES, STOPPED, and_others
from portico.platform.mail.correspondence import Correspondence
from portico.platform.signing import TokenInvalid

STOPS = notifications.Unsubscriptions("a secret of these tests")
MAILS = notifications.Mails(
    letters=Correspondence(lambda: "Stone", "https://site.test", "post@site.test", notifications.FOLDER),
    stops=STOPS,
    faces=lambda _, __: {},
)
LETTERS = notifications.examples(MAILS)


@pytest.mark.parametrize("name", LETTERS)
def test_a_letter_says_what_happened_where_and_how_to_have_no_more_of_it(name: str) -> None:
    letter = LETTERS[name]
    scope = "daily" if name == DAILY else name.rpartition("-")[2]
    for form in (letter.text, letter.html):
        assert TITLE in form
        assert "Ada Lovelace" in form
        assert "https://site.test/writing/a-lighthouse-in-autumn#comment-12" in form
        assert CAUSES[scope] in form
        (token,) = set(re.findall(r"https://site\.test/unsubscribe\?token=([\w.-]+)", form))
        assert STOPS.read(token) == Stop(0, scope)
    assert (EXCERPT in letter.text) == (name != "notification-reaction")
    # Subjects are kept when the words of a letter are forgotten.
    assert "Ada" not in letter.subject


@pytest.mark.parametrize(
    ("others", "words"), [(0, "Ada"), (1, "Ada and 1 other"), (1200, "Ada and 1,200 others")]
)
def test_others_are_counted(others: int, words: str) -> None:
    assert and_others("Ada", others) == words


def test_the_way_to_have_no_more_mails_is_good_for_what_it_was_made_for() -> None:
    for scope in STOPPED:
        assert STOPS.read(STOPS.token(Stop(7, scope))) == Stop(7, scope)
    for wrong in ("", "x", STOPS.token(Stop(7, "everything")), STOPS.token(Stop(7, "reply"))[:-1]):
        with pytest.raises(TokenInvalid):
            STOPS.read(wrong)
