"""Every kind of secret there is, at every door that takes any: only its own opens to it (reliability A13).

A new key, or a new column that keeps the digest of a secret, fails the suite until it stands here.
"""

from __future__ import annotations

import ast
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from sqlalchemy import LargeBinary
from tests.support.accounts import House, Straight
from tests.support.doors import DOORS, METRICS, Town
from tests.support.sites import compile_site, post, write_site

import portico
from portico.features.accounts.factors import tickets
from portico.main import create_app
from portico.migrations.tables import metadata
from portico.platform.clock import now
from portico.settings import Testing
from portico.web.database import EXTENSION

SOURCES = {
    "key access tokens": ("access token",),
    "key refresh tokens": ("refresh token",),
    "key codes": ("code", "reset code", "recovery code"),
    "key welcome": ("owner's link",),
    "key sealing": (),
    "key cursor": ("cursor",),
    "key preview": ("preview",),
    "key unsubscribe": ("stop of mails",),
    "key networks": (),
    "key contact networks": (),
    "key contact-stamp": ("stamp of a form",),
    "key upload-confirm": ("upload to confirm",),
    "key storage-slot": ("leave to send",),
    "key known browser": ("known browser",),
    "key oauth-state": ("visit to a provider",),
    "column verification.code_hash": ("code", "reset code"),
    "column api_token.digest": ("API token",),
    "column ceremony.digest": ("second-factor ticket", "passkey ticket"),
    "column ceremony.challenge": (),
    "column ceremony.user_handle": (),
    "column passkey.credential_id": (),
    "column passkey.user_handle": (),
    "column passkey.public_key": (),
    "column totp.secret": (),
    "column recovery_code.digest": ("recovery code",),
    "column oauth_state.digest": ("visit to a provider",),
    "column oauth_state.browser": ("browser that visits",),
    "column oauth_exchange.digest": ("exchange code", "link ticket"),
    "column oauth_exchange.ticket": ("second-factor ticket", "passkey ticket"),
    "column oauth_exchange.browser": ("browser that visits",),
    "column email_undo.digest": ("undo of an address",),
    "column invitation.digest": ("invitation",),
    "column comment.network": (),
    "column comment_check.origin": (),
    "column contact_message.network": (),
    "column contact_proof.digest": ("stamp of a form",),
    "column saved_feed.digest": ("saved feed",),
}
"""Where secrets come from, and which kinds; those without one hold no secret that a door takes as text."""
DOORLESS = {"passkey ticket"}
"""Kinds whose door takes a signature as well, which the tests of passkeys try."""


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory, migrated_file: Path) -> Iterator[Town]:
    folder = tmp_path_factory.mktemp("confusion")
    shutil.copy(migrated_file, folder / "portico.db")
    settings = Testing(
        home=folder,
        site=folder / "site",
        var=folder / "var",
        database_url=f"sqlite:///{folder}/portico.db",
        github_client_id="x",
        github_client_secret="y",
        github_url="http://127.0.0.1:9",
        github_api_url="http://127.0.0.1:9",
        metrics_token=METRICS,
    )
    files: dict[str, str | bytes] = {
        "content/blog/one.md": post("One"),
        "content/blog/two.md": post("Two"),
        "content/blog/draft.md": post("Draft", draft="true"),
    }
    compile_site(write_site(settings.site, files), settings.compiled)
    app = create_app(settings)
    house = House(Straight(app), app.extensions[EXTENSION])
    house.accounts.passwords._hasher = PasswordHasher(1, 8, parallelism=1)
    yield Town(app, house)
    house.database.dispose()


@pytest.fixture(scope="module")
def secrets_of_all_kinds(town: Town) -> dict[str, str]:
    """One of each."""
    with town.house.database.transaction() as session:
        ticket, _ = tickets.begin(session, tickets.SIGN_IN, now=now())
    return {name: make(town)[0] for name, make in DOORS.items()} | {"passkey ticket": ticket}


@pytest.mark.parametrize("name", DOORS)
def test_a_door_opens_to_its_own_kind_alone(
    town: Town, secrets_of_all_kinds: dict[str, str], name: str
) -> None:
    opened = []
    for kind, secret in secrets_of_all_kinds.items():
        if kind == name or {kind, name} == {"access token", "API token"}:
            continue  # both of the two are shown at the same door
        _, opens = DOORS[name](town)
        if opens(secret):
            opened.append(kind)
    assert not opened
    own, opens = DOORS[name](town)
    assert opens(own)


def test_every_source_of_secrets_has_its_kinds_and_every_kind_its_door() -> None:
    kinds = {kind for found in SOURCES.values() for kind in found}
    assert kinds - DOORLESS <= set(DOORS)
    assert set(SOURCES) == set(_keys()) | set(_columns())


def _keys() -> Iterator[str]:
    """What every key of the application is derived for."""
    for path in Path(portico.__file__).parent.rglob("*.py"):
        tree = ast.parse(path.read_text())
        said = {
            target.id: node.value.value
            for node in ast.walk(tree)
            if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
            for target in node.targets
            if isinstance(target, ast.Name)
        }
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("Signer", "derive"):
                purpose = node.args[1]
                name = purpose.value if isinstance(purpose, ast.Constant) else said[ast.unparse(purpose)]
                yield f"key {name!s}"


def _columns() -> Iterator[str]:
    """Every column that holds bytes: digests, for the most part."""
    tables = (table for table in metadata.tables.values() if table.name != "idempotency_key")
    for table in tables:
        for column in table.columns:
            if isinstance(column.type, LargeBinary):
                yield f"column {table.name}.{column.name}"
