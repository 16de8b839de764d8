"""Who talks under an article."""

from __future__ import annotations

import pytest

from tests.browser.people import Porch, Someone
from tests.browser.talks import Evening, Said


@pytest.fixture(scope="session")
def known(quiet_porch: Porch) -> tuple[Someone, Someone]:
    """Two people of whom nothing is held back any more."""
    people = (Someone(quiet_porch).register(), Someone(quiet_porch).register())
    Evening(quiet_porch).say([Said("Good evening.", by=person.name) for person in people])
    for person in people:
        Someone.present.remove(person)
    return people


@pytest.fixture
def ada(known: tuple[Someone, Someone]) -> Someone:
    return known[0].again()


@pytest.fixture
def ben(known: tuple[Someone, Someone]) -> Someone:
    return known[1].again()


@pytest.fixture
def evening(quiet_porch: Porch) -> Evening:
    return Evening(quiet_porch)
