"""Unexpected errors for Sentry, or what speaks its protocol; an optional extra."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import portico
from portico.platform.plain_text import plain_text

if TYPE_CHECKING:
    from sentry_sdk import Client

    from portico.platform.reports import Failure

SECONDS = 2.0
"""How long a stopping process waits for what was not sent yet."""


class Sentry:
    """Sends errors with their stack and the names of their request; no values, no requests, no visitors.

    `hide` strikes known secrets out of what an error says.
    """

    def __init__(self, dsn: str, *, environment: str, hide: Callable[[str], str]) -> None:
        self._dsn = dsn
        self._environment = environment
        self._hide = hide
        self._client: Client | None = None

    def start(self) -> None:
        """Load the SDK. It touches nothing of the process: it gets only what is handed to it."""
        from sentry_sdk import Client  # noqa: PLC0415 - a third of a second that most sites never need

        self._client = Client(
            self._dsn,
            release=f"portico@{portico.__version__}",
            environment=self._environment,
            default_integrations=False,
            auto_enabling_integrations=False,
            auto_session_tracking=False,
            send_client_reports=False,
            include_local_variables=False,
            max_breadcrumbs=0,
            shutdown_timeout=SECONDS,
            before_send=self._without_secrets,
        )

    def stop(self) -> None:
        """Send what waits to be sent."""
        if self._client:
            self._client.close(timeout=SECONDS)
            self._client = None

    def __call__(self, failure: Failure) -> None:
        """Send an error; returns at once."""
        if self._client is None:
            return
        from sentry_sdk import Scope  # noqa: PLC0415
        from sentry_sdk.utils import event_from_exception  # noqa: PLC0415

        event, hint = event_from_exception(failure.error, client_options=self._client.options)
        event["transaction"] = failure.where
        event["fingerprint"] = [failure.fingerprint]
        event["tags"] = {"request_id": failure.request_id, "trace_id": failure.trace_id}
        self._client.capture_event(event, hint=hint, scope=Scope())

    def _without_secrets(self, event: Any, _hint: Any) -> Any:
        for name in ("server_name", "breadcrumbs"):
            event.pop(name, None)
        for error in event.get("exception", {}).get("values", []):
            error["value"] = self._hide(plain_text(error.get("value") or ""))
        return event
