"""The machine that measured, and the versions of what ran on it."""

from __future__ import annotations

import os
import platform
from importlib.metadata import version
from pathlib import Path
from sqlite3 import sqlite_version

from benchmarks.load import generator


def facts() -> dict[str, str]:
    """What a reader must know to compare the figures with their own."""
    return {
        "Processor": f"{_line('/proc/cpuinfo', 'model name')}, {os.cpu_count()} cores",
        "Memory": f"{int(_line('/proc/meminfo', 'MemTotal').split()[0]) / 1024 / 1024:.0f} GB",
        "System": platform.system(),
        "Python": f"{platform.python_version()}, SQLite {sqlite_version}",
        "Server": f"Granian {version('granian')}, 1 worker, 4 blocking threads; Flask {version('flask')}",
        "Load": f"{generator()}, 32 connections; the server on one core, the generator on the other",
        "Load average before": f"{os.getloadavg()[0]:.2f}",
    }


def _line(file: str, name: str) -> str:
    """The value of the first line of that name."""
    for line in Path(file).read_text().splitlines():
        key, _, value = line.partition(":")
        if key.strip() == name:
            return value.strip()
    return "unknown"
