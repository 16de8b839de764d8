"""Portico's whole configuration: one frozen, typed object made from the environment.

Strongest first: the process environment (`PORTICO_…`), `.env.<environment>`, `.env`, in production the
site's `site.toml` (public facts only), the class.
"""

from __future__ import annotations

from portico.settings.environments import ENVIRONMENTS, Development, Production, Testing
from portico.settings.fields import Settings
from portico.settings.loading import load_settings
from portico.settings.places import base_directory
from portico.settings.problems import ConfigurationError

__all__ = [
    "ENVIRONMENTS",
    "ConfigurationError",
    "Development",
    "Production",
    "Settings",
    "Testing",
    "base_directory",
    "load_settings",
]
