"""The pages of accounts: the same for everyone, and empty of what is anybody's own."""

from __future__ import annotations

from flask import Blueprint
from werkzeug.wrappers import Response

from portico.web.access import public
from portico.web.cacheable import cacheable
from portico.web.pages import respond, upload_origins
from portico.web.shell import SHELL, PageMeta

bp = Blueprint("accounts", __name__, template_folder="templates")


@bp.get("/sign-in")
@public
@cacheable(SHELL)
def show_sign_in() -> Response:
    """Every way in."""
    return _door("sign_in", "Sign in", "/sign-in")


@bp.get("/register")
@public
@cacheable(SHELL)
def show_register() -> Response:
    """Where an account is made."""
    return _door("register", "Create an account", "/register")


@bp.get("/forgot")
@public
@cacheable(SHELL)
def show_forgot() -> Response:
    """Where a new password is chosen by whoever forgot theirs."""
    return _door("forgot", "A new password", "/forgot")


@bp.get("/welcome")
@public
@cacheable(SHELL)
def show_welcome() -> Response:
    """Where the account of the owner is made, with the link of the first start."""
    return _door("welcome", "Welcome", "/welcome")


@bp.get("/email-undo")
@public
@cacheable(SHELL)
def show_email_undo() -> Response:
    """Where a change of address is taken back, with the link of a mail."""
    return _door("email_undo", "Take back the change", "/email-undo")


@bp.get("/auth/callback")
@public
@cacheable(SHELL)
def show_callback() -> Response:
    """Where other sites' sign-in ends; what they gave stands in the fragment, which no server sees."""
    return _door("callback", "Signing in", "/auth/callback")


@bp.get("/settings")
@public
@cacheable(SHELL)
def show_settings() -> Response:
    """The settings of whoever is signed in, which a script asks for."""
    return _door("settings", "Settings", "/settings")


def _door(template: str, title: str, path: str) -> Response:
    page = PageMeta(title=title, path=path, index=False)
    return respond(f"account/{template}.html", page=page, connect=upload_origins(), popups=True)
