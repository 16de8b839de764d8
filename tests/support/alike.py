"""What all applications of a process have alike, made once: templates' code, and the files pages load."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from types import CodeType

import pytest
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket

from portico import main
from portico.web import assets
from portico.web.application import Application


class Compiled(BytecodeCache):
    """Compiled templates, found again by their name, their file and their text."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, str], CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self._kept.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        if bucket.code is not None:
            self._kept[bucket.key, bucket.checksum] = bucket.code


@contextmanager
def made_once() -> Iterator[None]:
    """Applications that are made inside the block share what would be the same in each."""
    from_folders = assets.from_folders
    own = cache(lambda: from_folders(main.STATIC))

    def read(*folders: Path) -> assets.Assets:
        return own() if folders == (main.STATIC,) else from_folders(*folders)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Application, "jinja_options", {"bytecode_cache": Compiled()})
        patch.setattr(assets, "from_folders", read)
        yield
