"""Who a request is from, and by which address it came."""

from __future__ import annotations

from ipaddress import ip_network

import pytest

from portico.web.proxies import Proxies, address_of

FORGED = {
    "HTTP_X_FORWARDED_FOR": "1.1.1.1, 2.2.2.2",
    "HTTP_X_FORWARDED_PROTO": "https",
    "HTTP_X_FORWARDED_HOST": "evil.test",
    "HTTP_X_FORWARDED_PORT": "444",
    "HTTP_X_FORWARDED_PREFIX": "/evil",
    "HTTP_X_REAL_IP": "1.1.1.1",
    "HTTP_FORWARDED": "for=1.1.1.1;proto=https;host=evil.test",
    "HTTP_CLIENT_IP": "1.1.1.1",
    "HTTP_TRUE_CLIENT_IP": "1.1.1.1",
    "HTTP_CF_CONNECTING_IP": "1.1.1.1",
}


def arriving(**headers: str) -> dict[str, str]:
    return {
        "REMOTE_ADDR": "10.0.0.9",
        "wsgi.url_scheme": "http",
        "HTTP_HOST": "inner:8000",
        "SCRIPT_NAME": "",
        "PATH_INFO": "/blog",
    } | {f"HTTP_X_FORWARDED_{name.upper()}": value for name, value in headers.items()}


def seen(proxies: Proxies, environ: dict[str, str]) -> tuple[str, ...]:
    proxies.apply(environ)
    return tuple(
        environ[name] for name in ("REMOTE_ADDR", "wsgi.url_scheme", "HTTP_HOST", "SCRIPT_NAME", "PATH_INFO")
    )


def test_without_proxies_nothing_is_believed() -> None:
    assert not Proxies(0, []).has_work
    assert seen(Proxies(0, []), arriving() | FORGED) == ("10.0.0.9", "http", "inner:8000", "", "/blog")


@pytest.mark.parametrize(
    ("count", "told", "visitor"),
    [
        (1, "7.7.7.7", "7.7.7.7"),
        (1, "6.6.6.6, 7.7.7.7", "7.7.7.7"),
        (1, "6.6.6.6,7.7.7.7 ", "7.7.7.7"),
        (2, "6.6.6.6, 7.7.7.7", "6.6.6.6"),
        (2, "5.5.5.5, 6.6.6.6, 7.7.7.7", "6.6.6.6"),
        (3, "5.5.5.5, 6.6.6.6, 7.7.7.7", "5.5.5.5"),
        (2, "7.7.7.7", "10.0.0.9"),
        (3, "6.6.6.6, 7.7.7.7", "10.0.0.9"),
        (1, "", "10.0.0.9"),
        (1, "6.6.6.6, nonsense", "10.0.0.9"),
        (1, "6.6.6.6,", "10.0.0.9"),
        (1, "nonsense, 7.7.7.7", "7.7.7.7"),
    ],
)
def test_as_many_entries_are_believed_as_there_are_proxies(count: int, told: str, visitor: str) -> None:
    assert seen(Proxies(count, []), arriving(**{"for": told}))[0] == visitor


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("7.7.7.7", "7.7.7.7"),
        (" 7.7.7.7:4711 ", "7.7.7.7"),
        ("[2001:db8::1]:4711", "2001:db8::1"),
        ("[2001:db8::1]", "2001:db8::1"),
        ("2001:DB8:0:0::1", "2001:db8::1"),
        ("::ffff:7.7.7.7", "7.7.7.7"),
        ("fe80::1%eth0", None),
        ("unknown", None),
        ("_hidden", None),
        ("7.7.7", None),
        ("7.7.7.777", None),
        ("07.7.7.7", None),
        ("7.7.7.7/8", None),
        ("7.7.7.7\r\nX: y", None),
        ("７.7.7.7", None),
        ("", None),
        ("[", None),
        ("a" * 5000, None),
    ],
)
def test_an_entry_is_an_address_or_nothing(text: str, address: str | None) -> None:
    assert address_of(text) == address


@pytest.mark.parametrize(
    ("told", "scheme"),
    [
        ("https", "https"),
        ("HTTPS", "https"),
        ("http, https", "https"),
        ("https, http", "http"),
        *((told, "http") for told in ("", "ftp", "javascript", "https;x", "https http")),
    ],
)
def test_the_scheme_is_one_of_two(told: str, scheme: str) -> None:
    assert seen(Proxies(1, []), arriving(**{"for": "7.7.7.7"}, proto=told))[1] == scheme


