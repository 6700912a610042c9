"""How each step's status follows from the facts: one small function per step, no clock, no database."""

from __future__ import annotations

from cpf_tui.domain.records import State
from cpf_tui.domain.text import Text, text
from cpf_tui.journey.state import JourneyFacts, Progress, StepStatus

YOURS = text("à vous de jouer")

_REVIEWED = (State.VALIDATED, State.IN_TRAINING, State.CLOSED)


def _done(words: Text) -> StepStatus:
    return StepStatus(Progress.DONE, words)


def _todo(words: Text | None = None) -> StepStatus:
    return StepStatus(Progress.TODO, words or text("à faire"), YOURS)


def _later(words: Text) -> StepStatus:
    return StepStatus(Progress.LATER, words)


def _operator(facts: JourneyFacts) -> Text:
    return facts.operator_name or text("votre interlocuteur")


def _theirs(facts: JourneyFacts) -> Text:
    return text("au tour de {who}", who=_operator(facts))


def information(facts: JourneyFacts) -> StepStatus:
    """Reading is never finished nor required; it counts once the account is open."""
    if facts.account_opened:
        return _done(text("fait, à relire à volonté"))
    return StepStatus(Progress.OPTIONAL, text("à lire quand vous voulez"))


def account(facts: JourneyFacts) -> StepStatus:
    """Done when the sign-up is complete."""
    if facts.account_opened:
        return _done(text("fait le {day}", day=facts.account_opened))
    return _todo()


def dif(facts: JourneyFacts) -> StepStatus:
    """Done when declared; a mismatch of the proof calls the holder back."""
    if facts.dif_mismatch:
        return StepStatus(Progress.BLOCKED, text("à corriger : le document ne correspond pas"), YOURS)
    if facts.dif_proof_seen:
        return _done(text("fait, document vu"))
    if facts.dif_declared:
        return _done(text("fait, document à montrer"))
    if facts.account_opened:
        return StepStatus(Progress.TODO, text("s’il vous en reste"), YOURS)
    return _later(text("après l’ouverture du compte"))


def advisor(facts: JourneyFacts) -> StepStatus:
    """Done when a place is chosen."""
    if facts.place_name:
        return _done(text("fait · {place}", place=facts.place_name))
    return _todo() if facts.account_opened else _later(text("après l’ouverture du compte"))


def search(facts: JourneyFacts) -> StepStatus:
    """Done when a training is kept."""
    if facts.shortlisted == 1:
        return _done(text("fait · 1 formation gardée"))
    if facts.shortlisted:
        return _done(text("fait · {count} formations gardées", count=facts.shortlisted))
    return _todo() if facts.account_opened else _later(text("après l’ouverture du compte"))


def choice(facts: JourneyFacts) -> StepStatus:
    """Done when one training is chosen among the kept ones."""
    if facts.chosen_title:
        return _done(text("fait · {title}", title=facts.chosen_title))
    return _todo() if facts.shortlisted else _later(text("après avoir gardé une formation"))


def contact(facts: JourneyFacts) -> StepStatus:
    """Done when the organisation confirmed the entry."""
    if facts.entry_confirmed == "oui":
        return _done(text("fait · entrée confirmée"))
    if facts.entry_confirmed == "non":
        return StepStatus(Progress.TODO, text("l’organisme a répondu non"), YOURS)
    if facts.entry_confirmed == "attente":
        return StepStatus(
            Progress.WAITING,
            text("réponse de l’organisme attendue"),
            text("à l’organisme de répondre"),
            facts.contacted,
        )
    return _todo() if facts.chosen_title else _later(text("après le choix de la formation"))


_DOSSIER_CALLS = {
    State.DRAFT: text("il reste à donner votre accord"),
    State.CONSENTED: text("il reste à l’envoyer"),
    State.CORRECTION: text("une correction est demandée"),
    State.REFUSED: text("refusé : lisez le motif"),
}
"""The states of a dossier in which the holder has something to do at step 8."""


def dossier(facts: JourneyFacts) -> StepStatus:
    """Done when submitted."""
    state = facts.dossier_state
    if state in _DOSSIER_CALLS:
        return StepStatus(Progress.TODO, _DOSSIER_CALLS[state], YOURS, facts.dossier_since)
    if state is not None and state is not State.WITHDRAWN:
        return _done(text("fait · {title}", title=facts.dossier_title))
    return _todo() if facts.chosen_title else _later(text("après le choix de la formation"))


def validation(facts: JourneyFacts) -> StepStatus:
    """The operator's turn, unless the holder is called back."""
    state = facts.dossier_state
    if state in _REVIEWED:
        return _done(text("dossier accepté"))
    if state is State.REFUSED:
        return StepStatus(Progress.BLOCKED, text("dossier refusé"), YOURS, facts.dossier_since)
    if state is State.CORRECTION:
        return StepStatus(Progress.BLOCKED, text("attend votre correction"), YOURS, facts.dossier_since)
    if state is State.SUSPENDED:
        return StepStatus(Progress.BLOCKED, text("suspendu : document du DIF à corriger"), YOURS, facts.dossier_since)
    if state in (State.SUBMITTED, State.FUNDING):
        return StepStatus(
            Progress.WAITING, text("en attente · {who}", who=_operator(facts)), _theirs(facts), facts.dossier_since
        )
    return _later(text("un conseiller agira"))


def funding(facts: JourneyFacts) -> StepStatus:
    """Only when hours are missing."""
    if facts.dossier_state in _REVIEWED:
        return _done(text("complet"))
    if facts.funding_pending:
        return StepStatus(Progress.WAITING, text("en attente d’un financeur"), _theirs(facts), facts.dossier_since)
    if facts.gap:
        return StepStatus(Progress.WAITING, text("il manque {gap} h", gap=facts.gap), _theirs(facts))
    return StepStatus(Progress.OPTIONAL, text("si vos heures ne suffisent pas"))


def blocked(facts: JourneyFacts) -> StepStatus:
    """Done by the validation itself."""
    if facts.dossier_state is State.CLOSED:
        return _done(text("fait, puis débitées"))
    if facts.dossier_state in _REVIEWED:
        return _done(text("fait · vos heures sont réservées"))
    return _later(text("dès que le dossier est accepté"))


def training(facts: JourneyFacts) -> StepStatus:
    """From the acceptance to the end."""
    if facts.dossier_state is State.CLOSED:
        return _done(text("fait"))
    if facts.dossier_state is State.IN_TRAINING:
        return StepStatus(Progress.TODO, text("en cours"), YOURS, facts.dossier_since)
    if facts.dossier_state is State.VALIDATED:
        return StepStatus(Progress.TODO, text("vous pouvez commencer"), YOURS, facts.dossier_since)
    if facts.dossier_state is State.ABANDONED:
        return _done(text("arrêtée : heures rendues"))
    return _later(text("quand le dossier est accepté"))


def closing(facts: JourneyFacts) -> StepStatus:
    """Done when the hours are debited."""
    if facts.dossier_state is State.CLOSED:
        return _done(text("fait · {hours} h débitées", hours=facts.realised or text("0")))
    return _later(text("à la fin de la formation"))


def assistance(facts: JourneyFacts) -> StepStatus:
    """Always open; a waiting answer is said."""
    if facts.answered_requests:
        return StepStatus(Progress.TODO, text("une réponse vous attend"), YOURS)
    if facts.open_requests:
        return StepStatus(
            Progress.WAITING, text("réponse de l’assistance attendue"), text("à l’assistance de répondre")
        )
    return StepStatus(Progress.OPTIONAL, text("en cas de difficulté"))
