"""Request bodies: bounded in size, in the time they may take, and in how many threads wait for slow ones.

The server's own read waits for as long as the client likes, and nothing but the end of the connection ends
it. So few threads may read at once, and `platform/connections.py` closes what stands still meanwhile.
"""

from __future__ import annotations

import io
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from time import monotonic
from typing import TYPE_CHECKING, BinaryIO, Protocol

from portico.platform.errors import BadRequest, PorticoError, TooLarge, TooSlow, Unavailable

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

PROMPT = 0.05
"""Seconds within which an honest body has arrived: it is sent together with its headers."""
PATIENCE = 5.0
"""Seconds that any body may take; after them it must have come at the least pace."""
LEAST_PACE = 512.0
"""Bytes a second."""
SLICE = 1024
"""Bytes read at a time; between two slices the time is looked at."""
FILE_PACE = 64 * 1024.0
FILE_SLICE = 16 * 1024
"""The same for files, which are larger, and whose senders have to be quicker."""
MOST_DIGITS = 18


class LengthRequired(PorticoError):
    """The body does not say how long it is, and nothing in it would show that its end is missing."""

    status = 411
    code = "length-required"
    title = "The length is missing"


class Source(Protocol):
    """What the server gives to read a body from."""

    def read(self, size: int, /) -> bytes:
        """That many bytes, or fewer at the end."""


