"""A site's own theme over Portico's: style sheets after ours, and templates in the place of ours.

A theme never takes a page away. Where one of its templates fails, the page is made by Portico's own.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any

import structlog
from flask import Flask, current_app, render_template
from jinja2 import BaseLoader, Environment, Template

from portico.web.assets import Assets
from portico.web.location import mount_path

MOUNT = "/static/theme/"
TEMPLATES = "templates/"
"""Where a theme's templates lie among its files."""
ORIGINAL = "portico/"
"""What stands before the name of a template of ours, so that a theme can extend the one it replaces."""
FONT = re.compile(r"fonts/[^/]+\.woff2")
"""What pages load at once of a theme's fonts; those in folders below are loaded where they are used."""
EXTENSION = "portico.theme"

log = structlog.get_logger("portico.web")


class Theme:
    """The files of a theme by their names in its folder, ready to be served and rendered."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self.assets = Assets(
            {name: body for name, body in files.items() if not name.startswith(TEMPLATES)}, MOUNT
        )
        self.sheets = sorted(
            (name for name in files if name.endswith(".css") and "/" not in name),
            key=lambda name: (name != "tokens.css", name),
        )
        self.fonts = sorted(name for name in files if FONT.fullmatch(name))
        self._templates = {
            name.removeprefix(TEMPLATES): body.decode()
            for name, body in files.items()
            if name.startswith(TEMPLATES)
        }

    def template(self, name: str) -> Template | None:
        """A page's template as the theme has it made; none when the theme has only style sheets."""
        return self._environment.get_template(name) if self._templates else None

    @cached_property
    def _environment(self) -> Environment:
        own = current_app.jinja_env
        return own.overlay(loader=Shadowing(own.loader or BaseLoader(), self._templates))


class Shadowing(BaseLoader):
    """Finds a theme's template before ours of the same name; ours stays to be had behind `portico/`."""

    def __init__(self, own: BaseLoader, templates: Mapping[str, str]) -> None:
        self._own = own
        self._templates = templates

    def get_source(
        self, environment: Environment, template: str
    ) -> tuple[str, str | None, Callable[[], bool] | None]:
        """The source, and what a traceback calls it. Raises TemplateNotFound."""
        if template in self._templates:
            return self._templates[template], f"theme/{TEMPLATES}{template}", None
        return self._own.get_source(environment, template.removeprefix(ORIGINAL))


def install(app: Flask) -> None:
    """Give templates what they need of a theme; there is none until `use` says where it comes from."""
    app.extensions[EXTENSION] = lambda: None
    app.jinja_env.globals.update(theme_sheets=sheets, theme_fonts=fonts, theme_asset=address)


def use(app: Flask, theme: Callable[[], Theme | None]) -> None:
    """Ask for the theme of each page here."""
    app.extensions[EXTENSION] = theme


def render(template: str, **context: Any) -> str:
    """A page by the theme's templates; by Portico's own, and a line in the log, where those fail."""
    try:
        theme = _current()
        themed = theme.template(template) if theme else None
        if themed is not None:
            return render_template(themed, **context)
    except Exception:
        log.exception("theme_failed", template=template)
    return render_template(template, **context)


def sheets() -> list[str]:
    """The addresses of the theme's style sheets: `tokens.css` first, then the others by name."""
    theme = _current()
    return [address(name) for name in theme.sheets] if theme else []


def fonts() -> list[str]:
    """The addresses of the fonts that every page of the theme needs; none where it brings none."""
    theme = _current()
    return [address(name) for name in theme.fonts] if theme else []


def address(name: str) -> str:
    """The fingerprinted address of a file of the theme. Raises KeyError for one that is not there."""
    theme = _current()
    if theme is None:
        raise KeyError(name)
    return mount_path() + theme.assets.address(name)


def _current() -> Theme | None:
    theme: Theme | None = current_app.extensions[EXTENSION]()
    return theme
