"""The site of moderation, into which comments are brought, and another one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from tests.integration.features.discussion.moderation.conftest import Talk, opened, talk, talking_site

__all__ = ["talk", "talk_elsewhere", "talking_site"]


@pytest.fixture
def talk_elsewhere(
    tmp_path_factory: pytest.TempPathFactory, talking_site: Path, migrated_file: Path
) -> Iterator[Callable[[], Talk]]:
    """Opens a site of the same articles without any comment."""
    with ExitStack() as stack:

        def open_one() -> Talk:
            folder = tmp_path_factory.mktemp("elsewhere")
            (folder / "other.db").write_bytes(migrated_file.read_bytes())
            return stack.enter_context(opened(folder, f"sqlite:///{folder}/other.db", talking_site))

        yield open_one
