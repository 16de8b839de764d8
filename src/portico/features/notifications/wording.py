"""What happened, as the mails about it say it."""

from __future__ import annotations

from collections.abc import Mapping

from portico.features.notifications.models import Kind

SENTENCES: Mapping[Kind, str] = {
    "reply": "{who} answered you under “{title}”.",
    "mention": "{who} mentioned you under “{title}”.",
    "reaction": "{who} reacted to what you wrote under “{title}”.",
    "comment": "{who} commented on “{title}”.",
    "held": "A comment by {who} on “{title}” waits for you.",
    "report": "{who} reported a comment on “{title}”.",
}
SUBJECTS: Mapping[Kind, str] = {
    "reply": "An answer to you under “{title}”",
    "mention": "You are mentioned under “{title}”",
    "reaction": "A reaction to you under “{title}”",
    "comment": "A comment on “{title}”",
    "held": "A comment on “{title}” waits for you",
    "report": "A report about a comment on “{title}”",
}
"""Without names: subjects are kept for a while when the words of a mail are forgotten."""
CAUSES: Mapping[str, str] = {
    "reply": "somebody answered you",
    "mention": "somebody mentioned you",
    "reaction": "somebody reacted to what you wrote",
    "comment": "somebody commented and you look after the site",
    "held": "a comment was held and you look after the site",
    "report": "something was reported and you look after the site",
    "daily": "you hear of some things once a day",
}
"""By kind, and for the mail of the day, why somebody gets a mail."""
STOPPED: Mapping[str, str] = {
    "reply": "answers to you",
    "mention": "mentions of you",
    "reaction": "reactions to what you wrote",
    "comment": "new comments",
    "held": "comments that are held",
    "report": "reports",
    "daily": "what happened in a day",
}
"""What one can have stopped, as sentences name it."""


def sentence(kind: Kind, who: str, others: int, title: str) -> str:
    """What happened, in one sentence."""
    return SENTENCES[kind].format(who=and_others(who, others), title=title)


def subject(kind: Kind, title: str) -> str:
    """What a mail about it is called."""
    return SUBJECTS[kind].format(title=title)


def and_others(who: str, others: int) -> str:
    """Somebody, and how many besides."""
    if others == 0:
        return who
    return f"{who} and {others:,} {'other' if others == 1 else 'others'}"
