"""Servers for the tests of starting, stopping and failing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from tests.support.server import PROBE, Server
from tests.support.sites import post, write_site
from tests.support.starter import Starter

ServerMaker = Callable[..., Server]


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A small site."""
    return write_site(
        tmp_path / "site", {"content/blog/a.md": post("A post"), "site.toml": 'title = "Stone"\n'}
    )


@pytest.fixture
def make_server(tmp_path: Path, site: Path, server_starter: Starter) -> Iterator[ServerMaker]:
    """Prepare servers of that site, with the routes of the probe; all are ended after the test."""
    with ExitStack() as ended:

        def make(*, var: str = "var", program: str = PROBE, **environ: str) -> Server:
            quiet = {"PORTICO_LOG_LEVEL": "INFO", "PORTICO_RATE_LIMITS": "false"}
            server = Server(site, tmp_path / var, quiet | environ, program=program, starter=server_starter)
            ended.callback(server.stop)
            return server

        yield make
