"""The readers of the lists of eligible trainings and of the places of advice."""

from __future__ import annotations

from pathlib import Path

import pytest

from cpf_tui.catalogue.reference_rows import ListEntryRow, PlaceRow
from tests.support.imports import read_table, recognised

OFFICIAL = "organismeEditeur;niveau;intitule;certificateur;codeRNCP;codeInventaire;codeCertifInfo;codeCPF;public"
DATED = f"{OFFICIAL};debutValidite;finValidite"
OURS = "organisme_editeur,niveau,region,reprend,code_certification,code_cpf,public,debut,fin"


def row(text: str, tmp_path: Path, header: str = DATED) -> ListEntryRow:
    read = read_table(tmp_path, "listes-cpf", f"{header}\n{text}\n")
    assert not read.rejects
    first: ListEntryRow = read.rows[0]
    return first


def test_an_official_row_is_read_with_its_dates(tmp_path: Path) -> None:
    text = "COPAREF Nord-Pas-de-Calais;V;Soudeur fictif;X;1234;0;56789;130001;Demandeurs d'emploi;05/01/2015;31/12/2016"
    assert row(text, tmp_path) == ListEntryRow(
        body="COPAREF Nord-Pas-de-Calais",
        level="REGION",
        region="31",
        certification="RNCP1234",
        code_cpf="130001",
        public="DE",
        start="2015-01-05",
        end="2016-12-31",
        certif_info="56789",
        title="Soudeur fictif",
        example=0,
        taken_from="",
    )


@pytest.mark.parametrize(
    ("body", "level", "region"),
    [
        ("COPANEF", "NATIONAL", ""),
        ("COPAREF de la Réunion", "REGION", "04"),
        ("COPAREF d'Île-de-France", "REGION", "11"),
        ("Coparef PACA", "REGION", "93"),
        ("COPAREF Hauts-de-France", "REGION", "32"),
        ("CPNE de la métallurgie", "BRANCHE", ""),
        ("CPNEF fictive", "BRANCHE", ""),
        ("Programme régional de formation – Mayotte", "PROGRAMME", "06"),
        ("Conseil régional de Bretagne", "PROGRAMME", "53"),
    ],
)
def test_the_body_says_the_list_and_its_region(tmp_path: Path, body: str, level: str, region: str) -> None:
    read = row(f"{body};IV;X;;1;;;1;Tout public;;", tmp_path)
    assert (read.level, read.region, read.start, read.end) == (level, region, "2015-01-05", "")


@pytest.mark.parametrize(
    ("written", "public"),
    [
        ("Tout public", "TOUT_PUBLIC"),
        ("TOUT_PUBLIC", "TOUT_PUBLIC"),
        ("Tous publics", "TOUT_PUBLIC"),
        ("Demandeur d'emploi", "DE"),
        ("DE", "DE"),
        ("Salariés", "SALARIE"),
        ("Salariés et demandeurs d'emploi", "TOUT_PUBLIC"),
    ],
)
def test_publics_are_read_as_sources_write_them(tmp_path: Path, written: str, public: str) -> None:
    assert row(f"COPANEF;;X;;1;;;1;{written};;", tmp_path).public == public


@pytest.mark.parametrize(
    ("codes", "certification", "certif_info"),
    [
        ("RNCP1;2;3;1", "RNCP1", "3"),
        ("0;2203;;1", "RS2203", ""),
        (";;55;1", "", "55"),
        (";;0;200", "VAE", ""),
    ],
)
def test_a_certification_has_one_number_at_least(
    tmp_path: Path, codes: str, certification: str, certif_info: str
) -> None:
    read = row(f"COPANEF;;X;;{codes};Tout public;;", tmp_path)
    assert (read.certification, read.certif_info) == (certification, certif_info)


def test_a_region_may_take_the_list_of_another(tmp_path: Path) -> None:
    text = "COPAREF Basse-Normandie,,,Bretagne,,,DE,2015-06-01,2016-12-31"
    read = row(text, tmp_path, OURS)
    assert (read.level, read.region, read.taken_from, read.start) == ("REPRISE", "25", "53", "2015-06-01")


def test_the_list_of_a_merged_region_is_taken_under_every_code(tmp_path: Path) -> None:
    read = read_table(tmp_path, "listes-cpf", f"{OURS}\nCOPAREF Bretagne,,53,Normandie,,,DE,,\n")
    assert [one.taken_from for one in read.rows] == ["28", "25", "23"]
    assert read.read == 1


