"""The source as its tests see it: modules, what they import, and how long they are."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "portico"


@dataclass(frozen=True)
class Module:
    """A Python file of the package."""

    name: str
    path: Path
    tree: ast.Module
    lines: int

    @property
    def imports(self) -> frozenset[str]:
        """Every module it imports, also inside functions; `from a import b` names both `a` and `a.b`."""
        return frozenset(_imports(self))


@cache
def modules() -> dict[str, Module]:
    """Every module of the package, by its dotted name."""
    found = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = ("portico", *path.relative_to(PACKAGE).with_suffix("").parts)
        name = ".".join(parts).removesuffix(".__init__")
        text = path.read_text()
        found[name] = Module(name, path, ast.parse(text), text.count("\n"))
    return found


def _imports(module: Module) -> set[str]:
    found: set[str] = set()
    package = module.name if module.path.name == "__init__.py" else module.name.rpartition(".")[0]
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                anchor = package.rsplit(".", node.level - 1)[0] if node.level > 1 else package
                base = f"{anchor}.{base}".rstrip(".")
            found.add(base)
            found.update(f"{base}.{alias.name}" for alias in node.names)
    return found
