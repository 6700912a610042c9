"""How the use cases are put together: each is given what it needs, and nothing else."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from cpf_tui.documents.keep import keep_file, keep_nothing
from cpf_tui.documents.old_files import forget_files
from cpf_tui.services.accounts import Accounts
from cpf_tui.services.advisors import AdvisorFinder
from cpf_tui.services.assistance import Assistance
from cpf_tui.services.attestation import Attestations
from cpf_tui.services.audits import Audits
from cpf_tui.services.balance import Balances
from cpf_tui.services.contacts import ContactLog
from cpf_tui.services.dif import DifEntry
from cpf_tui.services.doors import Doors
from cpf_tui.services.dossiers import Dossiers
from cpf_tui.services.drafts import Drafts
from cpf_tui.services.erasure import Erasures
from cpf_tui.services.funding import FundingPlans
from cpf_tui.services.journey import Journeys
from cpf_tui.services.own_secret import OwnSecrets
from cpf_tui.services.passport import Passports
from cpf_tui.services.personal_data import PersonalData
from cpf_tui.services.project import Project
from cpf_tui.services.recent_searches import RecentSearches
from cpf_tui.services.rectification import Rectifications
from cpf_tui.services.registry import Services
from cpf_tui.services.review import DossierReview
from cpf_tui.services.search import TrainingSearch
from cpf_tui.services.second_factors import SecondFactors
from cpf_tui.services.sheet import TrainingSheets
from cpf_tui.services.sign_in import SignIn
from cpf_tui.services.take_away import TakeAway

if TYPE_CHECKING:
    from cpf_tui.bootstrap import Container


def build_services(parts: Container) -> Services:
    """Give each use case what it needs, and nothing else."""
    database, clock, catalogue, gazetteer = parts.database, parts.clock, parts.catalogue, parts.gazetteer
    guarded, demand = (database, parts.hasher, clock, parts.vault), parts.settings.advisor_second_factor
    sign_in, drafts = SignIn(*guarded, second_factor=demand), Drafts(database, clock)
    doors = Doors(*guarded)
    search = TrainingSearch(database, catalogue, gazetteer, clock)
    return Services(
        accounts=Accounts(database, parts.hasher, clock, gazetteer),
        attestations=Attestations(*guarded),
        advisors=AdvisorFinder(database, clock, parts.reference, gazetteer),
        assistance=Assistance(database, clock),
        audits=Audits(database, clock),
        balance=Balances(database, clock),
        catalogue=catalogue,
        clock=clock,
        contacts=ContactLog(database, catalogue, clock),
        dif=DifEntry(database, clock),
        dossiers=Dossiers(database=database, catalogue=catalogue, gazetteer=gazetteer, clock=clock, sign_in=sign_in),
        drafts=drafts,
        erasures=Erasures(
            database=database,
            clock=clock,
            doors=doors,
            forget=partial(forget_files, parts.settings.take_away_dir),
        ),
        funding=FundingPlans(database=database, clock=clock),
        gazetteer=gazetteer,
        keep=keep_nothing if parts.settings.shared else partial(keep_file, parts.settings.take_away_dir),
        journeys=Journeys(database, catalogue, clock, parts.reference, gazetteer),
        own_secrets=OwnSecrets(*guarded, second_factor=demand),
        passports=Passports(database=database, clock=clock),
        personal_data=PersonalData(
            database=database, clock=clock, gazetteer=gazetteer, catalogue=catalogue, doors=doors
        ),
        project=Project(database, catalogue, gazetteer, clock),
        recent_searches=RecentSearches(drafts),
        rectifications=Rectifications(database=database, clock=clock),
        reference=parts.reference,
        review=DossierReview(database=database, clock=clock),
        search=search,
        second_factors=SecondFactors(*guarded, second_factor=demand),
        sheets=TrainingSheets(database, catalogue, gazetteer, parts.reference, search),
        sign_in=sign_in,
        take_away=TakeAway(database, catalogue, clock),
    )
