"""The product starts, from every side that it can be started from."""

from __future__ import annotations

import os
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest
from tests.support.server import serving
from tests.support.sites import compile_site, post, write_site

import portico
from portico.main import create_app
from portico.settings import Settings, Testing

PACKAGE = Path(portico.__file__).parent
# Each module is imported in a process of its own, which starts with the libraries but nothing of Portico.
IMPORT_EACH_ALONE = """
import importlib, os, sys
import argon2, cryptography.hazmat.primitives.ciphers.aead, itsdangerous, joserfc.jwt, pyotp, segno, webauthn
import alembic.command, alembic.autogenerate, click, flask, granian.server, httpx2, latex2mathml.converter
import markdown_it, nh3, orjson, PIL.Image, pydantic, pydantic_settings, pygments, rich.progress, rich.table
import sqlalchemy.orm, stamina, structlog, watchfiles, yaml
for name in sys.argv[1:]:
    child = os.fork()
    if not child:
        importlib.import_module(name)
        os._exit(0)
    if os.waitpid(child, 0)[1]:
        sys.exit(name)
"""


def test_the_server_starts_from_its_command_and_shows_a_page(tmp_path: Path) -> None:
    site = write_site(tmp_path / "site", {"hello.md": post("Hello there")})
    with serving(site, tmp_path / "var") as address:
        page = urllib.request.urlopen(f"{address}/blog/hello").read().decode()
    assert "Hello there" in page


@pytest.mark.parametrize("command", [["portico"], [sys.executable, "-m", "portico"]])
def test_the_command_can_be_called_both_ways(command: list[str]) -> None:
    command[0] = str(Path(sys.executable).parent / command[0])
    done = subprocess.run([*command, "--version"], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == f"portico, version {portico.__version__}"


def test_two_applications_in_one_process_share_nothing(tmp_path: Path) -> None:
    one, other = (_settings(tmp_path, name) for name in ("one", "other"))
    clients = [create_app(settings).test_client() for settings in (one, other, one)]
    titles = [client.get("/api/v1/site").json["title"] for client in clients]
    assert titles == ["one", "other", "one"]
    assert [client.get("/blog/of-one").status_code for client in clients] == [200, 404, 200]
    cursor = clients[0].get("/api/v1/content/blog?limit=1").json["next_cursor"]
    answers = [client.get(f"/api/v1/content/blog?cursor={cursor}").status_code for client in clients]
    assert answers == [200, 400, 200]


def test_every_module_can_be_imported_on_its_own() -> None:
    paths = [path.relative_to(PACKAGE.parent).with_suffix("") for path in PACKAGE.rglob("*.py")]
    names = [".".join(path.parts).removesuffix(".__init__") for path in paths]
    # Alembic runs the one and imports the steps by their files.
    wanted = sorted(
        name for name in names if not name.endswith("__main__") and not name.startswith("portico.migrations.")
    )
    assert len(wanted) > 50
    # That no import leads in a circle is proved by reading; this is the check of that proof.
    tried = wanted if "PORTICO_TEST_ALL_MODULES" in os.environ else wanted[::30]
    command = [sys.executable, "-c", IMPORT_EACH_ALONE, *tried]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def _settings(home: Path, name: str) -> Settings:
    files = {f"of-{name}.md": post(name), "second.md": post("Second"), "site.toml": f'title = "{name}"\n'}
    site = write_site(home / name, files)
    settings = Testing(home=home, site=site, var=home / f"var-{name}", secret=f"{name} " * 12)
    compile_site(site, settings.compiled)
    return settings
