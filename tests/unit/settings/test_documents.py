"""What is written about settings agrees with the classes."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
from dotenv import dotenv_values

from portico.settings import ENVIRONMENTS, Settings, load_settings

ROOT = Path(__file__).parents[3]
EXAMPLE = (ROOT / ".env.example").read_text()


def test_the_example_documents_every_variable() -> None:
    documented = re.findall(r"^#?(PORTICO_[A-Z_]+)=", EXAMPLE, re.MULTILINE)
    assert sorted(documented) == sorted(
        {"PORTICO_ENV", *(f"PORTICO_{name.upper()}" for name in Settings.model_fields)}
    )


def test_the_example_shows_the_defaults() -> None:
    written = dict(re.findall(r"^#?(PORTICO_[A-Z_]+)=(.*)$", EXAMPLE, re.MULTILINE))
    for name, field in Settings.model_fields.items():
        if isinstance(field.default, str | bool | int | float | Path):
            shown = str(field.default).lower() if isinstance(field.default, bool) else str(field.default)
            assert written[f"PORTICO_{name.upper()}"] == shown


def test_the_example_can_be_used_as_it_is(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text(EXAMPLE)
    assert load_settings() == load_settings(_env_file=None)


@pytest.mark.parametrize("name", ENVIRONMENTS)
def test_the_file_of_an_environment_agrees_with_its_class(name: str) -> None:
    kind = ENVIRONMENTS[name]
    written = dotenv_values(ROOT / f".env.{name}")
    assert written
    for variable, value in written.items():
        default = kind.model_fields[variable.removeprefix("PORTICO_").lower()].default
        assert value == (str(default).lower() if isinstance(default, bool) else str(default))


@pytest.mark.parametrize("name", [f".env.{name}" for name in ENVIRONMENTS])
def test_the_file_of_an_environment_holds_no_secret(name: str) -> None:
    private = [
        f"PORTICO_{field.upper()}"
        for field, info in Settings.model_fields.items()
        if "Secret" in str(info.annotation)
    ]
    assert "PORTICO_SECRET" in private
    assert "PORTICO_DATABASE_URL" in private
    assert not set(private) & set(dotenv_values(ROOT / name))


def test_git_takes_the_committed_files_and_ignores_the_others() -> None:
    names = [
        ".env",
        ".env.local",
        ".env.production.local",
        ".env.example",
        *(f".env.{name}" for name in ENVIRONMENTS),
    ]
    asked = ["git", "check-ignore", "--no-index", *names]
    ignored = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split()
    assert ignored == names[:3]
