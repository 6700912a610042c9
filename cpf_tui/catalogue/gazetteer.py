"""The communes of France from `communes.csv` and `regions.csv`: by INSEE code, by postal code, by name as typed."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Sequence
from functools import cache, cached_property
from pathlib import Path

from cpf_tui.catalogue.fold import fold
from cpf_tui.domain.territory import Commune, Region

_CLOSE = 72  # rapidfuzz ratio (0 to 100) under which a name is another name
# One extra point of likeness per factor of ten in population: of two names as close, people mean the larger town.
_SIZE = 1.5


class CommuneGazetteer:
    """The communes, read on first use (35,000 rows, a few tenths of a second)."""

    def __init__(self, communes: Path | None = None, regions: Path | None = None) -> None:
        self._communes_path, self._regions_path = communes, regions

    def by_insee(self, insee: str) -> Commune | None:
        """Return the commune with that INSEE code."""
        return self._by_insee.get(insee.strip().upper())

    def by_postal_code(self, postal_code: str) -> Sequence[Commune]:
        """Return the communes a postal code serves, most populous first."""
        return self._by_postal_code.get(postal_code.replace(" ", ""), ())

    def find(self, typed: str, limit: int = 8) -> Sequence[Commune]:
        """Find communes by name (accents, case, hyphens and small mistakes forgiven), INSEE or postal code.

        `Lille 59000` and `59000 Lille` are understood: the code narrows, the name orders.
        """
        name = [word for word in fold(typed[:100]).split() if not _is_code(word)]
        codes = [word for word in fold(typed[:100]).split() if _is_code(word)]
        coded = [commune for code in codes for commune in self._of_code(code.upper())]
        if coded:
            kept = [c for c in coded if " ".join(name) in fold(c.name)] or coded
            return tuple(dict.fromkeys(kept))[:limit]
        return self._named(" ".join(_SAINT.get(word, word) for word in name), limit) if name else ()

    def _of_code(self, code: str) -> Sequence[Commune]:
        by_postal_code = self.by_postal_code(code)
        if by_postal_code:
            return by_postal_code
        commune = self.by_insee(code)
        return (commune,) if commune else ()

    def _named(self, name: str, limit: int) -> Sequence[Commune]:
        """Rank by: the exact name, names that begin with it, names that hold it, then names that look like it."""
        ranked: dict[str, tuple[int, float]] = {}
        for folded, communes in self._by_name.items():
            place = _rank(name, folded)
            if place is not None:
                ranked.update((c.insee, (place, -c.population)) for c in communes)
        exact = any(place == 0 for place, _ in ranked.values())
        if len(ranked) < limit and len(name) > 2 and not exact:
            for commune, likeness in self._alike(name, limit):
                ranked.setdefault(commune.insee, (4, -likeness))
        best = sorted(ranked, key=lambda insee: (*ranked[insee], insee))
        return tuple(self._by_insee[insee] for insee in best[:limit])

    def _alike(self, name: str, limit: int) -> list[tuple[Commune, float]]:
        from rapidfuzz import fuzz, process  # only a misspelt name needs it

        close = process.extract(name, self._names, scorer=fuzz.ratio, score_cutoff=_CLOSE, limit=limit * 4)
        return [(c, score + _SIZE * len(str(c.population))) for found, score, _ in close for c in self._by_name[found]]

    def regions(self) -> dict[str, Region]:
        """Return every region by its code of 2016."""
        return self._regions

    @cached_property
    def _regions(self) -> dict[str, Region]:
        return {
            row["code"]: Region(row["code"], row["nom"], _codes(row["code"], row["codes"]))
            for row in _read(self._regions_path or _shipped("regions.csv"))
        }

    @cached_property
    def _by_insee(self) -> dict[str, Commune]:
        unknown = Region("", "", ())
        rows = _read(self._communes_path or _shipped("communes.csv"))
        return {row["insee"]: _commune(row, self._regions.get(row["region"], unknown)) for row in rows}

    @cached_property
    def _by_postal_code(self) -> dict[str, tuple[Commune, ...]]:
        served: dict[str, list[Commune]] = defaultdict(list)
        for commune in self._by_insee.values():
            for code in commune.postal_codes:
                served[code].append(commune)
        return {code: tuple(sorted(them, key=lambda c: (-c.population, c.insee))) for code, them in served.items()}

    @cached_property
    def _by_name(self) -> dict[str, list[Commune]]:
        names: dict[str, list[Commune]] = defaultdict(list)
        for commune in self._by_insee.values():
            names[fold(commune.name)].append(commune)
        return dict(names)

    @cached_property
    def _names(self) -> list[str]:
        return list(self._by_name)


@cache
def shipped_gazetteer() -> CommuneGazetteer:
    """Return the one gazetteer of the process over the shipped files."""
    return CommuneGazetteer()


_SAINT = {"st": "saint", "ste": "sainte"}  # as written on envelopes


def _rank(name: str, folded: str) -> int | None:
    if folded == name:
        return 0
    without_article = folded.split(" ", 1)[-1] if folded.startswith(("l ", "le ", "la ", "les ")) else folded
    if without_article == name:
        return 1
    if folded.startswith(name) or without_article.startswith(name):
        return 2
    return 3 if len(name) > 2 and f" {name}" in folded else None


def _is_code(word: str) -> bool:
    return len(word) == 5 and word[0].isdecimal() and word[2:].isdecimal()


def _commune(row: dict[str, str], region: Region) -> Commune:
    located = bool(row["latitude"] and row["longitude"])
    return Commune(
        insee=row["insee"],
        name=row["nom"],
        postal_codes=tuple(row["codes_postaux"].replace("|", " ").replace(";", " ").split()),
        department=row["departement"],
        region=region,
        population=int(row["population"] or 0),
        latitude=float(row["latitude"]) if located else None,
        longitude=float(row["longitude"]) if located else None,
        approximate=row["precision"] != "exacte",
    )


def _codes(code: str, joined: str) -> tuple[str, ...]:
    """Return the region's codes, the one of 2016 first, then those of the regions it merged."""
    return tuple(dict.fromkeys((code, *joined.replace("|", " ").replace(";", " ").split())))


def _read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file)  # twice as quick as `DictReader`, for 35,000 rows on the way to the first search
        header = next(rows)
        return [dict(zip(header, row, strict=True)) for row in rows]


def _shipped(name: str) -> Path:
    from catalog_data import data_path  # light modules must not need the data

    return data_path(name)
