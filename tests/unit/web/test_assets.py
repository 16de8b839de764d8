"""Portico's own files, under addresses that change with their bytes."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portico.web import assets
from portico.web.assets import from_folders


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "css").mkdir()
    (tmp_path / "fonts").mkdir()
    (tmp_path / "js").mkdir()
    (tmp_path / "fonts" / "serif.woff2").write_bytes(b"a font")
    (tmp_path / "css" / "base.css").write_text('@font-face { src: url("../fonts/serif.woff2") }')
    (tmp_path / "js" / "dom.js").write_text("export {};")
    return tmp_path


@pytest.fixture
def client(folder: Path) -> FlaskClient:
    app = Flask("assets", static_folder=None)
    assets.install(app, [folder])
    return app.test_client()


def test_an_address_changes_with_the_bytes(folder: Path) -> None:
    before = from_folders(folder).address("js/dom.js")
    (folder / "js" / "dom.js").write_text("export const changed = true;")
    assert from_folders(folder).address("js/dom.js") != before


def test_a_style_sheet_changes_its_address_with_the_font_it_names(folder: Path) -> None:
    before = from_folders(folder).address("css/base.css")
    (folder / "fonts" / "serif.woff2").write_bytes(b"another font")
    assert from_folders(folder).address("css/base.css") != before


def test_a_style_sheet_names_the_font_by_its_fingerprint(folder: Path) -> None:
    found = from_folders(folder)
    asset, _ = found.find("css/base.css") or (None, None)
    font = found.address("fonts/serif.woff2").rpartition("/")[2]
    assert asset is not None
    assert f"url(../fonts/{font})" in asset.body.decode()


def test_data_addresses_in_style_sheets_stay(folder: Path) -> None:
    (folder / "css" / "base.css").write_text("a { background: url(data:image/gif;base64,R0lGOD) }")
    asset, _ = from_folders(folder).find("css/base.css") or (None, None)
    assert asset is not None
    assert b"url(data:image/gif;base64,R0lGOD)" in asset.body


def test_an_unknown_file_is_an_error_when_asked_for_by_name(folder: Path) -> None:
    with pytest.raises(KeyError):
        from_folders(folder).address("css/none.css")


def test_a_current_address_is_good_for_a_year(client: FlaskClient, folder: Path) -> None:
    answer = client.get(from_folders(folder).address("js/dom.js"))
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.content_type == "text/javascript; charset=utf-8"


def test_an_older_fingerprint_gets_the_current_file_for_a_short_time(client: FlaskClient) -> None:
    answer = client.get("/static/portico/js/dom.0123456789.js")
    assert answer.data == b"export {};"
    assert answer.headers["Cache-Control"] == "public, max-age=300"


@pytest.mark.parametrize("name", ["none.js", "../pyproject.toml", "js/dom.0123456789.css", "js"])
def test_what_is_not_there_is_not_found(client: FlaskClient, name: str) -> None:
    assert client.get(f"/static/portico/{name}").status_code == 404


def test_the_import_map_names_modules_below_the_mount_path(folder: Path) -> None:
    text, digest = from_folders(folder).import_map("/x")
    assert f'"portico/dom":"/x{from_folders(folder).address("js/dom.js")}"' in text
    assert digest.startswith("sha256-")
