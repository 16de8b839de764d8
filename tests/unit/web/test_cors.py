"""Other front ends may call the API from a browser when they are listed, and no others."""

from __future__ import annotations

import pytest

from portico.web.cors import Cors, Headers

APP = "https://app.test"
LOCAL = "http://localhost:5173"
ROUTES = ("/api/v1/site", "/api/v1/content/blog", "/api/unheard-of", "/api/")
STRANGERS = (
    "null",
    "",
    "https://evil.test",
    "http://app.test",
    "https://app.test:443",
    "https://app.test:8443",
    "https://app.test/",
    "https://app.test.evil.test",
    "https://evil.test/https://app.test",
    "https://evilapp.test",
    "https://sub.app.test",
    "https://APP.test",
    "HTTPS://app.test",
    "https://app.test ",
    "https://app.test,https://evil.test",
    "https://app.test https://evil.test",
    "https://user@app.test",
    "https://app.test@evil.test",
    "https://app_test",
    "https://appxtest",
    "https://[::1]",
    "http://localhost",
    "http://localhost:51730",
    "http://127.0.0.1:5173",
    "file://",
    "app.test",
    "//app.test",
    "*",
    "https://*",
    "chrome-extension://app.test",
)


def asked(path: str, origin: str | None, **more: str) -> dict[str, str]:
    environ = {"REQUEST_METHOD": "GET", "PATH_INFO": path} | more
    return environ | ({} if origin is None else {"HTTP_ORIGIN": origin})


def preflight(path: str, origin: str) -> dict[str, str]:
    return asked(path, origin, REQUEST_METHOD="OPTIONS", HTTP_ACCESS_CONTROL_REQUEST_METHOD="PUT")


def told(headers: Headers) -> dict[str, str]:
    assert len(dict(headers)) == len(headers)
    return dict(headers)


@pytest.mark.parametrize("credentials", [True, False])
@pytest.mark.parametrize("origin", [APP, LOCAL])
def test_a_listed_origin_may_read(origin: str, credentials: bool) -> None:
    headers = told(Cors([APP, LOCAL], credentials).headers(asked("/api/v1/site", origin)))
    assert (headers["Access-Control-Allow-Origin"], headers["Vary"]) == (origin, "Origin")
    assert ("Access-Control-Allow-Credentials" in headers) is credentials
    assert {"ETag", "Link", "X-Request-ID", "RateLimit", "Retry-After"} <= set(
        headers["Access-Control-Expose-Headers"].split(", ")
    )


@pytest.mark.parametrize("origin", STRANGERS)
def test_no_other_origin_is_let_in_anywhere(origin: str) -> None:
    cors = Cors([APP, LOCAL], credentials=True)
    for path in ROUTES:
        assert cors.headers(asked(path, origin)) == [("Vary", "Origin")]
        assert cors.preflight(preflight(path, origin)) == ("204 No Content", [])


def test_a_listed_origin_is_told_in_advance_what_it_may_do() -> None:
    answered = Cors([APP], credentials=False).preflight(preflight("/api/v1/site", APP))
    assert answered is not None
    status, headers = answered
    assert status == "204 No Content"
    assert told(headers)["Access-Control-Max-Age"] == "600"
    assert "PUT" in told(headers)["Access-Control-Allow-Methods"]
    assert {"Authorization", "Idempotency-Key", "If-Match"} < set(
        told(headers)["Access-Control-Allow-Headers"].split(", ")
    )


@pytest.mark.parametrize(
    "environ",
    [
        asked("/api/v1/site", APP, REQUEST_METHOD="OPTIONS"),
        asked("/api/v1/site", None, REQUEST_METHOD="OPTIONS", HTTP_ACCESS_CONTROL_REQUEST_METHOD="PUT"),
        asked("/api/v1/site", APP, HTTP_ACCESS_CONTROL_REQUEST_METHOD="PUT"),
        preflight("/blog", APP),
    ],
)
def test_what_only_looks_like_a_question_in_advance_is_none(environ: dict[str, str]) -> None:
    assert Cors([APP], credentials=False).preflight(environ) is None


@pytest.mark.parametrize("path", ["/", "/blog", "/api", "/apiary", "/media/a.webp"])
def test_pages_are_not_for_other_origins(path: str) -> None:
    assert Cors([APP], credentials=True).headers(asked(path, APP)) == []


def test_a_cache_is_told_that_origins_differ_even_when_none_was_named() -> None:
    assert Cors([APP], credentials=False).headers(asked("/api/v1/site", None)) == [("Vary", "Origin")]


def test_without_a_list_nothing_is_said() -> None:
    cors = Cors([], credentials=False)
    assert cors.headers(asked("/api/v1/site", APP)) == []
    assert cors.preflight(preflight("/api/v1/site", APP)) is None


def test_everyone_may_be_let_in_but_not_with_their_cookies() -> None:
    headers = told(Cors(["*"], credentials=False).headers(asked("/api/v1/site", "https://any.test")))
    assert headers["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in headers
    assert Cors(["*"], credentials=False).headers(asked("/api/v1/site", "null")) == [("Vary", "Origin")]
    with pytest.raises(ValueError, match="every site"):
        Cors(["*"], credentials=True)


@pytest.mark.parametrize(
    "origin", ["null", "https://app.test/", "app.test", "https://*.app.test", "HTTPS://A"]
)
def test_what_is_no_origin_cannot_be_listed(origin: str) -> None:
    with pytest.raises(ValueError, match="no origin"):
        Cors([origin], credentials=False)
