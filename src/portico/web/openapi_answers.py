"""What the OpenAPI document says of answers: their bodies, headers, and every way to fail."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from portico.platform.errors import (
    Gone,
    Invalid,
    PorticoError,
    PreconditionFailed,
    TooLarge,
    TooSlow,
    Unavailable,
    UnsupportedMediaType,
)
from portico.web.access import (
    FactorNeeded,
    NotForRole,
    NotInPerson,
    OutOfScope,
    ProofNeeded,
    SignedOut,
    access_of,
)
from portico.web.contract import SAFE, Operation
from portico.web.cross_site import CrossSite
from portico.web.idempotency import (
    REPLAYED,
    AnswerNotKept,
    IdempotencyKeyReused,
    InvalidIdempotencyKey,
    StillRunning,
)
from portico.web.json_reader import MalformedJson
from portico.web.limits import AddressTooLong, MalformedAddress
from portico.web.operator import NotTheOperator
from portico.web.paging import ListQuery
from portico.web.rate_limits import RateLimited
from portico.web.retirement import retirement_of

Described = dict[str, Any]

HEADERS: dict[str, tuple[str, str]] = {
    "X-Request-ID": ("The name of this request in the server's log.", "9f2c4be1d0a37e58"),
    "ETag": ("The version of what is returned, for If-None-Match and If-Match.", '"5d41402a"'),
    "Cache-Control": ("Who may keep this, and how long.", "public, max-age=60"),
    "Link": (
        'The following page (RFC 8288), with `rel="next"`.',
        '</api/v1/tags?cursor=WyJ>; rel="next"',
    ),
    "Location": ("Where the new thing is.", "/api/v1/ops/jobs/1"),
    REPLAYED: ("`true` when this is the first answer to the same key once more.", "true"),
    "RateLimit-Policy": ("The limits that counted this request.", '"default";q=600;w=60'),
    "RateLimit": ("What is left of them, and for how many seconds.", '"default";r=599;t=60'),
    "Retry-After": ("After how many seconds to try again.", "7"),
    "WWW-Authenticate": ("How to say who you are (RFC 9110).", "Bearer"),
}
"""Every header that answers of the API may carry: what it says, and an example."""
_SIGNED_IN: set[type[PorticoError]] = {SignedOut}
_IN_PERSON = _SIGNED_IN | {NotInPerson}
_OF_ROLE = _IN_PERSON | {NotForRole, FactorNeeded}
OF_MARKS: dict[str, set[type[PorticoError]]] = {
    "public": set(),
    "operator": {NotTheOperator},
    "member": _SIGNED_IN | {OutOfScope},
    "in-person": _IN_PERSON,
    "in-person-recently": _IN_PERSON | {ProofNeeded},
    "moderator": _OF_ROLE,
    "owner": _OF_ROLE,
}
"""By access mark, how a request can fail to be let in."""
DESCRIPTIONS = {200: "What was asked for.", 201: "What was made.", 202: "What was begun.", 204: "Done."}


def headers() -> Described:
    """The headers that answers refer to."""
    return {
        name: {"description": meaning, "schema": {"type": "string"}, "example": example}
        for name, (meaning, example) in HEADERS.items()
    }


def examples(problems: Iterable[type[PorticoError]]) -> Described:
    """A problem document for each of these problems."""
    return {problem.code: {"summary": problem.title, "value": _document(problem)} for problem in problems}


def problems_of(view: Any, declared: Operation, methods: frozenset[str]) -> set[type[PorticoError]]:
    """Every problem that an operation may answer with."""
    problems: set[type[PorticoError]] = {MalformedAddress, AddressTooLong, Invalid, RateLimited, Unavailable}
    problems |= set(declared.problems)
    problems |= OF_MARKS[access_of(view) or "public"]
    problems |= {Gone} if retirement_of(view) else set()
    if methods - set(SAFE):
        problems |= {CrossSite}
    if declared.body is not None:
        problems |= {MalformedJson, TooSlow, TooLarge, UnsupportedMediaType}
    if declared.idempotent:
        problems |= {InvalidIdempotencyKey, IdempotencyKeyReused, StillRunning}
    if declared.secret:
        problems |= {AnswerNotKept}
    if declared.if_match:
        problems |= {PreconditionFailed}
    return problems


def responses(
    declared: Operation, schema: Described, problems: set[type[PorticoError]], *, safe: bool
) -> Described:
    """All answers of an operation by their status."""
    answers: Described = {str(declared.status): _success(declared, schema, safe=safe)}
    if safe and declared.may_be_kept:
        unchanged = "Unchanged since the version that If-None-Match names."
        answers["304"] = {"description": unchanged, "headers": _named("X-Request-ID", "ETag")}
    by_status: dict[int, list[type[PorticoError]]] = {}
    for problem in sorted(problems, key=lambda kind: (kind.status, kind.code)):
        by_status.setdefault(problem.status, []).append(problem)
    for status, kinds in by_status.items():
        answers[str(status)] = _problem(status, kinds)
    answers["default"] = {"description": "Any other failure.", "content": _content({})}
    return answers


def _success(declared: Operation, schema: Described, *, safe: bool) -> Described:
    names = ["X-Request-ID", "Cache-Control", "RateLimit-Policy", "RateLimit"]
    names += ["ETag"] if (safe and declared.may_be_kept) or declared.if_match else []
    names += ["Location"] if declared.status == 201 else []
    names += [REPLAYED] if declared.idempotent else []
    names += ["Link"] if declared.query and issubclass(declared.query, ListQuery) else []
    answer: Described = {"description": DESCRIPTIONS[declared.status], "headers": _named(*names)}
    if declared.status == 204:
        return answer
    body = {"schema": schema} | ({} if declared.example is None else {"example": declared.example})
    return answer | {"content": {"application/json": body}}


def _problem(status: int, kinds: list[type[PorticoError]]) -> Described:
    names = ["X-Request-ID", "RateLimit-Policy", "RateLimit"]
    names += ["Retry-After"] if any(kind.retry_after for kind in kinds) or status == 429 else []
    names += ["WWW-Authenticate"] if status == 401 else []
    return {
        "description": " ".join(f"{kind.title} (`{kind.code}`)." for kind in kinds),
        "headers": _named(*names),
        "content": _content({kind.code: {"$ref": f"#/components/examples/{kind.code}"} for kind in kinds}),
    }


def _content(samples: Described) -> Described:
    body: Described = {"schema": {"$ref": "#/components/schemas/ProblemDocument"}}
    return {"application/problem+json": body | ({"examples": samples} if samples else {})}


def _named(*names: str) -> Described:
    return {name: {"$ref": f"#/components/headers/{name}"} for name in names}


def _document(problem: type[PorticoError]) -> Described:
    errors = [{"pointer": "/query/limit", "code": "out-of-range", "detail": "Give a number of at most 100."}]
    return {
        "type": f"urn:portico:problem:{problem.code}",
        "title": problem.title,
        "status": problem.status,
        "code": problem.code,
        "detail": f"{problem.title}.",
        "request_id": "9f2c4be1d0a37e58",
        "errors": errors if problem is Invalid else [],
    }
