"""The pages of real authors before the W3C checker."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.support.checkers import node_modules
from tests.support.sites import CORPUS

from .conftest import Rendered

PAGE = '<!DOCTYPE html><html lang="en"><head><title>x</title></head><body><h1>x</h1>\n{}\n</body></html>\n'
_FRONT_MATTER = re.compile(r"---\r?\n.*?\n---[ \t]*\r?\n", re.DOTALL)


@pytest.mark.corpus
@pytest.mark.java
@pytest.mark.node
def test_real_articles_are_valid_html(rendered: Rendered, tmp_path: Path) -> None:
    for number, path in enumerate(_articles()):
        body = _FRONT_MATTER.sub("", path.read_text(), count=1)
        html = rendered(body, dialect=path.suffix[1:], title="").html
        (tmp_path / f"{number}-{path.stem}.html").write_text(PAGE.format(html))
    assert _errors(tmp_path) == ""


def _articles() -> Iterator[Path]:
    yield from (CORPUS / "tailwind-starter" / "data" / "blog").rglob("*.mdx")
    posts = sorted((CORPUS / "nodejs-blog" / "blog").rglob("*.md*"))
    yield from (path for path in posts if path.suffix == ".mdx")
    yield from posts[::40]


def _errors(folder: Path) -> str:
    java = shutil.which("java")
    assert java, "Java is missing"
    checker = node_modules() / "vnu-jar" / "build" / "dist" / "vnu.jar"
    command = [
        java,
        "-jar",
        str(checker),
        "--errors-only",
        "--exit-zero-always",
        "--format",
        "gnu",
        str(folder),
    ]
    return subprocess.run(command, capture_output=True, text=True, check=True).stderr
