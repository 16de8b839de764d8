"""What tests of the whole product share."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from tests.support.demo import compiled_demo, demo_at
from tests.support.starter import Starter, starter

from portico.features.accounts import passwords
from portico.settings import Testing

DemoSettings = Callable[[str], Testing]


@pytest.fixture(autouse=True, scope="module")
def _cheap_hashes() -> Iterator[None]:
    """Thousands of passwords are hashed to have accounts; what a hash costs is tested in `tests/unit`."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "TIME_COST", 1)
        patch.setattr(passwords, "MEMORY_COST", 8)
        yield


@pytest.fixture(scope="session")
def demo_settings(tmp_path_factory: pytest.TempPathFactory, migrated_file: Path) -> DemoSettings:
    """Settings of the compiled demo site at a public address, with a database of nobody yet."""
    database = shutil.copy(migrated_file, tmp_path_factory.mktemp("demo") / "portico.db")
    return partial(demo_at, compiled_demo(tmp_path_factory), database_url=f"sqlite:///{database}")


@pytest.fixture(scope="session")
def server_starter() -> Iterator[Starter]:
    """Starts servers without the time that importing takes."""
    with starter() as waiting:
        yield waiting
