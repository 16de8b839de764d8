"""Settings come from the environment, its files and the site, the stronger over the weaker."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.support.configuration import COMPLETE, Load, Problems

from portico.settings import Development, Production, base_directory, load_settings

ROOT = Path(__file__).parents[3]


def test_nothing_has_to_be_set_for_development(tmp_path: Path) -> None:
    settings = load_settings()
    assert isinstance(settings, Development)
    assert (settings.site, settings.var) == (tmp_path / "site", tmp_path / "var")
    assert settings.watch
    assert settings.database == f"sqlite:///{tmp_path}/var/portico.db"
    assert settings.mail == f"file://{tmp_path}/var/mail"


def test_the_environment_is_stronger_than_files_and_the_special_file_than_the_common(
    load: Load, tmp_path: Path
) -> None:
    (tmp_path / ".env").write_text("PORTICO_PORT=1\nPORTICO_THREADS=1\nPORTICO_BODY_LIMIT=2000\n")
    (tmp_path / ".env.development").write_text("PORTICO_PORT=2\nPORTICO_THREADS=2\n")
    settings = load(port="3")
    assert (settings.port, settings.threads, settings.body_limit) == (3, 2, 2000)


def test_the_file_of_another_environment_is_not_read(tmp_path: Path) -> None:
    (tmp_path / ".env.production").write_text("PORTICO_PORT=2\n")
    assert load_settings().port == 8000


def test_an_empty_value_is_none(load: Load, tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("PORTICO_PUBLIC_URL=\nPORTICO_PORT=\n")
    settings = load(database_url="")
    assert (settings.public_url, settings.port) == (None, 8000)


def test_a_value_may_hold_what_env_files_need_quotes_for(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text(
        "PORTICO_TOKEN_SECRET='a#b \"c\" = ü'\n# a comment\nexport PORTICO_PORT=81\n"
    )
    settings = load_settings()
    assert (settings.signing_secret, settings.port) == ('a#b "c" = ü', 81)


def test_what_the_caller_says_is_strongest(load: Load, tmp_path: Path) -> None:
    load(site="elsewhere")
    assert load_settings(site=tmp_path / "here").site == tmp_path / "here"


def test_one_variable_chooses_the_environment(load: Load) -> None:
    assert [load(**COMPLETE | {"env": name}).environment for name in ("testing", "production")] == [
        "testing",
        "production",
    ]


def test_production_takes_the_public_address_from_the_site(load: Load, tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "site.toml").write_text('url = "https://from.example"\nport = 9\n')
    settings = load(**{name: value for name, value in COMPLETE.items() if name != "public_url"})
    assert (str(settings.public_url), settings.port) == ("https://from.example/", 8000)
    assert str(load(public_url="https://a.example").public_url) == "https://a.example/"


def test_development_is_not_at_the_address_of_the_site(tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "site.toml").write_text('url = "https://from.example"\n')
    assert load_settings().public_url is None


@pytest.mark.parametrize("text", ["url = 7", "url =", "\0"])
def test_a_broken_site_file_is_not_taken_for_an_address(load: Load, tmp_path: Path, text: str) -> None:
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "site.toml").write_text(text)
    assert load(**COMPLETE).public_url


def test_production_starts_when_it_is_complete(load: Load) -> None:
    settings = load(**COMPLETE)
    assert isinstance(settings, Production)


def test_the_rules_of_safety_depend_on_the_environment(load: Load) -> None:
    development, testing, production = (
        load(**COMPLETE | {"env": name}) for name in ("development", "testing", "production")
    )
    for settings in (development, testing):
        assert settings.api_docs
        assert settings.migrate
        assert not settings.strict_transport
        assert not settings.anonymous_addresses
    assert (development.debug, testing.debug, production.debug) == (True, False, False)
    assert (development.log_format, production.log_format) == ("console", "json")
    assert (testing.log_level, production.log_level) == ("WARNING", "INFO")
    assert not production.api_docs
    assert not production.watch
    assert not production.migrate
    assert production.strict_transport
    assert production.anonymous_addresses


def test_everything_that_is_wrong_is_named_at_once_in_the_order_of_the_settings(
    problems: Problems, tmp_path: Path
) -> None:
    (tmp_path / ".env").write_text("PORTICO_TREADS=2\n")
    told = problems(env="production", secret="too-short", port="x", debug="yes", prot="1")
    assert [problem.removeprefix(".env: ").split()[0] for problem in told] == [
        "PORTICO_PROT",
        "PORTICO_TREADS",
        "PORTICO_PORT",
        "PORTICO_PUBLIC_URL",
        "PORTICO_SECRET",
        "PORTICO_DATABASE_URL",
        "PORTICO_DEBUG",
    ]
    assert "too-short" not in str(told)


def test_a_misspelt_name_is_answered_with_the_nearest(problems: Problems, tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("PORTICO_TRUSTED_HOST=a.example\nOTHER_PROGRAM=1\n")
    assert problems(databas_url="x") == [
        "PORTICO_DATABAS_URL is no setting; did you mean PORTICO_DATABASE_URL?",
        ".env: PORTICO_TRUSTED_HOST is no setting; did you mean PORTICO_TRUSTED_HOSTS?",
    ]


def test_what_chooses_the_files_cannot_stand_in_one(problems: Problems, tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("PORTICO_ENV=production\n")
    assert problems() == ["PORTICO_ENV is read from the environment itself and cannot stand in .env"]


def test_variables_of_tests_are_no_settings(load: Load) -> None:
    assert load(test_kills="200").port == 8000


def test_an_env_file_that_cannot_be_understood_is_named_with_its_line(
    problems: Problems, tmp_path: Path
) -> None:
    (tmp_path / ".env").write_text("PORTICO_PORT=81\nPORTICO_SECRET 'x'\n")
    (tmp_path / ".env.development").write_bytes(b"PORTICO_SITE=caf\xe9\n")
    assert problems() == [
        ".env, line 2: this is not written as NAME=value",
        ".env.development cannot be read: it is not UTF-8",
    ]


def test_relative_paths_start_from_home_or_the_checkout(tmp_path: Path) -> None:
    assert base_directory({"PORTICO_HOME": str(tmp_path)}) == tmp_path
    assert base_directory({}) == ROOT


def test_a_var_that_cannot_be_written_is_named(problems: Problems, tmp_path: Path) -> None:
    (tmp_path / "var").touch()
    assert problems()[0].startswith("PORTICO_VAR: ")
