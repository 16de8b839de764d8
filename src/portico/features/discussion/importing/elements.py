"""Some elements of an XML file, one at a time; nothing that the file declares is believed."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import BinaryIO
from xml.etree.ElementTree import Element
from xml.parsers.expat import ExpatError, ParserCreate, errors

from portico.features.discussion.importing.line import NotReadable

PIECE = 64 * 1024


def elements(file: BinaryIO, names: Collection[str]) -> Iterator[Element]:
    """Each element with one of these names, whole; names are without their namespaces.

    What is read is forgotten, however long the file is. Raises NotReadable; also for a document type,
    which is where entities are declared and other files are named.
    """
    reader = _Reader(names)
    while True:
        piece = file.read(PIECE)
        reader.read(piece)
        yield from reader.found
        reader.found.clear()
        if not piece:
            return


class _Reader:
    def __init__(self, names: Collection[str]) -> None:
        self.found: list[Element] = []
        self._names = names
        self._open: list[Element] = []
        self._parser = ParserCreate(namespace_separator="}")
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._begin
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._text
        self._parser.StartDoctypeDeclHandler = self._refuse

    def read(self, piece: bytes) -> None:
        try:
            self._parser.Parse(piece, not piece)
        except ExpatError as error:
            where = f"line {error.lineno}, column {error.offset}"
            raise NotReadable(f"The XML is damaged at {where}: {errors.messages[error.code]}.") from None

    def _begin(self, name: str, attributes: dict[str, str]) -> None:
        local = _local(name)
        if self._open or local in self._names:
            element = Element(local, {_local(key): value for key, value in attributes.items()})
            if self._open:
                self._open[-1].append(element)
            self._open.append(element)

    def _end(self, _name: str) -> None:
        if self._open:
            done = self._open.pop()
            if not self._open:
                self.found.append(done)

    def _text(self, text: str) -> None:
        if self._open:
            # Text behind a child belongs to nothing that is asked for here.
            self._open[-1].text = (self._open[-1].text or "") + text

    def _refuse(self, *_: object) -> None:
        raise NotReadable("The file declares a document type, which no export of comments does.")


def text_of(element: Element, name: str) -> str:
    """The text of a child, empty where there is none."""
    return (element.findtext(name) or "").strip()


def _local(name: str) -> str:
    return name.rpartition("}")[2]
