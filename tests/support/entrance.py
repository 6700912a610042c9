"""The use cases of the access on memory: Claire has an account, Paul advises and may attest."""

from __future__ import annotations

from dataclasses import dataclass, field

from cpf_tui.domain.access import Demand
from cpf_tui.domain.audit import Action
from cpf_tui.domain.people import OPERATOR_ACTOR, Actor, Right, Role
from cpf_tui.journey.forms.attestation import AttestationForm
from cpf_tui.journey.forms.sign_in import ChangeSecretForm, RenewSecretForm
from cpf_tui.security import totp
from cpf_tui.services.administration import Administration
from cpf_tui.services.attestation import Attestations, Attested
from cpf_tui.services.own_secret import OwnSecrets
from cpf_tui.services.second_factors import Enrolled, SecondFactors
from cpf_tui.services.sign_in import SignIn
from cpf_tui.services.support import new_id
from cpf_tui.services.unlocking import Unlocking
from tests.support.fakes import NIR, FakeClock, FakeDatabase, FakeHasher, FakeVault, with_holder
from tests.support.forms import filled
from tests.support.right_answers import NEW_SECRET

PHRASE = "trois oiseaux sous la pluie"
LOGIN = "paul.conseil"


@dataclass
class Entrance:
    """Everything about coming in, with time and hashing in hand."""

    demand: Demand = Demand.PROPOSED
    database: FakeDatabase = field(default_factory=FakeDatabase)
    clock: FakeClock = field(default_factory=FakeClock)

    def __post_init__(self) -> None:
        self.hasher = FakeHasher(self.database)
        guarded = (self.database, self.hasher, self.clock, FakeVault())
        self.sign_in = SignIn(*guarded, second_factor=self.demand)
        self.own_secrets = OwnSecrets(*guarded, second_factor=self.demand)
        self.factors = SecondFactors(*guarded, second_factor=self.demand)
        self.attestations = Attestations(*guarded)
        self.unlocking = Unlocking(*guarded)
        self.administration = Administration(self.database, self.hasher, self.clock)
        with_holder(self.database)
        rights = {Right.CREATE, Right.ATTEST}
        self.administration.add_advisor(OPERATOR_ACTOR, LOGIN, "Paul CONSEIL", "MISSION_LOCALE", rights, secret=PHRASE)

    def advisor(self, code: str = "") -> Actor:
        return self.sign_in.advisor(LOGIN, PHRASE, code)

    def enrolled(self) -> tuple[str, Enrolled]:
        """Set Paul's second factor up; return its secret and what he was given."""
        actor = self.advisor()
        drawn = self.factors.draw(actor, PHRASE)
        secret = drawn.grouped.replace(" ", "")
        given = self.factors.enrol(actor, drawn.ticket, self.code(secret), new_id())
        self.clock.advance(seconds=totp.PERIOD)  # the code just typed does not serve again
        return secret, given

    def code(self, secret: str, periods: int = 0) -> str:
        """Return what the telephone shows now, or some periods away."""
        return totp.code_at(secret, totp.step_at(self.clock.now()) + periods)

    def attest(self, actor: Actor, op_id: str = "", **changed: str) -> Attested:
        answers = {
            "purpose": "renouveler",
            "document": "passeport",
            "photograph": "oui",
            "nir": NIR.compact,
            "last_name": "EXEMPLE",
            "birth_date": "17/05/1990",
            "secret": PHRASE,
        }
        return self.attestations.attest(actor, filled(AttestationForm, answers | changed), op_id or new_id())

    def renew(self, code: str, *, nir: str = NIR.compact, phrase: str = NEW_SECRET, op_id: str = "") -> None:
        answers = {"nir": nir, "code": code, "secret": phrase, "secret_again": phrase}
        self.own_secrets.renew(filled(RenewSecretForm, answers), op_id or new_id())

    def change(self, actor: Actor, present: str, phrase: str = NEW_SECRET, op_id: str = "") -> Actor:
        form = filled(ChangeSecretForm, {"present": present, "secret": phrase, "secret_again": phrase})
        return self.own_secrets.change(actor, form, op_id or new_id())

    def told(self, *actions: Action) -> list[tuple[Action, Role, str, str]]:
        """Return what the audit tells of these acts: act, as whom, about whom, detail."""
        return [
            (line.action, line.role, line.subject, line.detail)
            for line in self.database.tables.audit.lines
            if line.action in actions
        ]
