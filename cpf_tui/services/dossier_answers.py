"""The answers of a dossier: what is known before asking, how they are kept, and how one is corrected."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from cpf_tui.domain.cleaning import clean_paragraph
from cpf_tui.domain.eligibility import explain
from cpf_tui.domain.errors import Conflict, InvalidInput
from cpf_tui.domain.lists import Situation
from cpf_tui.domain.people import Holder
from cpf_tui.domain.quantity import ZERO
from cpf_tui.domain.records import Correction, Dossier, DossierEvent, State
from cpf_tui.domain.regime import HOURS, show
from cpf_tui.domain.text import text
from cpf_tui.domain.training import Offer
from cpf_tui.journey.forms.dossier import DossierForm
from cpf_tui.ports import Gazetteer, TrainingCatalogue, UnitOfWork
from cpf_tui.services.dossier_support import Act, Move, apply_move, note
from cpf_tui.services.support import region_names

NO_CONSENT = {"consent_at": None, "consent_quantity": ZERO}
_QUESTIONS = {one.name: one for one in DossierForm.questions()}


def known_answers(offer: Offer, holder: Holder, today: date) -> dict[str, str]:
    """Answer what the offer and the account already say, as a person would type it; never asked twice."""
    known = {"mode": "distance" if offer.remote else "place"}
    if offer.duration:
        known["planned"] = str(offer.duration)
    if offer.price_cents is not None:
        euros, cents = divmod(offer.price_cents, 100)
        known["price"] = f"{euros},{cents:02d}" if cents else str(euros)
    if offer.contact.phone:
        known["contact"] = offer.contact.phone
    if holder.executive:
        known["category"] = "cadre"
    start = min((day for day in map(_full_date, offer.sessions) if day is not None and day >= today), default=None)
    if start is not None:
        known["start"] = f"{start:%d/%m/%Y}"
    return known


def eligibility_words(
    holder: Holder, offer: Offer, gazetteer: Gazetteer, catalogue: TrainingCatalogue, on: date
) -> str:
    """Say whether the training is eligible that day and why: for the advisor, who decides."""
    commune = gazetteer.by_insee(holder.residence)
    codes, name = (commune.region.codes, commune.region.name) if commune else (None, "")
    situation = Situation(holder.employment, codes, name, on)
    found = explain(offer.certification, catalogue.list_rows(), situation, region_names(gazetteer), offer.certif_info)
    said = text("Formation éligible.") if found.eligible else text("Formation non éligible à ce jour.")
    return " ".join(str(one) for one in (said, *found.reasons))


def kept_answers(answers: Mapping[str, str]) -> dict[str, str]:
    """Keep the answers of the form only, as typed but without what controls a terminal or hides text."""
    return {name: clean_paragraph(answers[name]) for name in _QUESTIONS if answers.get(name, "").strip()}


def correct(uow: UnitOfWork, dossier: Dossier, field: str, answer: str, act: Act) -> Dossier:
    """Record the answer to a correction; the last one sends the dossier back, or asks the consent again.

    Answers already corrected may be changed until the last one is: two dates that disagree are corrected one by one.
    Raises `InvalidInput` for a bad answer, `Conflict` when no correction of that answer is expected.
    """
    asked = uow.dossiers.corrections(dossier.id)
    mine = [one for one in _this_round(asked, uow.dossiers.events(dossier.id)) if one.field == field]
    if dossier.state is not State.CORRECTION or not mine:
        raise Conflict("Aucune correction n’est attendue pour cette réponse. Relisez le dossier.")
    question = _QUESTIONS[field]
    question.read(answer)
    answers = kept_answers({**dossier.answers, field: answer})
    waiting = [one for one in asked if one.answered_at is None and one.field != field]
    form, problems = DossierForm.fill(answers)
    if form is None and not waiting:
        raise InvalidInput(problems[0].sentence)
    for one in mine:
        uow.dossiers.update_correction(replace(one, answered_at=act.at))
    shown = question.question.label_of(answers.get(field, ""))
    detail = str(text("{name} : {answer}", name=question.question.name, answer=shown))
    if form is None or waiting:
        changed = uow.dossiers.update(replace(dossier, answers=answers, updated_at=act.at))
        note(uow, changed, act, "correction_answered", detail=detail)
        return changed
    corrected = replace(
        dossier, answers=answers, planned=form.planned, price_cents=form.price, start=form.start, end=form.end
    )
    return _send_back(uow, corrected, detail, act)


def _send_back(uow: UnitOfWork, dossier: Dossier, detail: str, act: Act) -> Dossier:
    """Send the corrected dossier back; longer than what was agreed to, it needs the holder's consent again."""
    bounded = min(dossier.planned, HOURS.training_bound.value)
    if bounded <= dossier.consent_quantity:
        return apply_move(uow, dossier, Move("answer_correction", detail=detail), act)
    lapsed = text(
        "{detail}. La durée dépasse l’accord donné ({consented}) : l’accord est redemandé.",
        detail=detail,
        consented=show(dossier.consent_quantity),
    )
    move = Move("answer_correction", detail=str(lapsed), target=State.DRAFT, changes=NO_CONSENT)
    return apply_move(uow, dossier, move, act)


def _this_round(corrections: Sequence[Correction], events: Sequence[DossierEvent]) -> list[Correction]:
    """Give the corrections asked since the dossier last left the review."""
    asked = None
    for event in reversed(events):
        if event.state is not State.CORRECTION:
            break
        asked = event.at
    return [one for one in corrections if asked is not None and one.asked_at >= asked]


def _full_date(session: str) -> date | None:
    try:
        return date.fromisoformat(session)
    except ValueError:  # only the month is announced
        return None
