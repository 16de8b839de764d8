"""What a WSGI server loads: the application with the settings of its environment."""

from __future__ import annotations

from flask import Flask

from portico.main import create_app
from portico.settings import load_settings


def application() -> Flask:
    """The application of this process."""
    return create_app(load_settings())
