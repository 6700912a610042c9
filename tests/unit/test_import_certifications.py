"""The reader of the official export of certifications: tables that complete one another."""

from __future__ import annotations

from pathlib import Path

import pytest

from cpf_tui.catalogue.reference_rows import CertificationRow
from cpf_tui.domain.errors import InvalidInput
from tests.support.imports import read_table, recognised

STANDARD = (
    '"Numero_Fiche";"Intitule";"Abrege_Libelle";"Nomenclature_Europe_Niveau";"Actif"\n'
    '"RNCP1";"Soudeur\nfictif";"TP";"NIV3";"ACTIVE"\n'
    '"RNCP2";"Brodeur fictif";"";"";"INACTIVE"\n'
    '"RNCP1";"Soudeur fictif";"TP";"NIV3";"ACTIVE"\n'
    '"1X";"Sans numéro";"";"";""\n'
    '"RNCP3";"";"";"";""\n'
)
FIRST_YEARS = (
    "Numero_Fiche;Intitule;Date_Fin_Enregistrement;Actif;Etat_Fiche;Nomenclature_Europe_Intitule;Abrege_Code\n"
    "RS7;Habilitation fictive;12/31/21;ACTIVE;Publiée;Sans niveau – non déterminé;Autre\n"
)
ROME = '"Numero_Fiche";"Codes_Rome_Code";"Codes_Rome_Libelle"\n"RNCP1";"H2913";"x"\n"RNCP1";"H2914";"y"\n'
FORMACODE = '"Numero_Fiche";"Formacode_Code";"Formacode_Libelle"\n"RNCP1";"23026";"23026 : x"\n'
CERTIFIERS = '"Numero_Fiche";"Siret_Certificateur";"Nom_Certificateur"\n"RNCP1";"\t00000000100012";"MINISTÈRE FICTIF"\n'
BLOCKS = (
    '"Numero_Fiche";"Bloc_Competences_Code";"Bloc_Competences_Libelle"\n'
    '"RNCP1";"RNCP1BC01";"Souder d’essai"\n"RNCP9";"";"Sans code"\n'
)


def test_the_tables_of_an_export_complete_one_another(tmp_path: Path) -> None:
    read = read_table(tmp_path, "france-competences", BLOCKS, CERTIFIERS, ROME, STANDARD, FORMACODE)
    assert read.rows[:3] == [
        CertificationRow("RNCP1", "Soudeur fictif", 3, "TP", 1, "H2913|H2914", "23026", "MINISTÈRE FICTIF"),
        CertificationRow("RNCP1BC01", "Souder d’essai", 3, "BLOC", 1, "", "", ""),
        CertificationRow("RNCP2", "Brodeur fictif", None, "", 0, "", "", ""),
    ]
    assert read.read == 11
    assert [(one.file, one.line, one.column) for one in read.rejects] == [
        ("france-competences-3.csv", 6, "Numero_Fiche"),
        ("france-competences-3.csv", 7, "Intitule"),
        ("france-competences-0.csv", 3, "Bloc_Competences_Code"),
    ]


def test_the_columns_of_the_first_years_are_known(tmp_path: Path) -> None:
    (row,) = read_table(tmp_path, "france-competences", FIRST_YEARS).rows
    assert row == CertificationRow("RS7", "Habilitation fictive", None, "Autre", 1, "", "", "")


def test_what_completes_a_certification_that_standard_lacks_is_kept(tmp_path: Path) -> None:
    rows = read_table(tmp_path, "france-competences", FIRST_YEARS, ROME).rows
    assert CertificationRow("RNCP1", "", None, "", 1, "H2913|H2914", "", "") in rows


def test_one_table_may_hold_everything(tmp_path: Path) -> None:
    header = "code,intitule,niveau,type,actif,romes,formacodes,nsf,certificateurs\n"
    assert recognised(tmp_path, header) == ["france-competences"]
    (row,) = read_table(
        tmp_path, "france-competences", header + "rncp0001,Soudeur fictif,niveau3,TP,ACTIVE,H2913|H2914,,254,A | B\n"
    ).rows
    assert row == CertificationRow("RNCP1", "Soudeur fictif", 3, "TP", 1, "H2913|H2914", "", "A|B")


def test_an_export_without_its_standard_table_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="Standard"):
        read_table(tmp_path, "france-competences", ROME, BLOCKS)


@pytest.mark.parametrize("table", [STANDARD, FIRST_YEARS, ROME, FORMACODE, CERTIFIERS, BLOCKS])
def test_every_table_of_the_export_is_recognised(tmp_path: Path, table: str) -> None:
    assert recognised(tmp_path, table.splitlines()[0]) == ["france-competences"]


def test_other_tables_of_the_export_are_of_no_use(tmp_path: Path) -> None:
    assert recognised(tmp_path, '"Numero_Fiche";"Ccn_1_Numero";"Ccn_1_Libelle"') == []
