"""What can happen to an account that bears on who can use it, in the words that its holder reads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Advice = Literal["look", "ask", "none"]
"""What the holder is told to do: see that it was them, ask those who run the site, or nothing."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of event."""

    title: str
    sentence: str
    advice: Advice = "look"
    about: str = "Name"
    """What the detail of an event is, where it has one."""


KINDS: dict[str, Kind] = {
    "new-sign-in": Kind(
        "A new sign-in",
        "Somebody signed in to your account from a browser or program that is new to it.",
        about="By",
    ),
    "sessions-ended": Kind("Signed out everywhere", "Every sign-in to your account was ended."),
    "session-stolen": Kind(
        "A sign-in was ended",
        "A sign-in to your account was ended, because two seemed to use what only one of them can have."
        " Somebody may have copied it from your device.",
    ),
    "password-set": Kind("A password was added", "Your account has a password now."),
    "password-changed": Kind(
        "Your password was changed", "Your password was changed, and all other sign-ins were ended."
    ),
    "password-reset": Kind(
        "Your password was reset",
        "A new password was chosen by a mail to your address, and every sign-in before it was ended.",
    ),
    "email-changed": Kind("Your address was changed", "Your account has a new mail address, which is this."),
    "email-restored": Kind(
        "Your address was restored",
        "A change of your mail address was undone, and every sign-in to your account was ended.",
    ),
    "passkey-added": Kind("A passkey was added", "A passkey was added to your account."),
    "passkey-removed": Kind("A passkey was removed", "A passkey was removed from your account."),
    "passkey-copied": Kind(
        "A passkey was refused",
        "A passkey of your account was refused, because it seems to have been copied.",
    ),
    "factors-removed": Kind(
        "Your second factors were removed",
        "Those who run the site removed your passkeys and the app that codes were asked of, and ended every"
        " sign-in. A password or a mailed code is enough until you add another.",
        "ask",
    ),
    "totp-on": Kind(
        "Codes from an app were switched on", "Signing in now needs a code from your app as well."
    ),
    "totp-off": Kind(
        "Codes from an app were switched off", "Signing in no longer needs a code from your app."
    ),
    "recovery-code-used": Kind(
        "A recovery code was used", "Somebody signed in with one of your recovery codes. It is used up now."
    ),
    "recovery-codes-made": Kind(
        "New recovery codes", "New recovery codes were made for your account. The old ones no longer work."
    ),
    "provider-linked": Kind(
        "A way to sign in was added", "Your account can be signed in to in one more way."
    ),
    "provider-unlinked": Kind("A way to sign in was removed", "One of the ways to sign in was removed."),
    "token-made": Kind("An API token was made", "A token was made with which programs act in your name."),
    "token-ended": Kind(
        "An API token was ended", "A token with which programs acted in your name was ended."
    ),
    "deactivated": Kind("Your account was closed", "Your account was closed."),
    "reactivated": Kind("Your account was opened again", "Your closed account was opened again."),
    "role-changed": Kind("Your role was changed", "What you may do at this site was changed.", "ask", "Role"),
    "suspended": Kind(
        "Your account is suspended", "Your account was suspended. Nobody can sign in to it.", "ask"
    ),
    "unsuspended": Kind(
        "Your account is open again", "Your account is no longer suspended. You can sign in again.", "none"
    ),
}
"""Every kind of event, by its name in `security_event` and in the log."""
