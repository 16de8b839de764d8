"""What parent and child processes owe each other."""

from __future__ import annotations

import ctypes
import os
import signal
import sys
from contextlib import suppress

PR_SET_PDEATHSIG = 1
LEAVE = signal.SIGUSR1
"""Has a worker that answers requests end by itself, without cutting one."""
ENDING = (signal.SIGTERM, signal.SIGINT)


def end_with_parent(parent: int) -> None:
    """Have this process told to end when its parent, process number `parent`, ends in whatever way.

    Linux only (prctl(2)); elsewhere a killed parent leaves its children behind.
    """
    if sys.platform != "linux":
        return
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != parent:
        os.kill(os.getpid(), signal.SIGTERM)


def let_children_end() -> None:
    """Have children forked from now on end at SIGTERM, SIGINT and LEAVE until they say otherwise.

    A forked child starts with the handlers of its parent, which would swallow a signal meant for the child.
    """
    os.register_at_fork(before=_hold, after_in_parent=_release, after_in_child=_as_born)


def _hold() -> None:
    signal.pthread_sigmask(signal.SIG_BLOCK, (*ENDING, LEAVE))


def _release() -> None:
    signal.pthread_sigmask(signal.SIG_UNBLOCK, (*ENDING, LEAVE))


def _as_born() -> None:
    for number in (*ENDING, LEAVE):
        signal.signal(number, signal.SIG_DFL)
    _release()