@pytest.mark.parametrize(
    ("proto", "host", "port", "becomes"),
    [
        ("https", "site.test", "", "site.test"),
        ("https", "site.test", "443", "site.test"),
        ("http", "site.test", "80", "site.test"),
        ("https", "site.test", "8443", "site.test:8443"),
        ("https", "site.test:8443", "444", "site.test:8443"),
        ("https", "[2001:db8::1]", "8443", "[2001:db8::1]:8443"),
        ("https", "site.test", "x", "site.test"),
        ("https", "site.test", "123456", "site.test"),
        ("https", "first.test, site.test", "", "site.test"),
        ("https", "", "8443", "inner:8000"),
        *(
            ("https", host, "", "inner:8000")
            for host in ("a b", "a/b", "a@b", "a:b", "a\\b", "a?b", "<a>", "[x]", "a:123456", "ü.test")
        ),
    ],
)
def test_the_host_is_a_name_and_perhaps_a_port(proto: str, host: str, port: str, becomes: str) -> None:
    environ = arriving(**{"for": "7.7.7.7"}, proto=proto, host=host, port=port)
    assert seen(Proxies(1, []), environ)[2] == becomes


@pytest.mark.parametrize(
    ("told", "prefix"),
    [
        ("/x", "/x"),
        ("/x/", "/x"),
        ("/x/y-z/~a", "/x/y-z/~a"),
        ("/a, /x", "/x"),
        *(
            (told, "")
            for told in (
                "",
                "/",
                "x",
                "//x",
                "/x//y",
                "/../x",
                "/x/..",
                "/./x",
                "/x?y",
                "/x#y",
                "/<x>",
                "/%78",
            )
        ),
        *((told, "") for told in ("//evil.test", "/\\evil", "https://evil.test", "/x y", "/x\r\ny", "/ü")),
    ],
)
def test_the_prefix_is_a_clean_path(told: str, prefix: str) -> None:
    assert seen(Proxies(1, []), arriving(**{"for": "7.7.7.7"}, prefix=told))[3:] == (prefix, "/blog")


@pytest.mark.parametrize(("mount", "prefix"), [("", ""), ("/", ""), ("/me", "/me"), (None, "/evil")])
def test_where_the_public_address_is_known_no_other_prefix_is_believed(
    mount: str | None, prefix: str
) -> None:
    proxies = Proxies(1, [], mount=mount)
    assert seen(proxies, arriving(**{"for": "7.7.7.7"}, prefix="/evil"))[3:] == (prefix, "/blog")


def test_two_proxies_may_each_say_it_or_the_nearest_hand_it_on() -> None:
    proxies = Proxies(2, [])
    for proto, host in (("https", "site.test"), ("https, http", "site.test, inner")):
        environ = arriving(**{"for": "7.7.7.7, 8.8.8.8"}, proto=proto, host=host)
        assert seen(proxies, environ)[:3] == ("7.7.7.7", "https", "site.test")
    environ = arriving(**{"for": "7.7.7.7, 8.8.8.8, 9.9.9.9"}, proto="http, https, http")
    assert seen(proxies, environ)[:2] == ("8.8.8.8", "https")


@pytest.mark.parametrize(
    ("networks", "believed"),
    [
        ([], True),
        (["10.0.0.0/8"], True),
        (["192.168.0.0/16", "10.0.0.9/32"], True),
        (["192.168.0.0/16"], False),
        (["2001:db8::/32"], False),
    ],
)
def test_a_proxy_connects_from_where_proxies_are(networks: list[str], believed: bool) -> None:
    proxies = Proxies(1, [ip_network(network) for network in networks])
    assert (seen(proxies, arriving(**{"for": "7.7.7.7"}))[0] == "7.7.7.7") is believed


def test_a_proxy_may_connect_by_ipv4_to_a_socket_of_ipv6() -> None:
    environ = arriving(**{"for": "7.7.7.7"}) | {"REMOTE_ADDR": "::ffff:10.0.0.9"}
    assert seen(Proxies(1, [ip_network("10.0.0.0/8")]), environ)[0] == "7.7.7.7"


@pytest.mark.parametrize(
    ("path", "inside"),
    [("/me/blog", "/blog"), ("/me/", "/"), ("/me", "/"), ("/blog", "/blog"), ("/mean", "/mean"), ("/", "/")],
)
def test_the_path_of_the_public_address_is_taken_off_unless_the_proxy_did(path: str, inside: str) -> None:
    proxies = Proxies(0, [], mount="/me")
    assert seen(proxies, arriving() | {"PATH_INFO": path})[3:] == ("/me", inside)


@pytest.mark.parametrize(("prefix", "inside"), [("/me", "/me/too"), ("", "/too"), ("/other", "/too")])
def test_a_proxy_that_says_it_took_the_path_off_is_believed(prefix: str, inside: str) -> None:
    environ = arriving(**{"for": "7.7.7.7"}, prefix=prefix) | {"PATH_INFO": "/me/too"}
    assert seen(Proxies(1, [], mount="/me/"), environ)[3:] == ("/me", inside)
