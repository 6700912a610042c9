from __future__ import annotations

from dataclasses import replace

import pytest

from cpf_tui.domain.equivalences import Equivalence
from cpf_tui.domain.errors import NotFound
from cpf_tui.domain.training import Certification, Contact, Offer, Organisation
from cpf_tui.services.project import Project
from cpf_tui.services.search import TrainingSearch
from cpf_tui.services.sheet import TrainingSheets
from tests.support.fakes import (
    ADVISOR,
    HOLDER,
    FakeCatalogue,
    FakeClock,
    FakeDatabase,
    FakeGazetteer,
    FakeReference,
    with_holder,
)
from tests.support.forms import diploma
from widgets.sheet_words import certification_facts, contact_facts

COOKING = Certification("RNCP1", "CAP Cuisine", 3, sector="CAP", prerequisites="niveau 3")
HERE = Offer("o1", "t1", "Cuisinier", "Greta", certification="RNCP1", latitude=50.69, longitude=3.18)
LILLE = replace(HERE, offer_id="o2", latitude=None, longitude=None, insee="59350")
NICE = replace(HERE, offer_id="o3", latitude=43.70, longitude=7.27)
NOWHERE = replace(LILLE, offer_id="o4", insee="")
PLAIN = Offer("o5", "t5", "Initiation", "Afpa", organisation_siret="00000000100012", prerequisites="niveau 6")
LISTED = Organisation("00000000100012", "Afpa d’essai", "11750000001", Contact("", "59100", "Roubaix"), qualiopi=True)
RULE = Equivalence("CAP", 3, "CAP", "Vous pouvez être dispensé des matières générales.")


class Stage:
    """A holder, a catalogue and the services of step 6."""

    def __init__(self) -> None:
        self.database = FakeDatabase()
        with_holder(self.database)
        self.catalogue = FakeCatalogue((NICE, NOWHERE, LILLE, HERE, PLAIN), (COOKING,))
        gazetteer, clock = FakeGazetteer(), FakeClock()
        self.search = TrainingSearch(self.database, self.catalogue, gazetteer, clock)
        reference = FakeReference(rules=(RULE,), organisations=(LISTED,))
        self.sheets = TrainingSheets(self.database, self.catalogue, gazetteer, reference, self.search)
        self.project = Project(self.database, self.catalogue, FakeGazetteer(), clock)


@pytest.fixture
def stage() -> Stage:
    return Stage()


def test_the_others_are_the_nearest_first(stage: Stage) -> None:
    sheet = stage.sheets.sheet(HOLDER, stage.search.scope(HOLDER), "o1")
    assert sheet.certification == COOKING
    assert [offer.offer_id for offer, _ in sheet.others] == ["o2", "o3", "o4"]
    assert sheet.others[0][1] == pytest.approx(11, abs=1)
    assert sheet.others[2][1] is None
    assert sheet.km == pytest.approx(0, abs=0.1)
    assert not sheet.eligibility.eligible


def test_what_the_public_lists_say_of_the_organisation_is_there(stage: Stage) -> None:
    scope = stage.search.scope(HOLDER)
    assert stage.sheets.sheet(HOLDER, scope, "o1").organisation is None
    sheet = stage.sheets.sheet(HOLDER, scope, "o5")
    assert sheet.organisation == LISTED
    said = contact_facts(sheet.offer, sheet.organisation).plain
    assert "Raison sociale : Afpa d’essai" in said
    assert "Adresse déclarée : 59100 Roubaix" in said
    assert "Déclaration d’activité : 11750000001" in said
    assert "Qualiopi : oui" in said


def test_a_certification_that_left_the_register_is_said() -> None:
    assert "répertoire" not in certification_facts(COOKING, HERE).plain
    assert "plus active" in certification_facts(replace(COOKING, active=False), HERE).plain


def test_kept_and_chosen_are_said(stage: Stage) -> None:
    scope = stage.search.scope(HOLDER)
    assert not stage.sheets.sheet(HOLDER, scope, "o1").kept
    stage.project.choose(HOLDER, "o1", "op")
    sheet = stage.sheets.sheet(HOLDER, scope, "o1")
    assert (sheet.kept, sheet.chosen) == (True, True)


def test_the_level_of_the_sign_up_and_diplomas_answer_the_prerequisites(stage: Stage) -> None:
    scope = stage.search.scope(HOLDER)
    assert stage.sheets.sheet(HOLDER, scope, "o1").prerequisites.met is True
    assert stage.sheets.sheet(HOLDER, scope, "o5").prerequisites.met is False
    assert stage.sheets.sheet(None, scope, "o1").prerequisites.met is None


def test_a_declared_diploma_dispenses(stage: Stage) -> None:
    scope = stage.search.scope(HOLDER)
    assert stage.sheets.sheet(HOLDER, scope, "o1").dispensations == ()
    stage.project.add_diploma(HOLDER, "CAP", diploma("CAP Vente"), "op")
    (found,) = stage.sheets.sheet(HOLDER, scope, "o1").dispensations
    assert "CAP Vente" in str(found.sentence)
    assert stage.sheets.sheet(HOLDER, scope, "o5").dispensations == ()


def test_before_sign_in_and_for_an_advisor_nothing_personal_is_read(stage: Stage) -> None:
    scope = stage.search.scope(None)
    reads = stage.database.reads
    for actor in (None, ADVISOR):
        sheet = stage.sheets.sheet(actor, scope, "o1")
        assert not sheet.kept
        assert {km for _, km in sheet.others} == {None}
    assert stage.database.reads == reads


def test_an_offer_that_left_the_catalogue_is_said(stage: Stage) -> None:
    with pytest.raises(NotFound):
        stage.sheets.sheet(HOLDER, stage.search.scope(HOLDER), "x")
