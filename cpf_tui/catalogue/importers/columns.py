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
