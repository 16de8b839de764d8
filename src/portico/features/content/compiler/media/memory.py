"""Remembering between runs what was found out about a file, for as long as it does not change."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from portico.platform.files import write_atomically

_VERSION = 1
"""Raised when what an earlier version found out must not be used."""


def remembered(cache: Path, path: Path, find_out: Callable[[Path], dict[str, Any]]) -> dict[str, Any]:
    """What `find_out` says of a file, asked again only when its time or size has changed."""
    stat = path.stat()
    stamp = [_VERSION, str(path), stat.st_mtime_ns, stat.st_size]
    record = cache / "known" / f"{hashlib.sha256(str(path).encode()).hexdigest()[:24]}.json"
    facts = _recorded(record, stamp)
    if facts is None:
        facts = find_out(path)
        text = json.dumps({"stamp": stamp, "facts": facts}).encode()
        write_atomically(record, lambda file: file.write(text))
    return facts


def _recorded(record: Path, stamp: list[Any]) -> dict[str, Any] | None:
    try:
        known = json.loads(record.read_bytes())
        return dict(known["facts"]) if known["stamp"] == stamp else None
    except (OSError, ValueError, KeyError, TypeError):
        return None
