"""The settings of this process, or everything that is wrong with them at once."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from portico.settings import rules
from portico.settings.environments import ENVIRONMENTS
from portico.settings.fields import Settings
from portico.settings.places import base_directory
from portico.settings.problems import ConfigurationError, about, in_order, refused
from portico.settings.sources import env_files, misspelt, misspelt_in_files


def load_settings(environ: Mapping[str, str] = os.environ, **overrides: Any) -> Settings:
    """The settings of the environment that `PORTICO_ENV` names (default: development).

    Raises ConfigurationError with every problem at once.
    """
    name = environ.get("PORTICO_ENV") or "development"
    if name not in ENVIRONMENTS:
        raise ConfigurationError([f"PORTICO_ENV must be one of {', '.join(ENVIRONMENTS)}"])
    kind = ENVIRONMENTS[name]
    files, problems = env_files(base_directory(environ), name)
    settings, wrong = _made(kind, {"_env_file": files, **overrides})
    problems += misspelt(environ, kind.model_fields)
    problems += misspelt_in_files(files, kind.model_fields)
    problems += in_order(wrong, kind.model_fields)
    if problems:
        raise ConfigurationError(problems)
    return settings


def _made(kind: type[Settings], given: dict[str, Any]) -> tuple[Settings, dict[str, str]]:
    """The settings, and what is wrong with them by field; what cannot be read has its default."""
    try:
        settings, wrong = kind(**given), {}
    except ValidationError as error:
        wrong = refused(error)
        defaults = {field: kind.model_fields[field].get_default(call_default_factory=True) for field in wrong}
        settings = kind(**{**given, **defaults})
    together = {field: about(field, words) for field, words in rules.broken(settings).items()}
    return settings, together | wrong
