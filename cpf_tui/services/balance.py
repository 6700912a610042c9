"""The balance and the movements behind it (step 2): every number can explain itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cpf_tui.domain.dif import plan_use
from cpf_tui.domain.funding import FUNDERS
from cpf_tui.domain.ledger import OWN_SOURCES, Account, Source, StatementLine, statement
from cpf_tui.domain.people import Actor, Scope
from cpf_tui.domain.quantity import ZERO, Quantity, total
from cpf_tui.domain.regime import HOURS, show
from cpf_tui.domain.text import Text, text
from cpf_tui.ports import Clock, Database
from cpf_tui.services.access import HOLDER, Need, advisor, only
from cpf_tui.services.trail import account

SOURCE_NAMES: Mapping[Source, Text] = {
    Source.DIF: text("DIF (droit individuel à la formation)"),
    Source.CPF: text("CPF (compte personnel de formation)"),
    Source.TOP_UP: text("Abondements"),
}


@dataclass(frozen=True, slots=True)
class SourceBalance:
    """What one of the holder's own sources brought and what became of it; `credited` less the rest is `available`."""

    source: Source
    name: Text
    credited: Quantity = ZERO
    available: Quantity = ZERO
    blocked: Quantity = ZERO
    debited: Quantity = ZERO


@dataclass(frozen=True, slots=True)
class BalanceView:
    """What a person holds; funders' grants are not theirs and are not counted.

    `sources` are in the order of use; `usable_for_one_training` is what a single training could take (R6323-7).
    """

    available: Quantity
    blocked: Quantity
    debited: Quantity
    sources: tuple[SourceBalance, ...]
    usable_for_one_training: Quantity
    explanation: tuple[Text, ...]


def source_name(source: str) -> Text:
    """Name an account for people; a funder's account says which funder."""
    kind, _, rest = source.partition(":")
    if kind in list(Source):
        return SOURCE_NAMES[Source(kind)]
    funder = FUNDERS.get(rest.partition(":")[0])
    return funder.name if funder else text("Complément d’un financeur")


class Balances:
    """Reads the accounts of a holder."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database, self._clock = database, clock

    @only(HOLDER, advisor(Need.HOURS))
    def view(self, actor: Actor, holder_id: str = "") -> BalanceView:
        """Return the balance; an advisor needs the holder's permission for the hours."""
        with account(self._database, self._clock, actor, holder_id, Scope.HOURS) as (uow, owner):
            return balance_of(uow.ledger.accounts(owner))

    @only(HOLDER, advisor(Need.HISTORY))
    def statement(self, actor: Actor, holder_id: str = "") -> tuple[StatementLine, ...]:
        """Return every movement, oldest first; an advisor needs the holder's permission for the history."""
        with account(self._database, self._clock, actor, holder_id, Scope.HISTORY) as (uow, owner):
            return statement(uow.ledger.accounts(owner), uow.ledger.entries(owner))


def balance_of(accounts: Sequence[Account]) -> BalanceView:
    """Sum the holder's own accounts up and explain the result."""
    sources = tuple(_source(source, accounts) for source in OWN_SOURCES)
    dif, cpf, top_up = (one.available for one in sources)
    usable = plan_use(dif, cpf, dif + cpf + top_up, top_up).total
    return BalanceView(
        available=total(one.available for one in sources),
        blocked=total(one.blocked for one in sources),
        debited=total(one.debited for one in sources),
        sources=sources,
        usable_for_one_training=usable,
        explanation=_explanation(sources, usable),
    )


def _source(source: Source, accounts: Sequence[Account]) -> SourceBalance:
    found = next((one for one in accounts if one.source == source), None)
    if found is None:
        return SourceBalance(source, SOURCE_NAMES[source])
    return SourceBalance(source, SOURCE_NAMES[source], found.credits, found.available, found.pending, found.posted)


def _explanation(sources: Sequence[SourceBalance], usable: Quantity) -> tuple[Text, ...]:
    sentences = [_sum(one) for one in sources if one.credited]
    if not sentences:
        sentences.append(text("Aucune heure n’est encore inscrite sur votre compte."))
    if not any(one.credited for one in sources if one.source is Source.CPF):
        sentences.append(
            text(
                "Les heures du CPF viennent du travail de l’année, déclaré par les employeurs, "
                "et sont inscrites à la fin du mois de février suivant (articles L6323-10 et L6323-11)."
            )
        )
    sentences.append(
        text(
            "Pour une formation : d’abord le DIF, puis le CPF, {bound} au plus à eux deux (article {article}). "
            "Vous pouvez donc y mettre {usable}.",
            bound=show(HOURS.training_bound.value),
            article=HOURS.training_bound.article,
            usable=show(usable),
        )
    )
    if any(one.available for one in sources if one.source is Source.TOP_UP):
        sentences.append(text("Les abondements s’ajoutent en dehors de cette limite (article L6323-5)."))
    return tuple(sentences)


def _sum(one: SourceBalance) -> Text:
    return text(
        "{name} : {credited} inscrites, {blocked} bloquées, {debited} débitées. Il reste {available}.",
        name=one.name,
        credited=show(one.credited),
        blocked=show(one.blocked),
        debited=show(one.debited),
        available=show(one.available),
    )
