"""The operator's API over flags."""

from __future__ import annotations

from flask import Blueprint, current_app

from portico.features.ops.schemas import FlagAnswer, FlagList
from portico.platform.flags import Flags
from portico.web.access import operator
from portico.web.contract import operation

EXTENSION = "portico.flags"
bp = Blueprint("ops_flags", __name__, url_prefix="/api/v1/ops/flags")

EXAMPLE = {
    "name": "new-search",
    "share": 25,
    "owner": "Ada",
    "since": "2026-05-01",
    "description": "Search that also finds notes.",
}


@bp.get("")
@operator
@operation(tag="operations", returns=FlagList, example={"items": [EXAMPLE]})
def list_flags() -> FlagList:
    """What is new and not for everyone yet, and for how many it is on."""
    return listed()


def listed() -> FlagList:
    """Every flag that is declared, as it is switched."""
    flags: Flags = current_app.extensions[EXTENSION]
    return FlagList(
        items=tuple(
            FlagAnswer(
                name=flag.name,
                share=flags.share(flag.name),
                owner=flag.owner,
                since=flag.since,
                description=flag.description,
            )
            for flag in flags.declared
        )
    )
