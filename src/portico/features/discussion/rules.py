"""What the owner wants held back until somebody has looked, and words as these rules compare them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from portico.features.discussion.models import ModerationRules
from portico.platform.shapes import documented

ROW = 1
_WORD = re.compile(r"[^\W_]+")
_ALIKE = str.maketrans(
    "01ıi3457@$аеорсухкмтнвіјѕԁһѵαεικνορτυω",
    "ollleastasaeopcyxkmthbljsdhvaelknoptuw",
)
"""What is taken for another letter at a glance."""


@documented
@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """What is held back until a keeper of the site has looked."""

    hold_first: bool = True
    """Whether that goes for everything by people of whom no comment is shown yet."""
    words: tuple[str, ...] = ()
    """Words and phrases; found as whole words, whatever their case, accents and letters that look alike."""
    most_links: int = 2
    """How many links a comment may have without being held back."""


def read_rules(session: Session) -> Rules:
    """The rules of the owner; the usual ones where they made none."""
    row = session.get(ModerationRules, ROW)
    if row is None:
        return Rules()
    return Rules(**row.rules | {"words": tuple(row.rules["words"])})


def write_rules(session: Session, rules: Rules, *, now: datetime) -> None:
    """Follow these rules from now on; what is shown already stays."""
    session.merge(ModerationRules(id=ROW, rules=asdict(rules), updated_at=now))
    session.flush()


def holds_one_of(plain: str, words: Iterable[str]) -> bool:
    """Whether one of some words or phrases stands in a text."""
    text = _compared(plain)
    return any(len(phrase := _compared(word)) > 2 and phrase in text for word in words)


def _compared(text: str) -> str:
    """The words of a text with a space before and after each, alike where they look alike."""
    letters = unicodedata.normalize("NFKD", text.casefold()).translate(_ALIKE)
    seen = "".join(one for one in letters if unicodedata.category(one) not in ("Mn", "Cf"))
    return f" {' '.join(_WORD.findall(seen))} "
