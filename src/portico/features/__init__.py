"""What Portico does for people, a package each; which of them can be left out, and which flags there are."""

from __future__ import annotations

from portico.platform.flags import Flag

SWITCHABLE = ("traffic",)
"""The features that `PORTICO_FEATURES_OFF` may name; without the others there is no Portico."""

FLAGS: tuple[Flag, ...] = ()
"""Every flag there is. A flag stands here from the day something new is tried until it is settled."""
