"""Every use case, built once by `cpf_tui.bootstrap` and handed out by `cpf_tui.routes`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from cpf_tui.ports import Clock, Gazetteer, Reference, TrainingCatalogue
from cpf_tui.services.accounts import Accounts
from cpf_tui.services.advisors import AdvisorFinder
from cpf_tui.services.assistance import Assistance
from cpf_tui.services.attestation import Attestations
from cpf_tui.services.audits import Audits
from cpf_tui.services.balance import Balances
from cpf_tui.services.contacts import ContactLog
from cpf_tui.services.dif import DifEntry
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
from cpf_tui.services.review import DossierReview
from cpf_tui.services.search import TrainingSearch
from cpf_tui.services.second_factors import SecondFactors
from cpf_tui.services.sheet import TrainingSheets
from cpf_tui.services.sign_in import SignIn
from cpf_tui.services.take_away import TakeAway


@dataclass(frozen=True)
class Services:
    """The use cases, and the read-only data some screens show directly."""

    accounts: Accounts
    advisors: AdvisorFinder
    attestations: Attestations
    assistance: Assistance
    audits: Audits
    balance: Balances
    catalogue: TrainingCatalogue
    clock: Clock
    contacts: ContactLog
    dif: DifEntry
    dossiers: Dossiers
    drafts: Drafts
    erasures: Erasures
    funding: FundingPlans
    gazetteer: Gazetteer
    journeys: Journeys
    keep: Callable[[str, Callable[[], bytes]], Path]  # makes a file to take away, in the folder of the installation
    own_secrets: OwnSecrets
    passports: Passports
    personal_data: PersonalData
    project: Project
    recent_searches: RecentSearches
    rectifications: Rectifications
    reference: Reference
    review: DossierReview
    search: TrainingSearch
    second_factors: SecondFactors
    sheets: TrainingSheets
    sign_in: SignIn
    take_away: TakeAway
