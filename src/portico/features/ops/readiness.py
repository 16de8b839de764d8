"""Whether each part that Portico leans on does its work: asked side by side, in time, and not too often."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Container, Mapping
from dataclasses import dataclass

import structlog

from portico.platform.errors import PorticoError
from portico.platform.shapes import documented

log = structlog.get_logger("portico.health")

SECONDS = 2.0
"""How long a part may take to answer."""
KEPT_SECONDS = 1.0
"""How long a report is given again, so that asking often costs nothing."""

Check = Callable[[], str]
"""Says in a sentence that a part is well, or raises."""


class NotReady(Exception):
    """A part does not do its work; the sentence is shown to whoever asks, and holds nothing secret."""


@documented
@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One thing that Portico leans on."""

    name: str
    ready: bool
    milliseconds: float
    """How long it took to answer."""
    sentence: str
    """How it is, in words."""


@documented
@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """Whether this process should be sent requests."""

    ready: bool
    """Whether every part does its work that requests cannot do without."""
    parts: tuple[Part, ...]


class Readiness:
    """The parts of one application."""

    def __init__(
        self,
        checks: Mapping[str, Check],
        *,
        spared: Container[str] = (),
        ending: Callable[[], bool] = lambda: False,
    ) -> None:
        """Parts that are `spared` are reported, but requests do without them.

        `ending` says whether the process is about to end, and is asked every time.
        """
        self._checks = dict(checks)
        self._spared = spared
        self._ending = ending
        self._asking = threading.Lock()
        self._last: Report | None = None
        self._asked = 0.0
        self._unanswered: dict[str, _Question] = {}

    def report(self) -> Report:
        """How everything is, at most a second old; older only while the parts are being asked."""
        report = self._last
        if report is None or time.monotonic() - self._asked > KEPT_SECONDS:
            report = self._ask(wait=report is None) or report
        assert report is not None
        if self._ending():
            end = Part(name="server", ready=False, milliseconds=0, sentence="This process is about to end.")
            return Report(ready=False, parts=(end, *report.parts))
        return report

    def _ask(self, *, wait: bool) -> Report | None:
        """Ask every part, unless somebody is doing so who need not be waited for."""
        if not self._asking.acquire(blocking=wait):
            return None
        try:
            if self._last is None or time.monotonic() - self._asked > KEPT_SECONDS:
                report = self._ask_all()
                _log_changes(self._last, report)
                self._last, self._asked = report, time.monotonic()
            return self._last
        finally:
            self._asking.release()

    def _ask_all(self) -> Report:
        questions = {name: self._question(name, check) for name, check in self._checks.items()}
        until = time.monotonic() + SECONDS
        parts = tuple(question.answer(name, until) for name, question in questions.items())
        self._unanswered = {name: asked for name, asked in questions.items() if not asked.answered.is_set()}
        return Report(ready=all(part.ready or part.name in self._spared for part in parts), parts=parts)

    def _question(self, name: str, check: Check) -> _Question:
        # What has not answered the last time is not asked once more: threads would pile up.
        return self._unanswered.get(name) or _Question(check)


class _Question:
    """One check in a thread of its own."""

    def __init__(self, check: Check) -> None:
        self.answered = threading.Event()
        self._check = check
        self._began = time.monotonic()
        self._ready, self._sentence, self._seconds = False, "", 0.0
        threading.Thread(target=self._run, name="check", daemon=True).start()

    def answer(self, name: str, until: float) -> Part:
        if self.answered.wait(max(0.0, until - time.monotonic())):
            ready, sentence, seconds = self._ready, self._sentence, self._seconds
        else:
            seconds = time.monotonic() - self._began
            ready, sentence = False, f"No answer within {SECONDS:.0f} seconds."
        return Part(name=name, ready=ready, milliseconds=round(seconds * 1000, 1), sentence=sentence)

    def _run(self) -> None:
        try:
            self._sentence, self._ready = self._check(), True
        except NotReady as reason:
            self._sentence = str(reason)
        except PorticoError as error:
            self._sentence = error.detail or f"{error.title}."
        except Exception as error:
            # What it says may hold paths, addresses or worse.
            self._sentence = f"It fails ({type(error).__name__})."
        self._seconds = time.monotonic() - self._began
        self.answered.set()


def _log_changes(before: Report | None, after: Report) -> None:
    """Say once in the log that a part failed, and once that it is back."""
    known = {part.name: part.ready for part in before.parts} if before else {}
    for part in after.parts:
        if part.ready != known.get(part.name, True):
            if part.ready:
                log.info("part_recovered", part=part.name)
            else:
                log.warning("part_failed", part=part.name, sentence=part.sentence)
