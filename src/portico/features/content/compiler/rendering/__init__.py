"""Markdown and MDX as the HTML of articles."""

from __future__ import annotations

from portico.features.content.compiler.rendering.article import render
from portico.features.content.compiler.rendering.document import Document, Source, Surroundings
from portico.features.content.models import Origins

__all__ = ["Document", "Origins", "Source", "Surroundings", "render"]
