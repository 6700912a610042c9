"""Reading a small file as an import does, without importing it."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

from cpf_tui.catalogue.importers import FORMATS, RejectFile
from cpf_tui.catalogue.importers.reading import Source
from cpf_tui.catalogue.importers.rejects import Reject


class Read(NamedTuple):
    """What a reader gave: its rows, how many records it read, the rows set aside."""

    rows: list[Any]
    read: int
    rejects: list[Reject]


def read_table(folder: Path, name: str, *texts: str) -> Read:
    """Read files of these texts with the reader of a format."""
    sources = []
    for number, text in enumerate(texts):
        path = folder / f"{name}-{number}.csv"
        path.write_text(text, "utf-8")
        sources.append(Source(path))
    return read_sources(folder, name, sources)


def read_sources(folder: Path, name: str, sources: list[Source]) -> Read:
    """Read sources with the reader of a format, and close them."""
    rejects = RejectFile(folder / "rejets.csv")
    reader = FORMATS[name].reader(sources, rejects)
    try:
        rows = list(reader)
    finally:
        rejects.close()
        for source in sources:
            source.close()
    return Read(rows, reader.read, rejects.first)


def recognised(folder: Path, header: str) -> list[str]:
    """Return the formats that recognise a file with this header."""
    path = folder / "entete.csv"
    path.write_text(header + "\n", "utf-8")
    source = Source(path)
    try:
        return recognised_source(source)
    finally:
        source.close()


def recognised_source(source: Source) -> list[str]:
    """Return the formats that recognise a source."""
    return [name for name, form in FORMATS.items() if form.recognises(source.head)]
