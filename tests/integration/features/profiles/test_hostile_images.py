"""Files that were made to do harm do none: what is not refused comes out as pixels alone, and nothing stops.

The short form sends some of them over the whole way on each storage, and gives all to the decoder. With
PORTICO_TEST_ALL_IMAGES=1 all of them go the whole way.
"""

from __future__ import annotations

import io
import os
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest
import urllib3
from PIL import Image
from tests.integration.features.profiles.conftest import PORTRAIT, House
from tests.support.hostile_images import CANARY, Hostile, files
from tests.support.people import Person, join
from tests.support.server import Server
from tests.support.sites import write_site

from portico.features.profiles import pictures, uploads
from portico.features.profiles.pictures import PictureRefused
from portico.platform.database import Database

STEP = 1 if os.environ.get("PORTICO_TEST_ALL_IMAGES") else 12
LONGEST = 10.0
"""Seconds of this machine, which has other things to do."""
MEMORY = 10 * 1024 * 1024


@pytest.fixture(scope="session")
def hostile() -> list[Hostile]:
    return list(files())


def is_plain(data: bytes) -> bool:
    """Whether a file is a WebP of nothing but pixels."""
    with Image.open(io.BytesIO(data)) as opened:
        return (
            opened.format == "WEBP"
            and CANARY not in data
            and not {"exif", "xmp", "icc_profile"} & opened.info.keys()
            and int.from_bytes(data[4:8], "little") == len(data) - 8
        )


def kept(file: Hostile) -> bool:
    """Whether a file is kept, after a look at what has become of it."""
    with tempfile.TemporaryFile() as sent:
        sent.write(file.data)
        try:
            with pictures.variants(sent, "avatar", None) as made:
                assert all(is_plain(variant.path.read_bytes()) for variant in made), file.name
        except PictureRefused:
            return False
    return True


def test_every_file_is_refused_or_made_harmless(hostile: list[Hostile]) -> None:
    assert len(hostile) > 150
    # Files of a kind stand beside each other, so that two of three show what becomes of each kind.
    for file in [file for number, file in enumerate(hostile) if STEP == 1 or number % 3]:
        began = time.monotonic()
        found = kept(file)
        assert file.refused in (None, not found), file.name
        assert time.monotonic() - began < LONGEST, file.name


def test_they_do_no_harm_on_the_whole_way(
    stored: House, hostile: list[Hostile], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "MOST", 1000)
    monkeypatch.setattr(uploads, "MOST_UNCONFIRMED", 1000)
    ada = join(stored.database)
    for file in hostile[::STEP]:
        leave = stored.begin(ada, file.data, kind="image/png")
        assert stored.send(leave, file.data) in (200, 204)
        answer = stored.confirm(ada, leave)
        assert answer.status_code in (200, 422), file.name
        assert file.refused in (None, answer.status_code == 422), file.name
    stored.work()
    assert stored.keys("staging/") == []
    for key in stored.keys("accounts/"):
        assert is_plain(stored.ask("GET", f"/media/{key}").data)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    site = write_site(tmp_path / "site", {"site.toml": 'title = "Stone"\n'})
    with Server(site, tmp_path / "var") as running:
        yield running


def test_the_server_stays_as_small_as_it_is(server: Server, hostile: list[Hostile]) -> None:
    database = Database(f"sqlite:///{server.var / 'portico.db'}")
    ada = join(database)
    database.dispose()
    enormous = [file for file in hostile if " by " in file.name and len(file.data) > 1000]
    _send(server, ada, PORTRAIT)
    before = _memory(server)
    for file in enormous:
        assert _send(server, ada, file.data) == (422 if file.refused else 200), file.name
    assert _send(server, ada, PORTRAIT + bytes(7_900_000 - len(PORTRAIT))) == 200
    assert _memory(server) - before < MEMORY


def _send(server: Server, who: Person, data: bytes) -> int:
    """The status of the confirmation of a picture."""
    new = {"purpose": "avatar", "content_type": "image/png", "size": len(data)}
    api = f"{server.address}/api/v1/uploads"
    leave: Any = urllib3.request("POST", api, headers=who.headers, json=new).json()
    assert urllib3.request("PUT", leave["url"], headers=leave["headers"], body=data).status == 204
    token = {"confirm_token": leave["confirm_token"]}
    return urllib3.request("POST", f"{api}/confirm", headers=who.headers, json=token, timeout=60).status


def _memory(server: Server) -> int:
    """What the processes of the server hold for themselves."""
    processes = [psutil.Process(server.pid), *psutil.Process(server.pid).children(recursive=True)]
    return sum(int(process.memory_full_info().uss) for process in processes)
