"""Settings come from the environment, are complete, and are documented."""

from __future__ import annotations

import re
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from portico.settings import (
    ConfigurationError,
    Development,
    Production,
    Settings,
    base_directory,
    load_settings,
)

ROOT = Path(__file__).parents[2]
LONG_SECRET = "a-secret-that-is-certainly-long-enough"
COMPLETE = {
    "PORTICO_ENV": "production",
    "PORTICO_SECRET": LONG_SECRET,
    "PORTICO_PUBLIC_URL": "https://a.example",
}


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    import os

    for name in [name for name in os.environ if name.startswith("PORTICO_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("PORTICO_HOME", str(tmp_path))


def load(monkeypatch: pytest.MonkeyPatch, **variables: str) -> Settings:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    return load_settings()


def test_nothing_has_to_be_set_for_development(tmp_path: Path) -> None:
    settings = load_settings()
    assert isinstance(settings, Development)
    assert (settings.site, settings.var) == (tmp_path / "site", tmp_path / "var")
    assert settings.watch


def test_the_environment_is_stronger_than_files_and_the_special_file_than_the_common(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / ".env").write_text("PORTICO_PORT=1\nPORTICO_THREADS=1\nPORTICO_WORKERS=1\n")
    (tmp_path / ".env.development").write_text("PORTICO_PORT=2\nPORTICO_THREADS=2\n")
    settings = load(monkeypatch, PORTICO_PORT="3")
    assert (settings.port, settings.threads, settings.workers) == (3, 2, 1)


def test_the_file_of_another_environment_is_not_read(tmp_path: Path) -> None:
    (tmp_path / ".env.production").write_text("PORTICO_PORT=2\n")
    assert load_settings().port == 8000


def test_what_the_caller_says_is_strongest(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PORTICO_SITE", "elsewhere")
    assert load_settings(site=tmp_path / "here").site == tmp_path / "here"


def test_an_unknown_environment_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ConfigurationError, match="it must be one of development, testing, production"):
        load(monkeypatch, PORTICO_ENV="staging")


def test_production_starts_when_it_is_complete(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = load(monkeypatch, **COMPLETE)
    assert isinstance(settings, Production)
    assert not settings.api_docs
    assert not settings.watch


def test_production_names_everything_it_lacks_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    variables = {
        "PORTICO_ENV": "production",
        "PORTICO_SECRET": "too-short",
        "PORTICO_PORT": "x",
        "PORTICO_DEBUG": "yes",
    }
    with pytest.raises(ConfigurationError) as refused:
        load(monkeypatch, **variables)
    assert [problem.split()[0] for problem in refused.value.problems] == [
        "PORTICO_SECRET",
        "PORTICO_PUBLIC_URL",
        "PORTICO_DEBUG",
        "PORTICO_PORT",
    ]
    assert "too-short" not in str(refused.value)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORTICO_PORT", "0"),
        ("PORTICO_WORKERS", "none"),
        ("PORTICO_PUBLIC_URL", "a.example"),
        ("PORTICO_LOG_FORMAT", "xml"),
        ("PORTICO_LOG_LEVEL", "LOUD"),
    ],
)
def test_a_value_that_cannot_be_is_named(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    with pytest.raises(ConfigurationError, match=f"^{name} is not valid: "):
        load(monkeypatch, **{name: value})


def test_no_secret_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = load(monkeypatch, **COMPLETE)
    assert LONG_SECRET not in f"{settings} {settings!r}"


def test_the_secret_of_development_is_made_once_and_kept_private(tmp_path: Path) -> None:
    first, second = load_settings(), load_settings()
    path = tmp_path / "var" / "secret"
    assert first.secret.get_secret_value() == second.secret.get_secret_value() == path.read_text()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [file.name for file in path.parent.iterdir()] == ["secret"]


def test_processes_that_start_at_once_share_the_secret() -> None:
    with ThreadPoolExecutor(8) as pool:
        secrets = {
            settings.secret.get_secret_value() for settings in pool.map(lambda _: load_settings(), range(8))
        }
    assert len(secrets) == 1
    assert len(secrets.pop()) > 32


def test_a_var_that_cannot_be_written_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "var").touch()
    with pytest.raises(ConfigurationError, match="PORTICO_VAR"):
        load_settings()


@pytest.mark.parametrize("written", ["sub/../site", "./site", "{home}/site", "{home}/x/../site"])
def test_a_folder_has_one_name_however_it_is_written(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, written: str
) -> None:
    settings = load(monkeypatch, PORTICO_SITE=written.format(home=tmp_path))
    assert settings.site == tmp_path / "site"


def test_home_is_understood(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    settings = load(monkeypatch, PORTICO_VAR="~/kept")
    assert settings.var == tmp_path / "kept"
    assert (tmp_path / "kept" / "secret").is_file()


def test_sites_of_one_name_are_compiled_apart(tmp_path: Path) -> None:
    one, two = load_settings(site=tmp_path / "a" / "site"), load_settings(site=tmp_path / "b" / "site")
    assert one.compiled != two.compiled
    assert one.compiled == load_settings(site=tmp_path / "a" / "site").compiled


def test_relative_paths_start_from_home_or_the_checkout(tmp_path: Path) -> None:
    assert base_directory({"PORTICO_HOME": str(tmp_path)}) == tmp_path
    assert base_directory({}) == ROOT


@pytest.mark.parametrize(
    ("host", "address"), [("0.0.0.0", "http://localhost:8000"), ("a.example", "http://a.example:8000")]
)
def test_the_address_can_be_opened(host: str, address: str) -> None:
    assert load_settings(host=host).address == address


def test_the_example_documents_every_variable() -> None:
    example = (ROOT / ".env.example").read_text()
    documented = re.findall(r"^#?(PORTICO_[A-Z_]+)=", example, re.MULTILINE)
    assert sorted(documented) == sorted(
        {"PORTICO_ENV", *(f"PORTICO_{name.upper()}" for name in Settings.model_fields)}
    )


def test_the_example_shows_the_defaults() -> None:
    example = (ROOT / ".env.example").read_text()
    written = dict(re.findall(r"^#?(PORTICO_[A-Z_]+)=(.*)$", example, re.MULTILINE))
    for name in ("host", "port", "threads", "workers", "log_level"):
        assert written[f"PORTICO_{name.upper()}"] == str(Settings.model_fields[name].default)


def test_the_example_can_be_used_as_it_is(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / ".env").write_text((ROOT / ".env.example").read_text())
    assert load_settings() == load_settings(_env_file=None)
