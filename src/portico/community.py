"""What readers do on a site, as a table of contents: they talk, save, hear of each other, and write."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import asdict

from flask import Flask
from sqlalchemy.orm import Session

from portico import background
from portico.features import accounts, contact, content, discussion, notifications, ops, studio
from portico.platform.database import Database
from portico.platform.mail.letters import Letter
from portico.platform.mail.transport import folder_of
from portico.settings import Settings
from portico.web.instrumentation import METRICS


def install(app: Flask, settings: Settings, database: Database, features: Collection[str]) -> None:
    """Open the doors of contact, notifications, discussion and studio, those that are among `features`."""
    if "contact" in features:
        contact.install(app, _letterbox(settings))
    if "notifications" in features:
        notifications.install(app, background.notification_mails(settings))
        notifications.measure(app.extensions[METRICS], database)
    if "discussion" in features:
        discussion.install(app, _talk(settings))
    if "studio" in features:
        studio.install(app, tuple(_waiting(app, features)))
    if settings.environment == "development" and (mails := folder_of(settings.mail)):
        studio.show_mailbox(app, mails, lambda: _previews(settings))


def _talk(settings: Settings) -> discussion.Setup:
    return discussion.Setup(
        items=items(),
        located=_located(),
        notifier=notifications.Notifier(),
        judge=background.judge_of(settings),
        secret=settings.secret.get_secret_value(),
        public_url=str(settings.public_url) if settings.public_url else None,
    )


def items() -> discussion.Items:
    """What can be discussed: what the site of the current request has published."""
    find = content.published()
    return lambda collection, slug: _item(find(collection, slug))


def _located() -> discussion.Located:
    find = content.located()
    return lambda path: _item(find(path))


def _item(piece: content.Piece | None) -> discussion.Item | None:
    return None if piece is None else discussion.Item(**asdict(piece))


def _waiting(app: Flask, features: Collection[str]) -> Iterator[studio.Waiting]:
    """What waits for those who look after the site, and where it is dealt with."""
    if "discussion" in features:
        room = "/studio/comments"
        yield studio.Waiting("Comments that are held", room, discussion.held_comments, "moderator")
        yield studio.Waiting("Comments that were reported", room, discussion.reported_comments, "moderator")
    if "contact" in features:
        yield studio.Waiting("Letters to read", "/studio/inbox", contact.unread)
    yield studio.Waiting("Mails that were given up", "/studio/outbox", ops.parked_mails)
    yield studio.Waiting("Jobs that were given up", "/studio/jobs", ops.parked_jobs)
    yield studio.Waiting("Problems in the content", "/studio/content", lambda _: content.problems(app))


def _letterbox(settings: Settings) -> contact.Setup:
    """Letters go to the owner that the site names, else to the owners who have joined it."""
    keys = contact.Keys(
        site_key=settings.turnstile_site_key,
        secret=settings.turnstile_secret.get_secret_value(),
        hostname=settings.turnstile_host,
        url=settings.turnstile_url,
    )
    return contact.Setup(
        letterbox=content.letterbox,
        letters=_contact_letters(settings),
        owners=_owners,
        keys=keys if keys.site_key else None,
        secret=settings.secret.get_secret_value(),
        at_once=max(1, settings.threads // 2),
    )


def _contact_letters(settings: Settings) -> contact.Letters:
    known = background.letters_of(settings)
    return contact.Letters(title=known.title, address=known.address, sender=known.sender)


def _owners(session: Session) -> list[str]:
    if named := content.letterbox().email:
        return [named]
    joined = accounts.recipients(session, accounts.keepers(session, "owner"), of=None)
    return [owner.email for owner in joined if owner.email]


def _previews(settings: Settings) -> Mapping[str, Letter]:
    """Every letter that Portico writes, with example values."""
    return {
        **accounts.examples(background.letters_of(settings)),
        **notifications.examples(background.notification_mails(settings)),
        **contact.examples(_contact_letters(settings)),
    }
