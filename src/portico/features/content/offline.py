"""The page that stands in when there is no connection, and the worker that keeps it in the browser."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import replace

from flask import Blueprint, abort, current_app, request
from werkzeug.wrappers import Response

from portico.features.content import meta
from portico.features.content.answers import CONTENT, document
from portico.web.access import public
from portico.web.assets import assets_of
from portico.web.cacheable import cacheable
from portico.web.pages import asset, respond, site_url

WORKER = "workers/offline.js"
DRAWN_WITH = ("img/arrow.svg", "img/grain.png")
"""What the style sheets of the page point to."""
FILE = re.compile(r'(?:href|src)="(/[^"]*/static/[^"]+|/static/[^"]+)"')

bp = Blueprint("offline", __name__)


@bp.get("/offline")
@public
@cacheable(CONTENT)
def show_offline() -> Response:
    """What this place is and what to do, for whoever has no connection."""
    return _page()


@bp.get("/service-worker.js")
@public
@cacheable(CONTENT)
def show_worker() -> Response:
    """The worker, which browsers renew when the page it keeps has changed by a byte."""
    html = _page().get_data(as_text=True)
    files = sorted({*FILE.findall(html), *map(asset, DRAWN_WITH)})
    family = f"offline {request.script_root or '/'} "
    digest = hashlib.sha256("\n".join([html, *files]).encode()).hexdigest()[:16]
    kept = {"family": family, "name": family + digest, "page": site_url("/offline"), "files": files}
    found = assets_of(current_app).find(WORKER)
    if found is None:
        abort(404)
    script = f"const KEPT = {json.dumps(kept)};\n".encode() + found[0].body
    return document(script, "text/javascript", cache="no-cache")


def _page() -> Response:
    page = meta.plain_page("No connection", "/offline", "There is no connection just now.")
    return respond("content/offline.html", page=replace(page, index=False))
