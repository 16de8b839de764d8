"""Joining: a registration waits for the code that was mailed, and becomes an account with it."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from hashlib import sha256

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portico.features.accounts import addresses, entering, events, names, verifications
from portico.features.accounts.entering import Admission
from portico.features.accounts.errors import AddressTaken, RegistrationClosed, UsernameTaken
from portico.features.accounts.finding import by_address, by_login
from portico.features.accounts.leaving import anonymising
from portico.features.accounts.models import EMAIL, Account, Identity, Invitation, Role, Verification
from portico.features.accounts.passwords import check_fitness
from portico.features.accounts.verifications import Opening
from portico.features.accounts.visitors import Visitor
from portico.features.accounts.working import Accounts
from portico.platform.errors import FieldError, PorticoError

INVITATION_NEEDED = "Joining needs a valid invitation that has not been used yet. Ask for one."


def begin(
    accounts: Accounts,
    *,
    email: str,
    username: str,
    password: str,
    invitation: str | None,
    visitor: Visitor,
    now: datetime,
) -> Verification | PorticoError:
    """Begin a registration and mail its code; nothing tells whether the address has an account already.

    Raises Invalid, UsernameTaken, RegistrationClosed and Busy.
    """
    subject = addresses.subject_of(email)
    username = names.usable(username, reserved=accounts.rules.reserved())
    check_fitness(password, username, subject)
    for holder in (partial(by_address, subject=subject), partial(by_login, login=username)):
        anonymising.found(accounts, holder, now=now)
    with accounts.database.reading() as session:
        check_free(session, username)
        invitation_id = _invitation(accounts, session, invitation, subject, now)
    password_hash = accounts.passwords.hash(password)
    with accounts.database.transaction() as session:
        if refusal := verifications.spend_mail(session, subject, visitor, now):
            return refusal
        return verifications.open_conversation(
            accounts,
            session,
            Opening(
                purpose="registration",
                email=subject,
                hopeless=by_address(session, subject) is not None,
                username=username,
                password_hash=password_hash,
                invitation_id=invitation_id,
            ),
            now=now,
        )


def complete(
    accounts: Accounts,
    session: Session,
    found: Verification,
    *,
    username: str | None,
    visitor: Visitor,
    now: datetime,
) -> Admission | PorticoError:
    """Make the account of a registration whose code was right; `username` replaces one that others took.

    Raises UsernameTaken, AddressTaken and RegistrationClosed, and the registration can then be tried again.
    """
    name = names.usable(username, reserved=accounts.rules.reserved()) if username else found.username
    assert name is not None
    check_free(session, name)
    if refusal := verifications.use(session, found, now):
        return refusal
    _use_invitation(session, found.invitation_id, now)
    account = create(
        accounts, session, username=name, email=found.email, password_hash=found.password_hash, now=now
    )
    accounts.letters.tell(session, found.email, "welcome", now=now, username=name)
    return entering.admit(accounts, session, account, method="code", visitor=visitor, now=now)


def create(
    accounts: Accounts,
    session: Session,
    *,
    username: str,
    email: str | None,
    password_hash: str | None,
    now: datetime,
    role: Role = "member",
) -> Account:
    """Make an account and its address in one go; `email` is as `addresses.subject_of` gives it.

    Raises UsernameTaken and AddressTaken.
    """
    made = Account(
        username=username,
        username_key=names.skeleton(username),
        role=role,
        state="active",
        password_hash=password_hash,
        session_version=1,
        created_at=now,
        keep_comments=True,
    )
    _insert(session, made, username_taken())
    if email is not None:
        identity = Identity(
            account_id=made.id,
            provider=EMAIL,
            subject=email,
            email=email,
            email_verified=True,
            created_at=now,
        )
        taken = AddressTaken("This address has an account by now. Sign in with it.")
        _insert(session, identity, taken)
    events.log.info("account_created", account=made.id, role=role)
    accounts.standings.drop(session, made.id)
    return made


def check_free(session: Session, username: str) -> None:
    """Let a name pass that nobody has, nor one that looks like it. Raises UsernameTaken."""
    if session.scalar(select(Account.id).where(Account.username_key == names.skeleton(username))) is not None:
        raise username_taken()


def check_open(accounts: Accounts) -> None:
    """Let pass where everybody may join. Raises RegistrationClosed."""
    if accounts.rules.registration != "open":
        raise RegistrationClosed("Nobody can join this site on their own. Ask its keeper.")


def username_taken() -> UsernameTaken:
    """Somebody has the name, or one that looks like it."""
    sentence = "Somebody has this name, or one very much like it. Choose another name."
    return UsernameTaken(sentence, errors=[FieldError("/body/username", "taken", sentence)])


def _insert(session: Session, row: Account | Identity, taken: PorticoError) -> None:
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError:
        raise taken from None


def _invitation(
    accounts: Accounts, session: Session, token: str | None, subject: str, now: datetime
) -> int | None:
    if accounts.rules.registration != "invitation":
        check_open(accounts)
        return None
    digest = sha256((token or "").encode(errors="replace")).digest()
    found = session.scalar(select(Invitation).where(Invitation.digest == digest))
    if (
        found is None
        or found.used_at
        or found.expires_at <= now
        or (found.email or subject).lower() != subject
    ):
        raise RegistrationClosed(INVITATION_NEEDED)
    return found.id


def _use_invitation(session: Session, invitation_id: int | None, now: datetime) -> None:
    if invitation_id is None:
        return
    once = update(Invitation).where(Invitation.id == invitation_id, Invitation.used_at.is_(None))
    if session.scalar(once.values(used_at=now).returning(Invitation.id)) is None:
        raise RegistrationClosed("Somebody else has used the invitation by now. Ask for another one.")
