"""What tests of the platform share."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    """A socket that listens on a free port of this machine."""
    with socket.create_server(("127.0.0.1", 0)) as made:
        yield made
