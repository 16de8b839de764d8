"""The errors that features raise and the edge turns into answers.

PorticoError
├── BadRequest             400
├── Unauthorized           401
├── Forbidden              403
├── NotFound               404
├── TooSlow                408
├── Conflict               409
├── Gone                   410
├── PreconditionFailed     412
├── TooLarge               413
├── UnsupportedMediaType   415
├── Invalid                422
├── TooMany                429
└── Unavailable            503
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class FieldError:
    """One field that is not as it should be."""

    pointer: str
    """Where it stands: a JSON pointer (RFC 6901) with `query` or `body` as its first segment."""
    code: str
    detail: str


class PorticoError(Exception):
    """A failure with a status, a stable code and a sentence that its reader can act on."""

    status: ClassVar[int] = 500
    code: ClassVar[str] = "internal"
    title: ClassVar[str] = "Something went wrong"
    retry_after: int | None = None
    """After how many seconds trying again makes sense; none when it does not."""

    def __init__(
        self, detail: str = "", *, errors: Sequence[FieldError] = (), retry_after: int | None = None
    ) -> None:
        super().__init__(detail)
        self.detail = detail
        self.errors = tuple(errors)
        if retry_after is not None:
            self.retry_after = retry_after


class BadRequest(PorticoError):
    """The request cannot be understood."""

    status = 400
    code = "bad-request"
    title = "The request cannot be understood"


class Unauthorized(PorticoError):
    """The request does not show who is behind it, or shows it wrongly."""

    status = 401
    code = "unauthorized"
    title = "This needs a key"


class Forbidden(PorticoError):
    """The identity behind the request may not do this."""

    status = 403
    code = "forbidden"
    title = "This is not yours to do"


class NotFound(PorticoError):
    """There is nothing here, or nothing for this identity."""

    status = 404
    code = "not-found"
    title = "There is nothing here"


class TooSlow(PorticoError):
    """The request did not arrive in time."""

    status = 408
    code = "too-slow"
    title = "The request took too long to arrive"


class Conflict(PorticoError):
    """The request contradicts the state of things."""

    status = 409
    code = "conflict"
    title = "Something else came first"


class Gone(PorticoError):
    """There was something here, and it ended as announced."""

    status = 410
    code = "gone"
    title = "This has been retired"


class PreconditionFailed(PorticoError):
    """The thing has changed since the version that the request names."""

    status = 412
    code = "precondition-failed"
    title = "This has changed in the meantime"


class TooLarge(PorticoError):
    """More than this place takes."""

    status = 413
    code = "too-large"
    title = "That is more than fits"


class UnsupportedMediaType(PorticoError):
    """The body is of a type, or in a coding, that this place does not read."""

    status = 415
    code = "unsupported-media-type"
    title = "This kind of body is not read here"


class Invalid(PorticoError):
    """Understood, but some fields are not as they should be."""

    status = 422
    code = "invalid"
    title = "Some of this is not valid"


class TooMany(PorticoError):
    """Too many requests in too little time."""

    status = 429
    code = "too-many"
    title = "Too many requests"


class Unavailable(PorticoError):
    """Something this depends on does not answer."""

    status = 503
    code = "unavailable"
    title = "Not available at the moment"
    retry_after = 5
