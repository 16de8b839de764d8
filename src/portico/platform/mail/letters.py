"""What mails say: a template of plain text each, and one of HTML with the same words."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

TEMPLATES = Path(__file__).parent / "templates"


@dataclass(frozen=True, slots=True)
class Letter:
    """The words of one mail."""

    subject: str
    text: str
    html: str


def write(name: str, **values: Any) -> Letter:
    """The letter of this name. The first line of its plain form is the subject."""
    subject, _, text = _environment().get_template(f"{name}.txt").render(values).partition("\n")
    html = _environment().get_template(f"{name}.html").render(values, subject=subject)
    return Letter(" ".join(subject.split()), text.strip() + "\n", html)


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=select_autoescape(("html",)),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
