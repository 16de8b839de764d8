"""Only the names of this site are answered to."""

from __future__ import annotations

import pytest

from portico.web.hosts import Hosts, without_port

HOSTS = Hosts(["site.test", "*.people.test", "Public.test", "localhost", "127.0.0.1", "[::1]"])


@pytest.mark.parametrize(
    "host",
    [
        *("site.test", "site.test:80", "site.test:8443", "SITE.test", "public.test"),
        *("localhost", "localhost:8000", "127.0.0.1", "127.0.0.1:8000", "[::1]", "[::1]:8000"),
        *("ada.people.test", "a.b.people.test", "ada.people.test:444", "Ada.People.Test"),
    ],
)
def test_its_own_names_are_answered(host: str) -> None:
    assert not HOSTS.refuses({"HTTP_HOST": host, "PATH_INFO": "/"})


@pytest.mark.parametrize(
    "host",
    [
        *("", "evil.test", "site.test.evil.test", "evilsite.test", "site.test.", "site.test:", "site.test:x"),
        *("people.test", ".people.test", "a..people.test", "evil.test/.people.test", "a b.people.test"),
        *("evil.test#.people.test", "-@evil.test:1.people.test", "site.test:80:80", "site.test@evil.test"),
        *("site.test,evil.test", "site.test, site.test", "127.0.0.2", "::1", "[::1", "[::2]", "0.0.0.0"),
        *("site.test\x00", "site.test ", " site.test", "ſite.test", "ada\u3002people.test", "site.test:８０"),
    ],
)
def test_no_other_name_is(host: str) -> None:
    assert HOSTS.refuses({"HTTP_HOST": host, "PATH_INFO": "/"})


def test_a_request_must_name_a_host() -> None:
    assert HOSTS.refuses({"PATH_INFO": "/"})


@pytest.mark.parametrize(
    ("path", "refused"), [("/health", 0), ("/health/live", 0), ("/healthy", 1), ("/", 1)]
)
def test_load_balancers_ask_for_health_by_number(path: str, refused: int) -> None:
    assert HOSTS.refuses({"HTTP_HOST": "10.1.2.3:8000", "PATH_INFO": path}) == bool(refused)


def test_a_host_loses_its_port() -> None:
    assert [without_port(host) for host in ("a:1", "a", "[::1]:1", "[::1]")] == ["a", "a", "[::1]", "[::1]"]
