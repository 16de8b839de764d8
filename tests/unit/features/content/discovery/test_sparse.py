"""JSON documents leave out what they have nothing to say of, and nothing else."""

from __future__ import annotations

from portico.features.content.discovery.sparse import without_empty


def test_only_what_has_no_value_is_left_out() -> None:
    told = {"name": "Ada", "count": 0, "draft": False, "parts": [""]}
    assert without_empty(told | {"image": None, "summary": "", "tags": []}) == told
