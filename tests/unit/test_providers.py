"""Which other sites people can sign in with."""

from __future__ import annotations

from portico.providers import clients
from portico.settings import Testing


def test_without_settings_there_is_none() -> None:
    assert list(clients(Testing())) == []


def test_each_is_offered_once_it_has_a_client() -> None:
    settings = Testing(
        google_client_id="a",
        google_client_secret="b",
        github_client_id="c",
        github_client_secret="d",
        github_url="https://github.company.example/",
        github_api_url="https://github.company.example/api/v3/",
        openid_issuer="https://id.company.example/",
        openid_client_id="e",
        openid_client_secret="f",
        openid_label="Company",
    )
    offered = list(clients(settings))
    assert [(one.name, one.label, one.url, one.client_id, one.client_secret) for one in offered] == [
        ("google", "Google", "https://accounts.google.com", "a", "b"),
        ("github", "GitHub", "https://github.company.example", "c", "d"),
        # Of an issuer every letter counts, a slash at its end too (OpenID Connect Discovery 1.0, 4.3).
        ("openid", "Company", "https://id.company.example/", "e", "f"),
    ]
    assert offered[1].api_url == "https://github.company.example/api/v3"
