"""A small corpus made on the spot, fictitious: with it the bench runs in less than a minute, without any data."""

from __future__ import annotations

import csv
import random
from itertools import product
from pathlib import Path

from tests.benchmarks.queries import SEED, Query

_KINDS = ("CAP", "BTS", "Titre professionnel", "Initiation", "Perfectionnement")
_SUBJECTS = """
boulangerie soudage menuiserie comptabilité horticulture coiffure carrelage plomberie électricité maçonnerie
pâtisserie mécanique sommellerie reliure ébénisterie secrétariat informatique cartographie vannerie couture
""".split()  # noqa: SIM905 - read like a sentence
_PLACES = (
    ("59512", "Roubaix", "Nord", "Hauts-de-France"),
    ("69123", "Lyon", "Rhône", "Auvergne-Rhône-Alpes"),
    ("35238", "Rennes", "Ille-et-Vilaine", "Bretagne"),
    ("33063", "Bordeaux", "Gironde", "Nouvelle-Aquitaine"),
    ("67482", "Strasbourg", "Bas-Rhin", "Grand Est"),
    ("13055", "Marseille", "Bouches-du-Rhône", "Provence-Alpes-Côte d'Azur"),
    ("44109", "Nantes", "Loire-Atlantique", "Pays de la Loire"),
    ("76540", "Rouen", "Seine-Maritime", "Normandie"),
)
HEADER = """
id_action id_formation intitule niveau code_rncp romes mots_cles organisme_id organisme_nom lieu_insee lieu_commune
lieu_departement lieu_region duree_heures
""".split()  # noqa: SIM905 - the columns of the bench, in its order


def write(folder: Path) -> tuple[Path, tuple[Query, ...]]:
    """Write the offers in a folder; return their file, and requests with their right answers."""
    path = folder / "offres.csv"
    titles = [f"{kind} {subject}" for subject, kind in product(_SUBJECTS, _KINDS)]
    offers = list(enumerate(product(enumerate(titles), _PLACES)))
    with path.open("w", encoding="utf-8", newline="") as file:
        lines = csv.writer(file)
        lines.writerow(HEADER)
        for action, ((training, title), place) in offers:
            school = training % 7
            what = (action, training, title, "niveau4", f"RNCP{90000 + training}", "", title.split()[-1])
            lines.writerow((*what, school, f"École fictive {school}", *place, 35 + training))
    return path, tuple(_queries(titles))


def _queries(titles: list[str]) -> list[Query]:
    draw = random.Random(SEED)  # noqa: S311 - a sample, not a secret
    found = []
    for training in draw.sample(range(len(titles)), 6):
        title, right = titles[training], frozenset({(str(training),)})
        at = draw.randrange(1, len(title) - 1)
        insee, commune, *_ = draw.choice(_PLACES)
        for kind, typed in (("exact", title.lower()), ("typo1", title[:at] + title[at + 1 :]), ("prefix", title[:-2])):
            found.append(Query(kind, typed, ("training",), right))
        there = frozenset({(str(training), insee)})
        found.append(Query("city", f"{title} {commune}", ("training", "insee"), there))
    return found
