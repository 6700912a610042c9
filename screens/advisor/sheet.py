"""The file of a dossier as an advisor reads it: who, what and the answers; then the hours and what happened."""

from __future__ import annotations

from collections.abc import Iterable

from textual.widget import Widget

from cpf_tui.domain.funding import FUNDERS, estimate
from cpf_tui.domain.money import euros
from cpf_tui.domain.people import Employment, Holder
from cpf_tui.domain.quantity import ZERO, Quantity, total
from cpf_tui.domain.records import DossierEvent, FundingLine, FundingState, ProofState, State
from cpf_tui.i18n import _, render
from cpf_tui.journey.forms.common import LEVELS
from cpf_tui.journey.forms.dossier import DossierForm
from cpf_tui.services.dossier_file import DossierFile
from screens.advisor.summary import training_lines
from screens.advisor.wording import FUNDING_STATES, document_words, line_amounts, proof_words, shares
from screens.dossier_words import correction_words, event_details, happened, movement
from widgets.paper import Block
from widgets.timeline import Moment, Timeline

EXAMINED = frozenset({State.SUBMITTED, State.CORRECTION, State.SUSPENDED, State.FUNDING})
"""The states between the sending and the decision."""


def demand(file: DossierFile, residence: str) -> list[Block | Widget]:
    """Say who asks for what: the person, the training, the answers of the form."""
    dossier = file.dossier
    return [
        Block(_("La personne"), "heading"),
        *_lines(_person(file.holder, residence)),
        Block(_("La formation"), "heading"),
        *_lines([dossier.title, dossier.organisation, dossier.certification, *training_lines(dossier)]),
        Block(_("Ses réponses"), "heading"),
        *_lines(_answers(file)),
    ]


def standing(file: DossierFile) -> list[Block | Widget]:
    """Say where it stands: the hours, the proof of the DIF, corrections, funding, movements, history."""
    blocks: list[Block | Widget] = [Block(_("Ses heures"), "heading"), *_lines(_hours(file))]
    blocks += [Block(_("Justificatif du DIF"), "heading"), *_lines(_proof(file))]
    if file.corrections:
        blocks.append(Block(_("Corrections"), "heading"))
        for one in reversed(file.corrections):
            about, said = correction_words(one)
            where = _("corrigé le {day}", day=one.answered_at) if one.answered_at else _("attend la personne")
            blocks += [Block(f"{about} · {where}"), Block(said, "hint indent")]
    if file.funding:
        blocks += [Block(_("Financeurs"), "heading"), *_lines(funding_words(one) for one in file.funding)]
    if file.movements:
        blocks += [
            Block(_("Mouvements d’heures"), "heading"),
            *_lines(movement(one) for one in reversed(file.movements)),
        ]
    return [*blocks, Block(_("Historique"), "heading"), Timeline([_moment(one) for one in reversed(file.events)])]


def agreed_hours(file: DossierFile) -> Quantity:
    """Add up what funders agreed to."""
    return total(one.quantity for one in file.funding if one.state is FundingState.AGREED)


def missing_hours(file: DossierFile) -> Quantity:
    """Say what still prevents a validation; nothing once the dossier is validated or over."""
    return max(file.outlook.gap - agreed_hours(file), ZERO) if file.dossier.state in EXAMINED else ZERO


def obstacles(file: DossierFile) -> list[str]:
    """List what still prevents a validation."""
    missing = missing_hours(file)
    said = [_("il manque {hours} h", hours=missing)] if missing else []
    if file.outlook.use.dif and file.dif and file.dif.proof is not ProofState.SEEN and file.dossier.state in EXAMINED:
        said.append(proof_words(file.dif))
    return said


def hours_line(file: DossierFile) -> str:
    """Say in one line what decides a validation: the hours, what is missing, the proof; at the end, what was done."""
    dossier = file.dossier
    said = _("{planned} h : {shares}", planned=dossier.planned, shares=shares(file.outlook.use, agreed_hours(file)))
    done = [_("réalisé {hours} h", hours=dossier.realised)] if dossier.realised is not None else []
    return " · ".join([said, *done, *obstacles(file)])


def funding_words(line: FundingLine) -> str:
    """Say what a funder was asked and what it answered."""
    funder = FUNDERS.get(line.funder)
    name = render(funder.name) if funder else line.funder
    answer = f" · {line.answer}" if line.answer else ""
    return f"{name} : {line_amounts(line, euros(line.euros_cents))}, {render(FUNDING_STATES[line.state])}{answer}"


def _lines(words: Iterable[str]) -> list[Block]:
    return [Block(one) for one in words if one]


def _person(holder: Holder, residence: str) -> list[str]:
    said = [holder.full_name]
    if holder.birth_date:
        said.append(_("Date de naissance : {day}", day=holder.birth_date))
    said.append(_("Habite {commune}", commune=residence) if residence else "")
    said.append(_("En recherche d’emploi") if holder.employment is Employment.JOB_SEEKER else _("En emploi"))
    level = next((choice.label for choice in LEVELS if choice.value == str(holder.highest_level)), None)
    said.append(_("Niveau : {level}", level=level) if level else "")
    said.append(_("Handicap reconnu (RQTH)") if holder.disability_recognised else "")
    said.append(_("Cadre") if holder.executive else "")
    return [*said, holder.phone, holder.email]


def _answers(file: DossierFile) -> Iterable[str]:
    answers = file.dossier.answers
    for asked in DossierForm.asked(answers):
        typed = answers.get(asked.name, "")
        said = render(asked.question.label_of(typed)) if typed.strip() else _("(rien)")
        yield _("{name} : {answer}", name=asked.question.name, answer=said)


def _hours(file: DossierFile) -> list[str]:
    use = file.outlook.use
    sources = (
        (_("DIF"), use.dif, use.left_dif),
        (_("CPF"), use.cpf, use.left_cpf),
        (_("Abondements"), use.top_up, use.left_top_up),
    )
    said = [_("Formation : {hours} h", hours=file.dossier.planned)]
    said += [
        _("{source} : {used} h pour ce dossier, {left} h lui restent", source=source, used=used, left=left)
        for source, used, left in sources
        if used or left
    ]
    if agreed := agreed_hours(file):
        said.append(_("Financeurs : {hours} h accordées", hours=agreed))
    if missing := missing_hours(file):
        said.append(_("Il manque {hours} h, environ {price}", hours=missing, price=euros(estimate(missing))))
    elif file.dossier.state in EXAMINED:
        said.append(_("Il ne manque rien"))
    return said


def _proof(file: DossierFile) -> list[str]:
    dif = file.dif
    if dif is None:
        return [_("Aucune heure de DIF inscrite : rien à montrer")]
    said = [_("{hours} h inscrites · {state}", hours=dif.quantity, state=proof_words(dif)), document_words(dif)]
    return [*said, _("« {comment} »", comment=dif.proof_comment) if dif.proof_comment else ""]


def _moment(event: DossierEvent) -> Moment:
    return Moment(happened(event), _("{at}", at=event.at), event.actor, event_details(event))
