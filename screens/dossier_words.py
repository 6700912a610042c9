"""How a dossier is told to its holder: what happened, who acts, what moved on the account, what can be done."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from cpf_tui.domain.funding import FUNDERS
from cpf_tui.domain.ledger import MOTIVES, EntryKind, Source, StatementLine
from cpf_tui.domain.motives import article_of
from cpf_tui.domain.records import Correction, Dossier, DossierEvent, ProofState, State
from cpf_tui.domain.regime import show
from cpf_tui.domain.routing import OPERATORS
from cpf_tui.domain.text import Text, text
from cpf_tui.domain.wordings import CORRECTION_KINDS, HAPPENED, TURN, WORDINGS
from cpf_tui.i18n import _, render
from cpf_tui.journey.forms.dossier import DossierForm
from cpf_tui.journey.questions import Asked
from cpf_tui.services.dossier_file import DossierFile

QUESTIONS: Mapping[str, Asked] = {one.name: one for one in DossierForm.questions()}

_OWN: Mapping[str, Text] = {
    Source.DIF: text("DIF"),
    Source.CPF: text("CPF"),
    Source.TOP_UP: text("abondements"),
}


def happened(event: DossierEvent) -> Text:
    """Say what an event did, in the past."""
    return HAPPENED.get(event.action, WORDINGS[event.state].holder)


def event_details(event: DossierEvent) -> tuple[str, ...]:
    """Say why and what exactly; a correction names the answer it is about."""
    detail = event.detail
    if event.action == "request_correction" and detail in QUESTIONS:
        detail = render(QUESTIONS[detail].question.name)
    reason = _("« {reason} »", reason=event.reason) if event.reason else ""
    return tuple(one for one in (detail, reason) if one)


def source_name(source: str) -> Text | str:
    """Name an account as people know it: DIF, CPF, or the funder whose hours it holds."""
    if source in _OWN:
        return _OWN[source]
    funder = FUNDERS.get(source.split(":")[1]) if source.startswith("FINANCEUR:") else None
    return funder.name if funder else source


def movement(line: StatementLine) -> str:
    """Say one movement: how much, of what, why, under which article, and what it left on the account."""
    motive = MOTIVES.get(line.entry.motive)
    amount = line.entry.amount if line.entry.amount.hundredths >= 0 else -line.entry.amount
    said = _(
        "{amount} ({source}) · {motive}",
        amount=show(amount),
        source=source_name(line.source),
        motive=motive.label if motive else line.entry.motive,
    )
    parts = [said]
    if line.entry.kind is EntryKind.POST and line.released:
        parts.append(_("{released} libérées", released=show(line.released)))
    if line.own_before.available != line.own_after.available:
        parts.append(_("disponible : {before} puis {after}", **_balances(line)))
    return " · ".join(parts)


def _balances(line: StatementLine) -> dict[str, object]:
    return {"before": show(line.own_before.available), "after": show(line.own_after.available)}


def movement_article(line: StatementLine) -> str:
    """Name the article behind a movement."""
    motive = MOTIVES.get(line.entry.motive)
    if motive is None:
        return ""
    article = article_of(motive.key, line.source)
    return _("{label} : article {article}.", label=motive.label, article=article)


def advisor_name(file: DossierFile) -> Text:
    """Name who follows the dossier, with the body it was sent to or that its holder chose."""
    operator = OPERATORS.get(file.dossier.operator or file.holder.operator)
    return text("votre conseiller ({operator})", operator=operator.name) if operator else text("votre conseiller")


def whose_turn(file: DossierFile) -> str:
    """Say who acts, since when, until when."""
    who = render(file.turn.who)
    if file.turn.role is None:
        return _("{who}, depuis le {since}", who=who, since=file.since)
    if file.due is None:
        return _("{who} · depuis le {since}", who=who, since=file.since)
    since, due = file.since, file.due
    return _("{who} · depuis le {since} · réponse attendue au plus tard le {due}", who=who, since=since, due=due)


def correction_words(correction: Correction) -> tuple[str, str]:
    """Say a correction: the answer it is about and why, then the advisor's own words."""
    asked = QUESTIONS.get(correction.field)
    name = render(asked.question.name) if asked else correction.field
    return (
        _("{name} ({kind})", name=name, kind=CORRECTION_KINDS[correction.kind]),
        _("{who} : « {message} »", who=correction.asked_by, message=correction.message),
    )


def last_reason(file: DossierFile, action: str) -> str:
    """Find why something was decided, the last time it was."""
    return next((one.reason for one in reversed(file.events) if one.action == action), "")


def proof_expected(file: DossierFile) -> bool:
    """Say whether the dossier uses DIF hours whose document was not shown yet."""
    return bool(file.outlook.use.dif) and (file.dif is None or file.dif.proof is not ProofState.SEEN)


def closest(dossiers: Sequence[Dossier]) -> Dossier | None:
    """Choose the dossier a person means when they do not say: the newest one still going on, else the newest."""
    going_on = (one for one in dossiers if TURN[one.state].role is not None)
    return next(going_on, dossiers[0] if dossiers else None)


def is_accepted(state: State) -> bool:
    """Say whether the hours of a dossier are blocked or debited."""
    return state in (State.VALIDATED, State.IN_TRAINING, State.CLOSED)
