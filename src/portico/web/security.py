"""The security headers that every answer carries."""

from __future__ import annotations

from collections.abc import Sequence

DENIED = (
    "accelerometer browsing-topics camera display-capture geolocation gyroscope hid idle-detection"
    " local-fonts magnetometer microphone midi payment screen-wake-lock serial usb xr-spatial-tracking"
).split()
"""What of the visitor's device no page here ever asks for."""
A_YEAR = 31536000
POPUPS = "same-origin-allow-popups"
"""Lets a page that opens another site's in a window of its own see whether that is still open."""
WORKER_POLICY = "offline"
"""The policy of Trusted Types by which a page starts its worker: it names one address."""
COMMENTS_POLICY = "comments"
"""The policy by which the text of a comment is parsed, in a document of its own that runs nothing."""

POLICY_OF_DATA = "default-src 'none'; frame-ancestors 'none'"
"""What is read by programs loads nothing, and is shown nowhere."""

BASE_HEADERS = [
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "strict-origin-when-cross-origin"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Permissions-Policy", ", ".join(f"{feature}=()" for feature in DENIED)),
]


def content_security_policy(  # noqa: PLR0913 - one for each kind of source
    *,
    scripts: Sequence[str] = (),
    images: Sequence[str] = (),
    frames: Sequence[str] = (),
    media: Sequence[str] = (),
    connect: Sequence[str] = ("'self'",),
    script_hashes: Sequence[str] = (),
    workers: Sequence[str] = (),
    trusted_types: bool = True,
) -> str:
    """A policy by file and hash, never by nonce, since pages are cached; see CSP Level 3.

    Each argument lists the further sources of one kind that a page needs. Without `trusted_types` scripts
    may set markup as text, which foreign ones do: a page that has some of those is without.
    """
    directives = {
        "default-src": ["'none'"],
        "script-src": ["'self'", *(f"'{value}'" for value in script_hashes), *scripts],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:", *images],
        "font-src": ["'self'"],
        "media-src": ["'self'", *media],
        "frame-src": list(frames) or ["'none'"],
        "connect-src": list(connect),
        "manifest-src": ["'self'"],
        **({"worker-src": list(workers)} if workers else {}),
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
    if trusted_types and not scripts:
        policies = [WORKER_POLICY, COMMENTS_POLICY] if workers else ["'none'"]
        directives |= {"require-trusted-types-for": ["'script'"], "trusted-types": policies}
    return "; ".join(f"{name} {' '.join(sources)}" for name, sources in directives.items())


def headers(*, strict_transport: bool) -> list[tuple[str, str]]:
    """What the edge adds to every answer that does not say otherwise."""
    always = [*BASE_HEADERS, ("Content-Security-Policy", content_security_policy())]
    if strict_transport:
        always.append(("Strict-Transport-Security", f"max-age={A_YEAR}"))
    return always
