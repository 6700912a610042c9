"""Imported reference tables: what each changes in the program, seen by a catalogue already open."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from cpf_tui.catalogue.build import import_files
from cpf_tui.catalogue.catalogue import Catalogue, open_catalogue
from cpf_tui.catalogue.consulted import ConsultedReference
from cpf_tui.catalogue.gazetteer import shipped_gazetteer
from cpf_tui.domain.training import Certification, Contact, Organisation, SearchRequest
from cpf_tui.services.search import TrainingSearch
from tests.support.fakes import FakeClock, FakeDatabase
from tests.support.offers import COLUMNS, offers, write_csv

Import = Callable[..., None]

ROME = "code_rome,libelle_rome,appellation\nH2913,Assemblage métallique,Zinguelotier / Zinguelotière\n"
FORMACODE = "Code du Terme;Descripteur en typo riche;Synonymes\n21054;Panification;pétrissage###fournil\n"
CERTIFICATIONS = (
    "code,intitule,niveau,type,actif,romes,formacodes,certificateurs\n"
    "RNCP7,Boulanger fictif,niveau3,CAP,ACTIVE,,21054,MINISTÈRE FICTIF\n"
)


@pytest.fixture
def imported(tmp_path: Path) -> Import:
    """Import texts, each as a file of its own, in one format recognised."""

    def run(*texts: str, add: bool = False) -> None:
        paths = []
        for number, text in enumerate(texts):
            path = tmp_path / f"{abs(hash(text))}-{number}.csv"
            path.write_text(text, "utf-8")
            paths.append(path)
        import_files(paths, tmp_path / "data", add=add)

    return run


@pytest.fixture
def catalogue(tmp_path: Path) -> Iterator[Catalogue]:
    """The sample, open: one offer has a ROME code."""
    rows = [one | {"romes": "H2913" if one["intitule"] == "Soudage TIG et MIG" else ""} for one in offers()]
    import_files([write_csv(tmp_path / "offres.csv", rows, (*COLUMNS, "romes"))], tmp_path / "data")
    opened = open_catalogue(tmp_path / "data")
    opened.warm()
    yield opened
    opened.close()


def titles(catalogue: Catalogue, text: str) -> list[str]:
    return [hit.offer.title for hit in catalogue.search(SearchRequest(text)).hits]


def test_a_job_title_finds_the_offers_of_its_code(catalogue: Catalogue, imported: Import) -> None:
    assert "Soudage TIG et MIG" not in titles(catalogue, "zinguelotière")
    imported(ROME)
    assert titles(catalogue, "zinguelotière") == ["Soudage TIG et MIG"]


def test_the_codes_of_a_certification_count_for_offers_without_any(catalogue: Catalogue, imported: Import) -> None:
    imported(FORMACODE)
    assert "CAP Boulanger" not in titles(catalogue, "fournil")
    imported(CERTIFICATIONS)
    assert titles(catalogue, "fournil") == ["CAP Boulanger"]
    assert titles(catalogue, "panification")[0] == "CAP Boulanger"


def test_the_registers_complete_the_shipped_certifications(catalogue: Catalogue, imported: Import) -> None:
    assert catalogue.certification("RNCP99999") is None
    shipped = catalogue.certification("RNCP34502")
    assert shipped is not None
    header = "code,intitule,niveau,type,actif,romes,formacodes,certificateurs\n"
    imported(
        f"{header}RNCP99999,Titre d’essai,niveau6,TP,ACTIVE,,21054|21055,Un|Deux\n"
        "RNCP34502,Autre titre,niveau8,X,INACTIVE,,11111,Y\nRNCP7,Pain d’essai,niveau3,CAP,ACTIVE,,,\n"
    )
    assert catalogue.certification("RNCP99999") == Certification(
        "RNCP99999", "Titre d’essai", 6, formacode="21054", certifier="Un, Deux", sector="TP"
    )
    assert catalogue.certification("RNCP34502") == replace(shipped, active=False)
    told = catalogue.certification("RNCP7")
    assert told is not None
    assert told.title == "Pain d’essai"
    assert catalogue.certification("RNCP98765") is None


def test_the_published_zip_is_read_as_one_set(tmp_path: Path, catalogue: Catalogue) -> None:
    path = tmp_path / "export.zip"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("Standard.csv", '"Numero_Fiche";"Intitule";"Actif"\n"RNCP7";"Pain d’essai";"ACTIVE"\n')
        packed.writestr("Certificateurs.csv", '"Numero_Fiche";"Nom_Certificateur"\n"RNCP7";"MINISTÈRE FICTIF"\n')
        packed.writestr("CCN.csv", '"Numero_Fiche";"Ccn_1_Numero"\n"RNCP7";"3"\n')
    report = import_files([path], tmp_path / "data")
    assert [Path(name).name for name in report.ignored] == ["CCN.csv"]
    told = catalogue.certification("RNCP7")
    assert told is not None
    assert told.certifier == "MINISTÈRE FICTIF"


def test_imported_lists_replace_the_examples_and_change_what_can_be_used(
    catalogue: Catalogue, imported: Import
) -> None:
    search = TrainingSearch(FakeDatabase(), catalogue, shipped_gazetteer(), FakeClock())
    imported(
        "organismeEditeur;niveau;codeRNCP;codeCertifInfo;codeCPF;public;debutValidite;finValidite\n"
        "COPAREF Nord-Pas-de-Calais;V;2;;130002;DE;01/01/2016;31/12/2016\n"
        "COPAREF Rhône-Alpes;V;1;;130001;DE;05/01/2015;\n"
    )
    scope = search.scope(None, "59100", date(2016, 6, 1))
    assert [hit.offer.certification for hit in search.search(scope, "").hits] == ["RNCP2"]
    assert catalogue.list_rows() is catalogue.list_rows()
    answer = search.eligibility(scope, "RNCP2")
    assert answer.row is not None
    assert (answer.row.body, answer.row.code_cpf) == ("COPAREF Nord-Pas-de-Calais", "130002")
    assert not search.eligibility(search.scope(None, "59100", date(2017, 1, 1)), "RNCP2").eligible
    assert not search.eligibility(scope, "RNCP1").eligible

    imported("organisme_editeur,region,reprend,code_cpf,public\nCOPAREF Picardie,22,Rhône-Alpes,,DE\n", add=True)
    renewed = search.scope(None, "59100", date(2016, 6, 1))
    assert {hit.offer.certification for hit in search.search(renewed, "").hits} == {"RNCP1", "RNCP2"}
    assert "a reprise" in " ".join(map(str, search.eligibility(renewed, "RNCP1").reasons))


def test_imported_places_replace_the_examples(tmp_path: Path, catalogue: Catalogue, imported: Import) -> None:
    reference = ConsultedReference(tmp_path / "data")
    example = reference.places()[0]
    assert reference.place(example.id) == example
    imported("id,nom,code_postal,operateur,horaires\nL1,Mission d’essai,59100,Mission locale,Le lundi\n")
    (place,) = reference.places()
    assert (place.name, place.operator, place.commune, place.hours) == (
        "Mission d’essai",
        "MISSION_LOCALE",
        "Roubaix",
        "Le lundi",
    )
    assert reference.place("L1") == place
    assert reference.place(example.id) is None


def test_imported_organisations_are_known_by_their_siret(
    tmp_path: Path, catalogue: Catalogue, imported: Import
) -> None:
    reference = ConsultedReference(tmp_path / "data")
    assert reference.organisation("00000000100012") is None
    imported("siret,raison_sociale,nda,commune,qualiopi\n00000000100012,ATELIER,11750000001,Roubaix,oui\n")
    assert reference.organisation("00000000100012") == Organisation(
        "00000000100012", "ATELIER", "11750000001", Contact(commune="Roubaix"), qualiopi=True
    )
    assert reference.organisation("") is None
    assert reference.organisation("00000000100013") is None
