"""Markdown and MDX as HTML: articles in full, the words of strangers in the core profile."""

from __future__ import annotations

from portico.features.content.compiler.rendering.article import render
from portico.features.content.compiler.rendering.core import render_core
from portico.features.content.compiler.rendering.document import Document, Source, Surroundings
from portico.features.content.models import Origins

__all__ = ["Document", "Origins", "Source", "Surroundings", "render", "render_core"]
