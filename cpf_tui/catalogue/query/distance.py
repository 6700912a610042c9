"""Great-circle distances over arrays of places."""

from __future__ import annotations

from math import radians

import numpy as np

from cpf_tui.catalogue.index.arrays import Array

_EARTH_RADIUS_KM = 6371.0


def kilometres(latitudes: Array, longitudes: Array, origin: tuple[float, float]) -> Array:
    """Return the kilometres from (latitude, longitude) in degrees to each place; infinite where it is unknown."""
    lat, lon = np.radians(latitudes), np.radians(longitudes)
    lat0, lon0 = radians(origin[0]), radians(origin[1])
    half = np.sin((lat - lat0) / 2) ** 2 + np.cos(lat) * np.cos(lat0) * np.sin((lon - lon0) / 2) ** 2
    km = 2 * _EARTH_RADIUS_KM * np.arcsin(np.sqrt(np.minimum(1, half)))
    return np.where(np.isnan(km), np.inf, km).astype(np.float32)
