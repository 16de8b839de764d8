"""The block that shows folders and files as a tree."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from portico.features.content.compiler.blocks.block import Block, BlockContext, InvalidProps, Props
from portico.features.content.compiler.blocks.markup import escape, tag

_LINE = re.compile(r"(?P<indent>[\s│├└─|`]*)(?:[-*+]\s+)?(?P<name>[^#]*?)\s*(?:#\s*(?P<note>.*))?")
_MAX_DEPTH = 20


class FileTreeProps(Props):
    """Folders and files, one a line, indented below their folder; `#` begins a remark."""

    label: str = "Files"
    """What the tree shows, for those who do not see it."""


@dataclass(slots=True)
class _File:
    name: str
    note: str
    indent: int
    children: list[_File] = field(default_factory=list)


def _draw(props: FileTreeProps, inner: str, _context: BlockContext) -> str:
    root = _tree(inner)
    if not root.children:
        raise InvalidProps("<FileTree> needs the names of files inside, one a line.")
    return tag("div", _list(root), class_="file-tree", role="group", aria_label=props.label)


def _tree(text: str) -> _File:
    root = _File("", "", -1)
    path = [root]
    for line in text.expandtabs(4).splitlines():
        match = _LINE.fullmatch(line)
        if not match or not match["name"]:
            continue
        file = _File(match["name"], match["note"] or "", len(match["indent"]))
        while path[-1].indent >= file.indent or len(path) > _MAX_DEPTH:
            path.pop()
        path[-1].children.append(file)
        path.append(file)
    return root


def _list(folder: _File) -> str:
    return tag("ul", *(_item(file) for file in folder.children))


def _item(file: _File) -> str:
    is_folder = bool(file.children) or file.name.endswith("/")
    name = tag("code", escape(file.name), class_="folder" if is_folder else "file")
    note = " " + tag("span", escape(file.note), class_="file-note") if file.note else ""
    return tag("li", name, note, _list(file) if file.children else "")


FILE_TREE = Block(name="FileTree", props=FileTreeProps, draw=_draw, children="text")
