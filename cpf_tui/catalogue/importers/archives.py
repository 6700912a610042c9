"""The files of a zip, each a source of its own."""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path, PurePosixPath
from typing import NoReturn

from cpf_tui.catalogue.fold import clean
from cpf_tui.catalogue.importers.packed import Stored, absurd, refuse_bomb
from cpf_tui.catalogue.importers.reading import Source
from cpf_tui.domain.errors import InvalidInput

_MARKS = (b"PK\x03\x04", b"PK\x05\x06")  # with files, without any
_MOST_MEMBERS = 1000
_WORKBOOKS = {"[Content_Types].xml": "un classeur Excel ou un document", "mimetype": "un classeur ou un document"}


def open_sources(paths: Sequence[Path], closing: ExitStack) -> list[Source]:
    """Open files, a zip as one source for each file in it; all are closed with `closing`.

    Raises `InvalidInput` with one sentence when a file cannot be read, is protected, or was made to fill memories.
    """
    sources: list[Source] = []
    for path in paths:
        for source in _Zip(path, closing).sources() if _is_zip(path) else [Source(path)]:
            closing.callback(source.close)
            sources.append(source)
    return sources


def _is_zip(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return file.read(4) in _MARKS
    except OSError:
        return False  # `Source` says what is wrong with it


class _Zip:
    def __init__(self, path: Path, closing: ExitStack) -> None:
        self._path, self._closing = path, closing
        try:
            with path.open("rb") as file:
                self._checksum = hashlib.file_digest(file, "sha256").hexdigest()
            self._archive = closing.enter_context(zipfile.ZipFile(path))
        except (zipfile.BadZipFile, OSError, ValueError):
            self.refuse("L’archive « {file} » est coupée ou abîmée. Téléchargez-la à nouveau.")

    def sources(self) -> Iterator[Source]:
        """Open its files, but what systems add to them."""
        members = [one for one in self._archive.infolist() if one.file_size and not _is_hidden(one.filename)]
        self._check(members)
        for member in members:
            try:
                file = self._closing.enter_context(self._archive.open(member))
            except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError):
                self.refuse("Dans l’archive « {file} », « {member} » est illisible.", member=clean(member.filename))
            yield Source(
                self._path,
                Stored(file, member.file_size, self._checksum),
                f"{self._path.name}/{clean(member.filename)}",
            )

    def refuse(self, sentence: str, **values: object) -> NoReturn:
        """Refuse the archive with one sentence that names it."""
        raise InvalidInput(sentence, file=self._path.name, **values)

    def _check(self, members: Sequence[zipfile.ZipInfo]) -> None:
        kind = next((kind for one in members if (kind := _WORKBOOKS.get(one.filename))), "")
        if kind:
            self.refuse("« {file} » est {kind} : enregistrez-le en CSV, puis recommencez.", kind=kind)
        if not members:
            self.refuse("L’archive « {file} » ne contient aucun fichier.")
        if any(one.flag_bits & 1 for one in members):
            self.refuse("L’archive « {file} » est protégée par un mot de passe : extrayez d’abord ses fichiers.")
        if len(members) > _MOST_MEMBERS:
            self.refuse("L’archive « {file} » contient {count} fichiers : mille au plus.", count=len(members))
        whole = sum(one.file_size for one in members)
        if any(absurd(one.compress_size, one.file_size) for one in members) or absurd(self._size, whole):
            refuse_bomb(self.refuse)

    @property
    def _size(self) -> int:
        return self._path.stat().st_size


def _is_hidden(name: str) -> bool:
    parts = PurePosixPath(name).parts
    return "__MACOSX" in parts or any(part.startswith(".") for part in parts)
