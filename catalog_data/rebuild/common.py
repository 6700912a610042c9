"""What the scripts of demonstration data share: repeatable draws, fictitious numbers, shipped tables."""

from __future__ import annotations

import csv
import hashlib
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from catalog_data import data_path

Row = dict[str, str]
T = TypeVar("T")

# Numbers ARCEP keeps for works of fiction: nobody will ever be called. Overseas takes the mobile range.
PHONE_PREFIXES = {
    "11": "019900",
    **dict.fromkeys(("24", "28", "52", "53"), "026191"),
    **dict.fromkeys(("27", "32", "44"), "035301"),
    **dict.fromkeys(("84", "93", "94"), "046571"),
    **dict.fromkeys(("75", "76"), "053649"),
}
MOBILE_PREFIX = "063998"
PARENTS = frozenset({"13055", "69123", "75056"})  # their municipal arrondissements stand for them


def draw(key: str, low: int, high: int) -> int:
    """Return a whole number from `low` to `high`, always the same for the same key."""
    digest = hashlib.sha256(key.encode()).digest()
    return low + int.from_bytes(digest[:8], "big") % (high - low + 1)


def pick(key: str, options: Sequence[T]) -> T:
    """Return one of the options, always the same for the same key."""
    return options[draw(key, 0, len(options) - 1)]


def chance(key: str, percent: int) -> bool:
    """Tell whether the draw of this key falls within so many percent."""
    return draw(key, 1, 100) <= percent


def luhn_digit(digits: str) -> str:
    """Return the digit that makes `digits` followed by it pass Luhn's check."""
    total = 0
    for index, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 if index % 2 == 0 else 1)
        total += value - 9 if value > 9 else value
    return str(-total % 10)


def example_siret(company: int, establishment: int) -> str:
    """Return a SIRET that nobody holds: the SIREN is 000 000 0xx, and both check digits are right."""
    siren = f"{company:08d}"
    siren += luhn_digit(siren)
    number = f"{siren}{establishment:04d}"
    return number + luhn_digit(number)


class Phones:
    """Gives out fictitious telephone numbers, none twice."""

    def __init__(self, start: int = 0) -> None:
        self._start = start
        self._given: dict[str, int] = {}

    def next(self, region: str) -> str:
        """Return the next number of the fiction range of a region."""
        prefix = PHONE_PREFIXES.get(region, MOBILE_PREFIX)
        number = self._given.get(prefix, self._start)
        self._given[prefix] = number + 1
        digits = f"{prefix}{number:04d}"
        return " ".join(digits[i : i + 2] for i in range(0, 10, 2))


@dataclass(frozen=True, slots=True)
class Town:
    """A commune where demonstration places stand."""

    insee: str
    name: str
    postal_code: str
    department: str
    region: str
    population: int
    latitude: float
    longitude: float


class Labels:
    """Names towns so that two of the same name are told apart: the second takes its département."""

    def __init__(self) -> None:
        self._first: dict[str, str] = {}

    def of(self, town: Town) -> str:
        """Name of a town, with its département if another town already took the name."""
        owner = self._first.setdefault(town.name, town.insee)
        return town.name if owner == town.insee else f"{town.name} ({town.department})"


def slug(text: str) -> str:
    """Lower-case ASCII form of a name, words joined by hyphens, for e-mail addresses."""
    ascii_text = unicodedata.normalize("NFKD", text.replace("œ", "oe")).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", ascii_text).strip("-")


def read(name: str) -> list[Row]:
    """Read a CSV file of the package."""
    with data_path(name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def read_towns() -> list[Town]:
    """Read the communes, municipal arrondissements standing for Paris, Lyon and Marseille, largest first."""
    towns = [
        Town(
            row["insee"],
            row["nom"],
            row["codes_postaux"].split("|")[0],
            row["departement"],
            row["region"],
            int(row["population"] or 0),
            float(row["latitude"]),
            float(row["longitude"]),
        )
        for row in read("communes.csv")
        if row["insee"] not in PARENTS
    ]
    return sorted(towns, key=lambda town: (-town.population, town.insee))


def write(name: str, header: Sequence[str], rows: Iterable[Mapping[str, object]]) -> int:
    """Write one CSV file of the package and return how many rows it has."""
    count = 0
    with data_path(name).open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, header, lineterminator="\n")
        writer.writeheader()
        for row in rows:
            writer.writerow(row)
            count += 1
    return count
