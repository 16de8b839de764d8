"""The port of a server, when a service manager holds it."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator

import pytest

from portico.commands import listening
from portico.commands.listening import claim
from portico.settings import ConfigurationError

HANDED_OVER = {"LISTEN_PID": str(os.getpid()), "LISTEN_FDS": "1"}


@pytest.fixture
def given(monkeypatch: pytest.MonkeyPatch) -> Iterator[socket.socket]:
    """A socket that was handed over."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        monkeypatch.setattr(listening, "FIRST_HANDED_OVER", os.dup(held.fileno()))
        yield held


def test_a_socket_that_was_handed_over_is_used(given: socket.socket) -> None:
    port = given.getsockname()[1]
    listener = claim("127.0.0.1", port, HANDED_OVER)
    with listener.socket as own:
        assert (listener.handed_over, own.getsockname()[1]) == (True, port)


def test_a_socket_of_another_port_than_the_settings_name_is_refused(given: socket.socket) -> None:
    with pytest.raises(ConfigurationError, match="PORTICO_PORT is 1, and the socket"):
        claim("127.0.0.1", 1, HANDED_OVER)
    assert given
