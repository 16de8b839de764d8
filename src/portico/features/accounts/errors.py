"""What can be wrong when somebody wants in, or wants to change how they get in.

Unauthorized               401
├── SignedOut
├── WrongLogin
└── SessionOver
Forbidden                  403
├── AccountSuspended
├── AccountDeactivated
├── RegistrationClosed
└── OwnOrigin
Invalid                    422
├── WrongCode
├── UnfitUsername
└── UnfitPassword
Conflict                   409
├── CodeOver
├── UsernameTaken
├── AddressTaken
├── TooSoon
└── LastWayIn
TooMany                    429
└── TooManyAttempts
Unavailable                503
└── Busy
"""

from __future__ import annotations

from portico.platform.errors import (
    Conflict,
    Forbidden,
    Invalid,
    TooMany,
    Unauthorized,
    Unavailable,
)


class WrongLogin(Unauthorized):
    """Name and password do not belong together; which of them is wrong is not told."""

    code = "wrong-login"
    title = "Name and password do not match"


class SessionOver(Unauthorized):
    """The refresh token is spent, ended or not ours."""

    code = "session-over"
    title = "The session is over"


class AccountSuspended(Forbidden):
    """The keeper of the site has shut this account."""

    code = "account-suspended"
    title = "This account is suspended"


class AccountDeactivated(Forbidden):
    """Its holder has shut this account, and may still come back."""

    code = "account-deactivated"
    title = "This account is deactivated"


class RegistrationClosed(Forbidden):
    """Nobody can join, or nobody without an invitation."""

    code = "registration-closed"
    title = "Registration is not open"


class OwnOrigin(Forbidden):
    """A page of this site asked for a token that scripts must not hold."""

    code = "tokens-by-cookie"
    title = "On this site tokens travel as cookies"


class WrongCode(Invalid):
    """The code is another one."""

    code = "wrong-code"
    title = "That is not the code"


class UnfitUsername(Invalid):
    """Nobody can be called that."""

    code = "invalid"
    title = "Some fields are not valid"


class UnfitPassword(Invalid):
    """The password is too easy to guess."""

    code = "invalid"
    title = "Some fields are not valid"


class CodeOver(Conflict):
    """The code was used, is too old, or was tried too often."""

    code = "code-over"
    title = "This code has expired"


class UsernameTaken(Conflict):
    """Somebody has this name or one that looks like it."""

    code = "username-taken"
    title = "This username is taken"


class AddressTaken(Conflict):
    """The address came to belong to an account in the meantime."""

    code = "address-taken"
    title = "This address has an account"


class TooSoon(Conflict):
    """A code was sent a moment ago, or often enough."""

    code = "too-soon"
    title = "A code was sent already"
    retry_after = 60


class LastWayIn(Conflict):
    """Without it nobody could come in any more."""

    code = "last-way-in"
    title = "This is the last way into the account"


class TooManyAttempts(TooMany):
    """Somebody has tried too often, here or for this account."""

    code = "too-many-attempts"
    title = "That was tried too often"
    retry_after = 900


class Busy(Unavailable):
    """More people sign in at this moment than the machine can look at."""

    code = "busy"
    title = "Too many people are signing in at the moment"
    retry_after = 2
