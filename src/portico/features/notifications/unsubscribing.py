"""The address in a mail that stops more of its kind: good for that, for ever, and for nothing else."""

from __future__ import annotations

from dataclasses import dataclass

from portico.features.notifications.wording import STOPPED
from portico.platform.signing import Signer, TokenInvalid


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
        """What an address is good for. Raises TokenInvalid."""
        account_id, scope = self._signer.read(token)
        if scope not in STOPPED:
            raise TokenInvalid("The token was not issued here or has been changed.")
        return Stop(account_id, scope)
