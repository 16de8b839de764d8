"""The real server without some of its defences: what a race is run against to see that it would notice.

Each is the way that is written first: look, decide, then write. `python -m tests.support.mutants serve …`.
"""

from __future__ import annotations

import time
from datetime import datetime

from flask import Flask
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from portico import wsgi
from portico.features.accounts import budgets, codes, entering, names, registration, replies, signing_in
from portico.features.accounts.budgets import Allowance
from portico.features.accounts.entering import Admission
from portico.features.accounts.errors import CodeOver, SessionOver, WrongCode
from portico.features.accounts.models import Account, Budget, LoginSession, Verification
from portico.features.accounts.schemas import CodeConfirm, RefreshCreate, SignIn
from portico.features.accounts.sessions import Entry
from portico.features.accounts.standings import Standings
from portico.features.accounts.visitors import NOBODY
from portico.main import create_app
from portico.platform import clock
from portico.platform.database import after_commit
from portico.platform.errors import PorticoError
from portico.settings import load_settings
from portico.web.access import public
from portico.web.contract import Reply, operation

BETWEEN = 0.02
"""Seconds between looking and writing, as on a machine with more to do."""


@public
@operation(tag="auth", body=CodeConfirm, returns=SignIn)
def confirm_code(conversation: str, body: CodeConfirm) -> Reply:
    """Look how many tries are left, compare, then write that there is one less."""
    accounts, now = replies.accounts(), clock.now()
    with accounts.database.reading() as session:
        found = session.get(Verification, conversation)
    if found is None or found.used_at or found.attempts_left < 1:
        raise CodeOver("over")
    admission: Admission | PorticoError
    right = codes.matches(accounts.code_key, found.id, body.code, found.code_hash)
    time.sleep(BETWEEN)
    with accounts.database.transaction() as session:
        if not right:
            left = update(Verification).where(Verification.id == conversation)
            session.execute(left.values(attempts_left=found.attempts_left - 1))
        elif found.purpose == "registration":
            admission = registration.complete(
                accounts, session, found, username=None, visitor=NOBODY, now=now
            )
        else:
            session.execute(update(Verification).where(Verification.id == conversation).values(used_at=now))
            account = session.get_one(Account, found.account_id)
            admission = entering.admit(accounts, session, account, method="code", visitor=NOBODY, now=now)
    if not right:
        raise WrongCode("wrong")
    if isinstance(admission, PorticoError):
        raise admission
    return replies.entered(admission, body.deliver)


@public
@operation(tag="auth", body=RefreshCreate, returns=SignIn)
def refresh(body: RefreshCreate) -> Reply:
    """Look whether the token is the last one, then write down the next, wherever the count is by now."""
    accounts, now = replies.accounts(), clock.now()
    session_id, generation = accounts.refresh.read(body.refresh_token or "")
    with accounts.database.reading() as session:
        found = session.get(LoginSession, session_id)
    if found is None or found.generation != generation:
        raise SessionOver("over")
    time.sleep(BETWEEN)
    with accounts.database.transaction() as session:
        # Written whole, so that one which was ended meanwhile is there again.
        kept = session.merge(found)
        kept.generation = session.scalar(select(func.max(LoginSession.generation))) + 1  # type: ignore[operator]
        kept.rotated_at = kept.last_used_at = now
        account = session.get_one(Account, kept.account_id)
    access = accounts.access.issue(account.id, account.session_version, session_id, now)
    entry = Entry(account, session_id, access, accounts.refresh.issue(session_id, kept.generation))
    return replies.entered(entry, "body")


def spend(session: Session, allowance: Allowance, key: object, now: datetime) -> bool:
    """Look what is left, and write afterwards that it is one less."""
    database, digest = replies.accounts().database, budgets._digest(key)
    found = session.get(Budget, (allowance.name, digest))
    spent = found.spent if found else 0

    def write() -> None:
        time.sleep(BETWEEN)
        with database.transaction() as later:
            later.merge(Budget(name=allowance.name, key=digest, started_at=now, spent=spent + 1))

    after_commit(session, write)
    return spent < allowance.amount


def application() -> Flask:
    """The application of a worker process, with all of them."""
    app = create_app(load_settings())
    app.view_functions["auth.confirm_code"] = confirm_code
    app.view_functions["auth.refresh"] = refresh
    budgets.spend = spend
    # The password that was looked at is taken for the one that is there.
    signing_in.same = lambda session, account: session.get_one(Account, account.id)
    # Names that look alike are told apart when an account is made, and only looked for before.
    names.skeleton = str  # type: ignore[assignment]
    # What has changed is heard of when what is known runs out.
    Standings.drop = lambda *_: None  # type: ignore[method-assign]
    return wsgi.begin(app)


if __name__ == "__main__":
    from portico.cli import main
    from portico.commands import workers

    workers.APPLICATION = "tests.support.mutants:application"
    main(prog_name="portico")
