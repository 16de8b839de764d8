"""Cloudflare Turnstile: whether a token was given to a person, on this site, for this form.

See https://developers.cloudflare.com/turnstile/get-started/server-side-validation/. Whatever does not say
yes says no: a letter is never let through because nobody could be asked.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode, urlsplit

import structlog

from portico.features.contact.errors import (
    CheckElsewhere,
    CheckExpired,
    CheckInvalid,
    CheckMisconfigured,
    CheckMissing,
    CheckOfAnotherForm,
    CheckUnreachable,
    CheckUsed,
)
from portico.features.contact.proofs import USED, Proof, digest_of
from portico.platform.errors import PorticoError
from portico.platform.http import Http, UpstreamUnavailable

ORIGIN = "https://challenges.cloudflare.com"
"""Where the script of the widget comes from, and what its frame shows."""
ACTION = "contact"
SECONDS = 5.0
LIMIT = 64 * 1024
FORM = "application/x-www-form-urlencoded"
TELLS = {
    "missing-input-secret": "misconfigured",
    "invalid-input-secret": "misconfigured",
    "timeout-or-duplicate": "expired",
    "internal-error": "unreachable",
    "bad-request": "unreachable",
}
"""What its error codes come to; all others, and none, say that the token is no good."""
REFUSALS: dict[str, PorticoError] = {
    "missing": CheckMissing("Wait until the check below the letter is done, and send it again."),
    "invalid": CheckInvalid("The check found no person. Try it once more, or write by mail."),
    "expired": CheckExpired("The check was made too long ago. Do it once more, and send the letter again."),
    "duplicate": CheckUsed(USED),
    "elsewhere": CheckElsewhere("The check was made for another site. Reload this page and try again."),
    "other_form": CheckOfAnotherForm("The check was made for another form. Reload this page."),
    "misconfigured": CheckMisconfigured("This site has not set up its check. Write by mail instead."),
    "unreachable": CheckUnreachable(
        "The service that tells people from programs does not answer. Nothing was sent; try again soon."
    ),
}
"""By the name of the log event, after `turnstile_`."""

log = structlog.get_logger("portico.contact")


@dataclass(frozen=True, slots=True, kw_only=True)
class Keys:
    """What Cloudflare knows this site as."""

    site_key: str
    secret: str = field(repr=False)
    hostname: str = ""
    """The host name that it must have seen; empty where any will do."""
    url: str = f"{ORIGIN}/turnstile/v0/siteverify"


class Turnstile:
    """Asks Cloudflare, for so many letters at a time; others are told to come again."""

    def __init__(self, keys: Keys, *, at_once: int, seconds: float = SECONDS) -> None:
        parts = urlsplit(keys.url)
        # An address in the clear is one of this machine: production takes no other.
        here = parts.scheme == "http"
        hosts = (parts.hostname or "",)
        self._keys = keys
        self._http = Http(hosts=hosts, private=here, plain=here, seconds=seconds, limit=LIMIT)
        self._places = threading.BoundedSemaphore(at_once)

    def check(self, token: str | None, address: str, is_used: Callable[[bytes], bool]) -> Proof:
        """What a token proves of whoever writes from this address. Raises one of `REFUSALS`."""
        if not self._keys.secret:
            log.warning("turnstile_unchecked")
            return Proof("turnstile")
        if token is None:
            raise _refused("missing")
        proof = Proof("turnstile", digest_of(token))
        if is_used(digest_of(token)):
            raise _refused("duplicate")
        if reason := self._objection(self._ask(token, address)):
            # Cloudflare calls both so; which of them it was shows in what we remember.
            used = reason == "expired" and is_used(digest_of(token))
            raise _refused("duplicate" if used else reason)
        return proof

    def _ask(self, token: str, address: str) -> Any:
        asked = {"secret": self._keys.secret, "response": token, "remoteip": address}
        if not self._places.acquire(blocking=False):
            raise _refused("unreachable", why="busy")
        try:
            reply = self._http.ask(
                "POST",
                self._keys.url,
                headers={"Content-Type": FORM, "Accept": "application/json"},
                body=urlencode(asked).encode(),
            )
            return reply.json()
        except UpstreamUnavailable as error:
            raise _refused("unreachable", why=error.detail) from error
        finally:
            self._places.release()

    def _objection(self, answer: Any) -> str | None:
        """Why the answer is no yes; none when it is one."""
        if not isinstance(answer, dict) or not isinstance(answer.get("success"), bool):
            return "unreachable"
        if not answer["success"]:
            codes = answer.get("error-codes")
            told = [TELLS.get(str(code)) for code in codes] if isinstance(codes, list) else []
            return next(filter(None, told), "invalid")
        if self._keys.hostname and answer.get("hostname") != self._keys.hostname:
            return "elsewhere"
        return None if answer.get("action") == ACTION else "other_form"


def _refused(reason: str, **told: str) -> PorticoError:
    """The refusal, which is logged: an error where only the owner of the site can mend its cause."""
    level = log.error if reason == "misconfigured" else log.warning
    level(f"turnstile_{reason}", **told)
    known = REFUSALS[reason]
    return type(known)(known.detail)
