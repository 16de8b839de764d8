"""Portico: one person's place on the web."""

__version__ = "0.1.0"
