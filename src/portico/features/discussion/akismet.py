"""Akismet: whether a comment is taken for spam, by what it sees on other sites.

See https://akismet.com/developers/detailed-docs/. It helps and guards nothing: what it has no opinion of
goes on under the rules of the site, and nobody waits for it for long.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping
from urllib.parse import urlencode, urlsplit

import structlog

from portico.features.discussion.judging import JudgeRefuses, Opinion, Saying
from portico.platform.http import Http, Reply, UpstreamUnavailable

SECONDS = 2.5
"""How long a comment waits for it at most."""
LEFT_ALONE_SECONDS = 600.0
"""Once it has refused the site: until then nothing about anybody is sent that it would not look at."""
LIMIT = 16 * 1024
LONGEST_REASON = 200
FORM = "application/x-www-form-urlencoded"
ALERT = "x-akismet-alert-code"
"""Comes with what is wrong with the account; with an opinion or without."""
THANKS = "Thanks for making the web a better place"
OPINIONS: dict[str, Opinion] = {"true": "spam", "false": "ham"}

log = structlog.get_logger("portico.discussion")


class Akismet:
    """Asks Akismet, for so many comments at a time; others go on without it."""

    def __init__(
        self, key: str, *, site: str, url: str, at_once: int, is_test: bool = False, seconds: float = SECONDS
    ) -> None:
        """Ask at `url` about the site whose front page is at `site`; of a test it is to learn nothing."""
        parts = urlsplit(url)
        # An address in the clear is one of this machine: production takes no other.
        here = parts.scheme == "http"
        hosts = (parts.hostname or "",)
        self._site, self._url = site.rstrip("/"), url.rstrip("/")
        self._always = {"api_key": key, "blog": site} | ({"is_test": "1"} if is_test else {})
        self._http = Http(hosts=hosts, private=here, plain=here, seconds=seconds, limit=LIMIT)
        self._places = threading.BoundedSemaphore(at_once)
        self._refusal = ""
        self._left_alone_until = 0.0

    def ask(self, saying: Saying) -> Opinion:
        """What it thinks; see `Judge`."""
        if time.monotonic() < self._left_alone_until:
            return "refused"
        if not self._places.acquire(blocking=False):
            return _unreachable("busy")
        try:
            return self._opinion(self._post("comment-check", self._told(saying)))
        except JudgeRefuses:
            log.error("akismet_refused", why=self._refusal)  # noqa: TRY400 - the owner is told, not a bug reported
            return "refused"
        except UpstreamUnavailable as error:
            return _unreachable(error.detail)
        finally:
            self._places.release()

    def teach(self, saying: Saying, *, is_spam: bool) -> None:
        """Tell it that it was wrong, or right; see `Judge`."""
        reply = self._post("submit-spam" if is_spam else "submit-ham", self._told(saying))
        self._expect(reply, _body(reply).startswith(THANKS))

    def check(self) -> None:
        """Let pass unless it has refused the last question; see `Judge`."""
        if self._refusal:
            # Health is for everybody; what Akismet says of an account is not.
            raise JudgeRefuses("Akismet refuses this site; the log says why.")

    def verify(self) -> None:
        """Ask whether the key is good for this site. Raises JudgeRefuses or UpstreamUnavailable."""
        reply = self._post("verify-key", {})
        self._expect(reply, _body(reply) == "valid")

    def _opinion(self, reply: Reply) -> Opinion:
        self._expect(reply, _body(reply) in OPINIONS)
        opinion = OPINIONS[_body(reply)]
        if code := reply.headers.get(ALERT):
            log.warning("akismet_alert", code=code[:LONGEST_REASON], why=_reason(reply))
        is_certain = reply.headers.get("x-akismet-pro-tip") == "discard"
        return "discard" if opinion == "spam" and is_certain else opinion

    def _expect(self, reply: Reply, is_so: bool) -> None:
        """Let pass what is as documented, and remember whether it refuses this site."""
        if is_so and reply.status == 200:
            self._refusal, self._left_alone_until = "", 0.0
            return
        reason = _reason(reply)
        if not (ALERT in reply.headers or _body(reply).lower().startswith("invalid")):
            raise UpstreamUnavailable(f"Akismet does not answer as it documents: {reason}")
        self._refusal, self._left_alone_until = reason, time.monotonic() + LEFT_ALONE_SECONDS
        raise JudgeRefuses(f"Akismet refuses this site: {reason}")

    def _post(self, method: str, told: Mapping[str, str]) -> Reply:
        body = urlencode({**self._always, **told}).encode()
        return self._http.ask("POST", f"{self._url}/{method}", headers={"Content-Type": FORM}, body=body)

    def _told(self, saying: Saying) -> dict[str, str]:
        """What it is told, by its names for it: nobody's mail address, and no role."""
        origin = saying.origin
        told = {
            "blog_charset": "UTF-8",
            "user_ip": origin.address,
            "user_agent": origin.agent,
            "referrer": origin.referrer,
            "permalink": self._site + saying.path,
            "comment_type": "reply" if saying.is_reply else "comment",
            "comment_author": saying.author,
            "comment_content": saying.text,
            "recheck_reason": "edit" if saying.is_edit else "",
        }
        return {name: value for name, value in told.items() if value}


def _body(reply: Reply) -> str:
    return reply.body.decode("utf-8", "replace").strip()


def _reason(reply: Reply) -> str:
    """Why it does not do what was asked, in its own words as far as it says."""
    told = (reply.headers.get(name) for name in ("x-akismet-alert-msg", "x-akismet-debug-help"))
    return next(filter(None, told), _body(reply))[:LONGEST_REASON]


def _unreachable(why: str) -> Opinion:
    log.warning("akismet_unreachable", why=why)
    return "unreachable"
