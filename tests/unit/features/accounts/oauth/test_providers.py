"""What is known of providers before anybody goes to one."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest

from portico.features.accounts.oauth.clients import Client
from portico.features.accounts.oauth.errors import NoSuchProvider
from portico.features.accounts.oauth.openid import challenge
from portico.features.accounts.oauth.provider import Visit, claims_of, subject_of
from portico.features.accounts.oauth.providers import Providers

GITHUB = Client(
    name="github",
    label="GitHub",
    url="https://github.com",
    api_url="https://api.github.com",
    client_id="portico",
    client_secret="canary-secret",
)
VISIT = Visit(redirect_uri="https://site.test/auth/github/callback", state="s", nonce="n", verifier="v" * 64)


def test_a_provider_is_sent_what_it_needs_and_no_secret() -> None:
    provider = Providers([GITHUB], "secret", at_once=1).find("github")
    address = urlsplit(provider.address(VISIT))
    assert (address.scheme, address.netloc, address.path) == ("https", "github.com", "/login/oauth/authorize")
    assert parse_qs(address.query) == {
        "client_id": ["portico"],
        "redirect_uri": [VISIT.redirect_uri],
        "scope": ["read:user user:email"],
        "state": ["s"],
        "code_challenge": [challenge(VISIT.verifier)],
        "code_challenge_method": ["S256"],
    }


def test_the_challenge_is_that_of_the_standard() -> None:
    """RFC 7636, appendix B."""
    verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
    assert challenge(verifier) == "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"


def test_a_secret_is_not_shown() -> None:
    assert "canary" not in repr(GITHUB)


def test_a_provider_that_is_not_there_is_not_found() -> None:
    with pytest.raises(NoSuchProvider):
        Providers([GITHUB], "secret", at_once=1).find("google")


def test_one_that_was_there_once_still_has_a_name() -> None:
    assert Providers([], "secret", at_once=1).label("github") == "Github"


def test_the_same_subject_of_two_issuers_is_two_people() -> None:
    assert subject_of("https://a.example", "7") != subject_of("https://b.example", "7")
    assert subject_of("https://a.example/1", "7") != subject_of("https://a.example", "1#7")


def test_a_subject_that_is_too_long_for_its_column_keeps_apart_from_others() -> None:
    names = {subject_of("https://a.example", "a" * 254 + letter) for letter in "abc"}
    assert len(names) == 3
    assert all(len(name) == 64 for name in names)


@pytest.mark.parametrize("said", [True, False, None, 1, "true", "yes", [True]])
def test_verified_is_only_what_is_exactly_true(said: object) -> None:
    claims = claims_of("openid", "x", email="Ada@Example.ORG", email_verified=said, suggestion=None)
    assert claims.email == "Ada@example.org"
    assert claims.email_verified is (said is True)


def test_what_cannot_be_kept_is_left_out() -> None:
    claims = claims_of("openid", "x", email="a\x00@b", email_verified=True, suggestion="A\x00d\ud800a" * 50)
    assert (claims.email, claims.email_verified) == (None, False)
    assert claims.suggestion == ("Ada" * 50)[:100]
