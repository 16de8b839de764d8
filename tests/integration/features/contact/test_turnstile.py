"""Letters are checked by Turnstile where the site has a key of it; whatever does not say yes says no."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from tests.integration.features.contact.conftest import LETTER, Porch, PorchMaker
from tests.support.jobs import heard
from tests.support.turnstile import HOSTNAME, SECRET, SITE_KEY, Cloudflare, cloudflare

from portico.features.contact.serving import EXTENSION, Contact

REFUSED = {
    None: (422, "contact-check-missing", "turnstile_missing"),
    "invalid-1": (422, "contact-check-invalid", "turnstile_invalid"),
    "expired-1": (422, "contact-check-expired", "turnstile_expired"),
    "elsewhere-1": (422, "contact-check-elsewhere", "turnstile_elsewhere"),
    "login-1": (422, "contact-check-of-another-form", "turnstile_other_form"),
    "internal-1": (503, "contact-check-unreachable", "turnstile_unreachable"),
}
"""By token: the status, the code and the line of the log."""
FAILURES = ("500", "garbage", "list", "nothing", "hang")


@pytest.fixture
def guard() -> Iterator[Cloudflare]:
    with cloudflare() as stand_in:
        yield stand_in


def keys(guard: Cloudflare, **changes: str) -> dict[str, str]:
    return {
        "turnstile_site_key": SITE_KEY,
        "turnstile_secret": SECRET,
        "turnstile_hostname": HOSTNAME,
        "turnstile_url": guard.url,
    } | changes


@pytest.fixture
def checked(make_porch: PorchMaker, database_url: str, guard: Cloudflare) -> Porch:
    """The site with its key, on each kind of database."""
    return make_porch(database_url, **keys(guard))


def write(porch: Porch, token: str | None, **changes: str) -> tuple[int, str]:
    reply = porch.write(stamp=None, token=token, **changes)
    return reply.status, reply.code


def test_each_answer_has_words_and_a_line_of_its_own(checked: Porch, guard: Cloudflare) -> None:
    assert checked.visitor().get("/contact/form").json | {"topics": []} == {
        "topics": [],
        "site_key": SITE_KEY,
        "stamp": None,
    }
    said = set()
    for token, (status, code, event) in REFUSED.items():
        with heard() as lines:
            reply = checked.write(stamp=None, token=token)
        assert (reply.status, reply.code) == (status, code)
        assert [line["event"] for line in lines] == [event]
        said.add(reply.json["detail"])
    assert len(said) == len(REFUSED)
    assert checked.kept() == [] == checked.mails()
    visitor = checked.visitor()
    assert visitor.post("/contact", LETTER | {"token": "good"}).status == 202
    assert guard.asked[-1] == {"secret": SECRET, "response": "good", "remoteip": visitor.source}
    assert [(m.state, m.checked) for m in checked.kept()] == [("new", "turnstile")]
    with heard() as lines:
        assert write(checked, "good") == (409, "contact-check-used")
    assert [line["event"] for line in lines] == ["turnstile_duplicate"]
    assert len(checked.kept()) == 1


def test_nothing_is_let_through_because_nobody_could_be_asked(
    make_porch: PorchMaker, sqlite_url: str, guard: Cloudflare
) -> None:
    porch = make_porch(sqlite_url, **keys(guard))
    feature: Contact = porch.app.extensions[EXTENSION]
    assert feature.turnstile
    object.__setattr__(feature.turnstile._http, "seconds", 0.5)
    for number, failure in enumerate(FAILURES):
        guard.fails = failure
        with heard() as lines:
            assert write(porch, f"good-{number}") == (503, "contact-check-unreachable"), failure
        assert lines[0]["event"] == "turnstile_unreachable"
    guard.fails = ""
    assert porch.kept() == [] == porch.mails()


def test_a_wrong_secret_is_an_error_of_the_site(
    make_porch: PorchMaker, sqlite_url: str, guard: Cloudflare
) -> None:
    porch = make_porch(sqlite_url, **keys(guard, turnstile_secret="another"))
    with heard() as lines:
        assert write(porch, "good") == (503, "contact-check-misconfigured")
    assert [(line["event"], line["log_level"]) for line in lines] == [("turnstile_misconfigured", "error")]
    assert "another" not in str(lines)


def test_a_token_of_twenty_letters_at_once_is_good_for_one(checked: Porch) -> None:
    with ThreadPoolExecutor(20) as together:
        told = list(together.map(lambda _: write(checked, "one-token"), range(20)))
    assert [status for status, _ in told].count(202) == 1
    assert {code for status, code in told if status != 202} <= {
        "contact-check-used",
        "contact-check-expired",
        "contact-check-unreachable",  # so many at a time are asked about, and others told to come again
    }
    assert len(checked.kept()) == len(checked.mails()) == 1


def test_what_fell_into_the_trap_costs_no_question(
    make_porch: PorchMaker, sqlite_url: str, guard: Cloudflare
) -> None:
    porch = make_porch(sqlite_url, **keys(guard))
    assert write(porch, None, website="https://pills.test") == (202, "")
    assert [message.state for message in porch.kept()] == ["spam"]
    assert guard.asked == []


def test_a_key_without_a_secret_lets_everybody_through_while_one_develops_and_says_so(
    make_porch: PorchMaker, sqlite_url: str, guard: Cloudflare
) -> None:
    porch = make_porch(sqlite_url, **keys(guard, turnstile_secret=""))
    with heard() as lines:
        assert write(porch, None) == (202, "")
    assert [line["event"] for line in lines] == ["turnstile_unchecked"]
    assert guard.asked == []


def test_the_page_loads_from_cloudflare_only_where_there_is_a_key(
    make_porch: PorchMaker, sqlite_url: str, guard: Cloudflare
) -> None:
    client = make_porch(sqlite_url, **keys(guard)).app.test_client()
    page, other = client.get("/contact"), client.get("/contact/sent")
    policy = page.headers["Content-Security-Policy"]
    assert policy.count("https://challenges.cloudflare.com") == 2
    assert "cloudflare" not in other.headers["Content-Security-Policy"]
    without_scripts = page.text.partition("<noscript>")[2].partition("</noscript>")[0]
    assert "mira@site.test" in without_scripts.replace("<wbr>", "")
    assert client.post("/contact", data=LETTER).status_code == 422
