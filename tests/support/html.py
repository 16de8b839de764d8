"""Looking into pages, and having the W3C's checker look."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from lxml import html

from tests.support.checkers import node_modules

NOT_PROSE = ("code", "pre", "math", "script", "style", "svg")
RUNNABLE = ("importmap", "application/ld+json", "speculationrules")


def parse(page: str) -> Any:
    """The tree of a page."""
    return html.document_fromstring(page)


def prose(page: str) -> list[str]:
    """The text nodes of an article but those of code, mathematics and drawings."""
    outside = "".join(f"[not(ancestor::{name})]" for name in NOT_PROSE)
    return [str(text) for text in parse(page).xpath(f"//*[contains(@class, 'e-content')]//text(){outside}")]


def code_blocks(page: str) -> set[str]:
    """The text of every code block, without the line end that closes it."""
    return {block.text_content().rstrip("\n") for block in parse(page).xpath("//pre//code")}


def unsized_images(page: str) -> list[str]:
    """The images that a browser learns the shape of only when they arrive.

    Remote ones that say nothing of their size are of a class that the style sheet gives a shape.
    """
    return [
        image.get("src")
        for image in parse(page).iter("img")
        if not (image.get("width") and image.get("height")) and image.get("class") != "remote-image"
    ]


def inline_behaviour(page: str) -> list[str]:
    """Handlers, styles and scripts that stand in the page itself."""
    found = []
    for element in parse(page).iter(html.etree.Element):
        found += [
            f"{element.tag} {name}" for name in element.attrib if name == "style" or name.startswith("on")
        ]
        inline_script = (
            element.tag == "script" and not element.get("src") and element.get("type") not in RUNNABLE
        )
        if element.tag == "style" or inline_script:
            found.append(element.tag)
    return found


def check_html(pages: Mapping[str, str] | Iterable[tuple[str, str]], folder: Path) -> list[str]:
    """What the W3C's checker finds wrong with pages, given by name; one JVM looks at all of them."""
    names = {}
    for number, (name, page) in enumerate(dict(pages).items()):
        (folder / f"{number}.html").write_text(page, encoding="utf-8")
        names[f"{number}.html"] = name
    java = shutil.which("java")
    assert java, "Java is missing"
    jar = node_modules() / "vnu-jar" / "build" / "dist" / "vnu.jar"
    options = ["--errors-only", "--format", "json", "--skip-non-html"]
    done = subprocess.run([java, "-Xss8m", "-jar", jar, *options, folder], capture_output=True, check=False)
    messages = [m for m in json.loads(done.stderr)["messages"] if not _is_behind(m)]
    return [f"{names[Path(m['url']).name]}: {m['message']} {m.get('extract', '')}" for m in messages]


def _is_behind(message: Mapping[str, str]) -> bool:
    """Whether the checker does not know yet that a link of the type `expect` may block (HTML, 4.2.4)."""
    blocking = message["message"].startswith("A “link” element with a “blocking” attribute must have")
    return blocking and '<link rel="expect" href="#standing" blocking="render">' in message["extract"]
