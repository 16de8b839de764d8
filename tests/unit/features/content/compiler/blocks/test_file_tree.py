"""Trees of files."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from portico.features.content.compiler.blocks import InvalidProps

Draw = Callable[..., str]
TREE = (
    '<ul><li><code class="folder">src/</code><ul><li><code class="file">main.py</code> '
    '<span class="file-note">starts here</span></li></ul></li>'
    '<li><code class="file">README.md</code></li></ul>'
)


@pytest.mark.parametrize(
    "text",
    [
        "\nsrc/\n  main.py # starts here\nREADME.md\n",
        "- src/\n  - main.py # starts here\n- README.md",
        "├── src/\n│   └── main.py  # starts here\n└── README.md",
        "src/\n\tmain.py # starts here\nREADME.md",
    ],
)
def test_a_tree_is_understood_in_every_spelling(draw: Draw, text: str) -> None:
    assert TREE in draw("FileTree", text)


def test_an_empty_tree_is_an_error(draw: Draw) -> None:
    with pytest.raises(InvalidProps, match="one a line"):
        draw("FileTree", "\n \n")


def test_a_tree_of_endless_depth_is_flattened(draw: Draw) -> None:
    assert draw("FileTree", "\n".join(" " * depth + "x" for depth in range(500))).count("<li>") == 500
