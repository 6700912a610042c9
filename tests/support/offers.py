"""Small files of offers for the tests of the catalogue; every name in them is invented."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from pathlib import Path

COLUMNS = (
    *("id_formation", "id_action", "intitule", "niveau", "code_rncp", "organisme_nom"),
    *("lieu_insee", "lieu_commune", "lieu_departement", "lieu_region", "lat", "lon", "duree_heures"),
)

_TOWNS = {
    "59512": ("Roubaix", "Nord", "Hauts-de-France", "50.69", "3.17"),
    "59350": ("Lille", "Nord", "Hauts-de-France", "50.63", "3.06"),
    "69123": ("Lyon", "Rhône", "Auvergne-Rhône-Alpes", "45.76", "4.84"),
    "13055": ("Marseille", "Bouches-du-Rhône", "Provence-Alpes-Côte d'Azur", "43.30", "5.38"),
}

_OFFERS = (
    ("Soudeur industriel", "RNCP1", "Atelier du Nord", "59512"),
    ("Soudeur industriel", "RNCP1", "Métaux du Rhône", "69123"),
    ("Soudage TIG et MIG", "RNCP2", "Atelier du Nord", "59350"),
    ("CAP Cuisine", "RNCP3", "École des Saveurs", "69123"),
    ("CAP Cuisine", "RNCP3", "Lycée du Port", "13055"),
    ("Cuisine moléculaire", "", "École des Saveurs", "69123"),
    ("BTS Management commercial opérationnel", "RNCP4", "Lycée du Port", "13055"),
    ("BTS Comptabilité et gestion", "RNCP5", "Institut Beaumarchais", "59350"),
    ("Assistant de comptabilité", "RNCP6", "Institut Beaumarchais", "59350"),
    ("Boulangerie", "", "École des Saveurs", "69123"),
    ("CAP Boulanger", "RNCP7", "Lycée du Port", "13055"),
    ("Anglais professionnel", "", "Langues Ouvertes", "59350"),
    ("Sauveteur secouriste du travail", "RS1", "Atelier du Nord", "59512"),
    ("CAP Accompagnant éducatif petite enfance", "RNCP8", "Institut Beaumarchais", "59350"),
    ("Développeur web et web mobile", "RNCP9", "Numérique pour Tous", "69123"),
    ("Développement C++", "", "Numérique pour Tous", "69123"),
)


def offers() -> list[dict[str, str]]:
    """Return the rows of the sample, as dictionaries by column."""
    rows = []
    for number, (title, code, organisation, insee) in enumerate(_OFFERS, start=1):
        town, department, region, lat, lon = _TOWNS[insee]
        values = (f"F{number}", f"A{number}", title, "niveau3", code, organisation, insee, town, department, region)
        rows.append(dict(zip(COLUMNS, (*values, lat, lon, "120,5"), strict=True)))
    return rows


def write_csv(path: Path, rows: Iterable[Mapping[str, str]] | None = None, columns: Iterable[str] = COLUMNS) -> Path:
    """Write rows (the sample by default) to a CSV and return its path."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(columns), extrasaction="ignore")
        writer.writeheader()
        writer.writerows(offers() if rows is None else rows)
    return path
