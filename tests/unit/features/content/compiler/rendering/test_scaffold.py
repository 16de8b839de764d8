"""Imports and exports of MDX."""

from __future__ import annotations

import pytest

from .conftest import Rendered


@pytest.mark.parametrize(
    "statement",
    [
        "import A from './a'",
        "import './a.css'",
        "import {\n  A,\n\n  B\n} from 'c'",
        "import A from './a'\nimport * as B from './b'",
        "export const meta = {\n  a: [1],\n\n  b: `}`\n}",
        "export default ({ children }) => (\n  <div>{children}</div>\n)",
        "export default function Layout(props) {\n  return props.children\n}",
        "export { a } from './b'",
        "export const a =\n  1",
    ],
)
def test_statements_are_left_out(mdx: Rendered, statement: str) -> None:
    document = mdx(f"{statement}\n\nText.\n\n{statement}")
    assert document.text == "Text."
    assert document.problems == ()


@pytest.mark.parametrize("prose", ["import taxes are high", "export is a word", "Important: from 'x'"])
def test_prose_is_kept(mdx: Rendered, prose: str) -> None:
    assert mdx(prose).text.startswith(prose[:10])


@pytest.mark.parametrize("code", ["```js\n{}\n```", "    {}", "- x\n\n  ```js\n  {}\n  ```"])
def test_code_is_kept(mdx: Rendered, code: str) -> None:
    assert "import a from 'b'" in mdx(code.replace("{}", "import a from 'b'")).text


def test_lines_are_counted_as_in_the_file(mdx: Rendered) -> None:
    assert mdx("import A from 'a'\n\n<Gone />").problems[0].line == 3


def test_a_statement_that_never_ends_does_not_swallow_the_text(mdx: Rendered) -> None:
    assert mdx("export const a = {\n\nText.").text == "Text."


def test_markdown_has_no_scaffold(rendered: Rendered) -> None:
    assert rendered("import a from 'b'").text.startswith("import a from")
