"""The scripts of the browser: their types hold together, and those of the API are the document's."""

from __future__ import annotations

import subprocess

import pytest

from tests.architecture.api_types import FILE, api_document, declarations, operations
from tests.support.checkers import NODE, node_modules


def test_the_types_of_the_api_are_those_of_its_document() -> None:
    written = FILE.read_text(encoding="utf-8")
    assert written == declarations(api_document()), "run `python -m tests.architecture.api_types --write`"


def test_every_operation_has_its_place_in_the_client() -> None:
    areas = "".join(path.read_text(encoding="utf-8") for path in FILE.parent.glob("*.js"))
    assert [operation for operation in operations(api_document()) if f'"{operation}"' not in areas] == []


@pytest.mark.node
def test_every_script_passes_the_type_checker() -> None:
    compiler = node_modules() / ".bin" / "tsc"
    done = subprocess.run(
        [compiler, "-p", NODE, "--pretty", "false"], capture_output=True, text=True, check=False
    )
    assert done.stdout == ""
    assert done.returncode == 0, done.stderr
