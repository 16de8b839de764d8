"""Watching a site folder and compiling what changes in it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from time import sleep

from watchfiles import DefaultFilter, watch
from watchfiles.main import FileChange

from portico.features.content.compiler.layout import lay_out
from portico.features.content.configuration import BrokenConfiguration, read_configuration

STEP_MS = 10
SETTLE_MS = 60
"""Changes that come closer together than this, as editors save a file in steps, are compiled once."""
BREATH_MS = 2000
"""How often the watcher looks up although nothing changed."""
PAUSE = 0.5
"""Seconds between two looks for a site folder that is gone."""


def watch_site(site: Path, compile_changes: Callable[[], None], *, ignored: Path) -> None:
    """Call `compile_changes` after every change of the site's folders, until interrupted.

    What changes in the folder `ignored`, where compiling writes, is no change of the site.
    """
    with suppress(KeyboardInterrupt):
        _watch(site, compile_changes, DefaultFilter(ignore_paths=(ignored,)))


def _watch(site: Path, compile_changes: Callable[[], None], ours: DefaultFilter) -> None:
    server = os.getppid()
    compile_changes()
    while True:
        if not site.is_dir():
            _wait_for(site)
            compile_changes()
        folders = _folders(site)
        # What was saved between the compiling and the watching is in no set of changes.
        unsure = True
        try:
            for changes in _changes(folders, ours):
                if os.getppid() != server:
                    # Whoever started us was killed and can no longer stop us.
                    return
                if not changes and not unsure:
                    continue
                unsure = False
                compile_changes()
                if not site.is_dir() or _folders(site) != folders:
                    break
        except FileNotFoundError:
            # A folder has gone since it was looked for.
            _wait_for(site)
            compile_changes()


def _changes(folders: list[Path], ours: DefaultFilter) -> Iterator[set[FileChange]]:
    """The changes as they come, and an empty set once in a while."""
    return watch(
        *folders,
        watch_filter=ours,
        step=STEP_MS,
        debounce=SETTLE_MS,
        rust_timeout=BREATH_MS,
        yield_on_timeout=True,
    )


def _wait_for(site: Path) -> None:
    while not site.is_dir():
        sleep(PAUSE)


def _folders(site: Path) -> list[Path]:
    try:
        config, _ = read_configuration(site)
    except BrokenConfiguration:
        return [site]
    layout = lay_out(site, config)
    outside = [folder.path for folder in layout.collections]
    outside += [layout.pages, layout.data, layout.authors, layout.media, layout.theme, *layout.public]
    return [site, *(f for f in outside if f.is_dir() and not f.is_relative_to(layout.site))]
