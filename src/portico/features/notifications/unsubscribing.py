"""The address in a mail that stops more of its kind: good for that, for ever, and for nothing else."""

from __future__ import annotations

from dataclasses import dataclass

from portico.features.notifications.wording import STOPPED
from portico.platform.signing import Signer, TokenInvalid

_WHOLE = "Open it again from the mail, or copy all of it. Your settings also say what is mailed to you."


class BrokenLink(TokenInvalid):
    """What followed the address in a mail was cut off or changed on the way."""

    title = "This link is incomplete"


@dataclass(frozen=True, slots=True)
class Stop:
    """What is to be stopped, and for whom."""

    account_id: int
    scope: str
    """A kind, or `daily`."""


class Unsubscriptions:
    """Makes and reads the tokens of those addresses."""

    def __init__(self, secret: str) -> None:
        self._signer = Signer(secret, "unsubscribe")

    def token(self, stop: Stop) -> str:
        """What stands in the address."""
        return self._signer.sign([stop.account_id, stop.scope])

    def read(self, token: str) -> Stop:
        """What an address is good for. Raises BrokenLink."""
        try:
            account_id, scope = self._signer.read(token)
        except TokenInvalid:
            raise BrokenLink(_WHOLE) from None
        if scope not in STOPPED:
            raise BrokenLink(_WHOLE)
        return Stop(account_id, scope)
