"""The pictures and films that pages show first, listed by route with the content that names them."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from typing import Any

from portico.features.content.addresses import PAGES
from portico.features.content.store import dump

NAMED = {"hero": ("home", "/"), "night": ("home", "/"), "plate": ("home", "/"), "avatar": ("about", "/about")}
"""Where the pictures are shown that `site.toml` names: the route, and the path of its page."""

COVERS = """
INSERT INTO asset
SELECT CASE WHEN collection = :pages AND slug = 'about' THEN 'about' ELSE 'article:' || collection END,
    url, 'cover', published, json_extract(card, '$.cover'), json_extract(card, '$.video')
FROM entry
WHERE draft = 0 AND slug != ''
    AND coalesce(json_extract(card, '$.cover'), json_extract(card, '$.video')) IS NOT NULL
"""


def write_assets(connection: sqlite3.Connection, pictures: Mapping[str, dict[str, Any] | None]) -> None:
    """List the pictures that `site.toml` names and the covers of all entries, in place of the last list.

    Covers of a later date are listed with it, and the reader passes them over until then.
    """
    connection.execute("DELETE FROM asset")
    connection.executemany(
        "INSERT INTO asset VALUES (?, ?, ?, 0, ?, NULL)",
        [(*NAMED[place], place, dump(picture)) for place, picture in pictures.items() if picture],
    )
    connection.execute(COVERS, {"pages": PAGES})
