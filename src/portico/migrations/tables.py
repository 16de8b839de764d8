"""Every table there is: importing a module of tables makes it known to the migrations."""

from __future__ import annotations

from portico.features.accounts import models as accounts
from portico.features.contact import models as contact
from portico.features.discussion import models as discussion
from portico.features.notifications import models as notifications
from portico.features.profiles import models as profiles
from portico.features.traffic import models as traffic
from portico.platform.database import Base
from portico.platform.jobs import tables as jobs
from portico.platform.mail import tables as mail
from portico.web import tables as web

__all__ = [
    "accounts",
    "contact",
    "discussion",
    "jobs",
    "mail",
    "metadata",
    "notifications",
    "profiles",
    "traffic",
    "web",
]

metadata = Base.metadata
