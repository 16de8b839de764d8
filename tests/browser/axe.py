"""axe-core, the accessibility checker, run inside a page."""

from __future__ import annotations

from playwright.sync_api import Page

from tests.support.checkers import node_modules

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

DRAW_ALL = """() => {
  for (const element of document.body.querySelectorAll("*")) {
    if (getComputedStyle(element).contentVisibility === "auto") {
      element.style.setProperty("content-visibility", "visible");
    }
  }
}"""
"""Has the browser draw what it puts off until it is scrolled to, as a checker cannot see it otherwise."""


def violations(page: Page) -> list[str]:
    """What axe finds wrong, a line for each element."""
    page.evaluate(DRAW_ALL)
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
