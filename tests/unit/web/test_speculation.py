"""Which pages a browser may fetch ahead."""

from __future__ import annotations

import base64
import hashlib
import json

import pytest

from portico.web.speculation import digest, rules


@pytest.mark.parametrize("root", ["", "/x", "/a&b<c"])
def test_the_policy_allows_the_very_text(root: str) -> None:
    found = base64.b64encode(hashlib.sha256(rules(root).encode()).digest()).decode()
    assert digest(root) == f"sha256-{found}"
    assert "<" not in rules(root)


def test_pages_below_the_mount_are_fetched_and_what_is_no_page_is_not() -> None:
    (rule,) = json.loads(rules("/x"))["prefetch"]
    inside, elsewhere, unwanted = rule["where"]["and"]
    assert inside == {"href_matches": "/x/*"}
    assert {"/x/api/*", "/x/studio/*", "/x/preview/*"} <= set(elsewhere["not"]["href_matches"])
    assert "nofollow" in unwanted["not"]["selector_matches"]


def test_no_page_is_rendered_before_it_is_asked_for() -> None:
    assert set(json.loads(rules(""))) == {"prefetch"}
