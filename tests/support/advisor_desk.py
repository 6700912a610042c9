"""An advisor at the keyboard of the real program, on the use cases of a `Stage` and fake storage."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date, timedelta
from types import SimpleNamespace
from typing import cast

from cpf_tui.app import CpfApp
from cpf_tui.domain.nir import Nir
from cpf_tui.domain.people import Actor, Advisor, Authorisation, Holder, Right, Role, Scope
from cpf_tui.domain.quantity import Quantity
from cpf_tui.domain.records import Dossier, DossierEvent, State
from cpf_tui.services.assistance import Assistance
from cpf_tui.services.dif import DifEntry
from cpf_tui.services.rectification import Rectifications
from cpf_tui.services.registry import Services
from tests.support.dossier_stage import ANSWERS, WELDING, Stage
from tests.support.fake_repositories import employ
from tests.support.fakes import ADVISOR, FakeGazetteer
from tests.support.screen_stage import Hand

EVERY_RIGHT = employ(Advisor("tous", "tous", ADVISOR.name, ADVISOR.operator, frozenset(Right)))


def another(
    stage: Stage, number: int, name: str, state: State = State.SUBMITTED, *, days: int = 0, title: str = WELDING.title
) -> Dossier:
    """Store somebody else's dossier, in that state since so many days; the name is « Prénom NOM »."""
    first, last = name.split(" ", 1)
    at = stage.clock.now() - timedelta(days=days)
    holder = Holder(f"h{number}", last, first, date(1990, 5, 17), residence="59512", operator=ADVISOR.operator)
    dossier = Dossier(
        f"d{number}",
        f"CPF-AUTRE-{number}",
        holder.id,
        WELDING.offer_id,
        title,
        WELDING.organisation,
        WELDING.certification,
        state,
        Quantity.of(120),
        at,
        at,
        dict(ANSWERS),
        operator=ADVISOR.operator,
        consent_quantity=Quantity.of(120),
    )
    with stage.database.write() as uow:
        uow.holders.add(holder, Nir(f"{number:015}"), "")
        uow.projects.authorise(
            Authorisation(
                f"a{number}", holder.id, ADVISOR.operator, frozenset(Scope), date(2026, 1, 1), date(2027, 1, 1)
            )
        )
        uow.dossiers.add(dossier)
        uow.dossiers.add_event(DossierEvent(dossier.id, at, Role.HOLDER, name, "submit", state))
        uow.commit()
    return dossier


def helpdesk(stage: Stage) -> Assistance:
    """Return the assistance of that stage."""
    return Assistance(stage.database, stage.clock)


@asynccontextmanager
async def at_the_desk(
    stage: Stage, actor: Actor = EVERY_RIGHT, size: tuple[int, int] = (80, 24)
) -> AsyncIterator[Hand]:
    """Start the program with this advisor signed in, the queue on screen."""
    services = SimpleNamespace(
        assistance=helpdesk(stage),
        clock=stage.clock,
        dif=DifEntry(stage.database, stage.clock),
        rectifications=Rectifications(database=stage.database, clock=stage.clock),
        dossiers=stage.dossiers,
        funding=stage.funding,
        gazetteer=FakeGazetteer(),
        review=stage.review,
    )
    app = CpfApp(lambda: cast(Services, services))
    async with app.run_test(size=size) as pilot:
        hand = Hand(app, pilot)
        await hand.settle()
        await hand.enter_as(actor)
        yield hand
