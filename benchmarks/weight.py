"""What a page makes a browser load before anybody touches it."""

from __future__ import annotations

import shutil
from collections import defaultdict

from playwright.sync_api import Request, sync_playwright

from benchmarks.figures import Figure
from benchmarks.servers import Server

QUIET = 2000
"""Milliseconds to wait for what comes once the page stands."""
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


def weigh(server: Server, article: str) -> list[Figure]:
    """The code and the fonts that Chromium loads for a page; nothing where there is no Chromium."""
    browser = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if browser is None:
        return []
    loaded = _loaded(browser, server.address + article)
    code = [size for kind in ("stylesheet", "script") for size in loaded[kind]]
    again = "python -m benchmarks pages"
    return [
        Figure(
            name="CSS and JavaScript of an article page",
            value=sum(code) / 1024,
            unit="KB",
            limit=30,
            command=again,
            note=f"the bodies of the {len(code)} files that Chromium loads for {article}, as sent (Brotli), "
            "with those that come at the first move of the pointer",
        ),
        Figure(
            name="Fonts of an article page",
            value=sum(loaded["font"]) / 1024,
            unit="KB",
            limit=100,
            command=again,
            note=f"the {len(loaded['font'])} WOFF2 files that Chromium loads for it",
        ),
    ]


def _loaded(browser: str, address: str) -> dict[str, list[int]]:
    """The sizes of everything that a page loads, as sent, by the kind of resource."""
    done: list[Request] = []

    def keep(request: Request) -> None:
        done.append(request)

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=browser, args=FLAGS)
        page = chromium.new_page()
        page.on("requestfinished", keep)
        page.goto(address, wait_until="networkidle")
        page.mouse.move(30, 40)
        page.wait_for_timeout(QUIET)
        found: dict[str, list[int]] = defaultdict(list)
        for request in done:
            found[request.resource_type].append(request.sizes()["responseBodySize"])
        chromium.close()
    return found
