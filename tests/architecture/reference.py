"""The reference pages in docs/reference, made from the code that they describe.

`python -m tests.architecture.reference --write` writes them; a test compares them with the code.
"""

from __future__ import annotations

import ast
import inspect
import sys
from collections.abc import Callable, Iterator
from typing import Any

import click

from portico.cli import main as command_line
from portico.features.content.compiler import blocks
from portico.features.content.compiler.blocks import Block
from portico.features.content.configuration import SiteConfig
from portico.settings import ENVIRONMENTS, Settings
from tests.architecture.block_examples import EXAMPLES
from tests.architecture.schemas import Row, rows, table
from tests.architecture.source import ROOT
from tests.architecture.tokens import tables

FOLDER = ROOT / "docs" / "reference"
NOTE = "<!-- Written by `python -m tests.architecture.reference --write`; edit the code it describes. -->"

SETTINGS = """# Settings

The settings of the process, from its environment. `PORTICO_ENV` chooses between `development` (the default),
`testing` and `production`, which differ in their defaults. Strongest first: the process environment,
`.env.<environment>`, `.env`, the default. Lists are separated by commas. [Configure](../how-to/configure.md)
shows examples; settings of the site itself are in [site.toml](site-toml.md).
"""
SITE_TOML = """# site.toml

The site's own settings, in [TOML](https://toml.io). Everything may be left out, even the whole file. A
setting that does not exist is reported by `portico content check`; a value of the wrong kind prevents the
start, and leaves a running site as it was. Settings of the process are in [Settings](settings.md).

```toml
title = "The quiet workshop"
url = "https://example.org"
timezone = "Europe/Lisbon"
navigation = [{ label = "Blog", url = "/blog" }, { label = "About", url = "/about" }]

[owner]
name = "Your name"
avatar = "media/portrait.jpg"

[collections.recipes]
title = "From the kitchen"

[[home.stats]]
value = "14"
label = "years of practice"
```
"""
BLOCKS = """# Blocks

Components that content files may use beyond Markdown, in `.md` as in `.mdx`. Props are written as in JSX:
`count={3}` and `count="3"` mean the same, and a prop by itself, as in `<Details open>`, is true. Markdown
inside a block stands on lines of its own. What does not fit is reported by `portico content check` with its
file and line.

A block that Portico does not know keeps its text and loses its tags.
"""
TOKENS = """# Tokens

The custom properties of `css/tokens.css`: what a [theme](../how-to/make-a-theme.md) changes first.
Where a value is `light-dark(…, …)`, the second one counts after dark.
"""
CLI = """# Commands

`portico` is in `.venv/bin` after `make run`, `make install` or `make setup`. It ends with status 0 when all
went well, 1 when the content has errors or a command cannot do its work, 2 when the command is not
understood, 75 when another process is writing to the database file, 78 when the configuration cannot work.
"""


def settings_page() -> str:
    """Every environment variable, with its default in each environment."""
    told = _attribute_docstrings(Settings)
    described = [
        Row(f"PORTICO_{row.name.upper()}", row.values, _defaults(row), told.get(row.name, ""))
        for row in rows(Settings.model_json_schema(by_alias=False))
    ]
    return "\n".join([SETTINGS, table(("variable", "value", "default", "meaning"), described)])


def site_page() -> str:
    """Every table of `site.toml`, from the outermost inwards."""
    schema = SiteConfig.model_json_schema()
    parts = [SITE_TOML, "## The top of the file", "", table(_SETTING, _plain_rows(schema))]
    for heading, described in _tables(schema, schema["$defs"], ""):
        parts += [f"## {heading}", "", described["description"], "", table(_SETTING, _plain_rows(described))]
    return "\n".join([*parts, "## Links", "", _links(schema["$defs"]["Link"])])


def blocks_page() -> str:
    """Every block, with an example."""
    return "\n".join([BLOCKS, *(_block(name) for name in blocks.names())])


def cli_page() -> str:
    """Every command."""
    return "\n".join([CLI, *_commands(command_line, "portico")])


def tokens_page() -> str:
    """Every token, by what it belongs to."""
    return "\n".join([TOKENS, tables()])


PAGES: dict[str, Callable[[], str]] = {
    "settings.md": settings_page,
    "site-toml.md": site_page,
    "blocks.md": blocks_page,
    "cli.md": cli_page,
    "tokens.md": tokens_page,
}


def page(name: str) -> str:
    """A page as it should be in the repository."""
    return f"{NOTE}\n\n{PAGES[name]()}".rstrip() + "\n"


_SETTING = ("setting", "value", "default", "meaning")


