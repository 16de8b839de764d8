"""axe-core, the accessibility checker, run inside a page."""

from __future__ import annotations

from playwright.sync_api import Page

from tests.support.checkers import node_modules

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def violations(page: Page) -> list[str]:
    """What axe finds wrong, a line for each element."""
    source = (node_modules() / "axe-core" / "axe.min.js").read_text()
    page.evaluate(f"() => {{ {source} }}")
    found = page.evaluate(
        "rules => axe.run(document, {runOnly: {type: 'tag', values: rules}}).then(r => r.violations)", RULES
    )
    return [
        f"{violation['id']}: {node['html'][:160]} – {node['failureSummary']}"
        for violation in found
        for node in violation["nodes"]
    ]
