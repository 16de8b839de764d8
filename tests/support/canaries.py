"""Secrets that every server of the tests is given, and the search for them in what the servers wrote."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from portico.settings import Testing

PLANTED = {
    "PORTICO_TOKEN_SECRET": "canary-token-secret-of-every-server-in-the-tests",
    "PORTICO_METRICS_TOKEN": "canary-metrics-token-of-every-server-in-the-tests",
}
"""What is planted in the environment. Tests plant more, all of which begin with this word."""
WORD = re.compile(rb"canary[-_%][A-Za-z0-9_%-]*")
TOKEN = "operator-token"


def leaks(folder: Path, name: str = "server.log") -> Iterator[str]:
    """Every secret that stands in a log of this name below this folder, and where."""
    known = Testing.model_fields["secret"].default.get_secret_value().encode()
    for log in sorted(path for path in folder.rglob(name) if path.is_file()):
        text = log.read_bytes()
        token = log.with_name(TOKEN)
        secrets = {known, token.read_bytes().strip() if token.is_file() else known}
        found = {secret for secret in secrets if secret in text} | set(WORD.findall(text))
        for secret in sorted(found):
            yield f"{log}: {secret.decode(errors='replace')}"
