"""Make `offres_exemple.csv` again: invented sessions of the shipped certifications, in towns of every region.

Organisations, prices, dates, telephone numbers and addresses are invented and say so. The same tables always give the
same file: there is no random number, only draws from the key of each row.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from catalog_data.rebuild.common import (
    Labels,
    Phones,
    Row,
    Town,
    chance,
    draw,
    example_siret,
    pick,
    read,
    read_towns,
    slug,
    write,
)

HEADER = (
    "id_formation",
    "id_action",
    "intitule",
    "niveau",
    "code_certifinfo",
    "code_rncp",
    "formacodes",
    "romes",
    "organisme_siret",
    "organisme_nom",
    "lieu_adresse",
    "lieu_cp",
    "lieu_insee",
    "lieu_commune",
    "lieu_departement",
    "lieu_region",
    "lat",
    "lon",
    "periodes",
    "duree_heures",
    "prix",
    "distance",
    "prerequis",
    "rythme",
    "telephone",
    "courriel",
    "exemple",
)

WELDING = "Soudage et métallurgie"
# What an organisation teaches: its name's ending → domains.
FAMILIES = {
    "Métaux": (WELDING, "Industrie et maintenance", "Automobile et mécanique"),
    "Bâtiment": ("Bâtiment et travaux publics", "Finitions, électricité et chauffage"),
    "Logistique": ("Transport et logistique", "Conduite d'engins (CACES)", "Sécurité et prévention"),
    "Hôtellerie et goût": ("Cuisine, hôtellerie et restauration", "Boulangerie, boucherie et alimentation"),
    "Soins et services": ("Aide à la personne", "Santé", "Enfance, animation et sport", "Propreté et environnement"),
    "Bureau et commerce": ("Secrétariat, gestion et comptabilité", "Commerce et vente", "Bureautique"),
    "Numérique et langues": ("Informatique et numérique", "Langues", "Bureautique"),
    "Parcours": ("Compétences de base et validation de l'expérience", "Formation, insertion et médiation", "Langues"),
    "Terre et création": ("Espaces verts et agriculture", "Coiffure et esthétique", "Mode, arts et communication"),
}
# Domain → occupation codes (ROME).
ROMES = {
    WELDING: ("H2913", "H2902"),
    "Industrie et maintenance": ("I1304", "H2909"),
    "Bâtiment et travaux publics": ("F1703", "F1702"),
    "Finitions, électricité et chauffage": ("F1602", "F1606"),
    "Transport et logistique": ("N4101", "N1103"),
    "Conduite d'engins (CACES)": ("N1101", "F1302"),
    "Cuisine, hôtellerie et restauration": ("G1602", "G1803"),
    "Boulangerie, boucherie et alimentation": ("D1102", "D1101"),
    "Aide à la personne": ("K1304", "K1302"),
    "Santé": ("J1501", "J1304"),
    "Enfance, animation et sport": ("K1303", "G1203"),
    "Commerce et vente": ("D1106", "D1211"),
    "Secrétariat, gestion et comptabilité": ("M1607", "M1203"),
    "Bureautique": ("M1602",),
    "Informatique et numérique": ("M1805", "I1401"),
    "Langues": ("E1108",),
    "Sécurité et prévention": ("K2503", "K1706"),
    "Propreté et environnement": ("K2204", "K2303"),
    "Espaces verts et agriculture": ("A1203", "A1414"),
    "Coiffure et esthétique": ("D1202", "D1208"),
    "Automobile et mécanique": ("I1604", "I1606"),
    "Formation, insertion et médiation": ("K2111", "K1801"),
    "Mode, arts et communication": ("B1803", "E1205"),
    "Compétences de base et validation de l'expérience": (),
}
REMOTE_DOMAINS = frozenset(
    {
        "Langues",
        "Bureautique",
        "Informatique et numérique",
        "Secrétariat, gestion et comptabilité",
        "Compétences de base et validation de l'expérience",
    }
)
# Hours of a course: lowest and highest, by kind of certification; then by domain for the short ones.
HOURS = {
    "TP": (420, 840),
    "CAP": (420, 900),
    "CAPA": (500, 900),
    "MC": (350, 600),
    "BP": (600, 900),
    "BAC PRO": (700, 1200),
    "BTS": (900, 1350),
    "BTSA": (900, 1350),
    "DE": (525, 1540),
    "CQP": (140, 420),
    "TITRE": (280, 700),
    "CS": (400, 560),
    "BPJEPS": (600, 700),
    "CPJEPS": (400, 440),
    "DEJEPS": (700, 1200),
    "DCG": (600, 1000),
    "LICENCE PRO": (450, 600),
    "MASTER": (400, 800),
    "VAE": (18, 30),
    "RS": (14, 70),
}
SHORT_HOURS = {
    "Langues": (20, 60),
    "Bureautique": (14, 49),
    "Conduite d'engins (CACES)": (14, 35),
    "Compétences de base et validation de l'expérience": (35, 150),
    WELDING: (35, 140),
    "Transport et logistique": (35, 140),
    "Sécurité et prévention": (14, 70),
}
# The full name an organisation may write before the title.
PREFIXES = {
    "TP": ("Titre professionnel ", "TP ", "Titre pro - ", "TP – "),
    "CAP": ("CAP ", "CAP ", "C.A.P. ", "Préparer le CAP "),
    "CAPA": ("CAP agricole ", "CAPA "),
    "BP": ("BP ", "Brevet professionnel "),
    "BAC PRO": ("Bac pro ", "BAC PRO ", "Baccalauréat professionnel "),
    "BTS": ("BTS ", "Brevet de technicien supérieur "),
    "BTSA": ("BTSA ", "BTS agricole "),
    "MC": ("Mention complémentaire ", "MC "),
    "CQP": ("CQP ", "Certificat de qualification professionnelle "),
    "LICENCE PRO": ("Licence professionnelle ",),
    "MASTER": ("Master ",),
    "CS": ("Certificat de spécialisation ",),
    "RS": ("", "", "Préparation : ", "Formation "),
}
SUFFIXES = (
    "",
    "",
    "",
    "",
    " (H/F)",
    " - session de jour",
    " - parcours accéléré",
    " - en centre",
    " - financement CPF",
)
# What a welding workshop also sells: modules of a few weeks (title, certification, hours).
MODULES = (
    ("Soudage TIG - Initiation", "RNCP34502", 120),
    ("Soudage TIG - Perfectionnement", "RNCP34502", 70),
    ("Soudage semi-automatique MAG - Initiation", "RNCP34502", 105),
    ("Soudage à l'arc électrode enrobée - les bases", "RNCP34738", 70),
    ("Soudage TIG acier et inox - Préparation à la qualification", "RS5674", 35),
    ("Soudure TIG sur tube - Perfectionnement", "RNCP34738", 140),
    ("Licence de soudeur NF EN ISO 9606-1", "RS365", 21),
    ("Soudage aluminium - Qualification 9606-2", "RS366", 35),
)
MODULE_MARKS = {title: f"_M{index}" for index, (title, _, _) in enumerate(MODULES, start=1)}
CATALOGUE_TOWNS = {"59512": 8, "59350": 9, "59599": 6}  # Roubaix, Lille, Tourcoing: INSEE code → organisations
# Written by hand: what a person of Roubaix finds first (INSEE, family, certification, title, hours, price).
BY_HAND = (
    ("59512", "Métaux", "RNCP34502", "Soudeur assembleur industriel", 620, 6820),
    ("59512", "Métaux", "RNCP34502", "Soudage TIG - Initiation", 120, 1080),
    ("59512", "Métaux", "RNCP34502", "Soudage semi-automatique MAG - Initiation", 105, 1155),
    ("59512", "Métaux", "RNCP34738", "Soudeur TIG électrode enrobée", 560, 6440),
    ("59512", "Métaux", "RNCP34172", "CQP Soudeur industriel", 280, 3640),
    ("59512", "Métaux", "RNCP1864", "Soudeur à l'arc semi-automatique", 455, 5005),
    ("59512", "Métaux", "RNCP27470", "CAP chaudronnerie ou soudage, option soudage", 700, 6300),
    ("59512", "Métaux", "RS550", "Soudeur international (IW)", 140, 2800),
    ("59350", "Métaux", "RNCP34502", "TP Soudeur assembleur industriel", 595, 6545),
    ("59350", "Métaux", "RNCP34502", "Soudage TIG - Initiation", 120, 1200),
    ("59350", "Métaux", "RNCP34502", "Soudage TIG - Perfectionnement", 70, 910),
    ("59350", "Métaux", "RNCP34738", "Titre pro - Soudeur TIG électrode enrobée", 574, 6314),
    ("59350", "Métaux", "RS5674", "Soudage TIG acier et inox - Préparation à la qualification", 35, 700),
    ("59350", "Métaux", "RNCP36169", "Soudeur programmeur de cellules robotisées", 490, 6370),
    ("59599", "Métaux", "RNCP34502", "Soudeur assembleur industriel (H/F)", 609, 6394),
    ("59599", "Métaux", "RNCP34502", "Soudage TIG - Initiation", 119, 1190),
    ("59599", "Métaux", "RNCP4672", "Agent de fabrication d'ensembles métalliques", 525, 5250),
    ("59599", "Métaux", "RNCP24919", "MC Technicien en soudage", 420, 4200),
    ("59512", "Parcours", "RS5080", "CléA, le socle de connaissances et de compétences", 70, 1260),
    ("59512", "Parcours", "VAE", "Accompagnement à la VAE", 24, 1320),
    ("59350", "Parcours", "RS5080", "Préparer le certificat CléA", 105, 1680),
    ("59350", "Parcours", "VAE", "Accompagnement VAE tous diplômes", 24, 1440),
)
STREETS = ("rue de l'Exemple", "avenue de la Démonstration", "place du Modèle", "boulevard de l'Essai", "quai Fictif")
RHYTHMS = ("Temps plein, en journée", "Temps plein, en journée", "Temps partiel, 3 jours par semaine", "Cours du soir")
FIRST_MONDAY, LAST_DAY = date(2026, 12, 7), date(2028, 6, 30)


@dataclass(slots=True)
class Organisation:
    """An invented organisation in a town."""

    name: str
    family: str
    town: Town
    siret: str
    address: str
    phone: str
    email: str
    latitude: float
    longitude: float
    taught: list[str] = field(default_factory=list)


class Catalogue:
    """Builds organisations, then what each gives."""

    def __init__(self, certifications: list[Row], towns: list[Town]) -> None:
        self.certifications = {row["code"]: row for row in certifications}
        self.by_domain: dict[str, list[str]] = defaultdict(list)
        for row in certifications:
            self.by_domain[row["domaine"]].append(row["code"])
        self._phones = Phones()
        self._labels = Labels()
        self._region_names = {row["code"]: row["nom"] for row in read("regions.csv")}
        self._department_names = {row["code"]: row["nom"] for row in read("departements.csv")}
        self._establishments: dict[str, int] = defaultdict(int)
        self.organisations = [
            organisation for town, count in self._choose(towns) for organisation in self._open(town, count)
        ]
        self._teach()

    @staticmethod
    def _choose(towns: list[Town]) -> Iterator[tuple[Town, int]]:
        """Towns with organisations, and how many each has: the largest of every département, more where people live."""
        seen: dict[str, int] = defaultdict(int)
        for town in towns:
            wanted = 1 if town.department in {"975", "977", "978"} else 2
            rank = seen[town.department]
            if town.insee in CATALOGUE_TOWNS:
                yield town, CATALOGUE_TOWNS[town.insee]
            elif town.population >= 60_000:
                yield town, 3
            elif rank < wanted:
                yield town, 3 if rank == 0 else 1
            else:
                continue
            seen[town.department] += 1

    def _open(self, town: Town, count: int) -> Iterator[Organisation]:
        names = list(FAMILIES)
        first = 0 if town.insee in CATALOGUE_TOWNS else draw(f"famille {town.insee}", 0, len(names) - 1)
        for index in range(count):
            family = names[(first + index) % len(names)]
            key = f"{town.insee} {family}"
            self._establishments[family] += 1
            label = self._labels.of(town)
            yield Organisation(
                name=f"Organisme exemple {label} – {family}",
                family=family,
                town=town,
                siret=example_siret(names.index(family) + 1, self._establishments[family]),
                address=f"{draw(f'numero {key}', 1, 98)} {pick(f'rue {key}', STREETS)}",
                phone=self._phones.next(town.region),
                email=f"{slug(family)}.{slug(label)}@exemple.example",
                latitude=town.latitude + draw(f"lat {key}", -90, 90) / 10_000,
                longitude=town.longitude + draw(f"lon {key}", -120, 120) / 10_000,
            )

    def _teach(self) -> None:
        """Share the certifications out, then bring each up to three places."""
        places: dict[str, int] = defaultdict(int)
        for organisation in self.organisations:
            codes = [code for domain in FAMILIES[organisation.family] for code in self.by_domain[domain]]
            share = draw(f"offre {organisation.siret}", 4, 8)
            ranked = sorted(codes, key=lambda code, siret=organisation.siret: draw(f"{siret} {code}", 0, 10**9))  # type: ignore[misc]
            organisation.taught = ranked[:share]
            for code in organisation.taught:
                places[code] += 1
        for code, row in self.certifications.items():
            able = [o for o in self.organisations if row["domaine"] in FAMILIES[o.family] and code not in o.taught]
            for index in range(max(0, 3 - places[code])):
                able.pop(draw(f"ajout {code} {index}", 0, len(able) - 1)).taught.append(code)

    def rows(self) -> list[dict[str, str]]:
        """Every offer, the hand-written ones first in their town."""
        rows: list[dict[str, str]] = []
        written: dict[str, set[str]] = defaultdict(set)
        known = {(o.town.insee, o.family): o for o in self.organisations}
        for insee, family, code, title, hours, price in BY_HAND:
            organisation = known[insee, family]
            written[organisation.siret].add(code)
            rows.append(self._row(organisation, code, title, hours, price))
        for organisation in self.organisations:
            usual = [code for code in organisation.taught if code not in written[organisation.siret]]
            rows.extend(self._usual(organisation, code) for code in usual)
            if organisation.family == "Métaux" and organisation.town.insee not in CATALOGUE_TOWNS:
                for title, code, hours in MODULES:
                    if chance(f"module {organisation.siret} {title}", 30):
                        rate = draw(f"module prix {organisation.siret} {title}", 9, 16)
                        rows.append(self._row(organisation, code, title, hours, hours * rate))
        counts: dict[str, int] = defaultdict(int)
        for row in rows:
            counts[row["lieu_insee"]] += 1
            row["id_action"] = f"EX_{row['lieu_insee']}_{counts[row['lieu_insee']]:02d}"
        return rows

    def _usual(self, organisation: Organisation, code: str) -> dict[str, str]:
        certification = self.certifications[code]
        key = f"{organisation.siret} {code}"
        nature = certification["nature"]
        low, high = HOURS[nature]
        if nature == "RS":
            low, high = SHORT_HOURS.get(certification["domaine"], (low, high))
        hours = draw(f"heures {key}", low, high)
        if hours > 60:
            hours = round(hours / 7) * 7
        rate = draw(f"prix {key}", 9, 15) if hours > 140 else draw(f"prix {key}", 12, 38)
        return self._row(organisation, code, self._title(certification, key), hours, round(hours * rate, -1))

    @staticmethod
    def _title(certification: Row, key: str) -> str:
        """A title as an organisation may type it: with its kind, in capitals, with a mention at the end."""
        title = certification["intitule"]
        style = draw(f"style {key}", 1, 100)
        prefixes = PREFIXES.get(certification["nature"])
        if style <= 55 and prefixes and not title.startswith("Formation"):
            prefix = pick(f"prefixe {key}", prefixes)
            title = prefix + (
                title[0].lower() + title[1:] if prefix and title[1].islower() and prefix[-1] == " " else title
            )
        if style > 94:
            title = title.upper()
        return title + (pick(f"suffixe {key}", SUFFIXES) if certification["nature"] in {"TP", "CAP", "CQP"} else "")

    def _row(self, organisation: Organisation, code: str, title: str, hours: int, price: int) -> dict[str, str]:
        certification = self.certifications[code]
        town, key = organisation.town, f"{organisation.siret} {code} {title}"
        remote = certification["domaine"] in REMOTE_DOMAINS and chance(f"distance {key}", 35)
        rhythm = "À distance, à votre rythme" if remote else pick(f"rythme {key}", RHYTHMS)
        if not remote and (hours <= 35 or (hours > 300 and "soir" in rhythm)):
            rhythm = "Temps plein, en journée"
        return {
            "id_formation": f"EX_{code}_{organisation.siret[7:13]}{MODULE_MARKS.get(title, '')}",
            "id_action": "",
            "intitule": title,
            "niveau": f"niveau{certification['niveau']}" if certification["niveau"] else "",
            "code_certifinfo": "",
            "code_rncp": code,
            "formacodes": certification["formacode"],
            "romes": "|".join(ROMES[certification["domaine"]]),
            "organisme_siret": organisation.siret,
            "organisme_nom": organisation.name,
            "lieu_adresse": organisation.address,
            "lieu_cp": town.postal_code,
            "lieu_insee": town.insee,
            "lieu_commune": town.name,
            "lieu_departement": self._department_names[town.department],
            "lieu_region": self._region_names[town.region],
            "lat": f"{organisation.latitude:.4f}",
            "lon": f"{organisation.longitude:.4f}",
            "periodes": "|".join(self._sessions(key, hours)),
            "duree_heures": str(hours),
            "prix": f"{price}.00",
            "distance": "oui" if remote else "non",
            "prerequis": certification["prerequis"],
            "rythme": rhythm,
            "telephone": organisation.phone,
            "courriel": organisation.email,
            "exemple": "oui",
        }

    @staticmethod
    def _sessions(key: str, hours: int) -> list[str]:
        """One to five start dates, on Mondays, the first within ten months, closer together for short courses."""
        start = FIRST_MONDAY + timedelta(weeks=draw(f"debut {key}", 0, 40))
        gap = draw(f"ecart {key}", 4, 12) if hours <= 150 else draw(f"ecart {key}", 16, 44)
        wanted = draw(f"sessions {key}", 1, 5)
        dates = [start + timedelta(weeks=gap * index) for index in range(wanted)]
        return [day.isoformat() for day in dates if day <= LAST_DAY]


def main() -> int:
    """Write the file and return how many rows it has."""
    return write("offres_exemple.csv", HEADER, Catalogue(read("certifications.csv"), read_towns()).rows())
