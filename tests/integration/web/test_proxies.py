"""Whatever a visitor claims in forwarded headers, the application sees who they are and what they asked for.

Visitors and proxies connect from loopback addresses of their own, so that each can be told from the others.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from tests.support.nginx import forwarding, nginx
from tests.support.raw import ask
from tests.support.server import PROBE, Server, free_port, together
from tests.support.sites import write_site

pytestmark = pytest.mark.nginx

VISITOR, OUTER, INNER = "127.0.0.77", "127.0.0.3", "127.0.0.4"
HANDED_ON = "proxy_set_header X-Forwarded-Proto $http_x_forwarded_proto;"
"""What an inner proxy says that takes the outer one's word for the scheme."""

CLAIMS: dict[str, dict[str, str]] = {
    "nothing": {},
    "an address": {"X-Forwarded-For": "6.6.6.6"},
    "two addresses": {"X-Forwarded-For": "5.5.5.5, 6.6.6.6"},
    "a chain of forty": {"X-Forwarded-For": ", ".join(f"6.6.6.{number}" for number in range(40))},
    "the machine itself": {"X-Forwarded-For": "127.0.0.1, ::1"},
    "an address of version six": {"X-Forwarded-For": "[2001:db8::1]:4711"},
    "an address with a port": {"X-Forwarded-For": "6.6.6.6:4711"},
    "no address": {"X-Forwarded-For": "unknown, _hidden, '; DROP TABLE"},
    "empty entries": {"X-Forwarded-For": ",,,"},
    "an endless chain": {"X-Forwarded-For": "6.6.6.6," * 500},
    "a scheme": {"X-Forwarded-Proto": "https"},
    "a scheme that is none": {"X-Forwarded-Proto": "javascript"},
    "a host": {"X-Forwarded-Host": "evil.test"},
    "a port": {"X-Forwarded-Port": "444"},
    "a prefix": {"X-Forwarded-Prefix": "/evil"},
    "a prefix of another site": {"X-Forwarded-Prefix": "//evil.test"},
    "the headers of others": {"X-Real-IP": "6.6.6.6", "True-Client-IP": "6.6.6.6", "X-Client-IP": "6.6.6.6"},
    "the standard header": {"Forwarded": "for=6.6.6.6;host=evil.test;proto=https"},
    "rewritten addresses": {"X-Original-URL": "/evil", "X-Rewrite-URL": "/evil", "X-Forwarded-Path": "/evil"},
    "names with underscores": {"X_Forwarded_For": "6.6.6.6", "X_Forwarded_Proto": "https"},
    "all at once": {
        "X-Forwarded-For": "6.6.6.6",
        "X-Forwarded-Proto": "https",
        "X-Forwarded-Host": "evil.test",
        "X-Forwarded-Prefix": "/evil",
        "Forwarded": "for=6.6.6.6",
    },
}
HOSTS = {"PORTICO_TRUSTED_HOSTS": "site.test"}
WAYS = ("directly", "through one", "through two")


@pytest.fixture(scope="module")
def ways(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, int]]:
    """The port of each way to a server that expects as many proxies as there are on it."""
    home = tmp_path_factory.mktemp("proxies")
    site = write_site(home / "site", {"site.toml": 'title = "Behind"'})
    servers = [
        Server(site, home / f"var-{count}", {"PORTICO_TRUSTED_PROXIES": str(count)} | HOSTS, PROBE)
        for count in range(3)
    ]
    one, outer, inner, unexpected = (free_port() for _ in range(4))
    sites = (
        forwarding(one, servers[1].port, inside=f"proxy_bind {OUTER};")
        + forwarding(outer, inner, inside=f"proxy_bind {OUTER};")
        + forwarding(inner, servers[2].port, inside=f"proxy_bind {INNER}; {HANDED_ON}")
        + forwarding(unexpected, servers[0].port, inside=f"proxy_bind {OUTER};")
    )
    with together(servers), nginx(home / "nginx", sites):
        yield {
            "directly": servers[0].port,
            "through one": one,
            "through two": outer,
            "unexpectedly": unexpected,
            "past the only one": servers[1].port,
        }


def seen(port: int, claims: dict[str, str]) -> dict[str, Any]:
    answer = ask(port, "/probe/echo", {"Host": "site.test"} | claims, source=VISITOR)
    assert answer.status == 200, answer.body
    environ: dict[str, Any] = answer.json["environ"]
    return environ | {"url": answer.json["url"]}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("claims", CLAIMS.values(), ids=CLAIMS)
def test_claims_change_nothing(ways: dict[str, int], way: str, claims: dict[str, str]) -> None:
    assert seen(ways[way], claims) == {
        "REMOTE_ADDR": VISITOR,
        "wsgi.url_scheme": "http",
        "HTTP_HOST": "site.test",
        "SCRIPT_NAME": "",
        "PATH_INFO": "/probe/echo",
        "QUERY_STRING": "",
        "url": "http://site.test/probe/echo",
    }


@pytest.mark.parametrize("claims", CLAIMS.values(), ids=CLAIMS)
def test_a_proxy_that_nobody_told_of_is_a_visitor(ways: dict[str, int], claims: dict[str, str]) -> None:
    assert seen(ways["unexpectedly"], claims)["REMOTE_ADDR"] == OUTER


def test_whoever_gets_past_the_proxy_could_claim_anything_which_is_why_networks_can_be_named(
    ways: dict[str, int],
) -> None:
    assert seen(ways["past the only one"], {"X-Forwarded-For": "6.6.6.6"})["REMOTE_ADDR"] == "6.6.6.6"
