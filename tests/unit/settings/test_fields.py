"""What follows from settings: folders, addresses, and what others are told of them."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.support.configuration import COMPLETE, SECRET, Load

from portico.settings import load_settings


@pytest.mark.parametrize("written", ["sub/../site", "./site", "{home}/site", "{home}/x/../site"])
def test_a_folder_has_one_name_however_it_is_written(load: Load, tmp_path: Path, written: str) -> None:
    assert load(site=written.format(home=tmp_path)).site == tmp_path / "site"


def test_home_is_understood(monkeypatch: pytest.MonkeyPatch, load: Load, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    assert load(var="~/kept").var == tmp_path / "kept"
    assert (tmp_path / "kept" / "secret").is_file()


def test_sites_of_one_name_are_compiled_apart(tmp_path: Path) -> None:
    one, two = load_settings(site=tmp_path / "a" / "site"), load_settings(site=tmp_path / "b" / "site")
    assert one.compiled != two.compiled
    assert one.compiled == load_settings(site=tmp_path / "a" / "site").compiled


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("0.0.0.0", "http://localhost:8000"),
        ("127.0.0.1", "http://localhost:8000"),
        ("a.example", "http://a.example:8000"),
        ("fd00::5", "http://[fd00::5]:8000"),
    ],
)
def test_the_address_can_be_opened(host: str, address: str) -> None:
    assert load_settings(host=host).address == address


@pytest.mark.parametrize(
    ("written", "understood"),
    [
        ("sqlite:///kept/a.db", "sqlite:///{home}/kept/a.db"),
        ("sqlite:////srv/a.db", "sqlite:////srv/a.db"),
        ("postgresql://ada:pw@db/portico", "postgresql+psycopg://ada:pw@db/portico"),
        ("postgres://db/portico", "postgresql+psycopg://db/portico"),
        ("postgresql+psycopg://db/portico", "postgresql+psycopg://db/portico"),
        (
            "postgresql://postgres:@/portico?host=/run/pg",
            "postgresql+psycopg://postgres:@/portico?host=/run/pg",
        ),
    ],
)
def test_a_database_gets_its_driver_and_its_place(
    load: Load, tmp_path: Path, written: str, understood: str
) -> None:
    assert load(database_url=written).database == understood.format(home=tmp_path)


@pytest.mark.parametrize(
    ("variables", "hosts"),
    [
        ({}, ("localhost", "127.0.0.1", "[::1]")),
        ({"host": "0.0.0.0"}, ("localhost", "127.0.0.1", "[::1]")),
        ({"host": "192.168.1.5"}, ("192.168.1.5", "localhost", "127.0.0.1", "[::1]")),
        ({"host": "fd00::5"}, ("[fd00::5]", "localhost", "127.0.0.1", "[::1]")),
        ({"public_url": "https://A.example:8443/me"}, ("a.example", "localhost", "127.0.0.1", "[::1]")),
        (
            {"trusted_hosts": "b.example, *.c.example", "public_url": "https://a.example"},
            ("b.example", "*.c.example", "localhost", "127.0.0.1", "[::1]"),
        ),
        (
            {"trusted_hosts": "b.example", "host": "192.168.1.5"},
            ("b.example", "192.168.1.5", "localhost", "127.0.0.1", "[::1]"),
        ),
    ],
)
def test_hosts_are_those_of_the_public_address_and_this_machine(
    load: Load, variables: dict[str, str], hosts: tuple[str, ...]
) -> None:
    assert load(**variables).hosts == hosts


def test_tokens_are_signed_with_the_key_of_the_application_or_one_of_their_own(load: Load) -> None:
    assert load(**COMPLETE).signing_secret == SECRET
    other = SECRET[::-1]
    assert load(token_secret=other).signing_secret == other


def test_mail_goes_nowhere_in_production_unless_it_is_said(load: Load) -> None:
    assert load(**COMPLETE).mail == ""
    assert load(mail_url="smtp://relay:25", mail_from="ada@a.example").mail == "smtp://relay:25"


def test_no_secret_is_shown(load: Load) -> None:
    kept = {"database_url": "postgresql://ada:canary@db/portico", "redis_url": "redis://:canary@cache"}
    settings = load(**COMPLETE | kept, metrics_token="canary-canary-canary")
    shown = f"{settings} {settings!r} {settings.model_dump_json()}"
    assert "canary" not in shown
    assert SECRET not in shown
