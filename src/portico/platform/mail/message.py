"""A mail as the bytes that go over the wire."""

from __future__ import annotations

from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from portico.platform.mail.tables import Mail

# Seven bits pass through every server, whatever it offers.
POLICY = SMTP.clone(cte_type="7bit")


def compose(mail: Mail) -> EmailMessage:
    """The message (RFC 5322): plain text, and HTML beside it where there is some."""
    message = EmailMessage(policy=POLICY)
    message["From"] = mail.sender
    message["To"] = mail.recipient
    message["Subject"] = _literally(mail.subject)
    message["Date"] = format_datetime(mail.created_at)
    message["Message-ID"] = mail.message_id
    for name, value in (mail.headers or {}).items():
        message[name] = value
    # So that nobody's holiday notice answers it (RFC 3834, 5).
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(mail.text)
    if mail.html is not None:
        message.add_alternative(mail.html, subtype="html")
    return message


def _literally(words: str) -> str:
    """The words of a header, nothing in which reads as an encoded word (RFC 2047).

    Python decodes those that somebody wrote, and the line break in one would begin a header of its own.
    """
    return words.replace("=?", "= ?")
