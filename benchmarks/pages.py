"""What a page costs the browser, and what serving pages costs the memory."""

from __future__ import annotations

import gzip
import re
import sqlite3
from contextlib import closing
from pathlib import Path
from urllib.parse import urljoin

import orjson

from benchmarks.figures import Figure
from benchmarks.place import Place, corpus
from benchmarks.servers import Server, portico
from portico.features.content import store

REQUESTS = 500
LEVEL = 6
STYLE = re.compile(r'<link rel="stylesheet" href="([^"]+)"')
SCRIPT = re.compile(r'<script[^>]* src="([^"]+)"')
IMPORT_MAP = re.compile(r'<script type="importmap">(.+?)</script>')
MODULE = re.compile(r'"(portico/[a-z/-]+)"')
FONT = re.compile(r'url\("?([^")]+\.woff2)')


def measure(scratch: Path) -> list[Figure]:
    """The weight of an article page, and the worker's memory after 500 pages of the corpus."""
    place = corpus(scratch)
    place.compile()
    with portico(place) as server:
        return [*_weight(server, typical_article(place)), *_memory(server, place)]


def typical_article(place: Place) -> str:
    """The address of the post with the median length."""
    with closing(sqlite3.connect(place.compiled / store.DATABASE)) as connection:
        urls = [row[0] for row in connection.execute(
            "SELECT e.url FROM entry e JOIN body b ON b.entry_id = e.id WHERE e.slug != ''"
            " ORDER BY length(b.html), e.url"
        )]  # fmt: skip
    middle: str = urls[len(urls) // 2]
    return middle


def _weight(server: Server, article: str) -> list[Figure]:
    page = server.get(article).decode()
    styles = {address: server.get(address) for address in STYLE.findall(page)}
    scripts = _scripts(server, page)
    fonts = {urljoin(address, font) for address, css in styles.items() for font in FONT.findall(css.decode())}
    code = sum(len(gzip.compress(body, LEVEL)) for body in (*styles.values(), *scripts.values()))
    again = "python -m benchmarks pages"
    return [
        Figure(name="CSS and JavaScript of an article page", value=code / 1024, unit="KB", limit=30,
               command=again, note=f"{len(styles)} style sheets, {len(scripts)} scripts with every module "
               f"the page may load, each with gzip -{LEVEL}"),
        Figure(name="Fonts of an article page", value=sum(len(server.get(f)) for f in fonts) / 1024,
               unit="KB", limit=100, command=again, note=f"all {len(fonts)} that its style sheets name"),
    ]  # fmt: skip


def _scripts(server: Server, page: str) -> dict[str, bytes]:
    """The scripts of a page with the modules that they name, and those that these name in turn."""
    found = IMPORT_MAP.search(page)
    modules: dict[str, str] = orjson.loads(found[1])["imports"] if found else {}
    loaded: dict[str, bytes] = {}
    waiting = SCRIPT.findall(page)
    while waiting:
        address = waiting.pop()
        if address not in loaded:
            loaded[address] = server.get(address)
            waiting += [modules[name] for name in MODULE.findall(loaded[address].decode())]
    return loaded


def _memory(server: Server, place: Place) -> list[Figure]:
    with closing(sqlite3.connect(place.compiled / store.DATABASE)) as connection:
        rows = connection.execute("SELECT url FROM entry ORDER BY published DESC LIMIT ?", (REQUESTS,))
        urls = [row[0] for row in rows]
    for url in urls:
        server.get(url)
    return [
        Figure(name=f"Memory of the worker after {REQUESTS} different pages", value=server.worker_memory(),
               unit="MB", limit=150, command="python -m benchmarks pages", note="resident set"),
    ]  # fmt: skip
