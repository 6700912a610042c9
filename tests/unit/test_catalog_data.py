"""What the shipped tables promise the rest of the program."""

from __future__ import annotations

import csv
import re
import tomllib
import unicodedata
from collections import Counter, defaultdict
from datetime import date
from functools import cache

import pytest
from stdnum.fr import siret

from catalog_data import data_path
from catalog_data.rebuild import listes, offres
from catalog_data.rebuild.common import read_towns

OLD_REGIONS = re.findall(  # the 27 regions of 2015
    r"\d\d", "01 02 03 04 06 11 21 22 23 24 25 26 31 41 42 43 52 53 54 72 73 74 82 83 91 93 94"
)
FICTION_PHONES = ("01 99 00", "02 61 91", "03 53 01", "04 65 71", "05 36 49", "06 39 98")
STEPS = frozenset(
    re.findall(
        r"\w+",
        "information account dif advisor search choice contact dossier validation funding blocked training closing "
        "assistance",
    )
)
TODAY = date(2026, 11, 23).isoformat()
TABLES = (
    "regions.csv",
    "departements.csv",
    "communes.csv",
    "certifications.csv",
    "listes_exemple.csv",
    "offres_exemple.csv",
    "interlocuteurs_exemple.csv",
    "equivalences.csv",
    "diplomes.csv",
    "financeurs.csv",
    "metiers.csv",
)


@cache
def table(name: str) -> list[dict[str, str]]:
    with data_path(name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def codes(name: str, column: str = "code") -> frozenset[str]:
    return frozenset(row[column] for row in table(name))


def usable(code: str, *regions: str) -> bool:
    """A job seeker of these region codes may use the certification today."""
    return any(
        (row["niveau"] == "NATIONAL" or row["region"] in regions)
        and row["public"] in {"DE", "TOUT_PUBLIC"}
        and row["debut"] <= TODAY
        and (not row["fin"] or row["fin"] >= TODAY)
        for row in table("listes_exemple.csv")
        if row["code_certification"] == code
    )


@pytest.mark.parametrize("name", TABLES)
def test_a_table_is_clean_text_in_its_normal_form(name: str) -> None:
    raw = data_path(name).read_bytes()
    text = raw.decode("utf-8")
    assert b"\r" not in raw
    assert unicodedata.is_normalized("NFC", text)
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\ufeff]", text)
    assert all(None not in row and None not in row.values() for row in table(name))  # every row has every column


@pytest.mark.parametrize(
    ("name", "column"),
    [
        ("regions.csv", "code"),
        ("departements.csv", "code"),
        ("communes.csv", "insee"),
        ("certifications.csv", "code"),
        ("offres_exemple.csv", "id_action"),
        ("interlocuteurs_exemple.csv", "id"),
        ("diplomes.csv", "code"),
        ("financeurs.csv", "key"),
        ("metiers.csv", "code_rome"),
    ],
)
def test_keys_are_unique(name: str, column: str) -> None:
    assert len(codes(name, column)) == len(table(name))


def test_every_trade_has_several_everyday_words() -> None:
    for row in table("metiers.csv"):
        words = row["mots"].split("|")
        assert re.fullmatch(r"[A-N]\d{4}", row["code_rome"])
        assert len(words) >= 2
        assert len(set(words)) == len(words)
        assert all(word == word.strip() != "" for word in words)


class TestTerritory:
    def test_the_18_regions_and_their_101_departements_are_there(self) -> None:
        regions = {row["code"]: row["codes"].split("|") for row in table("regions.csv")}
        assert len([code for code in regions if len(code) == 2]) == 18
        assert all(merged[0] == code for code, merged in regions.items())
        departments = {row["code"]: row["region"] for row in table("departements.csv")}
        assert len([code for code, region in departments.items() if len(region) == 2]) == 101
        assert set(departments.values()) == set(regions)

    def test_every_region_of_2015_belongs_to_exactly_one_region_of_today(self) -> None:
        merged = Counter(code for row in table("regions.csv") for code in row["codes"].split("|"))
        assert merged.most_common(1)[0][1] == 1
        assert set(OLD_REGIONS) <= set(merged)
        assert next(row["codes"] for row in table("regions.csv") if row["code"] == "32") == "32|31|22"

    def test_every_commune_has_its_region_a_postal_code_and_a_point(self) -> None:
        regions = {row["code"]: row["region"] for row in table("departements.csv")}
        for row in table("communes.csv"):
            assert re.fullmatch(r"\d[\dAB]\d{3}", row["insee"])
            assert regions[row["departement"]] == row["region"]
            assert re.fullmatch(r"\d{5}(\|\d{5})*", row["codes_postaux"]), row
            assert row["precision"] in {"exacte", "approchee"}
            assert -90 < float(row["latitude"]) < 90
            assert -180 < float(row["longitude"]) < 180

    def test_a_postal_code_finds_the_place_people_mean(self) -> None:
        found = defaultdict(list)
        for row in table("communes.csv"):
            for code in row["codes_postaux"].split("|"):
                found[code].append(row["nom"])
        assert found["59100"] == ["Roubaix"]
        assert found["75011"] == ["Paris 11e Arrondissement"]
        assert found["75000"] == ["Paris"]
        assert "Lille" in found["59000"]


