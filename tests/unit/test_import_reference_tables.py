"""The readers of reference tables: Formacode, ROME, organisations."""

from __future__ import annotations

from pathlib import Path

import pytest

from cpf_tui.catalogue.importers.rejects import BadRow
from cpf_tui.catalogue.importers.values import certification_code, day, degrees, joined, level, renamed
from cpf_tui.catalogue.reference_rows import FormacodeRow, OrganisationRow, RomeRow
from cpf_tui.domain.errors import InvalidInput
from tests.support.imports import read_table, recognised


def test_a_thesaurus_is_read_with_its_synonyms(tmp_path: Path) -> None:
    read = read_table(
        tmp_path,
        "formacode",
        "Code du Terme;Descripteur en majuscules;Descripteur en typo riche;Synonymes;Synonymes métier\n"
        "23026;SOUDAGE;Soudage fictif;brasage###soudure;braseur###braseuse\n"
        "2302;COURT;Court;;\n"
        "23027;SANS;;;\n",
    )
    assert read.rows == [FormacodeRow("23026", "Soudage fictif", "brasage|soudure", "braseur|braseuse")]
    assert [(one.line, one.column) for one in read.rejects] == [(3, "code"), (4, "libelle")]


def test_job_titles_and_labels_may_come_apart(tmp_path: Path) -> None:
    titles = read_table(tmp_path, "rome", "code_rome,libelle_appellation_long\nh2913,Soudeur / Soudeuse\nH29,X\n")
    assert titles.rows == [RomeRow("H2913", "", "Soudeur / Soudeuse")]
    assert titles.rejects[0].column == "code_rome"
    labels = read_table(tmp_path, "rome", "code_rome;libelle_rome\nH2913;Soudage manuel\nH2914;\n")
    assert labels.rows == [RomeRow("H2913", "Soudage manuel", "")]
    assert labels.rejects[0].line == 3


def test_organisations_are_known_by_their_siret(tmp_path: Path) -> None:
    read = read_table(
        tmp_path,
        "organismes",
        "siret,nda,enseigne,entreprise_raison_sociale,numero_voie,nom_voie,code_postal,localite,info_qualiopi_info\n"
        "000 000 001 00012,11 75000 0001,L’Atelier fictif,ATELIER SA,3,RUE DE L’ESSAI,59100,ROUBAIX,OUI\n"
        "00000000200010,sans,,ÉCOLE SARL,,,,,NON\n"
        "123,,,X,,,,,\n"
        "00000000300018,,,Y,,,,,peut-être\n",
    )
    assert read.rows == [
        OrganisationRow("00000000100012", "11750000001", "ATELIER SA", "3 RUE DE L’ESSAI", "59100", "ROUBAIX", 1),
        OrganisationRow("00000000200010", "", "ÉCOLE SARL", "", "", "", 0),
    ]
    assert [one.column for one in read.rejects] == ["siret", "qualiopi"]


def test_the_columns_of_the_public_list_are_known(tmp_path: Path) -> None:
    header = (
        "numeroDeclarationActivite;denomination;siren;siretEtablissementDeclarant;"
        "adressePhysiqueOrganismeFormation.voie;adressePhysiqueOrganismeFormation.codePostal;"
        "adressePhysiqueOrganismeFormation.ville;certifications.actionsDeFormation"
    )
    assert recognised(tmp_path, header) == ["organismes"]
    text = f"{header}\n11750000001;ATELIER;000000001;00012;3 RUE DE L’ESSAI;59100;ROUBAIX;true\n"
    assert read_table(tmp_path, "organismes", text).rows == [
        OrganisationRow("00000000100012", "11750000001", "ATELIER", "3 RUE DE L’ESSAI", "59100", "ROUBAIX", 1)
    ]


def test_a_table_without_a_column_it_needs_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="code_rome"):
        read_table(tmp_path, "rome", "appellation\nSoudeur\n")


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ("Code du Terme;Descripteur en typo riche;Synonymes", "formacode"),
        ("code_rome,libelle_rome,appellation", "rome"),
        ("siret,nda,enseigne,entreprise_raison_sociale", "organismes"),
        ("id_formation,id_action,intitule,organisme_nom,organisme_siret,lieu_insee,romes", "offres"),
    ],
)
def test_each_table_is_recognised_by_one_format_only(tmp_path: Path, header: str, name: str) -> None:
    assert recognised(tmp_path, header) == [name]


@pytest.mark.parametrize(
    ("written", "read"),
    [("31/12/2016", "2016-12-31"), ("2016-06-01", "2016-06-01"), ("1/2/2016", "2016-02-01"), ("", "")],
)
def test_days_are_read_as_sources_write_them(written: str, read: str) -> None:
    assert day("debut", written) == read


@pytest.mark.parametrize("written", ["31/02/2016", "2016", "12/31/16", "hier"])
def test_what_is_no_day_is_refused(written: str) -> None:
    with pytest.raises(BadRow, match="jour attendu"):
        day("debut", written)


def test_columns_are_known_under_several_names() -> None:
    names = {"code_rncp": ("codeRNCP",), "niveau": ("Nomenclature_Europe_Niveau", "Nomenclature_Europe_Intitule")}
    header = ["Code RNCP", "nomenclature_europe_intitule", "NOMENCLATURE_EUROPE_NIVEAU", "Autre"]
    assert renamed(header, names) == ["code_rncp", "nomenclature_europe_intitule", "niveau", "Autre"]
    assert renamed(["CODE_RNCP"], names) == ["code_rncp"]


def test_values_are_read_one_way() -> None:
    assert [level(one) for one in ("niveau5", "NIV5", "Niveau 5", "5", "Sans niveau", "")] == [5, 5, 5, 5, None, None]
    assert [certification_code(one) for one in ("rncp 0183", "183", "RS5080", "")] == [
        "RNCP183",
        "RNCP183",
        "RS5080",
        "",
    ]
    assert degrees("latitude", "45,94", 90) == degrees("latitude", "45.94", 90) == 45.94
    assert joined("a###b | a|") == "a|b"
