"""Where journeys happen: the program's own use cases on a real base, holders, four advisors, two trainings."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import cached_property
from pathlib import Path

from pydantic import SecretStr

from cpf_tui import ports
from cpf_tui.assembly import build_services
from cpf_tui.bootstrap import Container
from cpf_tui.domain.ledger import EntryKind, NewEntry, Source, replay, statement
from cpf_tui.domain.nir import Nir
from cpf_tui.domain.people import Actor, Advisor, Authorisation, Holder, Role, Scope
from cpf_tui.domain.quantity import Quantity
from cpf_tui.persistence.integrity import verify
from cpf_tui.security.hasher import Argon2Hasher
from cpf_tui.settings import Settings
from tests.support.dossier_stage import CLEANING, COLLEAGUE, FUNDER, WELDING
from tests.support.fakes import (
    ADVISOR,
    OTHER_ADVISOR,
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
_KEY = 97
_OPENED = datetime(2026, 3, 3, 9, 0, tzinfo=UTC)


def fictitious(number: int) -> Nir:
    """Make a number that nobody can have: month 99, place 99 999."""
    body = 1_00_99_99_999_000 + number
    return Nir(f"{body:013d}{_KEY - body % _KEY:02d}")


class Trainings(FakeCatalogue):
    """Two trainings, in memory."""

    def close(self) -> None:
        """There is nothing to close."""


@dataclass(frozen=True)
class Parts(Container):
    """The program as it is, but for the clock and the catalogue; and, unless `slow`, the slowness of hashing."""

    slow: bool = False

    @cached_property
    def clock(self) -> FakeClock:
        """A clock that goes on when told."""
        return FakeClock()

    @cached_property
    def hasher(self) -> ports.SecretHasher:
        """Quick where secrets are not what is tried."""
        return Argon2Hasher() if self.slow else FakeHasher()

    @cached_property
    def gazetteer(self) -> ports.Gazetteer:
        """Three communes."""
        return FakeGazetteer()

    @cached_property
    def catalogue(self) -> ports.TrainingCatalogue:
        """Two trainings."""
        return Trainings((WELDING, CLEANING))


@dataclass(frozen=True)
class Site:
    """Where an installation is and who its holders are; it travels to other processes."""

    folder: Path
    people: tuple[Actor, ...] = PEOPLE
    url: str = ""  # of a database of a server, rather than a file of the folder
    slow: bool = False


class Workplace:
    """An installation in use."""

    def __init__(self, site: Site) -> None:
        self.people = site.people
        url = SecretStr(site.url) if site.url else None
        self.parts = Parts(Settings(data_dir=site.folder, database_url=url), site.slow)
        self.database = self.parts.database
        self.clock = self.parts.clock
        self.services = build_services(self.parts)

    @staticmethod
    def like(template: Path, folder: Path) -> Workplace:
        """Open a new place, furnished as the template is; that is made first if need be."""
        if not template.exists():
            made = Workplace(Site(template))
            made.furnish()
            made.close()
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(template, folder)
        return Workplace(Site(folder))

    def furnish(self) -> None:
        """Put the people in, with empty accounts and their permission."""
        hashed = self.parts.hasher.hash(SECRET)
        with self.database.write() as uow:
            for one in (*EXAMINERS, CLOSER, STRANGER):
                uow.advisors.add(Advisor(one.id, one.id, one.name, one.operator, one.rights), hashed)
            for number, actor in enumerate(self.people, start=1):
                holder = Holder(actor.id, "Exemple", actor.name.split()[0], date(1990, 5, 17), residence=ROUBAIX.insee)
                whole = replace(holder, opened_at=_OPENED, place_id="ml-roubaix", operator=ADVISOR.operator)
                uow.holders.add(whole, fictitious(number), hashed)
                for source in Source:
                    uow.ledger.open_account(actor.id, source)
            uow.commit()
        for actor in self.people:
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

    def check(self) -> None:
        """Look at everything: chains, balances recomputed, the statement a person reads."""
        with self.database.read() as uow:
            for actor in self.people:
                stored, entries = uow.ledger.accounts(actor.id), uow.ledger.entries(actor.id)
                for one in stored:
                    mine = [entry for entry in entries if entry.account_id == one.id]
                    assert replay(one.id, one.holder_id, one.source, mine) == one
                lines = statement(stored, entries)
                own = sum(one.available.hundredths for one in stored if one.source in list(Source))
                assert not lines or lines[-1].own_after.available.hundredths == own
        report = verify(self.parts.backend)
        assert report.clean, [str(one.sentence) for one in report.findings]

    def close(self) -> None:
        """Close the base."""
        self.parts.close()
