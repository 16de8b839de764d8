"""Small sites for tests: written to disk, compiled by the real compiler, read by the real reader."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from portico.features.content.compiler.sync import Report, sync
from portico.features.content.snapshot import CompiledSite, Snapshot

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
CORPUS = Path(__file__).resolve().parents[3] / "shared" / "corpus"
DEMO = Path(__file__).resolve().parents[2] / "site"


def write_site(folder: Path, files: Mapping[str, str | bytes]) -> Path:
    """Write files below a folder and give the folder back."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def compile_site(site: Path, compiled: Path, *, now: datetime = NOW) -> Report:
    """Bring the compiled form of a site up to date."""
    return sync(site, compiled, compiled.parent / "media-cache", now=now)


def read_site(compiled: Path, *, now: datetime = NOW) -> Snapshot:
    """The compiled site as of a moment."""
    return CompiledSite(compiled, lambda: now).current()


def post(title: str = "A post", *, body: str = "Some words.", **front: object) -> str:
    """A post with front matter."""
    lines = [
        f"title: {title!r}",
        *(f"{name}: {value}" for name, value in ({"date": "2026-01-02"} | front).items()),
    ]
    return "---\n" + "\n".join(lines) + f"\n---\n\n{body}\n"
