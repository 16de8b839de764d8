"""A gate before the S3 server of the tests, which checks no more than the signatures that it is sent.

The gate answers as S3 is documented to: a request without a signature is told nothing, one whose signature
leaves out a header of `x-amz-` is refused, and pages elsewhere may ask what a rule of CORS says.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from fnmatch import fnmatch
from xml.etree import ElementTree

import urllib3
from werkzeug import Request, Response

from tests.support.small_server import small_server

REFUSED = "<Error><Code>AccessDenied</Code></Error>"
RESOURCE = "{http://s3.amazonaws.com/doc/2006-03-01/}"
BY_HOP = {"connection", "transfer-encoding", "expect"}


@dataclass(frozen=True, slots=True)
class Rule:
    """What pages of some origins may ask."""

    origins: list[str]
    methods: list[str]
    headers: list[str]

    def allows(self, origin: str, method: str, headers: list[str]) -> bool:
        """Whether it is for this request."""
        return (
            any(fnmatch(origin, allowed) for allowed in self.origins)
            and method in self.methods
            and all(any(fnmatch(header, allowed.lower()) for allowed in self.headers) for header in headers)
        )


@dataclass
class Gate:
    """What stands before a server, and the rules that buckets were given through it."""

    endpoint: str
    rules: dict[str, list[Rule]] = field(default_factory=dict)

    def answer(self, request: Request) -> Response:
        """Pass a request on, or refuse it."""
        bucket = request.path.split("/")[1]
        asked = request.headers.get("Access-Control-Request-Headers", "")
        wanted = request.headers.get("Access-Control-Request-Method", request.method)
        headers = [name.strip().lower() for name in asked.split(",") if name.strip()]
        origin = request.headers.get("Origin", "")
        rules = (rule for rule in self.rules.get(bucket, ()) if rule.allows(origin, wanted, headers))
        shared = next((_shared(rule, origin, wanted, headers) for rule in rules), {})
        if request.method == "OPTIONS":
            return Response(status=200 if shared else 403, headers=shared)
        if not _is_signed(request):
            return Response(REFUSED, 403, shared, mimetype="application/xml")
        if request.method == "PUT" and "cors" in request.args:
            self.rules[bucket] = _read(request.get_data())
            return Response()
        return self._passed(request, shared)

    def _passed(self, request: Request, shared: dict[str, str]) -> Response:
        # As it was written: the signature is of these very bytes.
        address = self.endpoint + request.environ["REQUEST_URI"]
        headers = {name: value for name, value in request.headers if name.lower() not in BY_HOP}
        found = urllib3.request(
            request.method, address, body=request.get_data(), headers=headers, redirect=False, retries=False
        )
        kept = [
            (name, value)
            for name, value in found.headers.items()
            if name.lower() not in BY_HOP and not name.lower().startswith("access-control-")
        ]
        return Response(found.data, found.status, [*kept, *shared.items()])


@contextmanager
def s3_gate(endpoint: str) -> Iterator[str]:
    """The address of a gate before a server."""
    with small_server(Gate(endpoint).answer) as address:
        yield address


def _is_signed(request: Request) -> bool:
    """Whether somebody signed the request, with all of its headers that mean something to S3."""
    proof = request.headers.get("Authorization", "")
    named = request.args.get("X-Amz-SignedHeaders") or proof.partition("SignedHeaders=")[2].partition(",")[0]
    own = {name.lower() for name, _ in request.headers if name.lower().startswith("x-amz-")}
    return bool(named) and own <= set(named.split(";"))


def _read(xml: bytes) -> list[Rule]:
    def texts(rule: ElementTree.Element, name: str) -> list[str]:
        return [each.text or "" for each in rule.iter(RESOURCE + name)]

    return [
        Rule(texts(rule, "AllowedOrigin"), texts(rule, "AllowedMethod"), texts(rule, "AllowedHeader"))
        for rule in ElementTree.fromstring(xml).iter(f"{RESOURCE}CORSRule")
    ]


def _shared(rule: Rule, origin: str, method: str, headers: list[str]) -> dict[str, str]:
    return {
        "Access-Control-Allow-Origin": "*" if "*" in rule.origins else origin,
        "Access-Control-Allow-Methods": method,
        "Access-Control-Allow-Headers": ", ".join(headers),
        "Vary": "Origin",
    }
