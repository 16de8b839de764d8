"""Passwords: how long, how common, how many at once."""

from __future__ import annotations

import threading
import time

import pytest
from argon2 import PasswordHasher

from portico.features.accounts import passwords
from portico.features.accounts.errors import Busy, UnfitPassword
from portico.features.accounts.passwords import MEMORY_COST, TIME_COST, Passwords, check_fitness

LONG = "correct horse battery staple mountain"


@pytest.fixture(scope="module")
def house() -> Passwords:
    return Passwords(at_once=1)


def _code(password: str, *about: str, has_factor: bool = False) -> str:
    with pytest.raises(UnfitPassword) as refused:
        check_fitness(password, *about, has_factor=has_factor)
    assert refused.value.errors[0].pointer == "/body/password"
    return refused.value.errors[0].code


def test_twelve_characters_are_enough_and_eleven_are_not() -> None:
    check_fitness("kestrel-moth")
    assert _code("kestrel-mot") == "too-short"


def test_eight_are_enough_beside_a_second_factor() -> None:
    check_fitness("kestrel-", has_factor=True)
    assert _code("kestrel", has_factor=True) == "too-short"
    assert _code("kestrel-") == "too-short"


def test_two_hundred_and_fifty_six_are_taken_and_one_more_is_not() -> None:
    check_fitness((LONG * 10)[:256])
    assert _code((LONG * 10)[:257]) == "too-long"


@pytest.mark.parametrize(
    "password", ["password1234", "PassWord1234", "aaaaaaaaaaaa", "121212121212", "abababababab"]
)
def test_what_is_guessed_first_is_refused(password: str) -> None:
    assert _code(password) == "common"


@pytest.mark.parametrize("password", ["ada-lovelace", "Ada-Lovelace", "ada-lovelace1815", "1815ada-lovelace"])
def test_a_password_made_of_ones_name_is_refused(password: str) -> None:
    assert _code(password, "ada-lovelace") == "personal"


def test_a_password_that_holds_ones_name_among_other_words_is_taken() -> None:
    check_fitness("ada-lovelace wrote programs", "ada-lovelace", "")


def test_a_password_is_kept_as_argon2id_with_the_parameters_of_owasp(house: Passwords) -> None:
    kept = house.hash(LONG)
    assert kept.startswith(f"$argon2id$v=19$m={MEMORY_COST},t={TIME_COST},p=1$")
    assert house.verify(kept, LONG)
    assert not house.is_outdated(kept)
    assert house.hash(LONG) != kept


def test_no_character_is_left_out_of_what_is_hashed(house: Passwords) -> None:
    kept = house.hash("a" * 72 + "b")
    assert not house.verify(kept, "a" * 72 + "c")
    assert not house.verify(kept, "a" * 72)
    kept = house.hash("kestrel\0moth")
    assert not house.verify(kept, "kestrel\0")
    assert not house.verify(house.hash(" kestrel "), "kestrel")
    assert not house.verify(house.hash("Kestrel"), "kestrel")


def test_where_there_is_nothing_to_compare_with_as_much_work_is_done_and_nothing_matches(
    house: Passwords,
) -> None:
    before = house.worked
    assert not house.verify(None, LONG)
    assert not house.verify(None, passwords.NOBODYS)
    assert not house.verify("not a hash", LONG)
    assert house.worked == before + 3


def test_a_hash_of_other_parameters_is_outdated_and_still_good(house: Passwords) -> None:
    old = PasswordHasher(1, 8 * 1024, parallelism=1).hash(LONG)
    assert house.verify(old, LONG)
    assert house.is_outdated(old)


def test_no_more_are_hashed_at_once_than_was_said_and_no_more_wait() -> None:
    house = Passwords(at_once=1, waiting=1)
    inside, leave, most = threading.Event(), threading.Event(), []

    def work() -> None:
        with house._turn():
            most.append(1)
            inside.set()
            leave.wait(10)

    first = threading.Thread(target=work)
    first.start()
    inside.wait(10)
    second = threading.Thread(target=work)
    second.start()
    while house._places._value:
        time.sleep(0.001)
    with pytest.raises(Busy):
        house.hash(LONG)
    assert len(most) == 1
    leave.set()
    first.join()
    second.join()
    assert len(most) == 2
    assert house.hash(LONG)


def test_who_waits_too_long_for_a_turn_is_told_to_come_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "PATIENCE", 0.01)
    house = Passwords(at_once=1, waiting=1)
    with house._turn(), pytest.raises(Busy):
        house.hash(LONG)
    # Both places are free again.
    assert house.hash(LONG)
    assert house._places._value == 2
