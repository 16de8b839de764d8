"""Where somebody goes on after signing in is always a path of this site, as browsers read it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.addresses import LEADING_AWAY, PATHS, urls

from portico.features.accounts.oauth.return_paths import LONGEST, return_path


@pytest.mark.parametrize("path", PATHS)
def test_a_path_of_the_site_stays_as_it_is(path: str) -> None:
    assert return_path(path) == path


@pytest.mark.parametrize("address", [*LEADING_AWAY, "", None, "a" * (LONGEST + 1), "/" + "a" * LONGEST])
def test_everything_else_becomes_the_front_page(address: str | None) -> None:
    assert return_path(address) == "/"


@given(urls())
def test_what_is_let_through_is_plain(address: str) -> None:
    path = return_path(address)
    assert path.startswith("/")
    assert path.isascii()
    assert path.isprintable()
    assert "//" not in path.partition("?")[0].partition("#")[0]
    assert "\\" not in path


@given(st.text(max_size=40))
def test_any_text_gives_a_path(text: str) -> None:
    assert return_path(text).startswith("/")
