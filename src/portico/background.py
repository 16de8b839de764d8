"""What happens in the background, as a table of contents: kinds of jobs, and what comes round again."""

from __future__ import annotations

from datetime import timedelta

from portico.features import (
    accounts,
    contact,
    content,
    discussion,
    notifications,
    present,
    profiles,
    traffic,
)
from portico.platform import clock
from portico.platform.database import Database
from portico.platform.jobs.housekeeping import forget_done_jobs
from portico.platform.jobs.periodic import every
from portico.platform.jobs.worker import Jobs, Pace
from portico.platform.lifecycle import Lifecycle
from portico.platform.mail import outbox
from portico.platform.mail.correspondence import Correspondence
from portico.platform.mail.delivery import delivery
from portico.platform.mail.transport import transport
from portico.platform.storage import open_storage
from portico.platform.tracing import Tracing
from portico.settings import Settings
from portico.web import idempotency

SENDER = "Portico <portico@localhost>"
"""Who mails are from where nobody has said it, which production asks for."""

FORGET: tuple[accounts.Forget, ...] = (
    lambda session, leaver: profiles.forget(session, leaver.account_id, now=leaver.now),
    lambda session, leaver: idempotency.forget(session, leaver.account_id),
    lambda session, leaver: notifications.forget(session, leaver.account_id),
    discussion.forget,
)
"""What each feature does when somebody goes for good; a feature that keeps anything of people stands here."""
EXPORT: tuple[accounts.Export, ...] = (
    accounts.export,
    profiles.export,
    notifications.export,
    discussion.export,
)
"""What each feature gives to somebody who takes along all that is kept of them."""


def letters_of(settings: Settings) -> accounts.Letters:
    """Who writes to people about their accounts."""
    return accounts.Letters(
        title=content.title(settings.compiled),
        address=str(settings.public_url or settings.address).rstrip("/"),
        sender=settings.mail_from or SENDER,
    )


def notification_mails(settings: Settings) -> notifications.Mails:
    """How people are written to about what happened."""
    letters = letters_of(settings)
    correspondence = Correspondence(letters.title, letters.address, letters.sender, notifications.FOLDER)
    stops = notifications.Unsubscriptions(settings.secret.get_secret_value())
    return notifications.Mails(letters=correspondence, stops=stops, faces=profiles.cards)


def judge_of(settings: Settings) -> discussion.Akismet | None:
    """Who is asked whether a comment is spam, where the site has a key of Akismet."""
    key = settings.akismet_key.get_secret_value()
    if not key:
        return None
    return discussion.Akismet(
        key,
        site=str(settings.public_url or settings.address),
        url=settings.akismet_url,
        is_test=settings.environment != "production",
        at_once=max(1, settings.threads // 2),
    )


def install(lifecycle: Lifecycle, settings: Settings, database: Database, tracing: Tracing | None) -> None:
    """Have jobs run in this process, unless they are to run apart."""
    if settings.jobs == "embedded":
        jobs = jobs_of(settings, database, tracing=tracing)
        # Half of the time there is, so that jobs which take longer can still be given back.
        half = settings.shutdown_seconds / 2
        lifecycle.add("jobs", start=jobs.start, stop=lambda: jobs.stop(lifecycle.patience(half)))


def jobs_of(
    settings: Settings, database: Database, pace: Pace | None = None, tracing: Tracing | None = None
) -> Jobs:
    """A worker for this process; it does nothing before it is started.

    A feature that is off does nothing by itself any more; what it has begun is finished.
    """
    mailbox = f"{settings.address}/studio/mail" if settings.environment == "development" else ""
    storage = open_storage(settings.storage, settings.signing_secret)
    letters = letters_of(settings)
    mails = notification_mails(settings)
    rounds = {
        "traffic": [every("prune_page_views", timedelta(days=1), traffic.prune, at=timedelta(hours=2))],
        "accounts": [*accounts.periodic(accounts.Farewell(letters, FORGET)), *profiles.periodic(storage)],
        "discussion": discussion.periodic(),
        "notifications": notifications.periodic(mails),
        "contact": contact.periodic(),
    }
    return Jobs(
        database,
        handlers={
            outbox.KIND: delivery(
                transport(settings.mail, mailbox=mailbox),
                secret=accounts.SECRET | notifications.LETTERS,
                unkept=accounts.LAST,
            ),
            **accounts.handlers(accounts.Gathering(storage, letters, EXPORT)),
            **profiles.handlers(storage),
            **notifications.handlers(mails),
            **discussion.handlers(judge_of(settings), secret=settings.secret.get_secret_value()),
        },
        periodic=[
            every("sweep_outbox", timedelta(minutes=10), outbox.sweep),
            every("forget_done_jobs", timedelta(hours=1), forget_done_jobs),
            every("prune_idempotency_keys", timedelta(hours=1), idempotency.prune),
            *(one for feature in present(settings.features_off) for one in rounds.get(feature, ())),
        ],
        pace=pace,
        alone=database.dialect == "sqlite",
        now=clock.now,
        tracing=tracing,
    )
