"""What readers say under what the site shows: comments, reactions, saved posts, and their moderation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portico.features.discussion.akismet import Akismet
from portico.features.discussion.checks import handlers
from portico.features.discussion.importing.line import LONGEST_TEXT, MOST_AT_ONCE, Line, NotReadable
from portico.features.discussion.importing.own import HEAD
from portico.features.discussion.importing.pages import page_of
from portico.features.discussion.importing.preparing import prepared
from portico.features.discussion.importing.reading import read_file
from portico.features.discussion.judging import JudgeRefuses
from portico.features.discussion.leaving import Exported, export, forget
from portico.features.discussion.recent import recently
from portico.features.discussion.setup import Setup
from portico.features.discussion.subjects import Item, Items, Located
from portico.features.discussion.sweeping import periodic
from portico.features.discussion.waiting import held_comments, reported_comments

if TYPE_CHECKING:
    from flask import Flask

__all__ = [
    "HEAD",
    "LONGEST_TEXT",
    "MOST_AT_ONCE",
    "Akismet",
    "Exported",
    "Item",
    "Items",
    "JudgeRefuses",
    "Line",
    "Located",
    "NotReadable",
    "Setup",
    "export",
    "forget",
    "handlers",
    "held_comments",
    "install",
    "page_of",
    "periodic",
    "prepared",
    "read_file",
    "recently",
    "reported_comments",
]


def install(app: Flask, setup: Setup) -> None:
    """Open the doors."""
    from portico.features.discussion.doors import open_doors  # noqa: PLC0415 - jobs need nothing of the web

    open_doors(app, setup)
