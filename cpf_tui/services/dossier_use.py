"""What a training takes from a holder's rights, today or as blocked for a dossier, and what is still missing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cpf_tui.domain.dif import Use, plan_use
from cpf_tui.domain.funding import gap
from cpf_tui.domain.ledger import OWN_SOURCES, Account, EntryKind, Source, is_funder_of, open_reservations
from cpf_tui.domain.quantity import ZERO, Quantity, total
from cpf_tui.domain.records import Dossier
from cpf_tui.domain.regime import HOURS, show
from cpf_tui.domain.text import Text, text
from cpf_tui.ports import UnitOfWork


@dataclass(frozen=True, slots=True)
class Outlook:
    """What a training would take (« et si »): from each source, what is missing, and why, in sentences."""

    use: Use
    gap: Quantity
    explanation: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Blocking:
    """Another dossier of the same holder, and the holder's own rights it blocks."""

    reference: str
    quantity: Quantity


def what_if(uow: UnitOfWork, holder_id: str, planned: Quantity, besides: str = "") -> Outlook:
    """Compute what a training would take from what is available now; `besides` is its own dossier, if any."""
    use = available_use(uow.ledger.accounts(holder_id), planned)
    missing = gap(planned, use)
    held = blocked_elsewhere(uow, holder_id, besides) if missing else ()
    return Outlook(use, missing, (*use.explanation(), *(_held(one) for one in held)))


def outlook_of(uow: UnitOfWork, dossier: Dossier) -> Outlook:
    """Compute what a dossier takes: what was blocked for it once validated, what it would take before."""
    use = blocked_use(uow, dossier)
    if use is None:
        return what_if(uow, dossier.holder_id, dossier.planned, dossier.id)
    sentence = text(
        "Bloqué pour ce dossier à sa validation : DIF {dif}, CPF {cpf}, abondements {top_up}.",
        dif=show(use.dif),
        cpf=show(use.cpf),
        top_up=show(use.top_up),
    )
    return Outlook(use, gap(dossier.planned, use), (sentence,))


def available_use(accounts: Sequence[Account], planned: Quantity, consented: Quantity | None = None) -> Use:
    """Share a training between the sources as they are; `consented` bounds the top-ups, which the law does not."""
    dif, cpf, top_up = (_available(accounts, source) for source in OWN_SOURCES)
    use = plan_use(dif, cpf, planned, top_up)
    if consented is None or use.total <= consented:
        return use
    return plan_use(dif, cpf, planned, max(consented - use.dif - use.cpf, ZERO))


def blocked_use(uow: UnitOfWork, dossier: Dossier) -> Use | None:
    """Tell what the validation took from each source, from the ledger; None when it never happened."""
    accounts = {account.id: account for account in uow.ledger.accounts(dossier.holder_id)}
    taken = dict.fromkeys(OWN_SOURCES, ZERO)
    found = False
    for entry in uow.ledger.entries(dossier.holder_id):
        if entry.kind is EntryKind.PEND and entry.dossier_id == dossier.id:
            found = True
            source = accounts[entry.account_id].source
            if source in taken:
                taken[Source(source)] += entry.amount
    if not found:
        return None
    left = {source: _available(tuple(accounts.values()), source) for source in OWN_SOURCES}
    return Use(
        dossier.planned,
        taken[Source.DIF],
        taken[Source.CPF],
        left[Source.DIF],
        left[Source.CPF],
        taken[Source.TOP_UP],
        left[Source.TOP_UP],
    )


def most_consented(accounts: Sequence[Account], planned: Quantity) -> Quantity:
    """Say the most a training may ever take from the holder: its duration up to 150 (R6323-7), plus their top-ups.

    The consent is given for this rather than for today's balance: hours written later, a DIF corrected upwards, are
    then used without asking again; beyond it, nothing is.
    """
    bounded = min(planned, HOURS.training_bound.value)
    return bounded + min(_available(accounts, Source.TOP_UP), planned - bounded)


def granted(accounts: Sequence[Account], dossier_id: str) -> Quantity:
    """Add up what funders granted for a dossier and was not returned to them: free, blocked or debited."""
    return total(one.credits for one in accounts if is_funder_of(one.source, dossier_id))


def blocked_elsewhere(uow: UnitOfWork, holder_id: str, dossier_id: str) -> tuple[Blocking, ...]:
    """Find which other dossiers hold blocked rights of their holder, and how many."""
    accounts, entries = uow.ledger.accounts(holder_id), uow.ledger.entries(holder_id)
    found = []
    for other in uow.dossiers.of_holder(holder_id):
        reserved = open_reservations(accounts, entries, other.id) if other.id != dossier_id else ()
        own = total(one.amount for one in reserved if one.source in OWN_SOURCES)
        if own:
            found.append(Blocking(other.reference, own))
    return tuple(found)


def _held(blocking: Blocking) -> Text:
    return text(
        "Le dossier {reference} bloque {quantity}, qui ne peuvent servir à une autre formation.",
        reference=blocking.reference,
        quantity=show(blocking.quantity),
    )


def shortfall(missing: Quantity, held: Sequence[Blocking]) -> Text:
    """Say how much is missing to validate, who holds blocked rights, and what to do."""
    sentence = text(
        "Il manque {missing} pour couvrir la formation. Cherchez un financement complémentaire avant de valider.",
        missing=show(missing),
    )
    for one in held:
        sentence = text("{first} {then}", first=sentence, then=_held(one))
    return sentence


def _available(accounts: Sequence[Account], source: str) -> Quantity:
    return next((one.available for one in accounts if one.source == source), ZERO)
