"""The trace of trainings, and the document to take away."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from cpf_tui.documents.certificate import Certificate, CertifiedTraining, certificate_pdf, hours_words
from cpf_tui.domain.errors import NotAllowed
from cpf_tui.domain.people import Scope
from cpf_tui.domain.quantity import Quantity
from cpf_tui.domain.records import State
from cpf_tui.i18n import render
from tests.support.dossier_stage import CLEANING, Stage
from tests.support.fakes import ADVISOR, HOLDER, NIR, OTHER_HOLDER


def _followed(stage: Stage) -> None:
    dossier = stage.submitted()
    stage.reply(stage.ask(dossier))
    stage.validate(dossier)
    stage.enter(dossier)
    stage.clock.advance(days=65)
    stage.close(dossier, "100")


def test_the_passport_says_what_paid_for_each_training() -> None:
    stage = Stage()
    assert stage.passports.passport(HOLDER) == ()
    _followed(stage)
    (line,) = stage.passports.passport(HOLDER)
    assert (line.title, line.organisation, line.certification) == (
        "Soudeur assembleur industriel",
        "Afpa Roubaix",
        "RNCP183",
    )
    assert (line.start, line.end, line.ended_on) == (date(2026, 4, 10), date(2026, 6, 12), date(2026, 6, 14))
    assert (line.planned, line.realised, line.debited) == (Quantity.of(120), Quantity.of(100), Quantity.of(100))
    assert [(one.source.split(":")[0], str(one.quantity)) for one in line.hours] == [
        ("DIF", "87,33"),
        ("FINANCEUR", "12,67"),
    ]


def test_an_abandoned_training_is_there_and_debits_nothing_latest_first() -> None:
    stage = Stage(dif="120")
    stage.abandon(stage.in_training())
    stage.clock.advance(days=3)
    stage.close(stage.in_training(CLEANING, planned="35"), "35")
    stage.submitted(CLEANING, planned="35")
    closed, abandoned = stage.passports.passport(HOLDER)
    assert (closed.state, str(closed.debited)) == (State.CLOSED, "35")
    assert (abandoned.state, abandoned.hours, str(abandoned.realised)) == (State.ABANDONED, (), "0")


def test_an_advisor_needs_the_permission_for_the_passport() -> None:
    stage = Stage()
    _followed(stage)
    assert len(stage.passports.passport(ADVISOR, HOLDER.id)) == 1
    stage.authorise(ADVISOR.operator, Scope.HOURS)
    for actor, holder_id in ((ADVISOR, HOLDER.id), (OTHER_HOLDER, HOLDER.id)):
        with pytest.raises(NotAllowed):
            stage.passports.passport(actor, holder_id)
    with pytest.raises(NotAllowed):
        stage.passports.certificate(ADVISOR)


def test_the_certificate_is_a_tagged_pdf_made_twice_the_same() -> None:
    stage = Stage()
    _followed(stage)
    pdf = stage.passports.certificate(HOLDER)
    assert pdf.startswith(b"%PDF-")
    assert b"pdfuaid" in pdf
    assert stage.passports.certificate(HOLDER) == pdf


def test_the_certificate_masks_the_number_and_shows_every_movement(monkeypatch: pytest.MonkeyPatch) -> None:
    stage = Stage()
    _followed(stage)
    given: list[str] = []

    def compile_(_source: bytes, *, sys_inputs: dict[str, str], **_options: object) -> bytes:
        given.append(sys_inputs["data"])
        return b"%PDF-"

    monkeypatch.setattr("typst.compile", compile_)
    stage.passports.certificate(HOLDER)
    assert NIR.compact not in given[0].replace(" ", "")
    assert NIR.masked() in given[0]
    for said in (
        "Claire EXEMPLE",
        "Heures de DIF inscrites (R6323-7)",
        "bloqué 87,33 h",
        "débité 12,67 h, libéré 20 h",
        "Complément non utilisé, rendu au financeur (L6323-4)",
        "Conseil régional",
        "100 h : DIF 87,33 h · Conseil régional 12,67 h",
        "du 10 avril 2026 au 12 juin 2026",
    ):
        assert said in given[0]


@pytest.mark.parametrize("name", ["Zoé [/ #let x = 1", "*gras* $x$ @click", "Émoji 😀 et 漢字", "’" * 200])
def test_no_stored_text_breaks_or_commands_the_typesetter(name: str) -> None:
    empty = Certificate(name, NIR.masked(), date(2026, 4, 10), (), (), ())
    training = CertifiedTraining(name, name, name, hours_words([]))
    for certificate in (empty, replace(empty, trainings=(training,))):
        assert certificate_pdf(certificate).startswith(b"%PDF-")


def test_an_abandoned_training_says_that_nothing_was_used() -> None:
    assert render(hours_words([])) == "aucun droit utilisé"
    assert render(hours_words([("ABONDEMENT", Quantity.of(2))])) == "Abondement 2 h"


def test_an_unknown_funder_is_named_as_stored() -> None:
    assert render(hours_words([("FINANCEUR:INCONNU:x", Quantity.of(2))])) == "INCONNU 2 h"
