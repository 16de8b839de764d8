"""What a page makes a browser load before anybody touches it."""

from __future__ import annotations

import gzip
import shutil
from collections import defaultdict

from playwright.sync_api import Response, sync_playwright

from benchmarks.figures import Figure
from benchmarks.servers import Server

LEVEL = 6
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


def weigh(server: Server, article: str) -> list[Figure]:
    """The code and the fonts that Chromium loads for a page; nothing where there is no Chromium."""
    browser = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if browser is None:
        return []
    loaded = _loaded(browser, server.address + article)
    code = [body for kind in ("stylesheet", "script") for body in loaded[kind]]
    again = "python -m benchmarks pages"
    return [
        Figure(
            name="CSS and JavaScript of an article page",
            value=sum(len(gzip.compress(body, LEVEL)) for body in code) / 1024,
            unit="KB",
            limit=30,
            command=again,
            note=f"the {len(code)} files that Chromium loads for {article}, each with gzip -{LEVEL}",
        ),
        Figure(
            name="Fonts of an article page",
            value=sum(map(len, loaded["font"])) / 1024,
            unit="KB",
            limit=100,
            command=again,
            note=f"the {len(loaded['font'])} WOFF2 files that Chromium loads for it",
        ),
    ]


def _loaded(browser: str, address: str) -> dict[str, list[bytes]]:
    """The bodies of everything that a page loads, by the kind of resource."""
    answers: list[Response] = []

    def keep(answer: Response) -> None:
        answers.append(answer)

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=browser, args=FLAGS)
        page = chromium.new_page()
        page.on("response", keep)
        page.goto(address, wait_until="networkidle")
        found: dict[str, list[bytes]] = defaultdict(list)
        for answer in answers:
            if answer.ok:
                found[answer.request.resource_type].append(answer.body())
        chromium.close()
    return found
