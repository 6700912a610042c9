"""The `mcf` format: the open data of Mon compte formation."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from cpf_tui.catalogue.importers import RejectFile
from cpf_tui.catalogue.importers.mcf import OPTIONAL, REQUIRED, McfOffers, recognises
from cpf_tui.catalogue.importers.reading import Source
from cpf_tui.catalogue.rows import OfferRow

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data" / "mcf-catalogue-echantillon-2024-07.csv"
ROW = {
    "siret": "00000001800021",
    "nom_of": "ATELIER DU NORD",
    "intitule_certification": "Traitement de texte (exemple)",
    "code_certifinfo": "112860",
    "nom_departement": "Nord",
    "nom_region": "Hauts-de-France",
    "code_departement": "59.0",
    "code_region": "32.0",
    "type_referentiel": "RS",
    "code_inventaire": "6205",
    "code_rncp": "-1",
    "libelle_niveau_sortie_formation": "BAC+2 (NIVEAU 5)",
    "code_formacode_1": "70332",
    "code_formacode_2": "15052.0",
    "code_formacode_3": "15052",
    "libelle_code_formacode_principal": "Bureautique",
    "nombre_heures_total_mean": "14",
    "frais_ttc_tot_mean": "1365.3333333333333",
    "nb_session_active": "4",
    "nb_session_a_distance": "0",
}


def read(tmp_path: Path, **changes: str) -> tuple[list[OfferRow], RejectFile]:
    path = tmp_path / "mcf.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, (*REQUIRED, *OPTIONAL), delimiter=";", restval="")
        writer.writeheader()
        writer.writerow(ROW | changes)
    source, rejects = Source(path), RejectFile(tmp_path / "rejets.csv")
    rows = list(McfOffers([source], rejects))
    source.close()
    rejects.close()
    return rows, rejects


def read_one(tmp_path: Path, **changes: str) -> OfferRow:
    (row,), rejects = read(tmp_path, **changes)
    assert rejects.count == 0
    return row


def test_a_row_is_an_offer_in_a_departement(tmp_path: Path) -> None:
    offer = read_one(tmp_path)
    assert (offer.title, offer.organisation) == ("Traitement de texte (exemple)", "ATELIER DU NORD")
    assert (offer.certification, offer.certif_info, offer.level) == ("RS6205", "112860", 5)
    assert (offer.insee, offer.department, offer.region) == ("", "Nord", "Hauts-de-France")
    assert (offer.duration, offer.price, offer.remote) == (1400, 136533, 0)
    assert (offer.formacodes, offer.keywords) == ("70332|15052", "Bureautique")
    assert (offer.id_formation, offer.id_action) == ("00000001800021_RS6205", "00000001800021_RS6205_59")


def test_its_own_number_and_title_come_first(tmp_path: Path) -> None:
    offer = read_one(tmp_path, numero_formation="00000001800021_WORD", intitule_formation="Word en deux jours")
    assert (offer.title, offer.id_action) == ("Word en deux jours", "00000001800021_WORD_59")


@pytest.mark.parametrize(
    ("changes", "title"),
    [
        ({"type_referentiel": "RNCP", "code_rncp": "34502.0"}, "Soudeur assembleur industriel"),  # shipped
        ({"type_referentiel": "RNCP", "code_rncp": "999999"}, "Formation RNCP999999"),
        ({"type_referentiel": "", "code_inventaire": ""}, "Bureautique"),
    ],
)
def test_without_a_title_something_sober_stands_for_it(tmp_path: Path, changes: dict[str, str], title: str) -> None:
    assert read_one(tmp_path, intitule_certification="", **changes).title == title


def test_the_other_columns_of_the_certification_are_read_too(tmp_path: Path) -> None:
    offer = read_one(tmp_path, type_referentiel="", type_certif="RNCP", id_certif="37873")
    assert offer.certification == "RNCP37873"


def test_what_the_source_writes_as_zero_is_unknown(tmp_path: Path) -> None:
    offer = read_one(tmp_path, nombre_heures_total_mean="0", frais_ttc_tot_mean="")
    assert (offer.duration, offer.price) == (None, None)


@pytest.mark.parametrize(
    ("sessions", "away", "department", "remote"),
    [("4", "4", "59", 1), ("4", "1", "59", 0), ("4", "1", "", 1), ("4", "0", "", 0), ("", "", "59", 0)],
)
def test_distance_is_what_all_sessions_are(
    tmp_path: Path, sessions: str, away: str, department: str, remote: int
) -> None:
    offer = read_one(tmp_path, nb_session_active=sessions, nb_session_a_distance=away, code_departement=department)
    assert offer.remote == remote


def test_a_code_alone_names_the_departement_and_the_region(tmp_path: Path) -> None:
    offer = read_one(tmp_path, nom_departement="", nom_region="", code_departement="6.0", code_region="93.0")
    assert (offer.department, offer.region) == ("Alpes-Maritimes", "Provence-Alpes-Côte d'Azur")


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("siret", "123"),
        ("frais_ttc_tot_mean", "gratuit"),
        ("nombre_heures_total_mean", "-5"),
    ],
)
def test_a_row_that_cannot_be_taken_is_set_aside(tmp_path: Path, column: str, value: str) -> None:
    rows, rejects = read(tmp_path, **{column: value})
    assert rows == []
    assert [(one.line, one.column, one.value) for one in rejects.first] == [(2, column, value)]


def test_a_training_without_any_name_is_set_aside(tmp_path: Path) -> None:
    nameless = {"intitule_certification": "", "type_referentiel": "", "libelle_code_formacode_principal": ""}
    assert read(tmp_path, **nameless)[1].first[0].column == "intitule_certification"


@pytest.mark.skipif(not SHARED.exists(), reason="the sample of Mon compte formation is not beside the project")
def test_the_real_sample_is_read_whole(tmp_path: Path) -> None:
    source, rejects = Source(SHARED), RejectFile(tmp_path / "rejets.csv")
    assert recognises(source.head)
    rows = list(McfOffers([source], rejects))
    assert (len(rows), rejects.count) == (200, 0)
    assert all(row.title and row.price for row in rows)
    assert all(row.certification for row in rows)
    source.close()