class Bodies:
    """The bounds of all request bodies of one process.

    `limit` is in bytes, `seconds` is how long one may take, `at_once` how many slow ones are waited for.
    What is put to an address that begins like one of `files` is a file, and may be as long as is said
    there; half of the places at most are for those.
    """

    def __init__(
        self, limit: int, seconds: float, at_once: int, files: Mapping[str, int] | None = None
    ) -> None:
        self._limit = limit
        self._seconds = seconds
        self._files = dict(files or {})
        self._places = threading.BoundedSemaphore(at_once)
        self._file_places = threading.BoundedSemaphore(max(1, at_once // 2))
        self._begun: dict[int, float] = {}

    def overdue(self) -> bool:
        """Whether a body has been waited for longer than one that comes steadily needs."""
        now = monotonic()
        return any(now - begun > PATIENCE for begun in list(self._begun.values()))

    def refuse(self, environ: WSGIEnvironment) -> PorticoError | None:
        """Why a request is answered before any of its body is read; none when that may be read.

        A body that may be read is put under these bounds.
        """
        given = environ.get("CONTENT_LENGTH")
        coding = environ.get("HTTP_TRANSFER_ENCODING")
        if not given and coding is None:
            return None
        if (limit := self._file_limit(environ)) is not None:
            return self._refused_file(environ, given, coding, limit)
        if coding is not None:
            refusal = _refused_stream(environ, coding, given)
            length = None
        else:
            refusal, length = self._refused_length(given, self._limit)
        if refusal is None and length != 0:
            environ["wsgi.input"] = Body(self, environ["wsgi.input"], length)
        return refusal

    def receive(self, source: Source, length: int | None) -> bytes:
        """A whole body. `length` is what was announced, if anything was.

        Raises TooLarge; TooSlow after the time it may take; BadRequest when it breaks off; Unavailable
        when as many slow ones as there may be are waited for already.
        """
        with self._place() as begun:
            return self._read(source, length, begun)

    def pour(self, source: Source, length: int, into: BinaryIO) -> None:
        """Write a whole file as it comes, never holding more of it than a slice. Raises as `receive` does."""
        if not self._file_places.acquire(blocking=False):
            raise Unavailable("Another file is being received. Try again soon.", retry_after=5)
        try:
            with self._place() as begun:
                self._pour(source, length, into, begun)
        finally:
            self._file_places.release()

    @contextmanager
    def _place(self) -> Iterator[float]:
        """One of the places for slow bodies, and the moment at which it was taken."""
        if not self._places.acquire(timeout=self._wait_for_a_place()):
            raise Unavailable("Too many slow requests are being received. Try again soon.", retry_after=2)
        me = threading.get_ident()
        self._begun[me] = monotonic()
        try:
            yield self._begun[me]
        finally:
            del self._begun[me]
            self._places.release()

    def _wait_for_a_place(self) -> float:
        """Seconds for which one of those that are being read may still turn out to be prompt."""
        newest = max(list(self._begun.values()), default=monotonic())
        return max(0.0, newest + PROMPT - monotonic())

    def _read(self, source: Source, length: int | None, begun: float) -> bytes:
        most = self._limit + 1 if length is None else length
        slices, size = [], 0
        while size < most and (found := source.read(min(SLICE, most - size))):
            slices.append(found)
            size += len(found)
            self._check_pace(begun, size, done=size == length)
        if size > self._limit:
            raise self._too_large(self._limit)
        if size < (length or 0):
            self._check_pace(begun, size, done=False)
            raise BadRequest("The body broke off before its announced end. Send it again.")
        return b"".join(slices)

    def _pour(self, source: Source, length: int, into: BinaryIO, begun: float) -> None:
        size = 0
        while size < length and (found := source.read(min(FILE_SLICE, length - size))):
            into.write(found)
            size += len(found)
            if size < length and monotonic() - begun > PATIENCE + size / FILE_PACE:
                raise TooSlow("The file did not arrive in time. Send it again over a better connection.")
        if size < length:
            raise BadRequest("The file broke off before its announced end. Send it again.")

    def _check_pace(self, begun: float, size: int, *, done: bool) -> None:
        if not done and monotonic() - begun > min(self._seconds, PATIENCE + size / LEAST_PACE):
            raise TooSlow("The body did not arrive in time. Send it again over a better connection.")

    def _file_limit(self, environ: WSGIEnvironment) -> int | None:
        """How long a file may be that is put to this address; none where bodies are no files."""
        if environ.get("REQUEST_METHOD") != "PUT":
            return None
        path = environ["PATH_INFO"]
        return next((limit for start, limit in self._files.items() if path.startswith(start)), None)

    def _refused_file(
        self, environ: WSGIEnvironment, given: str | None, coding: str | None, limit: int
    ) -> PorticoError | None:
        if coding is not None:
            return LengthRequired("Files are sent with a Content-Length, and not in chunks.")
        refusal, length = self._refused_length(given, limit)
        if length is not None:
            environ["wsgi.input"] = File(self, environ["wsgi.input"], length)
        return refusal

    def _refused_length(self, given: str | None, limit: int) -> tuple[PorticoError | None, int | None]:
        if not (given and given.isascii() and given.isdigit()):
            return BadRequest("The Content-Length is not a number."), None
        if len(given) > MOST_DIGITS or int(given) > limit:
            return self._too_large(limit), None
        return None, int(given)

    @staticmethod
    def _too_large(limit: int) -> TooLarge:
        return TooLarge(f"A body may have {limit} bytes here. Send less.")


class Body:
    """What the application reads; nothing is read before it does."""

    def __init__(self, bounds: Bodies, source: Source, length: int | None) -> None:
        self._bounds = bounds
        self._source = source
        self._length = length
        self._arrived: io.BytesIO | None = None

    def read(self, size: int = -1) -> bytes:
        """As a file's."""
        return self._whole().read(size)

    def readline(self, size: int = -1) -> bytes:
        """As a file's."""
        return self._whole().readline(size)

    def readlines(self, hint: int = -1) -> list[bytes]:
        """As a file's."""
        return self._whole().readlines(hint)

    def __iter__(self) -> Iterator[bytes]:
        return iter(self._whole())

    def _whole(self) -> io.BytesIO:
        if self._arrived is None:
            self._arrived = io.BytesIO(self._bounds.receive(self._source, self._length))
        return self._arrived


class File(io.RawIOBase):
    """A body that is a file: nobody reads it into memory, `pour` writes it where it is to be."""

    def __init__(self, bounds: Bodies, source: Source, length: int) -> None:
        self.length = length
        self._bounds = bounds
        self._source = source

    def readinto(self, buffer: object, /) -> int:
        """Refuse to be read as other bodies are."""
        raise io.UnsupportedOperation("a file is poured, and never read")

    def pour(self, into: BinaryIO) -> None:
        """Write all of it. Raises TooSlow, BadRequest, Unavailable."""
        self._bounds.pour(self._source, self.length, into)


def file_of(environ: WSGIEnvironment) -> File:
    """The file that a request sends. Raises LengthRequired when it sends none."""
    found = environ["wsgi.input"]
    if not isinstance(found, File):
        raise LengthRequired("Send the file as the body, with a Content-Length.")
    return found


def _refused_stream(environ: WSGIEnvironment, coding: str, length: str | None) -> PorticoError | None:
    if coding.strip().lower() != "chunked" or length:
        return BadRequest("The length of the body is not clear. Send a Content-Length and nothing else.")
    kind = environ.get("CONTENT_TYPE", "").partition(";")[0].strip().lower()
    if kind == "application/json" or kind.endswith("+json"):
        return None
    # The server takes a stream that was cut for one that has ended; a JSON object shows the difference.
    return LengthRequired("Only JSON may be sent in chunks. Send this with a Content-Length.")
