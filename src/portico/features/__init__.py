"""What Portico does for people, a package each; which of them can be left out, and which flags there are."""

from __future__ import annotations

from collections.abc import Collection

from portico.platform.flags import Flag

NEEDS = {
    "traffic": (),
    "contact": (),
    "accounts": (),
    "studio": ("accounts",),
    "notifications": ("accounts",),
    "discussion": ("accounts", "notifications"),
}
"""The features that `PORTICO_FEATURES_OFF` may name, and what each needs, which stands before it.

Without the others there is no Portico; profiles come and go with the accounts that they are of.
"""

FLAGS: tuple[Flag, ...] = ()
"""Every flag there is. A flag stands here from the day something new is tried until it is settled."""


def present(off: Collection[str]) -> frozenset[str]:
    """The switchable features that are left when these are off, and with them all that needs them."""
    left: set[str] = set()
    for name, needs in NEEDS.items():
        if name not in off and left.issuperset(needs):
            left.add(name)
    return frozenset(left)