class TestCertifications:
    def test_there_are_enough_and_their_codes_are_those_of_the_registers(self) -> None:
        rows = table("certifications.csv")
        assert len(rows) >= 300
        for row in rows:
            assert re.fullmatch(r"(RNCP|RS)[1-9]\d{0,4}|VAE", row["code"])
            assert row["code"].startswith(row["type"])
            assert row["niveau"] in {"", "3", "4", "5", "6", "7", "8"}
            assert re.fullmatch(r"(\d{5})?", row["formacode"])
            assert row["intitule"]
            assert row["nature"]

    def test_domains_are_few_and_none_is_empty(self) -> None:
        domains = Counter(row["domaine"] for row in table("certifications.csv"))
        assert "" not in domains
        assert 12 <= len(domains) <= 25
        assert min(domains.values()) >= 5


class TestLists:
    def test_every_row_names_a_known_certification_and_a_known_region(self) -> None:
        regions = {code for row in table("regions.csv") for code in row["codes"].split("|")}
        for row in table("listes_exemple.csv"):
            assert row["code_certification"] in codes("certifications.csv")
            assert row["public"] in {"TOUT_PUBLIC", "DE", "SALARIE"}
            assert (row["niveau"] in {"REGION", "PROGRAMME"}) == bool(row["region"])
            assert row["region"] in regions | {""}
            assert row["exemple"] == "oui"
            start = date.fromisoformat(row["debut"])
            assert not row["fin"] or date.fromisoformat(row["fin"]) >= start

    def test_every_region_of_2015_has_a_list(self) -> None:
        assert codes("listes_exemple.csv", "region") == set(OLD_REGIONS) | {""}

    def test_clea_and_vae_have_their_real_codes_and_the_others_are_obviously_fictitious(self) -> None:
        real = {
            "201": "RS5080",
            "207": "RS5080",
            "208": "RS5080",
            "200": "VAE",
        }
        rows = table("listes_exemple.csv")
        assert {row["code_cpf"]: row["code_certification"] for row in rows if row["code_cpf"] in real} == real
        assert all(row["code_cpf"] in real or re.fullmatch(r"9\d{5}", row["code_cpf"]) for row in rows)

    def test_welding_at_roubaix_shows_every_answer(self) -> None:
        roubaix = ("32", "31", "22")
        assert usable("RNCP34502", *roubaix)  # its own region of 2015
        assert usable("RS365", *roubaix)  # the other merged region
        assert usable("RNCP27470", *roubaix)  # the national list
        assert not usable("RNCP34738", *roubaix)
        assert usable("RNCP34738", "84", "82", "83")  # only after moving
        assert not usable("RNCP1864", *roubaix)  # ended
        assert not usable("RNCP36169", *roubaix)  # not begun
        publics = {r["public"] for r in table("listes_exemple.csv") if r["code_certification"] == "RNCP34172"}
        assert publics == {"SALARIE"}


