"""What the API of providers knows of the current request."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from flask import Flask, current_app, request, url_for

from portico.features.accounts import cookies
from portico.features.accounts.oauth.providers import Providers

EXTENSION = "portico.providers"
ORIGIN = "portico.providers.origin"
SECRET = re.compile(r"[A-Za-z0-9_-]{43}")


def install(app: Flask, providers: Providers, public_url: str | None) -> None:
    """Let people in by these providers."""
    parts = urlsplit(public_url or "")
    app.extensions[EXTENSION] = providers
    app.extensions[ORIGIN] = f"{parts.scheme}://{parts.netloc}" if parts.netloc else None


def providers() -> Providers:
    """The providers of this site."""
    found: Providers = current_app.extensions[EXTENSION]
    return found


def redirect_uri(provider: str) -> str:
    """The one address that a provider may send people back to: of the site as it is known to the world."""
    origin: str = current_app.extensions[ORIGIN] or request.host_url.rstrip("/")
    return origin + url_for("callback.come_back", provider=provider)


def browser() -> str:
    """The secret of the browser that asks; empty where it has none."""
    given = request.cookies.get(cookies.visitor_name(), "")
    return given if SECRET.fullmatch(given) else ""
