"""Markdown and MDX as HTML: articles in full, the words of strangers in the core profile."""

from __future__ import annotations

from portico.features.content.models import Origins
from portico.features.content.rendering.article import render
from portico.features.content.rendering.core import render_core
from portico.features.content.rendering.document import Document, Source, Surroundings

__all__ = ["Document", "Origins", "Source", "Surroundings", "render", "render_core"]
