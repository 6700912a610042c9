"""Communes, regions and distances: where a person lives decides what the lists allow (R6323-11)."""

from __future__ import annotations

from dataclasses import dataclass
from math import asin, cos, radians, sin, sqrt

_EARTH_RADIUS_KM = 6371.0


@dataclass(frozen=True, slots=True)
class Region:
    """A region of 2016 with the codes of the regions it merged; lists kept the old codes into 2017.

    `codes` holds the 2016 code first, then every merged code: Hauts-de-France is ("32", "31", "22").
    """

    code: str
    name: str
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Commune:
    """A commune: INSEE code (5 characters), postal codes, place in the country, WGS 84 coordinates in degrees."""

    insee: str
    name: str
    postal_codes: tuple[str, ...]
    department: str
    region: Region
    population: int = 0
    latitude: float | None = None
    longitude: float | None = None
    approximate: bool = False


def distance_km(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Great-circle distance in kilometres between two (latitude, longitude) pairs in degrees (haversine)."""
    lat1, lon1, lat2, lon2 = map(radians, (*a, *b))
    half = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin((lon2 - lon1) / 2) ** 2
    return 2 * _EARTH_RADIUS_KM * asin(sqrt(half))
