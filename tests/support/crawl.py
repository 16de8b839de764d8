"""Following every address of a site, as browsers and crawlers do."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urldefrag, urljoin, urlsplit

from lxml import html
from werkzeug.test import Client, TestResponse

SIMPLE = ("href", "src", "poster", "action", "data-page", "data-url", "data-document", "cite")
CSS_URL = re.compile(r"url\(\s*['\"]?([^'\")]+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Crawl:
    """What came back for every address of a site, and who pointed there first."""

    answers: dict[str, TestResponse] = field(default_factory=dict)
    referrers: dict[str, str] = field(default_factory=dict)

    def pages(self) -> dict[str, str]:
        """The HTML pages that were found, by address."""
        return {
            address: answer.text
            for address, answer in self.answers.items()
            if answer.mimetype == "text/html" and answer.status_code == 200
        }

    def broken(self) -> list[str]:
        """The addresses that lead nowhere, each with a page that names it."""
        return [
            f"{answer.status_code} {address} (on {self.referrers[address]})"
            for address, answer in self.answers.items()
            if answer.status_code >= 400
        ]


def crawl(client: Client, root: str = "https://site.test") -> Crawl:
    """Ask for the page at `root` and for everything of the same origin that pages lead to."""
    found = Crawl()
    pending = [(root + "/", "")]
    while pending:
        address, referrer = pending.pop()
        if address in found.answers:
            continue
        path = address.removeprefix(root) if address.startswith(root + "/") else urlsplit(address).path
        answer = client.get(path, base_url=root)
        found.answers[address], found.referrers[address] = answer, referrer
        answer.get_data()
        answer.close()
        for target in addresses(answer):
            absolute = urldefrag(urljoin(address, target)).url
            if urlsplit(absolute)[:2] == urlsplit(root)[:2]:
                pending.append((absolute, address))
    return found


def addresses(answer: TestResponse) -> Iterator[str]:
    """Every address that an answer names, as it is written there."""
    if "Location" in answer.headers:
        yield answer.headers["Location"]
    elif answer.mimetype == "text/html" and answer.data:
        yield from _of_page(html.document_fromstring(answer.data))
    elif answer.mimetype == "text/css":
        yield from (found for found in CSS_URL.findall(answer.text) if not found.startswith("data:"))


def _of_page(page: Any) -> Iterator[str]:
    for element in page.iter(html.etree.Element):
        for name in SIMPLE:
            if element.get(name):
                yield element.get(name)
        for candidate in filter(None, (element.get("srcset") or "").split(", ")):
            yield candidate.split()[0]
        if element.get("type") == "importmap":
            yield from json.loads(element.text)["imports"].values()
