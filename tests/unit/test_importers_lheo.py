"""The `lheo` format: whole offers, the index, and what no XML should make the program do."""

from __future__ import annotations

from pathlib import Path

import pytest

from cpf_tui.catalogue.importers import RejectFile
from cpf_tui.catalogue.importers.lheo import LheoOffers, recognises
from cpf_tui.catalogue.importers.reading import Source
from cpf_tui.catalogue.rows import OfferRow
from cpf_tui.domain.errors import InvalidInput
from tests.support.lheo import SUMMARY, action, formation, write_lheo

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data"


def read(path: Path) -> tuple[list[OfferRow], RejectFile]:
    rejects = RejectFile(path.with_name("rejets.csv"))
    source = Source(path)
    try:
        return list(LheoOffers([source], rejects)), rejects
    finally:
        rejects.close()
        source.close()


def refusal(path: Path) -> str:
    with pytest.raises(InvalidInput) as refused:
        read(path)
    return str(refused.value)


def test_an_action_is_an_offer_with_all_that_is_said_of_it(tmp_path: Path) -> None:
    (offer,), rejects = read(write_lheo(tmp_path / "offres.xml"))

    assert rejects.count == 0
    assert offer == OfferRow(
        id_action="A1",
        repeat=1,
        id_formation="F1",
        title="Soudeur industriel",
        organisation="Atelier du Nord",
        siret="00000001800021",
        certification="RNCP34502",
        certif_info="80735",
        level=3,
        formacodes="23016|23004",
        romes="H2913",
        keywords="",
        insee="59512",
        commune="Roubaix",
        department="Nord",
        region="Hauts-de-France",
        postal_code="59100",
        address="12 rue des Essais",
        latitude=50.69,
        longitude=3.17,
        sessions="2027-03-15|2027-09",
        duration=62050,
        price=125050,
        remote=0,
        prerequisites="Savoir lire un plan",
        rhythm="Temps plein",
        phone="06 00 00 00 00",
        email="atelier@exemple.example",
        example=0,
    )


def test_a_summary_of_the_index_is_an_offer(tmp_path: Path) -> None:
    path = tmp_path / "index.xml"
    path.write_text(SUMMARY, "utf-8")
    (offer,), _rejects = read(path)

    assert (offer.id_action, offer.title, offer.organisation) == ("R1", "Accueil des visiteurs", "Maison des Métiers")
    assert (offer.insee, offer.region, offer.latitude) == ("69383", "Auvergne-Rhône-Alpes", 45.75)
    assert (offer.level, offer.duration, offer.sessions) == (4, 14000, "2027-10-04")


def test_each_action_of_a_training_is_an_offer(tmp_path: Path) -> None:
    rows, _rejects = read(write_lheo(tmp_path / "offres.xml", formation(action("A1"), action("A2"), action(""))))
    assert [row.id_action for row in rows] == ["A1", "A2", "F1/3"]


@pytest.mark.parametrize(("written", "level"), [("4", 3), ("8", 7), ("13", 3), ("18", 8), ("1", None), ("", None)])
def test_levels_of_both_tables_are_those_of_2019(tmp_path: Path, written: str, level: int | None) -> None:
    (offer,), _rejects = read(write_lheo(tmp_path / "offres.xml", formation(level=written)))
    assert offer.level == level


def test_a_postal_code_written_as_insee_code_leads_to_the_commune(tmp_path: Path) -> None:
    (offer,), _rejects = read(write_lheo(tmp_path / "offres.xml", formation(action(insee="59100"))))
    assert offer.insee == "59512"


def test_what_cannot_be_taken_is_set_aside_with_its_line(tmp_path: Path) -> None:
    bad_price, no_title, no_action = formation(action(price="cher")), formation(title="-"), "<formation/>"
    rows, rejects = read(write_lheo(tmp_path / "offres.xml", formation(), bad_price, no_title, no_action))
    assert len(rows) == 1
    assert [(one.column, one.value) for one in rejects.first] == [
        ("prix-total-TTC", "cher"),
        ("intitule-formation", ""),
        ("action", ""),
    ]
    lines = (tmp_path / "offres.xml").read_text("utf-8").splitlines()
    assert "<action" in lines[rejects.first[0].line - 1]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "iso-8859-1", "windows-1252"])
def test_the_encoding_is_the_one_declared(tmp_path: Path, encoding: str) -> None:
    path = write_lheo(tmp_path / "offres.xml", formation(title="Métiers de l’été".replace("’", "'")), encoding=encoding)
    (offer,), _rejects = read(path)
    assert offer.title == "Métiers de l'été"


def test_a_cut_file_is_refused_with_the_place(tmp_path: Path) -> None:
    path = write_lheo(tmp_path / "offres.xml")
    path.write_bytes(path.read_bytes()[:400])
    assert "« offres.xml » est coupé : il s’arrête à la ligne" in refusal(path)


def test_a_malformed_file_is_refused_with_line_and_column(tmp_path: Path) -> None:
    path = write_lheo(tmp_path / "offres.xml")
    path.write_text(path.read_text("utf-8").replace("</rythme-formation>", "</rythme>"), "utf-8")
    assert "« offres.xml », ligne 14, colonne 34" in refusal(path)
    assert "balise fermante" in refusal(path)


@pytest.mark.parametrize(
    "prologue",
    [
        '<!DOCTYPE lheo [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>',
        '<!DOCTYPE lheo [<!ENTITY fichier SYSTEM "file:///etc/hostname">]>',
        '<!DOCTYPE lheo SYSTEM "http://exemple.example/lheo.dtd">',
    ],
)
def test_no_entity_can_be_declared(tmp_path: Path, prologue: str) -> None:
    assert "DOCTYPE" in refusal(write_lheo(tmp_path / "offres.xml", prologue=prologue))


def test_an_endless_record_is_refused_before_memory_is_full(tmp_path: Path) -> None:
    path = write_lheo(tmp_path / "offres.xml", formation(title="<b>" * 200))
    assert "démesurée" in refusal(path)


def test_another_xml_and_an_unknown_encoding_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "autre.xml"
    path.write_text("<html><body/></html>")
    assert "sa racine est « html »" in refusal(path)
    path.write_bytes(b'<?xml version="1.0" encoding="martien"?><lheo/>')
    assert "encodage" in refusal(path)


def test_lheo_is_told_by_its_root(tmp_path: Path) -> None:
    other = tmp_path / "autre.xml"
    other.write_text("<catalogue><lheology/></catalogue>")
    for path, known in ((write_lheo(tmp_path / "offres.xml"), True), (other, False)):
        source = Source(path)
        assert recognises(source.head) is known
        source.close()


@pytest.mark.skipif(not SHARED.is_dir(), reason="the folder of real data is not beside this clone")
@pytest.mark.parametrize(
    ("name", "count"),
    [("lheo-offre-exemple.xml", 1), ("lheo-bts-exemple.xml", 1), ("lheo-index-intercarif-2017.xml", 10)],
)
def test_the_real_samples_are_read_whole(tmp_path: Path, name: str, count: int) -> None:
    sample = tmp_path / name
    sample.symlink_to(SHARED / name)
    rows, rejects = read(sample)
    assert (len(rows), rejects.count) == (count, 0)
    assert all(row.insee and row.certification and row.sessions and row.level for row in rows)