class TestOffers:
    def test_every_offer_stands_in_a_known_commune_and_leads_to_a_known_certification(self) -> None:
        for row in table("offres_exemple.csv"):
            assert row["lieu_insee"] in codes("communes.csv", "insee")
            assert row["code_rncp"] in codes("certifications.csv")
            assert re.fullmatch(r"(niveau[3-8])?", row["niveau"])
            assert int(row["duree_heures"]) > 0
            assert re.fullmatch(r"\d+\.\d\d", row["prix"])
            assert row["distance"] in {"oui", "non"}
            for start in row["periodes"].split("|"):
                assert date(2026, 12, 1) <= date.fromisoformat(start) <= date(2028, 6, 30)

    def test_every_certification_is_given_in_at_least_three_places_and_every_region_gives_some(self) -> None:
        places = defaultdict(set)
        for row in table("offres_exemple.csv"):
            places[row["code_rncp"]].add(row["lieu_insee"])
        assert set(places) == codes("certifications.csv")
        assert min(len(found) for found in places.values()) >= 3
        assert codes("offres_exemple.csv", "lieu_region") == codes("regions.csv", "nom")

    def test_organisations_are_obviously_examples(self) -> None:
        by_siret = {row["organisme_siret"]: row for row in table("offres_exemple.csv")}
        assert len({row["organisme_nom"] for row in by_siret.values()}) == len(by_siret)
        for number, row in by_siret.items():
            assert siret.is_valid(number)
            assert number.startswith("0000000")
            assert row["organisme_nom"].startswith("Organisme exemple ")

    def test_welding_can_be_learnt_around_roubaix(self) -> None:
        found = {
            (row["lieu_commune"], row["intitule"], row["duree_heures"])
            for row in table("offres_exemple.csv")
            if row["code_rncp"] == "RNCP34502"
        }
        assert ("Roubaix", "Soudage TIG - Initiation", "120") in found
        assert {"Roubaix", "Lille", "Tourcoing"} <= {place for place, _, _ in found}


class TestPlacesOfAdvice:
    def test_every_departement_has_its_three_operators_and_every_region_the_two_others(self) -> None:
        where = {row["insee"]: row for row in table("communes.csv")}
        found: dict[str, set[str]] = defaultdict(set)
        regions: dict[str, set[str]] = defaultdict(set)
        for row in table("interlocuteurs_exemple.csv"):
            found[row["operateur"]].add(where[row["insee"]]["departement"])
            regions[row["operateur"]].add(where[row["insee"]]["region"])
        for operator in ("POLE_EMPLOI", "MISSION_LOCALE", "CAP_EMPLOI"):
            assert found[operator] == codes("departements.csv")
        for operator in ("APEC", "OPACIF"):
            assert regions[operator] >= {code for code in codes("regions.csv") if len(code) == 2}

    def test_roubaix_has_its_own(self) -> None:
        here = {row["operateur"] for row in table("interlocuteurs_exemple.csv") if row["commune"] == "Roubaix"}
        assert here >= {"POLE_EMPLOI", "MISSION_LOCALE"}


def test_the_scripts_give_the_shipped_examples_again() -> None:
    lists = listes.Lists(table("certifications.csv"))
    again = [
        *lists.national(),
        *(row for code in listes.OLD_REGIONS for row in lists.regional(code)),
        *lists.branches(),
    ]
    assert again == table("listes_exemple.csv")
    assert offres.Catalogue(table("certifications.csv"), read_towns()).rows() == table("offres_exemple.csv")


@pytest.mark.parametrize("name", ["offres_exemple.csv", "interlocuteurs_exemple.csv"])
def test_nobody_real_can_be_called_or_written_to(name: str) -> None:
    for row in table(name):
        assert row["telephone"].startswith(FICTION_PHONES)
        assert re.fullmatch(r"\d\d( \d\d){4}", row["telephone"])
        assert row["courriel"].endswith("@exemple.example")
        assert row["exemple"] == "oui"


class TestDiplomas:
    def test_equivalences_name_known_diplomas_natures_and_certifications(self) -> None:
        levels = {row["code"]: row["niveau"] for row in table("diplomes.csv")}
        natures = codes("certifications.csv", "nature")
        for row in table("equivalences.csv"):
            assert levels[row["diplome_detenu"]] == row["niveau_detenu"]
            assert row["nature_visee"] in natures
            assert set(filter(None, row["certifications"].split("|"))) <= codes("certifications.csv")
            assert row["dispense"].endswith(".")
            assert row["reference"]


class TestInformation:
    def test_pages_answer_one_question_each_in_a_few_screens(self) -> None:
        pages = [
            tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(data_path("information").glob("*.toml"))
        ]
        assert len(pages) >= 16
        assert len({page["key"] for page in pages}) == len(pages)
        for page in pages:
            assert set(page) == {"key", "question", "mots_cles", "reponse", "reference", "etapes"}
            assert page["question"].endswith(" ?")
            assert page["reference"]
            assert page["mots_cles"]
            assert 100 < len(page["reponse"]) <= 1250
            assert set(page["etapes"]) <= STEPS
            assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f]", page["reponse"])
        assert {step for page in pages for step in page["etapes"]} == STEPS
