"""Make `interlocuteurs_exemple.csv` again: invented places of the bodies that advise, in every département."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from catalog_data.rebuild.common import Labels, Phones, Row, Town, draw, pick, read, read_towns, slug, write

HEADER = (
    "id",
    "operateur",
    "nom",
    "adresse",
    "code_postal",
    "insee",
    "commune",
    "telephone",
    "courriel",
    "horaires",
    "latitude",
    "longitude",
    "exemple",
)
NAMES = {
    "POLE_EMPLOI": "Pôle emploi",
    "MISSION_LOCALE": "Mission locale",
    "CAP_EMPLOI": "Cap emploi",
    "APEC": "APEC",
    "OPACIF": "Fongecif",
}
STREETS = ("rue de l'Exemple", "avenue de la Démonstration", "place du Modèle", "boulevard de l'Essai", "quai Fictif")
HOURS = {
    "POLE_EMPLOI": "Du lundi au jeudi 8 h 30 – 16 h 30, vendredi 8 h 30 – 12 h 30",
    "MISSION_LOCALE": "Du lundi au vendredi 9 h – 12 h et 13 h 30 – 17 h, fermé le jeudi matin",
    "CAP_EMPLOI": "Du lundi au vendredi 9 h – 12 h et 14 h – 17 h, sur rendez-vous",
    "APEC": "Du lundi au vendredi 9 h – 18 h, sur rendez-vous",
    "OPACIF": "Du lundi au vendredi 9 h – 12 h 30 et 13 h 30 – 17 h",
}
FORCED = ("59512", "59350", "59599")  # Roubaix, Lille, Tourcoing have their own
# The largest town of a département has each; then one more agency per so many people.
PEOPLE_PER_PLACE = {"POLE_EMPLOI": 130_000, "MISSION_LOCALE": 250_000, "CAP_EMPLOI": 900_000}
PHONES_FROM = 5000  # the offers take the numbers below


def _chosen(towns: list[Town], departments: list[Row]) -> Iterator[tuple[str, Town]]:
    by_department: dict[str, list[Town]] = defaultdict(list)
    by_region: dict[str, list[Town]] = defaultdict(list)
    for town in towns:
        by_department[town.department].append(town)
        by_region[town.region].append(town)
    for row in departments:
        here = by_department[row["code"]]
        people = sum(town.population for town in here)
        for operator, share in PEOPLE_PER_PLACE.items():
            count = max(1, round(people / share))
            chosen = here[:count]
            if operator != "CAP_EMPLOI":
                chosen += [town for town in here if town.insee in FORCED and town not in chosen]
            yield from ((operator, town) for town in chosen)
    for region in sorted(by_region):
        if len(by_region[region]) > 2:
            yield "APEC", by_region[region][0]
            yield "OPACIF", by_region[region][0]


def main() -> int:
    """Write the file and return how many rows it has."""
    phones, labels = Phones(PHONES_FROM), Labels()
    rows = []
    for operator, town in _chosen(read_towns(), read("departements.csv")):
        key = f"{operator} {town.insee}"
        name = NAMES[operator]
        rows.append(
            {
                "id": f"EX_{operator}_{town.insee}",
                "operateur": operator,
                "nom": f"{name} {labels.of(town)} (exemple)",
                "adresse": f"{draw(f'numero {key}', 1, 98)} {pick(f'rue {key}', STREETS)}",
                "code_postal": town.postal_code,
                "insee": town.insee,
                "commune": town.name,
                "telephone": phones.next(town.region),
                "courriel": f"{slug(name)}.{slug(labels.of(town))}@exemple.example",
                "horaires": HOURS[operator],
                "latitude": f"{town.latitude + draw(f'lat {key}', -60, 60) / 10_000:.4f}",
                "longitude": f"{town.longitude + draw(f'lon {key}', -80, 80) / 10_000:.4f}",
                "exemple": "oui",
            }
        )
    return write("interlocuteurs_exemple.csv", HEADER, rows)
