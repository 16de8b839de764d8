"""A configuration that production starts with, and ways to ask for one."""

from __future__ import annotations

from collections.abc import Callable

from portico.settings import Settings

Load = Callable[..., Settings]
Problems = Callable[..., list[str]]

SECRET = "9hQ2-kVbw7_XoZp4sLt0eRuYcMfDa1Gi"
COMPLETE = {
    "env": "production",
    "secret": SECRET,
    "public_url": "https://a.example",
    "database_url": "sqlite:///portico.db",
}
"""What production cannot do without, by the names of the variables without `PORTICO_`."""
