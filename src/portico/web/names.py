"""A name for every request, and its place in a trace that may have begun elsewhere (W3C Trace Context)."""

from __future__ import annotations

import os
import random
import re
from typing import TYPE_CHECKING

from portico.platform.trace_context import TraceContext

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

REQUEST_ID = "portico.request_id"
TRACE = "portico.trace"
SAMPLED = 0x01
RANDOM = 0x02

WELL_FORMED = re.compile(r"[A-Za-z0-9-]{8,64}")
PARENT = re.compile(
    r"(?!ff)([0-9a-f]{2})-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})(-.*)?"
)
STATE_KEY = r"(?:[a-z0-9][a-z0-9_*/-]{0,255}|[a-z0-9][a-z0-9_*/-]{0,240}@[a-z][a-z0-9_*/-]{0,13})"
STATE_MEMBER = re.compile(
    rf"({STATE_KEY})=[\x20-\x2b\x2d-\x3c\x3e-\x7e]{{0,255}}[\x21-\x2b\x2d-\x3c\x3e-\x7e]"
)
MOST_MEMBERS = 32

# Names must be unlike each other, not hard to guess: a generator seeded once per process gives all bits of
# a trace id at random, as the `random` flag says, in a tenth of the time of a system call.
_chance = random.Random()  # noqa: S311
os.register_at_fork(after_in_child=_chance.seed)


def name(environ: WSGIEnvironment) -> str:
    """Give a request its name and its trace, and give the name back.

    A well-formed `X-Request-ID` or `traceparent` is kept, anything else is replaced.
    """
    digits = _chance.randbytes(24).hex()
    span_id = digits[32:]
    given = environ.get("HTTP_X_REQUEST_ID")
    named = given if given and WELL_FORMED.fullmatch(given) else span_id
    parent = environ.get("HTTP_TRACEPARENT")
    trace = _joined(parent, environ.get("HTTP_TRACESTATE", ""), span_id) if parent else None
    environ[REQUEST_ID] = named
    environ[TRACE] = trace or TraceContext(digits[:32], span_id, RANDOM)
    return named


def quick_name() -> str:
    """A name for a request that brings none and asks for no work; it can stand for its trace as well."""
    return _chance.getrandbits(128).to_bytes(16, "little").hex()


def _joined(parent: str, state: str, span_id: str) -> TraceContext | None:
    """The trace of a `traceparent`; none when that is not well-formed.

    A future version may add to its end, and is read as far as this version goes.
    """
    match = PARENT.fullmatch(parent)
    if match is None or (match[1] == "00" and match[5] is not None):
        return None
    flags = int(match[4], 16) & (SAMPLED | RANDOM)
    return TraceContext(match[2], span_id, flags, match[3], state if _is_state(state) else "")


def _is_state(state: str) -> bool:
    members = [member.strip(" \t") for member in state.split(",")]
    found = [STATE_MEMBER.fullmatch(member) for member in members if member]
    keys = [match[1] for match in found if match]
    return len(keys) == len(found) == len(set(keys)) <= MOST_MEMBERS
