"""Portico's own files for the browser, each under an address that changes with its bytes."""

from __future__ import annotations

import base64
import hashlib
import json
import mimetypes
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from flask import Blueprint, Flask, abort, current_app
from markupsafe import Markup
from werkzeug.wrappers import Response

from portico.web.access import public
from portico.web.cacheable import cacheable
from portico.web.preconditions import compared

MOUNT = "/static/portico/"
FINGERPRINT = re.compile(r"^(?P<stem>.+)\.(?P<hash>[0-9a-f]{10})(?P<ext>\.[A-Za-z0-9]+)$")
CSS_URL = re.compile(rb"url\(\s*['\"]?(?P<path>[^'\")]+)['\"]?\s*\)")
FOREVER = "public, max-age=31536000, immutable"
BRIEFLY = "public, max-age=300"
DECLARATIONS = ".d.ts"
"""How files end that only editors and checkers of scripts read."""
TYPES = {".js": "text/javascript", ".woff2": "font/woff2", ".webmanifest": "application/manifest+json"}

bp = Blueprint("assets", __name__)


@dataclass(frozen=True, slots=True)
class Asset:
    """One file, as it is sent."""

    name: str
    address: str
    body: bytes
    media_type: str


class Assets:
    """Files by their names; style sheets point to the fingerprinted fonts and images among them."""

    def __init__(self, files: Mapping[str, bytes], mount: str = MOUNT) -> None:
        self._mount = mount
        self._by_name: dict[str, Asset] = {}
        for name in sorted(files, key=lambda name: (name.endswith(".css"), name)):
            self._by_name[name] = self._read(name, files[name])
        self._maps: dict[str, tuple[Markup, str]] = {}

    def address(self, name: str) -> str:
        """The address of a file, without the path that the application may be mounted under.

        Raises KeyError for a file that is not there.
        """
        return self._mount + self._by_name[name].address

    def find(self, address: str) -> tuple[Asset, bool] | None:
        """The file at an address below the mount, and whether the fingerprint is the current one."""
        match = FINGERPRINT.match(address)
        name = match["stem"] + match["ext"] if match else address
        asset = self._by_name.get(name)
        return (asset, asset.address == address) if asset else None

    def import_map(self, root: str) -> tuple[Markup, str]:
        """The import map of our modules (`portico/dom` is `js/dom.js`) below `root`, and its CSP hash."""
        if root not in self._maps:
            modules = {
                "portico/" + name.removeprefix("js/").removesuffix(".js"): root + self.address(name)
                for name in sorted(self._by_name)
                if name.startswith("js/") and name.endswith(".js")
            }
            text = json.dumps({"imports": modules}, separators=(",", ":")).replace("<", "\\u003c")
            digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
            self._maps[root] = (
                Markup(f'<script type="importmap">{text}</script>'),  # noqa: S704 - our own file names
                f"sha256-{digest}",
            )
        return self._maps[root]

    def _read(self, name: str, body: bytes) -> Asset:
        if name.endswith(".css"):
            body = CSS_URL.sub(lambda match: self._fingerprinted(name, match), body)
        digest = hashlib.sha256(body).hexdigest()[:10]
        pure = PurePosixPath(name)
        address = pure.with_name(f"{pure.stem}.{digest}{pure.suffix}").as_posix()
        media_type = TYPES.get(pure.suffix) or mimetypes.guess_type(name)[0] or "application/octet-stream"
        return Asset(name, address, body, media_type)

    def _fingerprinted(self, css: str, match: re.Match[bytes]) -> bytes:
        written = match["path"].decode()
        target = self._by_name.get(referred(css, written) or "")
        if target is None:
            return match[0]
        return (
            b"url("
            + str(PurePosixPath(written).with_name(PurePosixPath(target.address).name)).encode()
            + b")"
        )


def from_folders(*folders: Path) -> Assets:
    """All files below some folders, by their names from there."""
    files = {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for folder in folders
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.name.endswith(DECLARATIONS)
    }
    return Assets(files)


def referred(css: str, written: str) -> str | None:
    """The name of the file that an address in a style sheet means; none for what is no file beside it."""
    if written.startswith(("data:", "#", "/")) or "://" in written:
        return None
    steps: list[str] = []
    for step in (PurePosixPath(css).parent / written).parts:
        steps = steps[:-1] if step == ".." else [*steps, step]
    return "/".join(steps)


def install(app: Flask, folders: list[Path]) -> None:
    """Read the folders and serve their files."""
    app.extensions["portico.assets"] = from_folders(*folders)
    app.register_blueprint(bp)


def assets_of(app: Flask) -> Assets:
    """The files of this application."""
    assets: Assets = app.extensions["portico.assets"]
    return assets


@bp.get(MOUNT + "<path:address>")
@public
@cacheable()
def serve(address: str) -> Response:
    """One file; an older fingerprint gets the current one with a short age, so old pages keep their style."""
    return sent(assets_of(current_app), address)


def sent(assets: Assets, address: str) -> Response:
    """The file at an address below the mount, to be kept for ever under its current fingerprint."""
    found = assets.find(address)
    if found is None:
        abort(404)
    asset, current = found
    response = Response(asset.body, content_type=asset.media_type)
    if asset.media_type.startswith("text/"):
        response.content_type = f"{asset.media_type}; charset=utf-8"
    response.headers["Cache-Control"] = FOREVER if current else BRIEFLY
    response.set_etag(FINGERPRINT.match(asset.address)["hash"])  # type: ignore[index]
    return compared(response)
