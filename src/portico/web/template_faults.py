"""What is wrong with the templates of a theme, as far as it can be told before a page is made of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from jinja2 import DictLoader, Environment, FileSystemLoader, TemplateSyntaxError, nodes

from portico.web.pages import FILTERS
from portico.web.themes import ORIGINAL

REFERRING = (nodes.Extends, nodes.Include, nodes.Import, nodes.FromImport)


@dataclass(frozen=True, slots=True)
class Fault:
    """A place in a template, and what is wrong there."""

    template: str
    line: int
    message: str
    hint: str


def faults(templates: Mapping[str, str], folders: list[Path]) -> list[Fault]:
    """The first fault of each template that cannot be used; ours lie in `folders`."""
    environment = Environment(loader=FileSystemLoader(folders), autoescape=True)
    environment.filters.update(FILTERS)
    ours = set(environment.list_templates())
    known = ours | set(templates) | {ORIGINAL + name for name in ours}
    return [
        fault
        for name, source in templates.items()
        if (fault := next(_wrong(environment, name, source, known), None))
    ]


def idle(templates: Mapping[str, str], folders: list[Path]) -> list[str]:
    """The templates that stand in the place of none of ours, and that no other of the theme names."""
    ours = set(FileSystemLoader(folders).list_templates())
    environment = Environment(loader=DictLoader({}), autoescape=True)
    named = {other for source in templates.values() for other, _ in _references(environment.parse(source))}
    return [name for name in templates if name not in ours | named]


def _wrong(environment: Environment, name: str, source: str, known: set[str]) -> Iterator[Fault]:
    try:
        environment.compile(source, name)
    except TemplateSyntaxError as error:
        yield Fault(name, error.lineno, (error.message or "It cannot be read").rstrip(".") + ".", "Mend it.")
        return
    for other, line in _references(environment.parse(source)):
        if other == name:
            hint = f"Write “{ORIGINAL}{name}” for Portico's own."
            yield Fault(name, line, "The template names itself.", hint)
        elif other not in known:
            yield Fault(name, line, f"There is no template “{other}”.", "Look for a slip in its name.")


def _references(tree: nodes.Template) -> Iterator[tuple[str, int]]:
    """The templates that one names in plain words, each with its line."""
    for node in tree.find_all(REFERRING):
        named = node.template  # type: ignore[attr-defined]
        if isinstance(named, nodes.Const) and isinstance(named.value, str):
            yield named.value, node.lineno
