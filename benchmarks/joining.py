"""Makes an account on a site that nobody serves at the moment, and prints a token for it."""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime

from portico.features.accounts import finding, registration, sessions
from portico.features.accounts.replies import EXTENSION
from portico.features.accounts.visitors import NOBODY
from portico.features.accounts.working import Accounts
from portico.main import create_app
from portico.migrations import history
from portico.settings import load_settings


def main(username: str, password: str) -> None:
    """Make the account, unless the site has it, and sign it in."""
    app = create_app(load_settings())
    accounts: Accounts = app.extensions[EXTENSION]
    history.migrate(accounts.database)
    now = datetime.now(UTC)
    with accounts.database.transaction() as session:
        account = finding.by_login(session, username) or registration.create(
            accounts,
            session,
            username=username,
            email=f"{username}@bench.example",
            password_hash=accounts.passwords.hash(password),
            now=now,
        )
        entry = sessions.begin(
            accounts, session, account, method="password", factor=False, visitor=NOBODY, now=now
        )
    accounts.database.dispose()
    sys.stdout.write(json.dumps({"access_token": entry.access_token}) + "\n")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
