"""Label groups: other words for a title, by the codes its offers carry."""

from __future__ import annotations

from pathlib import Path

import pytest

from cpf_tui.catalogue.gazetteer import shipped_gazetteer
from cpf_tui.catalogue.importers import RejectFile
from cpf_tui.catalogue.importers.offres import Offers
from cpf_tui.catalogue.importers.reading import Source
from cpf_tui.catalogue.index.build import build_index
from cpf_tui.catalogue.index.labels import LabelGroups, LabelKind, Labels, LabelSource
from cpf_tui.catalogue.index.opened import OpenIndex
from cpf_tui.catalogue.query.engine import Engine
from cpf_tui.catalogue.rows import OfferRows, write_offers
from tests.support.offers import COLUMNS, offers, write_csv

WELDING = LabelSource(LabelKind.TOPIC, "romes", {"H2913": ("Soudage manuel",)})
WELDERS = LabelSource(LabelKind.JOB, "romes", {"H2913": ("Braseur / Braseuse", "Soudeur / Soudeuse à l'arc")})


def test_texts_that_fold_alike_are_one_group_of_their_kind() -> None:
    groups = LabelGroups()
    first = groups.of_text(LabelKind.KEYWORD, "Soudage à l'Arc")
    assert groups.of_text(LabelKind.KEYWORD, "soudage a l arc") == first
    assert groups.of_text(LabelKind.CERTIFICATION, "Soudage à l'Arc") != first
    assert groups.texts == ["soudage a l arc"] * 2
    assert groups.kinds == [LabelKind.KEYWORD, LabelKind.CERTIFICATION]


def test_all_the_labels_of_a_code_are_one_group() -> None:
    groups = LabelGroups()
    job = groups.of_code(WELDERS, "H2913")
    assert groups.of_code(WELDERS, "H2913") == job
    assert groups.of_code(WELDING, "H2913") != job
    assert groups.of_code(WELDERS, "A1101") is None
    assert groups.texts == ["braseur braseuse soudeur soudeuse a l arc", "soudage manuel"]


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    """The sample, where one title has a ROME code."""
    rows = [one | {"romes": "H2913|X0000" if one["intitule"] == "Soudage TIG et MIG" else ""} for one in offers()]
    source = Source(write_csv(tmp_path / "offres.csv", rows, (*COLUMNS, "romes")))
    write_offers(tmp_path / "offres.sqlite", Offers([source], RejectFile(tmp_path / "rejets.csv")))
    source.close()
    stored = OfferRows(tmp_path / "offres.sqlite")
    build_index(stored, tmp_path / "index.bin", Labels([WELDING, WELDERS]), shipped_gazetteer())
    stored.close()
    return Engine(OpenIndex(tmp_path / "index.bin"))


def test_a_job_title_finds_the_titles_of_its_code(engine: Engine) -> None:
    answer = engine.search("braseur", 5)
    assert answer is not None
    assert [engine.index.title_texts[int(engine.index.title_of[number])] for number, _ in answer.shown] == [
        "soudage tig et mig"
    ]


def test_the_index_knows_the_kind_of_each_group(engine: Engine) -> None:
    kinds = [LabelKind(int(kind)) for kind in engine.index.label_kinds]
    assert kinds.count(LabelKind.TOPIC) == kinds.count(LabelKind.JOB) == 1
    assert LabelKind.CERTIFICATION in kinds
