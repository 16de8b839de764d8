"""Public checkers, made ready for tests."""

from __future__ import annotations

import fcntl
import functools
import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import rnc2rng
from jsonschema import Draft202012Validator
from lxml import etree

TESTS = Path(__file__).resolve().parents[1]
DATA = TESTS / "data"
NODE = TESTS / "node"


@functools.cache
def grammar(name: str) -> etree.RelaxNG:
    """A RELAX NG grammar of the data folder."""
    # The converter declares the empty namespace, which XML forbids and the grammars do without.
    text = rnc2rng.dumps(rnc2rng.load(str(DATA / f"{name}.rnc"))).replace('xmlns:local=""', "")
    return etree.RelaxNG(etree.fromstring(text.encode()))


def check_xml(document: bytes, name: str) -> etree._Element:
    """The parsed document, after a grammar has accepted it."""
    root = etree.fromstring(document)
    grammar(name).assertValid(root)
    return root


def check_json(document: bytes, name: str) -> Any:
    """The parsed document, after a JSON Schema of the data folder has accepted it."""
    data = json.loads(document)
    schema = json.loads((DATA / f"{name}.schema.json").read_text())
    Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER).validate(data)
    return data


@functools.cache
def node_modules() -> Path:
    """The packages of `tests/node`, installed from its lock file at the first question."""
    installed = NODE / "node_modules" / ".package-lock.json"
    wanted = NODE / "package-lock.json"
    # Test processes run side by side, and one of them is enough to install.
    with wanted.open() as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not installed.is_file() or installed.stat().st_mtime < wanted.stat().st_mtime:
            npm = shutil.which("npm")
            assert npm, "npm is missing"
            subprocess.run([npm, "ci", "--no-audit", "--no-fund"], cwd=NODE, check=True, capture_output=True)
    return NODE / "node_modules"


def run_node(script: str, *, given: bytes) -> str:
    """What a script of `tests/node` prints about the bytes it is given."""
    node_modules()
    node = shutil.which("node")
    assert node, "Node.js is missing"
    done = subprocess.run([node, NODE / script], input=given, cwd=NODE, check=True, capture_output=True)
    return done.stdout.decode()
