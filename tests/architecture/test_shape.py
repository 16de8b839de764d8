"""The shape of our code: short files, short functions, one sentence at the top of each."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pytest

from tests.architecture.source import PACKAGE, ROOT, Module, modules

LONGEST_FILE = 400
LONGEST_FUNCTION = 50
LONGEST_MAIN = 80
LONGEST_INITIALISER = 60
LONGEST_SCRIPT = 90

TRUSTED_MARKUP = {
    "portico.web.assets",
    "portico.web.pages",
}
"""The modules that may declare a string to be safe HTML."""

every_module = pytest.mark.parametrize("module", modules().values(), ids=lambda module: module.name)


@every_module
def test_a_file_is_short(module: Module) -> None:
    assert module.lines <= LONGEST_FILE, f"{module.lines} lines; split it by deed"


@every_module
def test_functions_are_short(module: Module) -> None:
    for node in _functions(module):
        length = (node.end_lineno or node.lineno) - node.lineno + 1
        assert length <= LONGEST_FUNCTION, f"{node.name} has {length} lines; give its steps names"


@every_module
def test_a_module_opens_with_a_sentence(module: Module) -> None:
    docstring = ast.get_docstring(module.tree)
    assert docstring, "say in one sentence what this module is"
    assert docstring.partition("\n")[0].endswith((".", ":")), "the first line is a whole sentence"


@every_module
def test_public_functions_say_what_they_mean(module: Module) -> None:
    for node in module.tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            assert ast.get_docstring(node), f"{node.name} has no docstring"


@every_module
def test_nothing_is_left_for_later(module: Module) -> None:
    marks = re.findall(r"\b(TODO|FIXME|XXX|HACK|NotImplementedError)\b", module.path.read_text())
    assert not marks


@every_module
def test_only_few_modules_declare_html_safe(module: Module) -> None:
    text = module.path.read_text()
    assert "render_template_string" not in text
    if module.name not in TRUSTED_MARKUP:
        assert not re.search(r"\bMarkup\(", text), "let templates escape; see TRUSTED_MARKUP"


def test_the_main_file_reads_at_one_sitting() -> None:
    assert modules()["portico.main"].lines < LONGEST_MAIN


def test_initialisers_only_assemble() -> None:
    for module in modules().values():
        if module.path.name == "__init__.py":
            assert module.lines <= LONGEST_INITIALISER, module.name


def test_no_module_is_called_utils() -> None:
    assert not [
        name for name in modules() if name.rpartition(".")[2] in ("utils", "helpers", "common", "misc")
    ]


def test_scripts_hold_one_behaviour_each() -> None:
    for path in (PACKAGE / "web" / "static" / "js").rglob("*.js"):
        lines = path.read_text().count("\n")
        assert lines <= LONGEST_SCRIPT, f"{path.relative_to(ROOT)} has {lines} lines"


def test_templates_hold_no_inline_script_or_style() -> None:
    for path in PACKAGE.rglob("templates/**/*.html"):
        text = path.read_text()
        assert not re.search(r"<script(?![^>]*\b(src|type)=)", text), path
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=\"", text), path


def _functions(module: Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(module.tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node
