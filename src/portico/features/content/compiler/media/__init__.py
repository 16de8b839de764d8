"""Local pictures and films: found safely, measured, encoded for the web, and served under `/media/`."""

from __future__ import annotations

from portico.features.content.compiler.media.encoding import Encode, encode
from portico.features.content.compiler.media.library import MediaFile, MediaLibrary

__all__ = ["Encode", "MediaFile", "MediaLibrary", "encode"]
