"""What mails say: one template each, of which both the plain form and the HTML are made.

The first line of a template is the subject. What follows are paragraphs with empty lines between them, the
last of which says why one got the mail. `big`, `button`, `link` and `facts` set what is more than words,
`lines` what somebody wrote for this mail and `quote` what somebody wrote before; `place` is the site as
sentences name it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

TEMPLATES = Path(__file__).parent / "words"
SETTING = ("big", "button", "link", "facts", "lines", "quote")
"""What templates set things with; each form has its own way."""


@dataclass(frozen=True, slots=True)
class Letter:
    """The words of one mail."""

    subject: str
    text: str
    html: str


def write(name: str, /, *, site: str, address: str = "", folder: Path = TEMPLATES, **values: Any) -> Letter:
    """The letter of this name in a folder of templates, on behalf of a site and its public address."""
    values |= {"site": site, "address": address, "place": address.partition("://")[2] or site}
    subject, paragraphs = _written("txt", folder, name, values)
    _, in_html = _written("html", folder, name, values)
    frame = values | {"subject": subject}
    text = _frame("txt", folder).render(frame, paragraphs=paragraphs)
    html = _frame("html", folder).render(frame, paragraphs=in_html)
    return Letter(subject, text.strip() + "\n", html)


def names(folder: Path) -> list[str]:
    """The names of the letters in a folder."""
    return sorted(path.stem for path in folder.glob("*.txt"))


def moment(at: datetime) -> str:
    """A moment as it reads the same wherever the letter is opened: 14 March 2026, 09:30 UTC."""
    at = at.astimezone(UTC)
    return f"{at.day} {at:%B %Y, %H:%M} UTC"


def _written(form: str, folder: Path, name: str, values: dict[str, Any]) -> tuple[str, list[str]]:
    words = _environment(form, folder).get_template(f"{name}.txt").render(values)
    subject, _, rest = words.partition("\n")
    return " ".join(subject.split()), [part.strip("\n") for part in rest.split("\n\n") if part.strip()]


def _frame(form: str, folder: Path) -> Any:
    return _environment(form, folder).get_template(f"frame/letter.{form}")


@cache
def _environment(form: str, folder: Path) -> Environment:
    environment = Environment(
        loader=FileSystemLoader([folder, TEMPLATES]),
        autoescape=form == "html",  # noqa: S701 - plain text has nothing to escape
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["moment"] = moment
    parts = environment.get_template(f"frame/parts.{form}").module
    environment.globals |= {name: getattr(parts, name) for name in SETTING}
    return environment
