"""Each kind of value says in plain words what it must be."""

from __future__ import annotations

import pytest
from tests.support.configuration import Load, Problems

REFUSED = {
    "port": [
        ("0", "at least 1"),
        ("65536", "at most 65535"),
        ("x", "a whole number"),
        ("8.5", "a whole number"),
    ],
    "threads": [("-1", "at least 1")],
    "workers": [("none", "a whole number")],
    "shutdown_seconds": [("soon", "a number"), ("nan", "at most"), ("inf", "at most")],
    "debug": [("maybe", "true or false")],
    "jobs": [("elsewhere", "embedded or apart")],
    "log_format": [("xml", "console or json")],
    "log_level": [("LOUD", "DEBUG, INFO, WARNING or ERROR")],
    "public_url": [
        ("a.example", "a whole address"),
        ("ftp://a.example", "a whole address"),
        ("https://ada:pw@a.example", "without a name, a password"),
        ("https://a.example/?x=1", "without a name, a password"),
    ],
    "database_url": [
        ("mysql://db/portico", "must be sqlite:///PATH or"),
        ("portico.db", "must be sqlite:///PATH or"),
        ("sqlite://", "must name a file"),
        ("sqlite:///", "must name a file"),
        ("sqlite:///:memory:", "must name a file"),
        ("sqlite://portico.db", "must name a file"),
        ("postgresql://ada@db", "must name the database"),
        ("postgresql://ada@db:port/portico", "must be sqlite:///PATH or"),
    ],
    "redis_url": [
        ("redis://", "must be redis://"),
        ("http://cache", "must be redis://"),
        ("redis://h/x", "must be"),
    ],
    "mail_url": [
        ("mailto:ada@a.example", "must be smtp://"),
        ("smtp://", "must be smtp://"),
        ("smtp://h:99999", "must be smtp://"),
        ("file://folder/mail", "must be smtp://"),
    ],
    "storage_url": [
        ("https://k:s@h/bucket", "must be s3://"),
        ("file://folder/x", "must be s3://"),
        ("s3:///bucket", "must be s3://"),
        ("s3://k:s@h:99999/bucket", "must be s3://"),
        ("s3://h/bucket", "must hold the key"),
        ("s3://k@h/bucket", "must hold the key"),
        ("s3://k:s@h", "must name the bucket"),
        ("s3://k:s@h/a/b", "must name the bucket"),
        ("s3://k:s@h/Bucket", "must name the bucket"),
    ],
    "mail_from": [("Ada", "a sender such as"), ("a@b.example\r\nBcc: c@d.example", "a sender such as")],
    "operators": [("a@b.example, ada", "look at entry 2")],
    "trusted_networks": [("10.0.0.0/8, nets", "entry 2, must be a network"), ("10.0.0.1/8", "a network")],
    "trusted_proxies": [("all", "a whole number"), ("11", "at most 10")],
    "trusted_hosts": [("a.example/x", "entry 1"), ("https://a.example", "entry 1"), ("a b", "entry 1")],
    "cors_origins": [
        ("*", "name each front end"),
        ("https://a.example, null", "look at entry 2"),
        ("https://a.example/", "look at entry 1"),
        ("a.example", "look at entry 1"),
    ],
    "api_docs_path": [("docs", "a path such as"), ("/docs/", "a path such as"), ("/a//b", "a path such as")],
    "api_servers": [("a.example", "entry 1")],
    "sentry_dsn": [("https://sentry.example/1", "that Sentry shows")],
    "tracing_url": [("collector:4318", "the address of a collector")],
    "flags": [("no-such=on", "there is no such flag")],
    "features_off": [
        ("trafic", "did you mean traffic?"),
        ("content", "names content, which cannot be switched off"),
    ],
}
TAKEN = {
    "trusted_hosts": ["a.example", "*.a.example", "localhost", "127.0.0.1", "[::1]", "xn--bcher-kva.example"],
    "trusted_networks": ["10.0.0.0/8", "127.0.0.1", "fd00::/8", "::1"],
    "cors_origins": [
        "https://a.example",
        "http://localhost:3000",
        "https://a.example,https://b.example:8443",
    ],
    "redis_url": ["redis://cache", "rediss://:pw@cache:6380/2", "unix:///run/redis.sock"],
    "storage_url": [
        "s3://k:s%2F@s3.example/my-bucket?region=eu-1",
        "s3+http://k:s@[::1]:9000/abc",
        "file:///srv",
    ],
    "mail_url": ["smtp://relay", "smtps://ada:pw@relay:465", "file:///srv/mail"],
    "mail_from": ["ada@a.example", "Ada Lovelace <ada@a.example>"],
    "public_url": ["https://a.example/me", "http://127.0.0.1:8000"],
    "api_docs_path": ["/api/docs", "/docs"],
    "sentry_dsn": ["https://key@sentry.example/1"],
    "tracing_url": ["http://127.0.0.1:4318"],
    "features_off": ["traffic"],
}


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [(field, value, words) for field in REFUSED for value, words in REFUSED[field]],
)
def test_a_value_that_cannot_be_is_refused_in_one_sentence(
    problems: Problems, field: str, value: str, words: str
) -> None:
    (told,) = problems(**{field: value})
    assert told.startswith(f"PORTICO_{field.upper()}")
    assert words in told
    assert "\n" not in told


@pytest.mark.parametrize(("field", "value"), [(field, value) for field in TAKEN for value in TAKEN[field]])
def test_a_value_that_can_be_is_taken(load: Load, field: str, value: str) -> None:
    assert getattr(load(**{field: value}), field)
