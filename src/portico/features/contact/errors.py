"""Why a letter is not taken, each reason with words of its own.

Invalid                    422
├── CheckMissing           no proof that a person writes
├── CheckInvalid           it is none
├── CheckExpired           it is too old
├── CheckElsewhere         it was given on another site
├── CheckOfAnotherForm     or for another form
└── TooQuick               nobody writes as fast
Conflict                   409
└── CheckUsed              it was used for a letter before
TooMany                    429
└── TooManyLetters
Unavailable                503
├── CheckUnreachable       who could tell does not answer
└── CheckMisconfigured     or does not know this site
"""

from __future__ import annotations

from portico.platform.errors import Conflict, Invalid, TooMany, Unavailable


class CheckMissing(Invalid):
    """The letter brings nothing that shows that a person wrote it."""

    code = "contact-check-missing"
    title = "The check is missing"


class CheckInvalid(Invalid):
    """What it brings is no proof."""

    code = "contact-check-invalid"
    title = "The check did not succeed"


class CheckExpired(Invalid):
    """The proof is older than it may be."""

    code = "contact-check-expired"
    title = "The check has run out"


class CheckElsewhere(Invalid):
    """The proof was given on another site."""

    code = "contact-check-elsewhere"
    title = "The check was made on another site"


class CheckOfAnotherForm(Invalid):
    """The proof was given for another form."""

    code = "contact-check-of-another-form"
    title = "The check belongs to another form"


class TooQuick(Invalid):
    """The form was sent sooner than a person could have filled it in."""

    code = "contact-too-quick"
    title = "That was very quick"


class CheckUsed(Conflict):
    """The proof was used before."""

    code = "contact-check-used"
    title = "This letter was sent before"


class TooManyLetters(TooMany):
    """As many letters came from one network as are taken."""

    code = "contact-too-many"
    title = "That is enough letters for now"


class CheckUnreachable(Unavailable):
    """Whoever tells people from programs does not answer."""

    code = "contact-check-unreachable"
    title = "The check cannot be made at the moment"
    retry_after = 30


class CheckMisconfigured(Unavailable):
    """The secret of this site is not the one that belongs to its key."""

    code = "contact-check-misconfigured"
    title = "The check is not set up"
    retry_after = 3600


REFUSALS = (
    CheckMissing,
    CheckInvalid,
    CheckExpired,
    CheckElsewhere,
    CheckOfAnotherForm,
    TooQuick,
    CheckUsed,
    TooManyLetters,
    CheckUnreachable,
    CheckMisconfigured,
)
"""All of them."""