def _defaults(row: Row) -> str:
    """The default of a setting, and that of each environment in which it is another."""
    field = row.name
    if field == "home":
        return ""
    others = {
        name: kind.model_fields[field].default
        for name, kind in ENVIRONMENTS.items()
        if field != "secret" and kind.model_fields[field].default != Settings.model_fields[field].default
    }
    return "; ".join([row.default, *(f"{name}: `{_written(value)}`" for name, value in others.items())])


def _written(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _attribute_docstrings(kind: type) -> dict[str, str]:
    """What stands below each attribute of a class, by the attribute's name."""
    body = ast.parse(inspect.getsource(kind)).body[0]
    assert isinstance(body, ast.ClassDef)
    return {
        attribute.target.id: text.value.value
        for attribute, text in zip(body.body, body.body[1:], strict=False)
        if isinstance(attribute, ast.AnnAssign)
        and isinstance(attribute.target, ast.Name)
        and isinstance(text, ast.Expr)
        and isinstance(text.value, ast.Constant)
        and isinstance(text.value.value, str)
    }


def _plain_rows(schema: dict[str, Any]) -> list[Row]:
    """The settings of a table but for the tables inside, which have headings of their own."""
    return [row for row in rows(schema) if "table" not in row.values]


def _tables(
    schema: dict[str, Any], known: dict[str, Any], prefix: str
) -> Iterator[tuple[str, dict[str, Any]]]:
    """The tables below one, each under its heading in TOML."""
    for name, field in schema["properties"].items():
        shape, brackets, path = _table_of(field, f"{prefix}{name}")
        if shape and shape != "Link":
            yield f"`{brackets[0]}{path}{brackets[1]}`", known[shape]
            yield from _tables(known[shape], known, f"{path}.")


def _table_of(field: dict[str, Any], path: str) -> tuple[str, tuple[str, str], str]:
    """The name of the shape that a setting holds, if it is a table, and how TOML writes it."""
    if "items" in field:
        return _named(field["items"]), ("[[", "]]"), path
    if isinstance(field.get("additionalProperties"), dict):
        return _named(field["additionalProperties"]), ("[", "]"), f"{path}.NAME"
    choices = [_named(choice) for choice in field.get("anyOf", [field])]
    return next(filter(None, choices), ""), ("[", "]"), path


def _named(field: dict[str, Any]) -> str:
    return str(field.get("$ref", "")).rpartition("/")[2]


def _links(shape: dict[str, Any]) -> str:
    return f"{shape['description']}\n\n{table(_SETTING, rows(shape))}"


def _block(name: str) -> str:
    block = blocks.find(name)
    assert block is not None
    described = rows(block.props.model_json_schema(), aliases=block.props)
    parts = [f"## {name}", "", inspect.cleandoc(block.props.__doc__ or ""), "", _takes(block), ""]
    parts += ["````mdx", EXAMPLES[name].strip(), "````", ""]
    parts += [table(("prop", "value", "default", "meaning"), described)] if described else []
    return "\n".join(parts)


def _takes(block: Block[Any]) -> str:
    inside = {
        "none": "Nothing stands inside.",
        "markdown": "Markdown stands inside.",
        "text": "Plain text stands inside.",
    }
    parts = [inside[block.children], "It may stand within a sentence." if block.inline else ""]
    if block.aliases:
        parts.append(f"Also written {', '.join(f'`<{alias}>`' for alias in block.aliases)}.")
    return " ".join(filter(None, parts))


def _commands(command: click.Command, path: str) -> Iterator[str]:
    context = click.Context(command, info_name=path)
    usage = " ".join([path, *command.collect_usage_pieces(context)])
    yield f"## {path}\n\n{inspect.cleandoc(command.help or '')}\n\n```\n{usage}\n```\n"
    options = [option for option in command.params if isinstance(option, click.Option)]
    if options:
        yield "\n".join(f"- `{', '.join(o.opts)}{_value(o)}` {o.help or ''}".rstrip() for o in options) + "\n"
    if isinstance(command, click.Group):
        for name in sorted(command.list_commands(context)):
            below = command.get_command(context, name)
            assert below
            yield from _commands(below, f"{path} {name}")


def _value(option: click.Option) -> str:
    return "" if option.is_flag else f" {option.type.name.upper()}"


def _write() -> None:
    for name in PAGES:
        (FOLDER / name).write_text(page(name), encoding="utf-8")


if __name__ == "__main__":
    if sys.argv[1:] != ["--write"]:
        sys.exit("usage: python -m tests.architecture.reference --write")
    _write()
