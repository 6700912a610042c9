"""Where journeys happen: the program's own use cases on a real base, two holders, three advisors, two trainings."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cached_property
from pathlib import Path

from cpf_tui import ports
from cpf_tui.assembly import build_services
from cpf_tui.bootstrap import Container
from cpf_tui.domain.ledger import EntryKind, NewEntry, Source
from cpf_tui.domain.nir import Nir
from cpf_tui.domain.people import Actor, Advisor, Authorisation, Holder, Role, Scope
from cpf_tui.domain.quantity import Quantity
from cpf_tui.settings import Settings
from tests.support.dossier_stage import CLEANING, COLLEAGUE, FUNDER, WELDING
from tests.support.fakes import (
    ADVISOR,
    NIR,
    OTHER_ADVISOR,
    OTHER_NIR,
    ROUBAIX,
    SECRET,
    FakeCatalogue,
    FakeClock,
    FakeGazetteer,
    FakeHasher,
)

PEOPLE = (Actor(Role.HOLDER, "claire", "Claire EXEMPLE"), Actor(Role.HOLDER, "karim", "Karim EXEMPLE"))
EXAMINERS = (ADVISOR, COLLEAGUE)
"""Two advisors of the same body, who may create and validate."""
CLOSER = FUNDER
"""Who may close, and nothing else."""
STRANGER = OTHER_ADVISOR
"""An advisor of another body, with every right."""
OFFERS = (WELDING.offer_id, CLEANING.offer_id)
_NUMBERS: tuple[Nir, ...] = (NIR, OTHER_NIR)
_OPENED = datetime(2026, 3, 3, 9, 0, tzinfo=UTC)


class Trainings(FakeCatalogue):
    """Two trainings, in memory."""

    def close(self) -> None:
        """There is nothing to close."""


class Parts(Container):
    """The program as it is, but for the clock, the catalogue and the slowness of hashing."""

    @cached_property
    def clock(self) -> FakeClock:
        """A clock that goes on when told."""
        return FakeClock()

    @cached_property
    def hasher(self) -> ports.SecretHasher:
        """Quick: secrets are not what is tried here."""
        return FakeHasher()

    @cached_property
    def gazetteer(self) -> ports.Gazetteer:
        """Three communes."""
        return FakeGazetteer()

    @cached_property
    def catalogue(self) -> ports.TrainingCatalogue:
        """Two trainings."""
        return Trainings((WELDING, CLEANING))


class Workplace:
    """An installation in use; `at` makes one from a template, which is made first if need be."""

    def __init__(self, folder: Path) -> None:
        self.parts = Parts(Settings(data_dir=folder))
        self.database = self.parts.database
        self.clock = self.parts.clock
        self.services = build_services(self.parts)

    @staticmethod
    def at(folder: Path, template: Path) -> Workplace:
        """Open a new place, furnished as the template is."""
        if not template.exists():
            made = Workplace(template)
            made.furnish()
            made.close()
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(template, folder)
        return Workplace(folder)

    def furnish(self) -> None:
        """Put the people in, with empty accounts and their permission."""
        with self.database.write() as uow:
            for one in (*EXAMINERS, CLOSER, STRANGER):
                uow.advisors.add(Advisor(one.id, one.id, one.name, one.operator, one.rights), "hashed:none")
            for actor, nir in zip(PEOPLE, _NUMBERS, strict=True):
                holder = Holder(actor.id, "Exemple", actor.name.split()[0], date(1990, 5, 17), residence=ROUBAIX.insee)
                whole = replace(holder, opened_at=_OPENED, place_id="ml-roubaix", operator=ADVISOR.operator)
                uow.holders.add(whole, nir, f"hashed:{SECRET}")
                for source in Source:
                    uow.ledger.open_account(actor.id, source)
            uow.commit()
        for actor in PEOPLE:
            self.trust(actor, given=True)

    def trust(self, actor: Actor, *, given: bool) -> None:
        """Give the advisors' body the permission to see everything, or take it back."""
        now = self.clock.now()
        with self.database.write() as uow:
            uow.projects.authorise(
                Authorisation(
                    f"permission-{actor.id}",
                    actor.id,
                    ADVISOR.operator,
                    frozenset(Scope),
                    date(2026, 1, 1),
                    date(2027, 1, 1),
                    None if given else now,
                )
            )
            uow.commit()

    def credit(self, actor: Actor, source: str, hundredths: int, op_id: str) -> None:
        """Write hours, as a yearly credit or a rectification does."""
        with self.database.write() as uow:
            account = uow.ledger.open_account(actor.id, source)
            new = NewEntry(op_id, account.id, EntryKind.CREDIT, Quantity(hundredths), "annual_credit", actor.id)
            uow.ledger.append([new], self.clock.now())
            uow.commit()

    def close(self) -> None:
        """Close the base."""
        self.parts.close()
