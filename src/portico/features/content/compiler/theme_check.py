"""What is wrong inside the files of a theme: addresses that lead nowhere, templates that cannot be used.

What reads style sheets and templates loads Flask, which only a site with a theme has to pay for here.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from portico.features.content.models import Problem

TEMPLATES = "templates/"
PACKAGE = Path(__file__).parents[3]
OURS = [PACKAGE / "web" / "templates", PACKAGE / "features" / "content" / "templates"]
"""Where Portico's own templates lie."""


def check_sheets(files: dict[str, bytes], shown: str) -> Iterator[Problem]:
    """Say what the style sheets name in vain; they are served all the same."""
    sheets = {name: body for name, body in files.items() if name.endswith(".css")}
    if not sheets:
        return
    from portico.web.assets import CSS_URL, referred  # noqa: PLC0415

    for name, body in sheets.items():
        for match in CSS_URL.finditer(body):
            written = match["path"].decode("utf-8", "replace")
            meant = referred(name, written)
            if meant in files or (meant is None and not written.startswith(("http:", "https:", "//"))):
                continue
            message = f"There is no “{written}” in the theme, and pages load nothing from elsewhere."
            yield Problem(
                path=f"{shown}/{name}",
                line=body.count(b"\n", 0, match.start()) + 1,
                code="missing-file",
                message=message,
                hint="Put the file into the theme; its path starts from the style sheet.",
            )


def check_templates(files: dict[str, bytes], shown: str) -> Iterator[Problem]:
    """Take out the templates that cannot be used, so that Portico's own stand in their place."""
    templates = {}
    for name in [name for name in files if name.startswith(TEMPLATES)]:
        try:
            templates[name.removeprefix(TEMPLATES)] = files[name].decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = files.pop(name).count(b"\n", 0, error.start) + 1
            yield _unusable(f"{shown}/{name}", line, "The file is not UTF-8 text.", "Save it as UTF-8.")
    if not templates:
        return
    from portico.web.template_faults import faults, idle  # noqa: PLC0415

    for fault in faults(templates, OURS):
        del templates[fault.template], files[TEMPLATES + fault.template]
        yield _unusable(f"{shown}/{TEMPLATES}{fault.template}", fault.line, fault.message, fault.hint)
    for name in idle(templates, OURS):
        message = "This takes the place of none of Portico's templates, and no other of the theme names it."
        hint = "Look for a slip in its name; docs/how-to/make-a-theme.md lists what can be replaced."
        path = f"{shown}/{TEMPLATES}{name}"
        yield Problem(path=path, code="idle-template", message=message, hint=hint)


def _unusable(path: str, line: int, message: str, hint: str) -> Problem:
    hint += " Portico's own template is shown until then."
    return Problem(path=path, line=line, code="bad-template", message=message, hint=hint, severity="error")
