"""How each use case is called by whoever tries it: on one's own account, on Claire's, on a list, or on no account."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from cpf_tui.domain.ledger import Source
from cpf_tui.domain.nir import Nir
from cpf_tui.domain.people import Actor, Right, Role
from cpf_tui.domain.quantity import Quantity
from cpf_tui.domain.rectification import Change
from cpf_tui.domain.training import Offer
from cpf_tui.journey.forms.advisor import (
    AbandonForm,
    ClosingForm,
    EntryForm,
    FundingAnswerForm,
    FundingRequestForm,
    ProofForm,
    RefusalForm,
)
from cpf_tui.journey.forms.attestation import AttestationForm
from cpf_tui.journey.forms.dossier import DossierForm
from cpf_tui.journey.forms.sign_in import ChangeSecretForm, RenewSecretForm
from cpf_tui.security import totp
from tests.support.access_base import CLAIRE_NIR, FREE_NIR, OFFERS, AccessBase, filled_correction
from tests.support.fakes import ROUBAIX
from tests.support.forms import authorisation, contact, dif, diploma, filled, help_wanted, profile, reply
from tests.support.right_answers import NEW_SECRET, RIGHT, SECRET

_UNUSED_NIR = Nir("203999999900421")

Call = Callable[[AccessBase, Any], object]


class On(StrEnum):
    """Whose things a call is about."""

    OWN = "the account of who calls"
    CLAIRE = "the account of Claire"
    LIST = "what a list gives of everybody"
    NOBODY = "no account"


@dataclass(frozen=True)
class Case:
    """One call, that succeeds for whoever may make it."""

    on: On
    call: Call


def own(call: Call) -> Case:
    return Case(On.OWN, call)


def claire(call: Call) -> Case:
    return Case(On.CLAIRE, call)


def listed(call: Call) -> Case:
    return Case(On.LIST, call)


def public(call: Call) -> Case:
    return Case(On.NOBODY, call)


def _hers(base: AccessBase, actor: Actor) -> str:
    """Name the account as screens do: a holder says nothing of their own."""
    return "" if actor == base.claire else base.claire.id


def _named(base: AccessBase, actor: Actor) -> str:
    """Name the account as a holder and the operator do: the operator says whose."""
    return base.claire.id if actor.role is Role.OPERATOR else ""


def _change(base: AccessBase, actor: Actor) -> object:
    return base.services.own_secrets.change(actor, filled(ChangeSecretForm, RIGHT[ChangeSecretForm]), base.op())


def _attest(base: AccessBase, actor: Actor) -> object:
    answers = RIGHT[AttestationForm] | {"nir": CLAIRE_NIR.compact}
    return base.services.attestations.attest(actor, filled(AttestationForm, answers), base.op())


def _enrol(base: AccessBase, actor: Actor) -> object:
    secret, now = totp.new_secret(), base.clock.now()
    issued = f"{int(now.timestamp())} {secret}"
    ticket = base.trials.vault.seal(issued, owner_id=actor.id, column="second_factor.enrolment")
    return base.services.second_factors.enrol(actor, ticket, totp.code_at(secret, totp.step_at(now)), base.op())


def _new_codes(base: AccessBase, actor: Actor) -> object:
    if actor.role is Role.ADVISOR:
        _enrol(base, actor)
    return base.services.second_factors.new_codes(actor, SECRET)


def _renew(base: AccessBase, _actor: Actor) -> object:
    attested: Any = _attest(base, base.advisors["tous"])
    answers = RIGHT[RenewSecretForm] | {"nir": CLAIRE_NIR.compact, "code": attested.code, "secret": NEW_SECRET}
    return base.services.own_secrets.renew(filled(RenewSecretForm, answers), base.op())


def _create(base: AccessBase, actor: Actor) -> object:
    answers = RIGHT[DossierForm]
    return base.services.dossiers.create(actor, "o-free", filled(DossierForm, answers), answers, base.op())


def _revise(base: AccessBase, actor: Actor) -> object:
    answers = RIGHT[DossierForm] | {"planned": "12"}
    form = filled(DossierForm, answers)
    return base.services.dossiers.revise(actor, base.dossiers["draft"], form, answers, base.op())


def _request(base: AccessBase, actor: Actor) -> object:
    form = filled(FundingRequestForm, {"funder": "REGION", "quantity": "6", "euros": "54"})
    return base.services.funding.request(actor, base.dossiers["lacking"], form, base.op())


def _answer(base: AccessBase, actor: Actor) -> object:
    form = filled(FundingAnswerForm, {"decision": "refuse", "answer": "Non."})
    return base.services.funding.record_answer(actor, base.ids["line"], base.dossiers["lacking"], form, base.op())


def _noted(base: AccessBase, actor: Actor) -> object:
    base.services.project.keep(actor, "o-free")
    return base.services.project.note(actor, "o-free", "un mot")


def _offer(base: AccessBase) -> Offer:
    return next(one for one in OFFERS if one.offer_id == "o-free")


def _scope(base: AccessBase, actor: Actor | None) -> Any:
    return base.services.search.scope(actor, residence=ROUBAIX.postal_codes[0])


def _review(name: str, state: str, form: Any = None) -> Case:
    def call(base: AccessBase, actor: Actor) -> object:
        given = () if form is None else (form,)
        return getattr(base.services.review, name)(actor, base.dossiers[state], *given, base.op())

    return claire(call)


def _dossier(name: str, state: str, *more: object) -> Case:
    return claire(
        lambda base, actor: getattr(base.services.dossiers, name)(actor, base.dossiers[state], *more, base.op())
    )


_CHANGE = Change(Source.CPF, Quantity.of(-1), "rectified_error")
_SEEN = filled(ProofForm, {"result": "vue"})
CASES: dict[str, Case] = {
    "Accounts.start": public(lambda b, a: b.services.accounts.start(_UNUSED_NIR, SECRET, b.op())),
    "Accounts.save_profile": own(lambda b, a: b.services.accounts.save_profile(a, profile(), b.op())),
    "Accounts.known": own(lambda b, a: b.services.accounts.known(a)),
    "Accounts.warnings": own(lambda b, a: b.services.accounts.warnings(a, profile())),
    "Accounts.masked_nir": own(lambda b, a: b.services.accounts.masked_nir(a)),
    "Accounts.holder": claire(lambda b, a: b.services.accounts.holder(a, _hers(b, a))),
    "Administration.add_advisor": public(
        lambda b, a: b.administration.add_advisor(
            a, "conseil.neuf", "Conseil neuf", "APEC", {Right.CREATE}, secret=SECRET
        )
    ),
    "Administration.advisor": public(lambda b, a: b.administration.advisor(a, "conseil.tous")),
    "Administration.advisors": public(lambda b, a: b.administration.advisors(a)),
    "Administration.enrolled": public(lambda b, a: b.administration.enrolled(a)),
    "Administration.set_active": public(lambda b, a: b.administration.set_active(a, "conseil.tous", active=False)),
    "Administration.set_rights": public(lambda b, a: b.administration.set_rights(a, "conseil.tous", ())),
    "Administration.set_secret": public(lambda b, a: b.administration.set_secret(a, "conseil.tous", NEW_SECRET)),
    "Administration.remove_second_factor": public(
        lambda b, a: b.administration.remove_second_factor(a, "conseil.tous")
    ),
    "AdvisorFinder.suggestions": own(lambda b, a: b.services.advisors.suggestions(a)),
    "AdvisorFinder.nearest": own(lambda b, a: b.services.advisors.nearest(a, "")),
    "AdvisorFinder.choose": own(lambda b, a: b.services.advisors.choose(a, "ml", authorisation("heures"), b.op())),
    "AdvisorFinder.current": own(lambda b, a: b.services.advisors.current(a)),
    "AdvisorFinder.authorisations": own(lambda b, a: b.services.advisors.authorisations(a)),
    "AdvisorFinder.revoke": claire(lambda b, a: b.services.advisors.revoke(a, b.ids["authorisation"], b.op())),
    "Assistance.ask": own(lambda b, a: b.services.assistance.ask(a, help_wanted(), b.op())),
    "Assistance.mine": own(lambda b, a: b.services.assistance.mine(a)),
    "Assistance.read": claire(lambda b, a: b.services.assistance.read(a, b.ids["request"])),
    "Assistance.queue": listed(lambda b, a: b.services.assistance.queue(a)),
    "Assistance.reply": claire(lambda b, a: b.services.assistance.reply(a, b.ids["request"], reply(), b.op())),
    "Assistance.close": claire(lambda b, a: b.services.assistance.close(a, b.ids["request"])),
    "Attestations.attest": public(_attest),
    "Audits.mine": own(lambda b, a: b.services.audits.mine(a)),
    "Audits.lines": public(lambda b, a: tuple(b.services.audits.lines(a))),
    "Audits.head": public(lambda b, a: b.services.audits.head(a)),
    "Audits.check": public(lambda b, a: b.services.audits.check(a, ())),
    "Balances.view": claire(lambda b, a: b.services.balance.view(a, _hers(b, a))),
    "Balances.statement": claire(lambda b, a: b.services.balance.statement(a, _hers(b, a))),
    "ContactLog.log": claire(lambda b, a: b.services.contacts.log(a, _hers(b, a))),
    "ContactLog.record": claire(lambda b, a: b.services.contacts.record(a, "o-free", contact(), b.op(), _hers(b, a))),
    "DifEntry.current": claire(lambda b, a: b.services.dif.current(a, _hers(b, a))),
    "DifEntry.declare": own(lambda b, a: b.services.dif.declare(a, dif(), b.op())),
    "DifEntry.record_proof": claire(
        lambda b, a: b.services.dif.record_proof(
            a, b.dossiers["submitted"], filled(ProofForm, {"result": "vue"}), b.op()
        )
    ),
    "DossierReview.queue": listed(lambda b, a: b.services.review.queue(a)),
    "DossierReview.request_correction": _review("request_correction", "submitted", filled_correction()),
    "DossierReview.validate": _review("validate", "proved"),
    "DossierReview.refuse": _review("refuse", "submitted", filled(RefusalForm, RIGHT[RefusalForm])),
    "DossierReview.abandon": _review("abandon", "training", filled(AbandonForm, RIGHT[AbandonForm])),
    "DossierReview.lift_suspension": _review("lift_suspension", "suspended"),
    "DossierReview.enter": _review("enter", "validated", filled(EntryForm, {"on": "10/04/2026"})),
    "DossierReview.close": _review("close", "training", filled(ClosingForm, {"realised": "10"})),
    "Dossiers.prefill": own(lambda b, a: b.services.dossiers.prefill(a, "o-free")),
    "Dossiers.create": own(_create),
    "Dossiers.revise": claire(_revise),
    "Dossiers.outlook": own(lambda b, a: b.services.dossiers.outlook(a, Quantity.of(20))),
    "Dossiers.consent": _dossier("consent", "draft", SECRET),
    "Dossiers.withdraw_consent": _dossier("withdraw_consent", "consented"),
    "Dossiers.submit": _dossier("submit", "consented"),
    "Dossiers.of_holder": own(lambda b, a: b.services.dossiers.of_holder(a)),
    "Dossiers.file": claire(lambda b, a: b.services.dossiers.file(a, b.dossiers["submitted"])),
    "Dossiers.answer_correction": _dossier("answer_correction", "correction", "objective", "Souder"),
    "Dossiers.withdraw": _dossier("withdraw", "submitted"),
    "Drafts.open": own(lambda b, a: b.services.drafts.open(a, "dif")),
    "Drafts.save": own(lambda b, a: b.services.drafts.save(a, "dif", "", "quantity", "10")),
    "Drafts.discard": own(lambda b, a: b.services.drafts.discard(a, "dif")),
    "Erasures.preview": own(lambda b, a: b.services.erasures.preview(a, _named(b, a))),
    "Erasures.erase": own(lambda b, a: b.services.erasures.erase(a, SECRET, b.op())),
    "Erasures.erase_for": public(lambda b, a: b.services.erasures.erase_for(a, b.karim.id, b.op())),
    "FundingPlans.plan": claire(lambda b, a: b.services.funding.plan(a, b.dossiers["lacking"])),
    "FundingPlans.request": claire(_request),
    "FundingPlans.record_answer": claire(_answer),
    "FundingPlans.settle": claire(lambda b, a: b.services.funding.settle(a, b.dossiers["lacking"], b.op())),
    "Journeys.state": public(lambda b, a: b.services.journeys.state(a)),
    "OwnSecrets.change": own(_change),
    "OwnSecrets.renew": public(_renew),
    "Passports.passport": claire(lambda b, a: b.services.passports.passport(a, _hers(b, a))),
    "Passports.certificate": own(lambda b, a: b.services.passports.certificate(a)),
    "PersonalData.export": own(lambda b, a: b.services.personal_data.export(a, _named(b, a))),
    "PersonalData.find": public(lambda b, a: b.services.personal_data.find(a, CLAIRE_NIR)),
    "Project.kept": own(lambda b, a: b.services.project.kept(a)),
    "Project.keep": own(lambda b, a: b.services.project.keep(a, "o-free")),
    "Project.drop": own(lambda b, a: b.services.project.drop(a, "o-free")),
    "Project.note": own(_noted),
    "Project.choose": own(lambda b, a: b.services.project.choose(a, "o-free", b.op())),
    "Project.diplomas": own(lambda b, a: b.services.project.diplomas(a)),
    "Project.add_diploma": own(lambda b, a: b.services.project.add_diploma(a, "BAC", diploma(), b.op())),
    "Project.remove_diploma": own(lambda b, a: b.services.project.remove_diploma(a, b.ids["diploma"])),
    "Rectifications.rectify": claire(lambda b, a: b.services.rectifications.rectify(a, b.claire.id, _CHANGE, b.op())),
    "Retention.due": public(lambda b, a: b.retention.due(a)),
    "Retention.purge": public(lambda b, a: tuple(b.retention.purge(a))),
    "Retention.settle": public(lambda b, a: b.retention.settle(a)),
    "RecentSearches.of": public(lambda b, a: b.services.recent_searches.of(a)),
    "RecentSearches.add": public(lambda b, a: b.services.recent_searches.add(a, "soudeur")),
    "RecentSearches.forget": public(lambda b, a: b.services.recent_searches.forget(a)),
    "SecondFactors.draw": own(lambda b, a: b.services.second_factors.draw(a, SECRET)),
    "SecondFactors.enrol": own(_enrol),
    "SecondFactors.new_codes": own(_new_codes),
    "SecondFactors.codes_left": own(lambda b, a: b.services.second_factors.codes_left(a)),
    "SignIn.holder": public(lambda b, a: b.services.sign_in.holder(CLAIRE_NIR, SECRET)),
    "SignIn.advisor": public(lambda b, a: b.services.sign_in.advisor("conseil.tous", SECRET)),
    "SignIn.confirm": own(lambda b, a: b.services.sign_in.confirm(a, SECRET)),
    "SignIn.news": own(lambda b, a: b.services.sign_in.news(a)),
    "TakeAway.calendar": claire(lambda b, a: b.services.take_away.calendar(a, b.dossiers["submitted"])),
    "TakeAway.contact_card": public(lambda b, a: b.services.take_away.contact_card("o-free")),
    "TakeAway.qr": public(lambda b, a: b.services.take_away.qr("CPF")),
    "TrainingSearch.prepare": public(lambda b, a: b.services.search.prepare()),
    "TrainingSearch.scope": public(_scope),
    "TrainingSearch.search": public(lambda b, a: b.services.search.search(_scope(b, None), "soudeur")),
    "TrainingSearch.eligibility_of": public(lambda b, a: b.services.search.eligibility_of(_scope(b, None), _offer(b))),
    "TrainingSearch.eligibility": public(lambda b, a: b.services.search.eligibility(_scope(b, None), "RNCP1")),
    "TrainingSheets.sheet": public(lambda b, a: b.services.sheets.sheet(a, _scope(b, None), "o-free")),
    "Unlocking.closed": public(lambda b, a: b.unlocking.closed(a)),
    "Unlocking.open_advisor": public(lambda b, a: b.unlocking.open_advisor(a, "conseil.tous")),
    "Unlocking.open_holder": public(lambda b, a: b.unlocking.open_holder(a, FREE_NIR)),
}
