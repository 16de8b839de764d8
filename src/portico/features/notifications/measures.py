"""What is measured of notifications."""

from __future__ import annotations

from sqlalchemy import func, select

from portico.features.notifications.daily import WAITING
from portico.platform.database import Database
from portico.platform.metrics import Metrics


def measure(metrics: Metrics, database: Database) -> None:
    """How many wait for the mail of somebody's day: more and more of them when none is written."""

    def waiting() -> float:
        with database.reading() as session:
            return session.scalar(select(func.count()).where(WAITING)) or 0

    metrics.fact(
        "portico_notifications_waiting", "Notifications that wait for the mail of somebody's day.", waiting
    )
