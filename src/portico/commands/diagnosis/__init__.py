"""Everything that `portico doctor` looks at, in the order in which it tells."""

from __future__ import annotations

from collections.abc import Iterator

from portico.commands.diagnosis import data, machine, services
from portico.commands.diagnosis.finding import Check, Finding, bad
from portico.settings import Settings

CHECKS: tuple[Check, ...] = (
    machine.site_folder,
    machine.var_folder,
    machine.file_system,
    machine.free_space,
    machine.open_files,
    machine.port,
    data.database,
    data.tables,
    data.sqlite_version,
    data.connections,
    data.clock,
    data.content,
    data.jobs,
    data.mails,
    data.backups,
    services.redis,
    services.mail,
    services.pictures,
    services.akismet,
    services.public_address,
)


def look_over(settings: Settings) -> Iterator[Finding]:
    """Look at everything, one thing after the other; a check with nothing to look at finds nothing."""
    for check in CHECKS:
        try:
            found = check(settings)
        except Exception as error:
            # Whatever else is broken, the rest is worth looking at.
            found = bad(check.__name__.replace("_", " "), f"It cannot be looked at: {error!r}.")
        if found is not None:
            yield found
