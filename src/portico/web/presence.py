"""Which of the features that can be switched off an application has, so that nothing leads to the others."""

from __future__ import annotations

from collections.abc import Collection

from flask import Flask, current_app

EXTENSION = "portico.features"


def install(app: Flask, present: Collection[str]) -> frozenset[str]:
    """Tell templates and views, which ask by `has`, that these are there, and give them on."""
    features = app.extensions[EXTENSION] = frozenset(present)
    app.jinja_env.globals["has"] = has
    return features


def has(feature: str) -> bool:
    """Whether the application of the current request has a feature."""
    return feature in current_app.extensions[EXTENSION]
