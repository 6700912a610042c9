"""A holder, an advisor and the dossier services on fakes: each step of a dossier is one call.

stage = Stage()
dossier = stage.submitted()            # 120 h, 87.33 h of DIF on the account, proof seen
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TypeVar

from cpf_tui.domain.ledger import Account, EntryKind, NewEntry
from cpf_tui.domain.people import Actor, Advisor, Authorisation, Right, Scope
from cpf_tui.domain.quantity import Quantity
from cpf_tui.domain.records import DifDeclaration, Dossier, FundingLine, ProofState
from cpf_tui.domain.training import Contact, ListRow, Offer
from cpf_tui.journey.forms.advisor import (
    AbandonForm,
    ClosingForm,
    CorrectionForm,
    EntryForm,
    FundingAnswerForm,
    FundingRequestForm,
    RefusalForm,
)
from cpf_tui.journey.forms.dossier import DossierForm
from cpf_tui.journey.questions import Form
from cpf_tui.services.dossiers import Dossiers
from cpf_tui.services.funding import FundingPlans
from cpf_tui.services.passport import Passports
from cpf_tui.services.review import DossierReview
from cpf_tui.services.sign_in import SignIn
from tests.support.fake_repositories import employ
from tests.support.fakes import (
    ADVISOR,
    HOLDER,
    SECRET,
    FakeCatalogue,
    FakeClock,
    FakeDatabase,
    FakeGazetteer,
    FakeHasher,
    FakeVault,
    with_holder,
)

FormT = TypeVar("FormT", bound=Form)

COLLEAGUE = employ(Advisor("lea", "lea", "Léa CONSEIL", ADVISOR.operator, frozenset({Right.CREATE, Right.VALIDATE})))
FUNDER = employ(Advisor("odile", "odile", "Odile FINANCE", ADVISOR.operator, frozenset({Right.CLOSE})))

WELDING = Offer(
    "soudeur",
    "soudeur",
    "Soudeur assembleur industriel",
    "Afpa Roubaix",
    certification="RNCP183",
    contact=Contact(phone="03 99 00 12 34"),
    sessions=("2026-03-02", "2026-05", "2026-05-11", "2026-09-07"),
    duration=Quantity.of(120),
    price_cents=108000,
)
CLEANING = replace(WELDING, offer_id="proprete", title="Agent de propreté", certification="RNCP278", price_cents=None)
ANSWERS: Mapping[str, str] = {
    "objective": "Devenir soudeur",
    "planned": "120",
    "start": "11/05/2026",
    "end": "12/06/2026",
    "rhythm": "plein",
    "mode": "place",
    "partial": "non",
    "price": "1080",
    "category": "ouvrier",
    "confidential": "non",
}


def filled(form: type[FormT], **answers: str) -> FormT:
    """Fill a form as a person would; the test fails on any problem."""
    read, problems = form.fill(answers)
    assert read is not None, [str(one.sentence) for one in problems]
    return read


class Stage:
    """Claire of Roubaix has chosen and authorised the mission locale; Paul is its advisor."""

    def __init__(self, dif: str = "87,33", cpf: str = "0", *, proof: ProofState = ProofState.SEEN) -> None:
        self.database = FakeDatabase()
        self.clock = FakeClock()
        self.catalogue = FakeCatalogue(
            (WELDING, CLEANING),
            rows=(ListRow("COPANEF", "NATIONAL", "", "RNCP183", "1234", "TOUT_PUBLIC", date(2015, 1, 1)),),
        )
        hasher = FakeHasher(self.database)
        self.dossiers = Dossiers(
            database=self.database,
            catalogue=self.catalogue,
            gazetteer=FakeGazetteer(),
            clock=self.clock,
            sign_in=SignIn(self.database, hasher, self.clock, FakeVault()),
        )
        self.review = DossierReview(database=self.database, clock=self.clock)
        self.funding = FundingPlans(database=self.database, clock=self.clock)
        self.passports = Passports(database=self.database, clock=self.clock)
        self._operations = 0
        holder = with_holder(self.database)
        with self.database.write() as uow:
            uow.holders.update(replace(holder, place_id="ml-roubaix", operator=ADVISOR.operator))
            uow.commit()
        self.authorise(ADVISOR.operator)
        self.credit("DIF", dif, "dif_declared")
        self.credit("CPF", cpf, "annual_credit")
        self.show_proof(proof, dif)

    def op(self) -> str:
        """Make the identifier of a new operation."""
        self._operations += 1
        return f"op-{self._operations}"

    def credit(self, source: str, quantity: str, motive: str) -> None:
        """Write rights on an account; zero writes nothing."""
        amount = Quantity.parse(quantity)
        if amount:
            with self.database.write() as uow:
                account = uow.ledger.open_account(HOLDER.id, source)
                entry = NewEntry(self.op(), account.id, EntryKind.CREDIT, amount, motive, HOLDER.id)
                uow.ledger.append([entry], self.clock.now())
                uow.commit()

    def show_proof(self, proof: ProofState, dif: str = "87,33") -> None:
        """Store the DIF declaration with the state of its proof."""
        with self.database.write() as uow:
            uow.projects.declare_dif(
                DifDeclaration(
                    HOLDER.id,
                    Quantity.parse(dif),
                    "Filature",
                    "certificat",
                    date(2014, 12, 31),
                    datetime(2026, 3, 4, tzinfo=UTC),
                    proof,
                )
            )
            uow.commit()

    def authorise(self, operator: str, *scopes: Scope, end: date = date(2027, 1, 1)) -> None:
        """Give a body a permission, for everything unless told."""
        given = frozenset(scopes or Scope)
        with self.database.write() as uow:
            uow.projects.authorise(Authorisation(operator, HOLDER.id, operator, given, date(2026, 1, 1), end))
            uow.commit()

    def created(self, offer: Offer = WELDING, **answers: str) -> Dossier:
        typed = {**ANSWERS, **answers}
        return self.dossiers.create(HOLDER, offer.offer_id, filled(DossierForm, **typed), typed, self.op())

    def consented(self, offer: Offer = WELDING, **answers: str) -> Dossier:
        return self.dossiers.consent(HOLDER, self.created(offer, **answers).id, SECRET, self.op())

    def submitted(self, offer: Offer = WELDING, **answers: str) -> Dossier:
        return self.dossiers.submit(HOLDER, self.consented(offer, **answers).id, self.op())

    def validated(self, offer: Offer = WELDING, **answers: str) -> Dossier:
        return self.validate(self.submitted(offer, **answers))

    def in_training(self, offer: Offer = WELDING, **answers: str) -> Dossier:
        return self.enter(self.validated(offer, **answers))

    def correction(self, dossier: Dossier, field: str, message: str = "Vérifiez.") -> Dossier:
        form = filled(CorrectionForm, field=field, kind="incorrect", message=message)
        return self.review.request_correction(ADVISOR, dossier.id, form, self.op())

    def answer(self, dossier: Dossier, field: str, answer: str) -> Dossier:
        return self.dossiers.answer_correction(HOLDER, dossier.id, field, answer, self.op())

    def ask(
        self, dossier: Dossier, funder: str = "REGION", quantity: str = "32,67", euros: str = "294,03"
    ) -> FundingLine:
        form = filled(FundingRequestForm, funder=funder, quantity=quantity, euros=euros)
        return self.funding.request(ADVISOR, dossier.id, form, self.op())

    def reply(self, line: FundingLine, decision: str = "accorde") -> FundingLine:
        form = filled(FundingAnswerForm, decision=decision, answer="Réf. 42")
        return self.funding.record_answer(ADVISOR, line.id, line.dossier_id, form, self.op())

    def validate(self, dossier: Dossier, actor: Actor = ADVISOR) -> Dossier:
        return self.review.validate(actor, dossier.id, self.op())

    def enter(self, dossier: Dossier, on: str = "10/04/2026") -> Dossier:
        return self.review.enter(ADVISOR, dossier.id, filled(EntryForm, on=on), self.op())

    def close(self, dossier: Dossier, realised: str = "100", actor: Actor = FUNDER) -> Dossier:
        return self.review.close(actor, dossier.id, filled(ClosingForm, realised=realised), self.op())

    def refuse(self, dossier: Dossier, reason: str = "Projet à revoir") -> Dossier:
        return self.review.refuse(ADVISOR, dossier.id, filled(RefusalForm, reason=reason), self.op())

    def abandon(self, dossier: Dossier, reason: str = "Emploi trouvé") -> Dossier:
        return self.review.abandon(ADVISOR, dossier.id, filled(AbandonForm, reason=reason), self.op())

    def account(self, source: str) -> Account:
        """Return an account as stored; a funder's is found by its beginning."""
        found = [one for one in self.database.tables.ledger.accounts(HOLDER.id) if one.source.startswith(source)]
        assert len(found) == 1, found
        return found[0]

    def amounts(self, source: str) -> tuple[str, str, str]:
        """Return what an account has available, blocked and debited, as people read it."""
        account = self.account(source)
        return str(account.available), str(account.pending), str(account.posted)
