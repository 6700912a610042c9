"""Make `listes_exemple.csv` again: one national list, one list for every region of 2015, one branch list.

The real lists of 2015 were never published as open data. These rows are invented, and every one says so (`exemple`).
What they keep of the real ones: the regions of 2015, the codes CPF of CléA and of the VAE, publics and dates, a region
that applies its regional programme, a region that imports the list of another.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from catalog_data.rebuild.common import Row, chance, draw, pick, read, write

HEADER = (
    "organisme_editeur",
    "niveau",
    "region",
    "intitule",
    "code_certification",
    "code_certifinfo",
    "code_cpf",
    "public",
    "debut",
    "fin",
    "exemple",
)

# Regions of 2015, with the codes they had. The lists kept these codes after the mergers of 2016.
OLD_REGIONS = {
    "01": "Guadeloupe",
    "02": "Martinique",
    "03": "Guyane",
    "04": "La Réunion",
    "06": "Mayotte",
    "11": "Île-de-France",
    "21": "Champagne-Ardenne",
    "22": "Picardie",
    "23": "Haute-Normandie",
    "24": "Centre",
    "25": "Basse-Normandie",
    "26": "Bourgogne",
    "31": "Nord-Pas-de-Calais",
    "41": "Lorraine",
    "42": "Alsace",
    "43": "Franche-Comté",
    "52": "Pays de la Loire",
    "53": "Bretagne",
    "54": "Poitou-Charentes",
    "72": "Aquitaine",
    "73": "Midi-Pyrénées",
    "74": "Limousin",
    "82": "Rhône-Alpes",
    "83": "Auvergne",
    "91": "Languedoc-Roussillon",
    "93": "Provence-Alpes-Côte d'Azur",
    "94": "Corse",
}
REGIONAL_PROGRAMME = "06"  # adopted no list: its regional programme applies (L6323-21)
IMPORTS = {"25": "23"}  # applies the list of the other region

CLEA, VAE = "RS5080", "VAE"
WELDING = "Soudage et métallurgie"
OPEN, SEEKERS, EMPLOYEES = "TOUT_PUBLIC", "DE", "SALARIE"
FIRST_DAY = "2015-01-05"


class Source(NamedTuple):
    """Whose list a row is on."""

    body: str
    level: str
    region: str = ""


class Terms(NamedTuple):
    """For whom a row holds, and when."""

    public: str
    start: str = FIRST_DAY
    end: str = ""


# On no list at all: the program must be able to explain that too.
NOWHERE = frozenset({"RNCP28353", "RNCP8940", "RNCP34126", "RNCP30092", "RS3130", "RNCP28094", "RNCP13645"})

# The national list: the code, and the public where it is not everybody.
NATIONAL = {
    **dict.fromkeys(("RNCP27470", "RS5674", "RNCP29885", "RNCP872"), OPEN),
    **dict.fromkeys(("RS5616", "RS3936", "RS5199", "RS5875", "RS8", "RS5252", "RS5784", "RS5785", "RS137"), OPEN),
    **dict.fromkeys(("RS6563", "RS6559", "RS6151", "RS101", "RS5871", "RS46", "RS5457", "RS5456", "RS5460"), OPEN),
    **dict.fromkeys(("RS5462", "RS5454", "RS5455", "RS5463", "RS93"), OPEN),
    **dict.fromkeys(("RNCP4821", "RNCP37715", "RNCP25467", "RNCP36004", "RNCP4495", "RNCP35830", "RNCP28048"), OPEN),
    **dict.fromkeys(("RNCP4496", "RNCP35832", "RNCP4812", "RNCP36542", "RNCP1008", "RNCP5863"), OPEN),
    **dict.fromkeys(("RNCP26650", "RNCP34095", "RNCP18704", "RNCP5226", "RNCP6993", "RNCP31096", "RNCP34157"), OPEN),
    **dict.fromkeys(("RNCP888", "RNCP435", "RNCP30328", "RNCP31116", "RNCP319", "RNCP473", "RNCP889"), OPEN),
    **dict.fromkeys(("RNCP1805", "RNCP22270", "RNCP183", "RNCP407", "RNCP4847"), OPEN),
    **dict.fromkeys(("RNCP1884", "RNCP1883", "RNCP31085", "RNCP1852", "RNCP34857", "RS156", "RS168"), OPEN),
    **dict.fromkeys(("RNCP8812", "RNCP13620", "RNCP34031", "RNCP34030", "RNCP1893", "RNCP12504"), OPEN),
    **dict.fromkeys(("RNCP193", "RNCP1212", "RNCP5881", "RNCP4113", "RNCP31677", "RNCP31059", "RNCP32360"), OPEN),
    **dict.fromkeys(("RNCP31114", "RNCP31678", "RNCP225", "RNCP31115", "RNCP26602"), OPEN),
    **dict.fromkeys(("RNCP247", "RNCP403", "RNCP492", "RNCP34825"), OPEN),
    **dict.fromkeys(("RNCP34054", "RS5641", "RNCP278", "RNCP34670", "RNCP31041", "RNCP27118", "RNCP24928"), OPEN),
    **dict.fromkeys(("RNCP211", "RNCP184", "RNCP2469", "RNCP4964", "RNCP4965"), OPEN),
    **dict.fromkeys(("RS5054", "RS5055", "RS5081", "RS5801", "RNCP34860", "RNCP280", "RNCP399"), SEEKERS),
    **dict.fromkeys(("RS158", "RS169", "RS6269", "RS5642", "RS5643", "RNCP4875"), EMPLOYEES),
}
NATIONAL_ENDED = {"RNCP9467": "2018-12-31", "RNCP541": "2021-08-31", "RNCP684": "2020-08-31"}

# Welding, region by region, written by hand: the explanations are shown with these.
WELDING_ROWS: dict[str, tuple[tuple[str, Terms], ...]] = {
    "31": (
        ("RNCP34502", Terms(SEEKERS)),
        ("RNCP4672", Terms(SEEKERS, end="2030-12-31")),
        ("RNCP34858", Terms(OPEN, "2016-03-01")),
        ("RNCP1864", Terms(SEEKERS, end="2019-12-31")),
        ("RS550", Terms(EMPLOYEES)),
        ("RNCP36169", Terms(SEEKERS, "2027-07-01")),
    ),
    "22": (("RS365", Terms(SEEKERS)), ("RNCP34612", Terms(SEEKERS, end="2031-06-30"))),
    "82": (
        ("RNCP34502", Terms(SEEKERS)),
        ("RNCP34738", Terms(SEEKERS)),
        ("RS366", Terms(OPEN)),
        ("RNCP34612", Terms(SEEKERS)),
    ),
    "52": (
        ("RNCP34738", Terms(OPEN, end="2032-12-31")),
        ("RNCP34135", Terms(SEEKERS)),
        ("RNCP1864", Terms(SEEKERS)),
    ),
    "73": (("RNCP34738", Terms(SEEKERS)), ("RNCP34135", Terms(SEEKERS))),
    "41": (("RNCP24919", Terms(SEEKERS)), ("RNCP34502", Terms(SEEKERS))),
    "42": (("RNCP24919", Terms(OPEN)), ("RNCP14636", Terms(OPEN))),
    "23": (("RNCP34502", Terms(SEEKERS)), ("RNCP34612", Terms(OPEN))),
    "11": (("RNCP34502", Terms(SEEKERS)), ("RNCP5920", Terms(SEEKERS))),
    "26": (("RNCP34502", Terms(SEEKERS, end="2030-12-31")), ("RNCP34738", Terms(EMPLOYEES))),
    "93": (("RNCP34738", Terms(SEEKERS, end="2024-12-31")), ("RNCP34502", Terms(SEEKERS))),
    "72": (("RNCP34502", Terms(SEEKERS, "2016-01-04")), ("RS5692", Terms(OPEN))),
}
BRANCHES = {
    "CPNE de la métallurgie": ("RNCP34172", "RS550", "RNCP34989", "RNCP34738"),
    "CPNE du commerce de détail alimentaire": ("RNCP32092", "RNCP32101", "RNCP32104", "RNCP32105"),
    "CPNE des hôtels, cafés, restaurants": ("RNCP31329", "RNCP31401", "RNCP31333", "RNCP34421"),
}


def body_name(region: str) -> str:
    """Name of the body whose list applies in a region of 2015."""
    region = IMPORTS.get(region, region)
    if region == REGIONAL_PROGRAMME:
        return f"Programme régional de formation – {OLD_REGIONS[region]}"
    return f"COPAREF {OLD_REGIONS[region]}"


class Lists:
    """Builds the rows; the code CPF of a row is 9 followed by the certification's rank and the list's."""

    def __init__(self, certifications: list[Row]) -> None:
        self.certifications = {row["code"]: row for row in certifications}
        self._rank = {code: rank for rank, code in enumerate(self.certifications, start=1)}

    def row(self, source: Source, code: str, terms: Terms, code_cpf: str = "") -> dict[str, str]:
        """One row of a list."""
        variant = 0 if source.level == "NATIONAL" else draw(f"cpf {source.level} {source.region or source.body}", 1, 9)
        return {
            "organisme_editeur": source.body,
            "niveau": source.level,
            "region": source.region,
            "intitule": self.certifications[code]["intitule"],
            "code_certification": code,
            "code_certifinfo": "",
            "code_cpf": code_cpf or str(900000 + self._rank[code] * 10 + variant),
            "public": terms.public,
            "debut": terms.start,
            "fin": terms.end,
            "exemple": "oui",
        }

    def national(self) -> Iterator[dict[str, str]]:
        """Rows of the national list, CléA and VAE first."""
        source = Source("COPANEF", "NATIONAL")
        for code_cpf in ("201", "207", "208"):
            yield self.row(source, CLEA, Terms(OPEN), code_cpf)
        yield self.row(source, VAE, Terms(OPEN), "200")
        for code, public in NATIONAL.items():
            yield self.row(source, code, Terms(public))
        for code, end in NATIONAL_ENDED.items():
            yield self.row(source, code, Terms(OPEN, end=end))

    def regional(self, region: str) -> Iterator[dict[str, str]]:
        """Rows of one region of 2015."""
        origin = IMPORTS.get(region, region)
        programme = region == REGIONAL_PROGRAMME  # for job seekers only
        source = Source(body_name(region), "PROGRAMME" if programme else "REGION", region)
        for code, terms in WELDING_ROWS.get(origin, ()):
            yield self.row(source, code, terms)
        for code, row in self.certifications.items():
            if row["domaine"] == WELDING or code in NOWHERE or code in (CLEA, VAE):
                continue
            percent = 9 if code in NATIONAL else 24
            if chance(f"liste {origin} {code}", percent):
                terms = self._terms(f"{origin} {code}")
                yield self.row(source, code, terms._replace(public=SEEKERS) if programme else terms)

    @staticmethod
    def _terms(key: str) -> Terms:
        number = draw(f"public {key}", 1, 100)
        public = SEEKERS if number <= 62 else OPEN if number <= 88 else EMPLOYEES
        start = pick(f"debut {key}", (FIRST_DAY, FIRST_DAY, "2015-06-01", "2016-01-04", "2017-01-02"))
        end = pick(f"fin {key}", ("", "", "", "2030-12-31", "2032-06-30"))
        number = draw(f"dates {key}", 1, 100)
        if number <= 9:
            end = pick(f"fini {key}", ("2018-12-31", "2020-12-31", "2023-08-31", "2025-12-31"))
        elif number <= 13:
            start = pick(f"futur {key}", ("2027-07-01", "2027-09-01", "2028-01-03"))
        return Terms(public, start, end)

    def branches(self) -> Iterator[dict[str, str]]:
        """Rows of the branch lists, for employees."""
        for body, codes in BRANCHES.items():
            for code in codes:
                yield self.row(Source(body, "BRANCHE"), code, Terms(EMPLOYEES))


def main() -> int:
    """Write the file and return how many rows it has."""
    lists = Lists(read("certifications.csv"))
    rows: list[Iterable[dict[str, str]]] = [lists.national()]
    rows += [lists.regional(region) for region in OLD_REGIONS]
    rows.append(lists.branches())
    return write("listes_exemple.csv", HEADER, (row for part in rows for row in part))
