"""Tells the pages of a member, from other features, that something they show has changed."""

from __future__ import annotations


def changed(account_id: int) -> None:
    """Have what is kept of a member's page made anew; in a request, once its transaction is committed."""
    from portico.features.profiles.serving import changed as drop  # noqa: PLC0415 - jobs need nothing of the web

    drop(account_id)
