"""An environment without any setting, and ways to fill it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from tests.support.configuration import Load, Problems

from portico.settings import ConfigurationError, Settings, load_settings


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No setting at all but a home of the test's own."""
    for name in [name for name in os.environ if name.startswith("PORTICO_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("PORTICO_HOME", str(tmp_path))


@pytest.fixture
def load(monkeypatch: pytest.MonkeyPatch) -> Load:
    """The settings of an environment that has these as well: `load(port="3")`."""

    def with_variables(**variables: str) -> Settings:
        for name, value in variables.items():
            monkeypatch.setenv(f"PORTICO_{name.upper()}", value)
        return load_settings()

    return with_variables


@pytest.fixture
def problems(load: Load) -> Problems:
    """What is wrong with the settings of such an environment, a sentence each."""

    def of(**variables: str) -> list[str]:
        with pytest.raises(ConfigurationError) as refused:
            load(**variables)
        return refused.value.problems

    return of
