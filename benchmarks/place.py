"""Where the benchmark works: the corpus, a copy of it that may be edited, and what they compile into."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from portico.settings import Testing

CORPUS = Path(__file__).resolve().parents[2] / "shared" / "corpus" / "nodejs-blog" / "blog"
DEMO = Path(__file__).resolve().parents[1] / "site"
HOST = "127.0.0.1"
PORT = 8490
PORTICO = (sys.executable, "-m", "portico")


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A site folder and the environment in which Portico serves it."""

    site: Path
    var: Path
    production: bool = True
    public_url: str = "https://bench.example/"
    proxies: int = 0
    """How many servers stand in front of it."""

    @property
    def environ(self) -> dict[str, str]:
        """The environment of every process that is measured, free of settings from outside."""
        kept = {n: value for n, value in os.environ.items() if not n.startswith(("PORTICO_", "PYTHON"))}
        given = {
            "PORTICO_HOME": str(self.var),
            "PORTICO_SITE": str(self.site),
            "PORTICO_VAR": str(self.var),
            "PORTICO_HOST": HOST,
            "PORTICO_PORT": str(PORT),
        }
        if self.production:
            given |= {
                "PORTICO_ENV": "production",
                "PORTICO_PUBLIC_URL": self.public_url,
                "PORTICO_TRUSTED_PROXIES": str(self.proxies),
                "PORTICO_SECRET": "a-key-for-measuring-7Qx2-that-guards-nothing-Zk81",
                "PORTICO_DATABASE_URL": f"sqlite:///{self.var / 'portico.db'}",
                "PORTICO_MIGRATE": "true",
                # Every request is counted; this one client may go on all the same.
                "PORTICO_RATE_LIMIT": "1000000000",
            }
        return kept | given

    @property
    def compiled(self) -> Path:
        """The folder of the compiled site."""
        return Testing(site=self.site, var=self.var).compiled

    def compile(self) -> None:
        """Bring the compiled site up to date. Raises CalledProcessError when that fails."""
        subprocess.run([*PORTICO, "content", "sync"], env=self.environ, check=True, stdout=subprocess.DEVNULL)

    def clear(self) -> None:
        """Forget what was compiled."""
        shutil.rmtree(self.var, ignore_errors=True)
        self.var.mkdir(parents=True)


def corpus(scratch: Path) -> Place:
    """The corpus where it lies, compiled below `scratch`."""
    (scratch / "var").mkdir(parents=True, exist_ok=True)
    return Place(site=CORPUS, var=scratch / "var")


def demo(scratch: Path, public_url: str) -> Place:
    """The demo site behind one proxy at a public address, compiled below `scratch`."""
    var = scratch / "demo-var"
    var.mkdir(parents=True)
    return Place(site=DEMO, var=var, public_url=public_url, proxies=1)


def editable_copy(scratch: Path) -> Place:
    """A copy of the corpus that may be edited, served as its author sees it in development."""
    copy = scratch / "copy"
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(CORPUS, copy)
    return Place(site=copy, var=scratch / "copy-var", production=False)
