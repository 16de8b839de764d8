"""The port: claimed at once, opened when all is ready, and closed to newcomers before it is given up."""

from __future__ import annotations

import ctypes
import os
import socket
import struct
import sys
from collections.abc import Mapping
from dataclasses import dataclass

from portico.settings import ConfigurationError

BACKLOG = 1024
"""Connections that may wait until a worker takes them."""
FIRST_HANDED_OVER = 3
"""The first descriptor that a service manager hands over (sd_listen_fds(3))."""
SO_ATTACH_FILTER = 26
DROP = struct.pack("HBBI", 0x06, 0, 0, 0)
"""A packet filter of one instruction: keep 0 bytes (Linux, Documentation/networking/filter)."""


@dataclass(frozen=True, slots=True)
class Listener:
    """The socket that all workers take their connections from."""

    socket: socket.socket
    handed_over: bool
    """Whether a service manager holds it too, so that it stays open when this server ends."""

    def open(self) -> None:
        """Let connections wait from now on."""
        self.socket.listen(BACKLOG)

    def turn_newcomers_away(self) -> bool:
        """Let no further connection in, while those that wait are still taken; gives whether that is so.

        Without it, a connection made in the last moment would be taken by the system and cut by the end of
        the process. A client that comes now tries again by itself, at a port that is closed or new.
        """
        if self.handed_over or sys.platform != "linux":
            return False
        instruction = ctypes.create_string_buffer(DROP, len(DROP))
        program = struct.pack("HL", 1, ctypes.addressof(instruction))
        try:
            self.socket.setsockopt(socket.SOL_SOCKET, SO_ATTACH_FILTER, program)
        except OSError:
            return False
        return True


def claim(host: str, port: int, environ: Mapping[str, str] = os.environ) -> Listener:
    """The socket of this server: the one that was handed over, else a new one that only this server has.

    Raises ConfigurationError when the port cannot be had.
    """
    if environ.get("LISTEN_PID") == str(os.getpid()) and environ.get("LISTEN_FDS") == "1":
        return Listener(_prepared(_handed_over(port)), handed_over=True)
    try:
        return Listener(_prepared(_bound(host, port)), handed_over=False)
    except OSError as error:
        reason = (error.strerror or "it cannot be used").lower()
        raise ConfigurationError(
            [f"cannot listen on {host}:{port}: {reason}; choose another with --port"]
        ) from None


def _handed_over(port: int) -> socket.socket:
    # Commands find the server by the port of the settings, and stalled connections are known by it.
    given = socket.socket(fileno=FIRST_HANDED_OVER)
    if given.family not in (socket.AF_INET, socket.AF_INET6) or given.getsockname()[1] != port:
        given.close()
        raise ConfigurationError(
            [f"PORTICO_PORT is {port}, and the socket that was handed over has another; make them one"]
        )
    return given


def _bound(host: str, port: int) -> socket.socket:
    family, *_, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    own = socket.socket(family, socket.SOCK_STREAM)
    try:
        own.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        own.bind(address)
    except OSError:
        own.close()
        raise
    return own


def _prepared(listener: socket.socket) -> socket.socket:
    listener.setblocking(False)
    listener.set_inheritable(False)
    return listener
