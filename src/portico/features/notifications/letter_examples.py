"""Every letter about what happened, as examples that one can look at in development."""

from __future__ import annotations

from portico.features.notifications.mailing import DAILY, ONE, Mails
from portico.features.notifications.models import Kind
from portico.features.notifications.wording import SENTENCES, sentence, subject
from portico.platform.mail.letters import Letter

TITLE = "A lighthouse in autumn"
EXCERPT = "Thank you for this. I had wondered why the lamp turns, and now I know."
OTHERS: dict[Kind, int] = {"reaction": 3}


def examples(mails: Mails) -> dict[str, Letter]:
    """The letter about each kind, and that of the day."""
    items = {kind: _item(kind) for kind in SENTENCES}
    written = {
        f"{ONE}-{kind}": mails.write(ONE, kind, subject=subject(kind, TITLE), item=item)
        for kind, item in items.items()
    }
    return written | {DAILY: mails.write(DAILY, "daily", items=list(items.values()), more=4)}


def _item(kind: Kind) -> dict[str, str]:
    words = sentence(kind, "Ada Lovelace", OTHERS.get(kind, 0), TITLE)
    excerpt = "" if kind == "reaction" else EXCERPT
    return {"sentence": words, "path": "/writing/a-lighthouse-in-autumn#comment-12", "excerpt": excerpt}
