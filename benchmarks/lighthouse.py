"""What Lighthouse makes of the demo site as deployed: in production, behind nginx, over HTTP/2."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Literal

from tests.support.checkers import node_modules
from tests.support.nginx import forwarding, nginx

from benchmarks.figures import Figure
from benchmarks.place import HOST, PORT, demo
from benchmarks.servers import portico

Form = Literal["mobile", "desktop"]

PAGES = {"home": "/", "list": "/blog", "article": "/blog/what-grows-in-the-joints"}
LEAST: dict[Form, float] = {"mobile": 98, "desktop": 100}
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
RUNS = 3
TRIES = 3
FRONT = 8491
CHROME = "--headless=new --no-sandbox --disable-gpu --ignore-certificate-errors"
PATIENCE = 240.0


def measure(scratch: Path) -> list[Figure]:
    """The scores of three pages, on a telephone and on a desk; nothing where a tool for it is missing."""
    if not all(map(shutil.which, ("node", "npm", "nginx", "openssl"))) or browser() is None:
        return []
    front = f"https://{HOST}:{FRONT}"
    place = demo(scratch, front)
    place.compile()
    with portico(place), _in_front(scratch / "nginx"):
        return [
            figure
            for form in LEAST
            for name, path in PAGES.items()
            for figure in _figures(name, form, [audit(front + path, form) for _ in range(RUNS)])
        ]


def audit(address: str, form: Form = "mobile") -> dict[str, float]:
    """The score of each category, of 100. Raises RuntimeError with what Lighthouse says when it gives up.

    Now and then the browser's trace lacks the beginning of the page, and Lighthouse asks to be run again.
    """
    command = ["node", str(node_modules() / "lighthouse" / "cli" / "index.js"), address, "--quiet"]
    command += ["--output=json", f"--chrome-flags={CHROME}", f"--only-categories={','.join(CATEGORIES)}"]
    command += ["--preset=desktop"] if form == "desktop" else []
    environ = os.environ | {"CHROME_PATH": browser() or ""}
    for _ in range(TRIES):
        done = subprocess.run(command, env=environ, check=False, capture_output=True, timeout=PATIENCE)
        if not done.returncode:
            break
    else:
        raise RuntimeError(f"Lighthouse gave up on {address}: {done.stderr.decode()[-2000:]}")
    categories = json.loads(done.stdout)["categories"]
    return {name: round(100 * (categories[name]["score"] or 0)) for name in CATEGORIES}


def browser() -> str | None:
    """The Chromium of this machine."""
    return shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


def _figures(page: str, form: Form, runs: list[dict[str, float]]) -> Iterator[Figure]:
    for category in CATEGORIES:
        yield Figure(
            name=f"Lighthouse, {form}, {page}: {category}",
            value=median(run[category] for run in runs),
            unit="of 100",
            least=LEAST[form],
            command="python -m benchmarks lighthouse",
            note=f"median of {RUNS} runs of `{PAGES[page]}`",
        )


@contextmanager
def _in_front(folder: Path) -> Iterator[None]:
    folder.mkdir(parents=True)
    key, certificate = folder / "key.pem", folder / "certificate.pem"
    named = ["-subj", "/CN=localhost", "-addext", f"subjectAltName=IP:{HOST}"]
    made = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", *named]
    subprocess.run([*made, "-keyout", key, "-out", certificate], check=True, capture_output=True)
    site = forwarding(FRONT, PORT, inside="proxy_set_header Host $host:$server_port;")
    secure = f"ssl http2;\n ssl_certificate {certificate};\n ssl_certificate_key {key};"
    with nginx(folder, site.replace(f"{FRONT};", f"{FRONT} {secure}", 1)):
        yield
