"""Finds dead links in our Markdown: relative paths that lead nowhere, anchors that no heading has."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote, urlsplit

from markdown_it import MarkdownIt
from markdown_it.token import Token

HTML_TARGET = re.compile(r"<(?:a|img|source)\b[^>]*?\s(?:href|src)=\"([^\"]+)\"")
HTML_ANCHOR = re.compile(r"\s(?:id|name)=\"([^\"]+)\"")
PUNCTUATION = re.compile(r"[^\w\- ]")


def main(arguments: list[str]) -> int:
    """Print every dead link in the files and folders named, as file:line; 1 when there are any."""
    dead = [line for argument in arguments for file in _files(Path(argument)) for line in dead_links(file)]
    sys.stdout.writelines(f"{line}\n" for line in dead)
    return 1 if dead else 0


def dead_links(file: Path) -> list[str]:
    """What is wrong with the links of one file, a line each."""
    if not file.is_file():
        return [f"{file}:1: there is no such file"]
    return [
        f"{file}:{line}: {target} leads nowhere"
        for line, target in _targets(_parse(file))
        if not _leads_somewhere(file, target)
    ]


def _files(path: Path) -> list[Path]:
    return sorted(path.rglob("*.md")) if path.is_dir() else [path]


def _parse(file: Path) -> list[Token]:
    return MarkdownIt("commonmark").enable("table").parse(file.read_text(encoding="utf-8"))


def _targets(tokens: list[Token]) -> Iterator[tuple[int, str]]:
    line = 1
    for token in tokens:
        line = token.map[0] + 1 if token.map else line
        if token.type == "html_block":
            yield from ((line, target) for target in HTML_TARGET.findall(token.content))
        breaks = 0
        for child in token.children or []:
            breaks += child.type in ("softbreak", "hardbreak")
            for target in _targets_inside(child):
                yield line + breaks, target


def _targets_inside(token: Token) -> list[str]:
    if token.type == "html_inline":
        return HTML_TARGET.findall(token.content)
    target = token.attrs.get("href") or token.attrs.get("src")
    return [str(target)] if target else []


def _leads_somewhere(file: Path, target: str) -> bool:
    parts = urlsplit(target)
    if parts.scheme or parts.netloc:
        return True
    path = file.parent / unquote(parts.path) if parts.path else file
    # What lies outside the repository is not there for its readers.
    if not path.exists() or not path.resolve().is_relative_to(Path.cwd()):
        return False
    return not parts.fragment or path.suffix != ".md" or unquote(parts.fragment) in _anchors(path.resolve())


@cache
def _anchors(file: Path) -> frozenset[str]:
    """The anchors of a file, made from its headings as GitHub makes them."""
    tokens, found = _parse(file), dict[str, int]()
    for heading, inline in pairwise(tokens):
        if heading.type == "heading_open":
            slug = _slug(inline)
            found[slug] = found.get(slug, -1) + 1
    numbered = {f"{slug}-{number}" for slug, last in found.items() for number in range(1, last + 1)}
    raw = (each for token in tokens for each in (token, *(token.children or [])))
    written = {a for each in raw if each.type.startswith("html_") for a in HTML_ANCHOR.findall(each.content)}
    return frozenset(found.keys() | numbered | written)


def _slug(inline: Token) -> str:
    text = "".join(child.content for child in inline.children or [] if child.type != "html_inline")
    return PUNCTUATION.sub("", text.strip().lower()).replace(" ", "-")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
