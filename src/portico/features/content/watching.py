"""Watching a site folder and compiling what changes in it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from watchfiles import watch

from portico.features.content.configuration import BrokenConfiguration, read_configuration
from portico.features.content.layout import lay_out

STEP_MS = 20
SETTLE_MS = 60
"""Changes that come closer together than this, as editors save a file in steps, are compiled once."""


def watch_site(site: Path, compile_changes: Callable[[], None]) -> None:
    """Call `compile_changes` after every change of the site's folders, until interrupted."""
    compile_changes()
    for _ in watch(*_folders(site), step=STEP_MS, debounce=SETTLE_MS, raise_interrupt=False):
        compile_changes()


def _folders(site: Path) -> list[Path]:
    try:
        config, _ = read_configuration(site)
    except BrokenConfiguration:
        return [site]
    layout = lay_out(site, config)
    outside = [folder.path for folder in layout.collections]
    outside += [layout.pages, layout.data, layout.authors, layout.media, *layout.public]
    return [site, *(f for f in outside if f.is_dir() and not f.is_relative_to(site))]