def test_a_region_may_say_that_it_has_no_list(tmp_path: Path) -> None:
    read = row("Conseil régional fictif,SANS LISTE,6,,,,DE,,", tmp_path, OURS)
    assert (read.level, read.region, read.certification) == ("SANS_LISTE", "06", "")


@pytest.mark.parametrize(
    ("text", "column"),
    [
        ("Association;;X;;1;;;1;Tout public;;", "organisme_editeur"),
        ("COPAREF Atlantide;;X;;1;;;1;Tout public;;", "organisme_editeur"),
        ("COPANEF;;X;;1;;;1;Les oiseaux;;", "public"),
        ("COPANEF;;X;;;;;1;Tout public;;", "code_rncp"),
        ("COPANEF;;X;;1;;;1;Tout public;31/02/2016;", "debut"),
        ("COPANEF;;X;;1;;;1;Tout public;02/01/2016;01/01/2016", "fin"),
        (";;X;;1;;;1;Tout public;;", "organisme_editeur"),
        ("Conseil régional de Bretagne;;X;;1;;;1;Salariés;;", "public"),
    ],
)
def test_a_faulty_row_is_set_aside(tmp_path: Path, text: str, column: str) -> None:
    read = read_table(tmp_path, "listes-cpf", f"{DATED}\n{text}\nCOPANEF;;X;;1;;;1;Tout public;;\n")
    assert [(one.line, one.column) for one in read.rejects] == [(2, column)]
    assert len(read.rows) == 1


@pytest.mark.parametrize("header", [OFFICIAL, DATED, OURS])
def test_lists_are_recognised(tmp_path: Path, header: str) -> None:
    assert recognised(tmp_path, header) == ["listes-cpf"]


PLACES = "nom,code_postal,operateur,commune,telephone,horaires,latitude,longitude,exemple"


def test_a_place_takes_its_commune_from_its_postal_code(tmp_path: Path) -> None:
    read = read_table(tmp_path, "interlocuteurs", f"{PLACES}\nMission fictive,59100,Mission locale,ROUBAIX,,,,,oui\n")
    (place,) = read.rows
    assert isinstance(place, PlaceRow)
    assert (place.operator, place.insee, place.commune, place.example) == ("MISSION_LOCALE", "59512", "Roubaix", 1)
    assert place.id == "MISSION_LOCALE_59512_mission_fictive"
    assert place.latitude is not None
    assert abs(place.latitude - 50.69) < 0.05


def test_agencies_are_read_under_the_columns_of_their_directory(tmp_path: Path) -> None:
    header = "REFERENCE_PE,NOM,CODE_SAFIR,TYPE_SITE,ADRESSE,CODE_POSTAL,COMMUNE,DN_LATITUDE,DN_LONGITUDE"
    assert recognised(tmp_path, header) == ["interlocuteurs"]
    read = read_table(
        tmp_path,
        "interlocuteurs",
        f'{header}\nFIC1,ROUBAIX EN ESSAI,00001,ALE,NULL,59061,ROUBAIX,"50,69","3,17"\n'
        "FIC2,DIRECTION,00002,DRA,X,59100,ROUBAIX,NULL,NULL\n",
    )
    (place,) = read.rows
    assert (place.id, place.name, place.address) == ("FIC1", "Pôle emploi Roubaix en Essai", "")
    assert (place.insee, place.latitude, place.longitude) == ("59512", 50.69, 3.17)
    assert read.rejects[0].column == "type_site"


@pytest.mark.parametrize(
    ("text", "column"),
    [
        ("Lieu,59100,Les Scouts,Roubaix,,,,,", "operateur"),
        ("Lieu,00000,APEC,Atlantide,,,,,", "code_postal"),
        ("Lieu,59100,APEC,Roubaix,,,999,3,", "latitude"),
        (",59100,APEC,Roubaix,,,,,", "nom"),
    ],
)
def test_a_faulty_place_is_set_aside(tmp_path: Path, text: str, column: str) -> None:
    read = read_table(tmp_path, "interlocuteurs", f"{PLACES}\n{text}\n")
    assert [one.column for one in read.rejects] == [column]
    assert not read.rows
