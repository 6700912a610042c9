"""XML read as a stream of elements, one record at a time, never trusted.

A document type is refused: without one, no entity can be declared, so nothing can be fetched nor unfolded. A record is
bounded in size and depth, so is the memory.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NoReturn
from xml.parsers.expat import ErrorString, ExpatError, ParserCreate, errors

from cpf_tui.catalogue.fold import clean
from cpf_tui.catalogue.importers.packed import BLOCK
from cpf_tui.catalogue.importers.reading import Source

_MOST_PARTS = 200_000  # elements of one record
_MOST_TEXT = 1 << 24  # characters of one record
_DEEPEST = 100
_CUT = {errors.XML_ERROR_NO_ELEMENTS, errors.XML_ERROR_UNCLOSED_TOKEN, errors.XML_ERROR_UNCLOSED_CDATA_SECTION}
_REASONS = {
    errors.XML_ERROR_TAG_MISMATCH: "une balise fermante ne répond pas à la balise ouverte",
    errors.XML_ERROR_INVALID_TOKEN: "un signe n’a pas sa place ici",
    errors.XML_ERROR_UNDEFINED_ENTITY: "une entité est inconnue",
    errors.XML_ERROR_UNKNOWN_ENCODING: "l’encodage annoncé est inconnu",
    errors.XML_ERROR_JUNK_AFTER_DOC_ELEMENT: "il y a encore du texte après la fin du document",
    errors.XML_ERROR_DUPLICATE_ATTRIBUTE: "un attribut est écrit deux fois",
}


class Element:
    """One element, without the prefix of its name; texts are cleaned, and `-` (nothing, in LHEO) is empty."""

    __slots__ = ("_pieces", "attributes", "children", "line", "name")

    def __init__(self, name: str, attributes: dict[str, str], line: int) -> None:
        self.name, self.attributes, self.line = name, attributes, line
        self.children: list[Element] = []
        self._pieces: list[str] = []

    @property
    def text(self) -> str:
        """The text of the element itself."""
        text = clean("".join(self._pieces))
        return "" if text == "-" else text

    def write(self, piece: str) -> None:
        """Add a piece of its text."""
        self._pieces.append(piece)

    def all(self, *path: str) -> Iterator[Element]:
        """Give the elements at a path of names, in the order of the file."""
        name, *rest = path
        for child in self.children:
            if child.name == name:
                if rest:
                    yield from child.all(*rest)
                else:
                    yield child

    def first(self, *path: str) -> str:
        """Return the first text that is not empty at a path of names."""
        return next((text for one in self.all(*path) if (text := one.text)), "")


def read_elements(source: Source, names: frozenset[str], roots: frozenset[str]) -> Iterator[Element]:
    """Give the elements of these names, each whole, with the line it begins on; other parts of the file are skipped.

    Raises `InvalidInput` when the file is not XML, is cut or malformed (with line and column), declares a document
    type, or has another root.
    """
    if not source.head.xml:
        source.refuse("« {file} » n’est pas un XML : il ne commence pas par une balise.")
    reading = _Reading(source, names, roots)
    binary = source.binary()
    while block := binary.read(BLOCK):
        yield from reading.feed(block)
    yield from reading.feed(b"", last=True)


class _Reading:
    def __init__(self, source: Source, names: frozenset[str], roots: frozenset[str]) -> None:
        self._source, self._names, self._roots = source, names, roots
        self._open: list[Element] = []  # of the record being read, the record first
        self._depth = self._parts = self._size = 0
        self._whole: list[Element] = []
        self._parser = parser = ParserCreate()
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = self._refuse_doctype
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._write

    def feed(self, block: bytes, *, last: bool = False) -> list[Element]:
        """Parse more of the file and return the records that became whole."""
        try:
            self._parser.Parse(block, last)
        except ExpatError as error:
            self._refuse_malformed(error)
        except (LookupError, ValueError):  # an encoding that Python has, but that is no encoding of texts
            self._source.refuse("« {file} » annonce un encodage qui ne peut pas être lu : enregistrez-le en UTF-8.")
        whole, self._whole = self._whole, []
        return whole

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition(":")[2]
        self._depth += 1
        if self._depth == 1 and name not in self._roots:
            self._source.refuse(
                "« {file} » est un XML, mais sa racine est « {root} » : {wanted} était attendu.",
                root=tag[:60],
                wanted=" ou ".join(sorted(self._roots)),
            )
        if not self._open and name not in self._names:
            return
        element = Element(name, attributes, self._parser.CurrentLineNumber)
        if self._open:
            self._open[-1].children.append(element)
        self._open.append(element)
        self._parts += 1
        self._bound()

    def _end(self, _tag: str) -> None:
        self._depth -= 1
        if self._open:
            element = self._open.pop()
            if not self._open:
                self._whole.append(element)
                self._parts = self._size = 0

    def _write(self, piece: str) -> None:
        if self._open:
            self._open[-1].write(piece)
            self._size += len(piece)
            self._bound()

    def _bound(self) -> None:
        if self._parts > _MOST_PARTS or self._size > _MOST_TEXT or self._depth > _DEEPEST:
            self._source.refuse(
                "« {file} », ligne {line} : cette offre est démesurée. Le fichier n’est pas lu.",
                line=self._open[0].line,
            )

    def _refuse_doctype(self, *_: object) -> NoReturn:
        self._source.refuse(
            "« {file} », ligne {line} : un DOCTYPE est déclaré. Par prudence, le fichier n’est pas lu.",
            line=self._parser.CurrentLineNumber,
        )

    def _refuse_malformed(self, error: ExpatError) -> NoReturn:
        said = ErrorString(error.code)
        if said in _CUT:
            self._source.refuse(
                "« {file} » est coupé : il s’arrête à la ligne {line}, colonne {column}, avant la fin du document.",
                line=error.lineno,
                column=error.offset + 1,
            )
        self._source.refuse(
            "« {file} », ligne {line}, colonne {column} : le XML est mal formé ({reason}).",
            line=error.lineno,
            column=error.offset + 1,
            reason=_REASONS.get(said, "sa syntaxe est fausse"),
        )
