"""The two tokens of a session: what they say, and how long they are believed."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.support.jobs import NOON

from portico.features.accounts import tokens
from portico.features.accounts.errors import SessionOver
from portico.features.accounts.tokens import LEEWAY, LIFETIME, AccessTokens, RefreshTokens

SECRET, OTHER = "s" * 40, "o" * 40
SESSION = "5f0c2c6a1f7b4f0e9a3d8c7b6a594837"
ISSUER = "https://site.test"
SECOND = timedelta(seconds=1)


@pytest.fixture
def access() -> AccessTokens:
    return AccessTokens([SECRET], ISSUER)


def test_an_access_token_says_whose_it_is_for_a_quarter_of_an_hour(access: AccessTokens) -> None:
    token = access.issue(7, 3, SESSION, NOON)
    claims = access.read(token, NOON)
    assert claims
    assert (claims.account_id, claims.version, claims.session_id) == (7, 3, SESSION)
    end = NOON + LIFETIME + LEEWAY * SECOND
    assert access.read(token, end - SECOND)
    assert access.read(token, end) is None


def test_a_token_that_was_read_before_is_over_at_the_same_moment(access: AccessTokens) -> None:
    token = access.issue(7, 3, SESSION, NOON)
    assert access.read(token, NOON)
    assert access.read(token, NOON + LIFETIME + LEEWAY * SECOND) is None


def test_only_what_this_site_signed_for_itself_is_read(access: AccessTokens) -> None:
    assert access.read(AccessTokens([OTHER], ISSUER).issue(7, 3, SESSION, NOON), NOON) is None
    assert access.read(AccessTokens([SECRET], "https://else.test").issue(7, 3, SESSION, NOON), NOON) is None


def test_a_new_key_signs_while_the_one_before_it_is_still_believed(access: AccessTokens) -> None:
    old = access.issue(7, 3, SESSION, NOON)
    turned = AccessTokens([OTHER, SECRET], ISSUER)
    assert turned.read(old, NOON)
    assert turned.read(turned.issue(7, 3, SESSION, NOON), NOON)
    assert access.read(turned.issue(7, 3, SESSION, NOON), NOON) is None


def test_as_many_tokens_as_were_said_are_remembered(
    access: AccessTokens, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tokens, "MOST_READ", 2)
    made = [access.issue(number, 1, SESSION, NOON) for number in range(3)]
    for token in made:
        assert access.read(token, NOON)
    assert list(access._read) == made[1:]
    assert access.read(made[0], NOON)


def test_what_is_not_good_is_not_remembered(access: AccessTokens) -> None:
    assert access.read("a.b.c", NOON) is None
    assert not access._read


def test_a_refresh_token_says_its_session_and_its_place() -> None:
    refresh = RefreshTokens([SECRET])
    for generation in (0, 1, 2**32 - 1):
        assert refresh.read(refresh.issue(SESSION, generation)) == (SESSION, generation)


def test_the_same_place_gives_the_same_token_to_every_tab() -> None:
    assert RefreshTokens([SECRET]).issue(SESSION, 4) == RefreshTokens([SECRET]).issue(SESSION, 4)
    assert RefreshTokens([SECRET]).issue(SESSION, 4) != RefreshTokens([SECRET]).issue(SESSION, 5)


def test_a_refresh_token_of_the_key_before_is_still_good() -> None:
    old = RefreshTokens([SECRET]).issue(SESSION, 4)
    assert RefreshTokens([OTHER, SECRET]).read(old) == (SESSION, 4)
    with pytest.raises(SessionOver):
        RefreshTokens([OTHER]).read(old)


@pytest.mark.parametrize("token", ["", "a", "!", "é", "\ud800", "A" * 70, "A" * 69, "A" * 100_000, "=" * 8])
def test_what_is_no_refresh_token_of_ours_is_refused(token: str) -> None:
    with pytest.raises(SessionOver):
        RefreshTokens([SECRET]).read(token)


def test_no_character_of_a_refresh_token_can_be_another() -> None:
    refresh = RefreshTokens([SECRET])
    good = refresh.issue(SESSION, 4)
    for place in range(len(good)):
        for letter in "AB-_9!. \n":
            other = good[:place] + letter + good[place + 1 :]
            if other == good:
                continue
            with pytest.raises(SessionOver):
                refresh.read(other)
    for other in (good + "=", good + "==", good + " ", good + "A", good[:-1]):
        with pytest.raises(SessionOver):
            refresh.read(other)
