"""The machine: folders, disk, open files, port."""

from __future__ import annotations

import resource
import shutil
from contextlib import suppress
from pathlib import Path

from portico.commands.diagnosis.finding import Finding, bad, doubtful, good
from portico.commands.listening import claim
from portico.commands.var_folder import check_var_folder
from portico.platform.server_note import find
from portico.settings import ConfigurationError, Settings

MIB = 1024**2
LEAST_SPACE, SOME_SPACE = 64 * MIB, 512 * MIB
LEAST_FILES, SOME_FILES = 256, 1024
REMOTE = ("nfs", "cifs", "smb", "9p", "fuse.sshfs", "ceph", "glusterfs", "afs")
"""Kinds of file systems on which locks and SQLite's shared memory cannot be relied upon."""
MOUNTS = Path("/proc/self/mounts")


def site_folder(settings: Settings) -> Finding:
    """Whether there is a site to show."""
    if settings.site.is_dir():
        return good("site", f"The site is in {settings.site}.")
    return bad("site", f"There is no site folder {settings.site}; `portico init {settings.site}` makes one.")


def var_folder(settings: Settings) -> Finding:
    """Whether Portico can write where it keeps things."""
    try:
        check_var_folder(settings)
    except ConfigurationError as error:
        return bad("var", f"{error}.")
    return good("var", f"{settings.var} can be written.")


def file_system(settings: Settings, mounts: Path = MOUNTS) -> Finding | None:
    """Whether the var folder is on this machine's own disk."""
    kind = _kind(settings.var, mounts)
    if kind is None:
        return None
    if kind.startswith(REMOTE):
        return bad(
            "file system",
            f"{settings.var} is on {kind}, where locks do not hold; set PORTICO_VAR to a local disk.",
        )
    return good("file system", f"{settings.var} is on a local disk ({kind}).")


def free_space(settings: Settings) -> Finding | None:
    """Whether there is room for what is to come."""
    if not settings.var.is_dir():
        return None
    free = shutil.disk_usage(settings.var).free
    sentence = f"{free // MIB:,} MiB are free at {settings.var}"
    if free < LEAST_SPACE:
        return bad("disk", f"{sentence}, too little to write; make room.")
    if free < SOME_SPACE:
        return doubtful("disk", f"{sentence}; make room soon.")
    return good("disk", f"{sentence}.")


def open_files(settings: Settings) -> Finding:
    """Whether enough connections and files may be open at once."""
    limit, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    sentence = f"Each of {settings.workers} processes may open {limit:,} files and connections"
    raise_it = "raise `ulimit -n`, or LimitNOFILE= of the service."
    if limit < LEAST_FILES:
        return bad("open files", f"{sentence}, too few; {raise_it}")
    if limit < SOME_FILES:
        return doubtful("open files", f"{sentence}; {raise_it}")
    return good("open files", f"{sentence}.")


def port(settings: Settings) -> Finding:
    """Whether the server has its port, or can have it."""
    note = find(settings.var)
    if note is not None:
        return good("port", f"A server runs at {note.address} (process {note.pid}).")
    try:
        claim(settings.host, settings.port, {}).socket.close()
    except ConfigurationError as error:
        return bad("port", f"No server runs from {settings.var}, and Portico {error}.")
    return good("port", f"No server runs; {settings.host}:{settings.port} is free.")


def _kind(path: Path, mounts: Path) -> str | None:
    """The kind of file system that a path is on, none where the system does not tell."""
    found, depth = None, -1
    with suppress(OSError):
        for line in mounts.read_text().splitlines():
            _, mounted, kind, *_ = line.split()
            place = Path(mounted.replace("\\040", " "))
            if path.resolve().is_relative_to(place) and len(place.parts) >= depth:
                found, depth = kind, len(place.parts)
    return found
