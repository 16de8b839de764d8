"""Which pages a browser may fetch before they are asked for (the Speculation Rules API).

Pages are fetched ahead and never rendered ahead: a page that is rendered would run its scripts and begin
its motion for nobody. What is fetched ahead is no view (`Sec-Purpose`); `prefetch.js` has it counted when
it is shown.
"""

from __future__ import annotations

import base64
import hashlib
import json
from functools import lru_cache

NOT_PAGES = ("api", "static", "media", "preview", "studio")
"""First segments of addresses that are no pages, or not for everyone."""
NOT_WANTED = "[rel~=nofollow], [download]"


@lru_cache(maxsize=8)
def rules(root: str) -> str:
    """Fetch a page of the site below `root` when a visitor rests on its link or presses it.

    The text of a script element, which nothing in it can close.
    """
    elsewhere = [f"{root}/{name}/*" for name in NOT_PAGES] + [f"{root}/search"]
    where = [
        {"href_matches": f"{root}/*"},
        {"not": {"href_matches": elsewhere}},
        {"not": {"selector_matches": NOT_WANTED}},
    ]
    found = {"prefetch": [{"where": {"and": where}, "eagerness": "moderate"}]}
    return json.dumps(found, separators=(",", ":")).replace("<", "\\u003c")


@lru_cache(maxsize=8)
def digest(root: str) -> str:
    """The source of a Content-Security-Policy that allows these very rules in a page."""
    found = hashlib.sha256(rules(root).encode()).digest()
    return f"sha256-{base64.b64encode(found).decode()}"
