"""Finished public answers, kept above Flask in every form that was asked for, until their content changes."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from operator import itemgetter
from time import perf_counter
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

import structlog

from portico.platform.news import News
from portico.platform.rounds import Rounds
from portico.web.answers import HTML, Answer, Caught, is_private, lacking
from portico.web.compression import Headers, coded_etag, coded_once, is_compressible, plain_etags
from portico.web.records import Outcome

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment
    from flask import Flask

    from portico.platform.lifecycle import Lifecycle
    from portico.web.cacheable import Cacheable

EXTENSION = "portico.pages"
NEWS = "portico.news"
"""Where an application of several processes keeps what it hears the others by."""
log = structlog.get_logger("portico.web")

ROOM = 24 * 1024 * 1024
"""Bytes that all pages of a process may take."""
LARGEST = ROOM // 16
OVERHEAD = 2048
"""Bytes that a page takes beside its bodies."""
PAUSE = 0.05
"""Seconds between two looks at what pages are made from."""
TRUST = 1.0
"""Seconds after a look during which pages may be given; a change is never hidden for longer."""
LASTING = {
    "cache-control",
    "content-disposition",
    "content-language",
    "content-security-policy",
    "content-type",
    "deprecation",
    "last-modified",
    "link",
    "sunset",
    "x-robots-tag",
}
"""The headers that belong to a page. All others belong to one request and are not kept."""
OF_A_BODY = {"content-type", "content-length", "content-encoding", "content-disposition"}
"""The headers that an answer without a body has no use for."""

MOST_READY = 1024
"""Questions whose answers are ready."""
LONGEST_QUESTION = 1000
"""Characters; longer ones are not remembered."""
ASKED = ("REQUEST_METHOD", "wsgi.url_scheme", "HTTP_HOST", "SCRIPT_NAME", "PATH_INFO", "QUERY_STRING")
PLAIN = itemgetter(*ASKED)
CODED = itemgetter(*ASKED, "HTTP_ACCEPT_ENCODING")
"""What takes out of a request, in one step, all that the choice of a kept answer depends on."""

Address = tuple[str, str, str, str]
Question = tuple[str, ...]
Ready = tuple[Answer, Outcome]
"""An answer with what is remembered of each request that it is given to."""


class Form:
    """A page in one content coding, with the answer to each way of asking for it."""

    __slots__ = ("etag", "head", "unchanged", "whole")

    def __init__(self, page: Page, body: bytes, coding: str = "") -> None:
        self.etag = coded_etag(page.etag, coding)
        size = len(body)
        headers = [*page.headers, ("ETag", self.etag), ("Content-Length", str(size))]
        if coding:
            headers.append(("Content-Encoding", coding))
        bare = [header for header in headers if header[0].lower() not in OF_A_BODY]
        self.whole = Answer("200 OK", headers, [body], 200, size, page.html, page.route)
        self.head = replace(self.whole, body=[], size=0)
        self.unchanged = Answer("304 Not Modified", bare, [], 304, 0, page.html, page.route)


@dataclass(slots=True, eq=False)
class Page:
    """A finished answer."""

    address: Address
    headers: Headers
    """Those of every form."""
    etag: str
    body: bytes
    route: str
    tags: frozenset[str]
    media_type: str
    forms: dict[str, Form] = field(default_factory=dict)
    """By content coding; the plain one has no name."""
    size: int = 0
    recent: bool = False
    """Whether it was given since its turn to make room came last."""

    @property
    def html(self) -> bool:
        """Whether it is a page for people."""
        return self.media_type.startswith(HTML)

    @property
    def for_ever(self) -> bool:
        """Whether its address never stands for anything else."""
        return any(name.lower() == "cache-control" and "immutable" in value for name, value in self.headers)

    def form_named_in(self, etags: str, chosen: Form) -> Form | None:
        """The form that an If-None-Match header names, the chosen one first; none if it names none."""
        if chosen.etag in etags or etags.strip() == "*":
            return chosen
        named = (form for form in self.forms.values() if form.etag in etags)
        return next(named, chosen if self.etag in plain_etags(etags) else None)

    def add_form(self, coding: str) -> int:
        """Make the form in a coding, and say how many bytes it takes."""
        if coding and is_compressible(self.media_type, len(self.body), for_ever=self.for_ever):
            coded = coded_once(self.body, coding, for_ever=self.for_ever)
            self.forms[coding] = Form(self, coded, coding)
            return len(coded)
        plain = self.forms.get("") or Form(self, self.body)
        self.forms[""] = self.forms[coding] = plain
        return 0


class PageCache:
    """The pages of one process.

    It gives pages only while it looks: `start` begins to look at what pages are made from, and should
    that thread ever stand still, pages are made anew until it goes on.
    """

    def __init__(self, *, room: int = ROOM, by_origin: bool) -> None:
        """With `by_origin`, pages hold the scheme and host they were asked for by, each their own."""
        self.generation = 0
        """Grows with every drop. What was begun before a drop is not kept after it."""
        self.told: list[Callable[[str], None]] = []
        """Who is told of tags that are dropped here."""
        self._room = room
        self._by_origin = by_origin
        self._pages: OrderedDict[Address, Page] = OrderedDict()
        self._ready: dict[Question, Ready] = {}
        """Answers from kept pages alone; emptied when one of these goes, or its turn to go comes."""
        self._used = 0
        self._lock = threading.RLock()
        self._watched: dict[str, tuple[Callable[[], object], object]] = {}
        self._until = 0.0
        self._rounds = Rounds("page-cache", self._look_again, PAUSE)

    @property
    def bytes(self) -> int:
        """What all pages take."""
        return self._used

    def __len__(self) -> int:
        """The number of pages."""
        return len(self._pages)

    def address(self, environ: WSGIEnvironment) -> Address:
        """All of a request that a page may depend on."""
        origin = f"{environ['wsgi.url_scheme']}://{environ.get('HTTP_HOST')}" if self._by_origin else ""
        return origin, environ["SCRIPT_NAME"], environ["PATH_INFO"], environ["QUERY_STRING"]

    def ready(self, question: Question, now: float) -> Ready | None:
        """The answer that was made ready for a question; `now` is a moment of `perf_counter`."""
        return self._ready.get(question) if now <= self._until else None

    def make_ready(self, question: Question, page: Page, answer: Ready) -> None:
        """Have an answer from a page ready for the next such question, until the page is forgotten."""
        # Whoever finds the cache busy goes on; the next one will do.
        if sum(map(len, question)) > LONGEST_QUESTION or not self._lock.acquire(blocking=False):
            return
        try:
            if self._pages.get(page.address) is page:
                page.recent = True
                if len(self._ready) >= MOST_READY:
                    self._ready.clear()
                self._ready[question] = answer
        finally:
            self._lock.release()

    def find(self, environ: WSGIEnvironment, now: float) -> Page | None:
        """The page that a request asks for, none when it is not kept; `now` is a moment of `perf_counter`."""
        page = self._pages.get(self.address(environ))
        if page is None or now > self._until:
            return None
        page.recent = True
        return page

    def form(self, page: Page, coding: str) -> Form:
        """The page in a coding, made at the first demand."""
        if coding not in page.forms:
            with self._lock:
                if coding not in page.forms:
                    self._grow(page, page.add_form(coding))
        return page.forms[coding]

    def keep(self, page: Page, generation: int) -> None:
        """Keep a page that was begun in that generation, unless it may be older than its content by now."""
        with self._lock:
            self._look()
            if generation != self.generation or perf_counter() > self._until or len(page.body) > LARGEST:
                return
            self._forget(page.address)
            self._pages[page.address] = page
            self._grow(page, OVERHEAD + len(page.body) + sum(map(len, page.address)))

    def drop(self, tag: str) -> None:
        """Forget every page with this tag, here and in every process that is told."""
        self.forget(tag)
        for tell in self.told:
            tell(tag)

    def forget(self, tag: str) -> None:
        """Forget every page with this tag in this process."""
        self._forget_all(page for page in self._pages.values() if tag in page.tags)

    def forget_unwatched(self) -> None:
        """Forget every page that only others can say has changed."""
        self._forget_all(page for page in self._pages.values() if not page.tags <= self._watched.keys())

    def clear(self) -> None:
        """Forget every page."""
        self._forget_all(self._pages.values())

    def watch(self, tag: str, read: Callable[[], object]) -> None:
        """Drop the tag here whenever `read` gives another object than it gave before."""
        self._watched[tag] = (read, None)

    def start(self) -> None:
        """Begin to look, and so to keep pages."""
        self._look()
        self._until = perf_counter() + TRUST
        self._rounds.start()

    def stop(self) -> None:
        """Give no page from now on."""
        self._rounds.stop()
        self._until = 0.0
        self.clear()

    def _look_again(self) -> None:
        with self._lock:
            self._look()
        self._until = perf_counter() + TRUST

    def _look(self) -> None:
        for tag, (read, before) in self._watched.items():
            try:
                now = read()
            except Exception as error:
                now = type(error)
                if now is not before:
                    log.warning("look_failed", tag=tag, reason=str(error))
            if now is not before:
                self._watched[tag] = (read, now)
                self.forget(tag)

    def _forget_all(self, pages: Iterable[Page]) -> None:
        with self._lock:
            self.generation += 1
            for page in tuple(pages):
                self._forget(page.address)

    def _forget(self, address: Address) -> None:
        page = self._pages.pop(address, None)
        if page is not None:
            self._ready.clear()
            self._used -= page.size

    def _grow(self, page: Page, size: int) -> None:
        if self._pages.get(page.address) is not page:
            return
        page.size += size
        self._used += size
        while self._used > self._room:
            self._ready.clear()
            address, oldest = self._pages.popitem(last=False)
            if oldest.recent:
                oldest.recent = False
                self._pages[address] = oldest
            else:
                self._used -= oldest.size


def install(app: Flask, lifecycle: Lifecycle, *, by_origin: bool, redis_url: str) -> PageCache:
    """Keep pages while the application runs; with Redis, drops are told to every process."""
    pages = app.extensions[EXTENSION] = PageCache(by_origin=by_origin)
    lifecycle.add("page cache", start=pages.start, stop=pages.stop)
    if redis_url:
        news = app.extensions[NEWS] = News(redis_url)
        news.listen(pages.forget, pages.forget_unwatched)
        pages.told.append(news.tell)
        lifecycle.add("news", start=news.start, stop=news.stop)
    return pages


def news_of(app: Flask) -> News | None:
    """What the processes of this application hear each other by; none where there is only one."""
    news: News | None = app.extensions.get(NEWS)
    return news


def pages_of(app: Flask) -> PageCache:
    """The kept pages of this application."""
    pages: PageCache = app.extensions[EXTENSION]
    return pages


def page_from(
    mark: Cacheable, address: Address, route: str, caught: Caught, always: Headers, body: Iterable[bytes]
) -> Page:
    """The page that a marked answer is; `always` is what every answer carries."""
    headers = caught.named()
    own = [(name.title(), value) for name, value in headers.items() if name in LASTING]
    return Page(
        address=address,
        headers=[*own, *lacking(headers, always), ("Vary", "Accept-Encoding")],
        etag=headers["etag"],
        body=caught.whole(body),
        route=route,
        tags=mark.tags,
        media_type=headers.get("content-type", ""),
    )


def is_for_everyone(headers: dict[str, str]) -> bool:
    """Whether a marked answer, its header names in lower case, is the same for everyone after all.

    One that sets a cookie, is private, varies with more than its address or has no ETag is given to
    whoever asked and to nobody else, whatever its view says.
    """
    return "etag" in headers and "vary" not in headers and not is_private(headers)


def question_of(environ: WSGIEnvironment) -> Question | None:
    """All of a plain request that the choice of a kept answer depends on; none where it names no host."""
    try:
        found: Question = CODED(environ) if "HTTP_ACCEPT_ENCODING" in environ else PLAIN(environ)
    except KeyError:
        return None
    return found


def is_within(query: str, parameters: frozenset[str]) -> bool:
    """Whether a query gives each parameter once, and none but these."""
    names = [name for name, _ in parse_qsl(query, keep_blank_values=True, errors="replace")]
    return len(names) == len(set(names)) == len(parameters.intersection(names))
