"""The columns of a CSV, found by the names of its header, and their cleaned values in each record."""

from __future__ import annotations

import re
from collections.abc import Sequence
from operator import itemgetter

from cpf_tui.catalogue.fold import clean
from cpf_tui.catalogue.importers.reading import Source
from cpf_tui.catalogue.importers.rejects import BadRow

_BROKEN = re.compile("[\0\ud800-\udfff]")
_CACHED = 200_000  # distinct values remembered per import: names of places and organisations come back all the time


class Columns:
    """Reads the named columns of each record; those the file does not have are empty, unknown ones are ignored.

    Raises `InvalidInput` when a required column is missing or a column is there twice.
    """

    def __init__(
        self, source: Source, header: Sequence[str], required: Sequence[str], optional: Sequence[str] = ()
    ) -> None:
        names = [clean(name).lower() for name in header]
        wanted = (*required, *optional)
        _check(source, names, required, wanted)
        self._width = len(names)
        self._columns = [name for name in wanted if name in names]
        places = [names.index(name) for name in self._columns]
        self._read = itemgetter(*places) if len(places) > 1 else lambda fields: (fields[places[0]],)
        # Columns the file does not have read the empty text put after those it has.
        spread = [self._columns.index(name) if name in self._columns else -1 for name in wanted]
        self._spread = itemgetter(*spread, -1)
        self._cleaned: dict[str, str] = {}

    def __call__(self, fields: Sequence[str]) -> tuple[str, ...]:
        """Return the values of the required, then of the optional columns. Raises `BadRow`."""
        if len(fields) != self._width:
            self._wrong_width(fields)
        raws = self._read(fields)
        values = list(map(self._cleaned.get, raws))
        if None in values:
            values = [
                self._clean(raw, at) if value is None else value
                for at, (raw, value) in enumerate(zip(raws, values, strict=True))
            ]
        values.append("")
        spread: tuple[str, ...] = self._spread(values)
        return spread[:-1]

    def together(self, records: Sequence[Sequence[str]]) -> list[Sequence[str]]:
        """Return the values of many records, by column. Raises `BadRow` as soon as one of them cannot be taken."""
        if set(map(len, records)) != {self._width}:
            self._wrong_width(next(fields for fields in records if len(fields) != self._width))
        raws = self._read(list(zip(*records, strict=True)))
        values: list[Sequence[str]] = [self._column(raw, at) for at, raw in enumerate(raws)]
        values.append([""] * len(records))
        spread: tuple[Sequence[str], ...] = self._spread(values)
        return list(spread[:-1])

    def _column(self, raws: Sequence[str], at: int) -> Sequence[str]:
        """Clean the values of one column; most of the time there is nothing to clean, and it shows at once."""
        joined = " ".join(filter(None, raws))  # a space at either end of a value becomes a double one
        if joined.isprintable() and "  " not in joined and joined == joined.strip() and _is_plain(joined):
            return raws
        return [self._cleaned.get(raw) or self._clean(raw, at) for raw in raws]

    def _clean(self, raw: str, at: int) -> str:
        if _BROKEN.search(raw):
            reason = "caractère nul dans la valeur" if "\0" in raw else "octets qui ne sont pas de l’UTF-8"
            raise BadRow(self._columns[at], raw, reason)
        value = clean(raw)
        if len(self._cleaned) < _CACHED:
            self._cleaned[raw] = value
        return value

    def _wrong_width(self, fields: Sequence[str]) -> None:
        if len(fields) == 1 and fields[0].count('"') % 2:
            raise BadRow("", fields[0], "guillemet ouvert et jamais fermé")
        reason = f"{len(fields)} champs au lieu de {self._width}"
        raise BadRow("", ",".join(fields), reason)


def _is_plain(text: str) -> bool:
    """Whether printable text has nothing but letters and signs of western Europe: none of them is to be cleaned."""
    for encoding in ("latin-1", "cp1252"):  # the first is quicker, the second has « ’ » and « œ »
        try:
            text.encode(encoding)
        except UnicodeEncodeError:
            continue
        return True
    return False


def _check(source: Source, names: Sequence[str], required: Sequence[str], wanted: Sequence[str]) -> None:
    missing = [name for name in required if name not in names]
    if missing:
        source.refuse(
            "« {file} », ligne 1 : la colonne « {column} » manque. "
            "Colonnes attendues au moins : {required}. Colonnes lues : {found}.",
            column=missing[0],
            required=", ".join(required),
            found=", ".join(names[:12])[:300] or "aucune",
        )
    twice = next((name for name in wanted if names.count(name) > 1), None)
    if twice:
        source.refuse("« {file} », ligne 1 : la colonne « {column} » est présente deux fois.", column=twice)
