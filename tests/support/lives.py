"""A whole life of an account, played through the use cases, every word of it drawn at random.

life = Life(container, dice)
lived = life.live()          # a dossier refused, another closed, requests, drafts, corrected DIF, a rectification
lived.words                  # every personal value that was typed about them, by what it is
"""

from __future__ import annotations

import random
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TypeVar

from stdnum.fr import nir as stdnum_nir

from cpf_tui.bootstrap import Container
from cpf_tui.domain.access import Purpose
from cpf_tui.domain.errors import NotAllowed
from cpf_tui.domain.ledger import Source
from cpf_tui.domain.nir import Nir
from cpf_tui.domain.people import OPERATOR_ACTOR, Actor, Right, Role
from cpf_tui.domain.quantity import Quantity
from cpf_tui.domain.records import Draft
from cpf_tui.domain.rectification import Change
from cpf_tui.journey.forms.advisor import (
    ClosingForm,
    CorrectionForm,
    EntryForm,
    FundingAnswerForm,
    FundingRequestForm,
    ProofForm,
    RefusalForm,
    ReplyForm,
)
from cpf_tui.journey.forms.attestation import AttestationForm
from cpf_tui.journey.forms.dif import DifForm
from cpf_tui.journey.forms.dossier import DossierForm
from cpf_tui.journey.forms.project import AssistanceForm, AuthorisationForm, ContactForm, DiplomaForm
from cpf_tui.journey.forms.sign_up import ProfileForm
from cpf_tui.journey.questions import Form
from cpf_tui.services.administration import Administration
from cpf_tui.services.support import new_id

FormT = TypeVar("FormT", bound=Form)
PLACE, OPERATOR_OF_PLACE = "EX_POLE_EMPLOI_59512", "POLE_EMPLOI"
_OFFER, _OTHER_OFFER = "EX_59512_02", "EX_59512_03"
_SECRET = "girafe tambour nuage citron"
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


def filled(form: type[FormT], **answers: str) -> FormT:
    """Fill a form as a person would."""
    read, problems = form.fill(answers)
    assert read is not None, [(one.field, str(one.sentence)) for one in problems]
    return read


@dataclass
class Lived:
    """A person, and every personal value that was written about them."""

    actor: Actor
    nir: Nir
    secret: str
    words: dict[str, str] = field(default_factory=dict)
    dossiers: list[str] = field(default_factory=list)


@dataclass
class Life:
    """Plays lives on one installation; `number` keeps the numbers apart."""

    container: Container
    dice: random.Random
    number: int = 0
    _advisor: Actor | None = None

    @property
    def advisor(self) -> Actor:
        """An advisor with every right, of the place everybody chooses."""
        if self._advisor is None:
            administration = Administration(self.container.database, self.container.hasher, self.container.clock)
            made = administration.add_advisor(
                OPERATOR_ACTOR,
                f"a{new_id()[:8]}",
                "Paul Conseil",
                OPERATOR_OF_PLACE,
                frozenset(Right),
                secret=_SECRET,
                place_id=PLACE,
            )
            self._advisor = made.actor
        return self._advisor

    def begin(self) -> Lived:
        """Give a number and a secret: an account begun, not opened."""
        self.number += 1
        secret = " ".join(self._word() for _ in range(3))
        nir = self._nir()
        actor = self.container.services.accounts.start(nir, secret, new_id())
        return Lived(actor, nir, secret, {"nir": nir.compact, "secret": secret})

    def open(self) -> Lived:
        """Open the account, then change every answer once."""
        lived = self.begin()
        for time in ("first", "second"):
            self.profile(lived, time)
        return lived

    def live(self) -> Lived:
        """Play everything: what is written there is in `words`."""
        lived = self.open()
        self.project(lived)
        self.refused(lived)
        self.followed(lived)
        self.ask(lived)
        self.leave(lived)
        self.forget(lived)
        return lived

    def profile(self, lived: Lived, time: str) -> None:
        born = date(1960 + self.dice.randrange(40), 1 + self.dice.randrange(12), 1 + self.dice.randrange(28))
        words = {
            "last_name": self._name(),
            "first_names": self._name(),
            "email": f"{self._word()}@exemple.fr",
            "phone": f"0199{self.dice.randrange(10**6):06d}",
        }
        form = filled(
            ProfileForm,
            civility="madame",
            birth_date=f"{born:%d/%m/%Y}",
            residence="59512",
            employment="DE",
            highest_level="3",
            disability_recognised="oui",
            executive="non",
            **words,
        )
        holder = self.container.services.accounts.save_profile(lived.actor, form, new_id())
        lived.actor = Actor(Role.HOLDER, holder.id, holder.full_name)
        words["phone"] = f"+33{words['phone'][1:]}"
        words["birth_date"] = born.isoformat()
        lived.words |= {f"{time} {name}": value for name, value in words.items()}

    def project(self, lived: Lived) -> None:
        services, actor = self.container.services, lived.actor
        for time, quantity in (("first", "80"), ("second", "120")):
            form = filled(
                DifForm,
                quantity=quantity,
                document="certificat",
                document_date="31/12/2014",
                employer=self._said(lived, f"{time} employer"),
            )
            services.dif.declare(actor, form, new_id())
        services.advisors.choose(actor, PLACE, filled(AuthorisationForm, scope="tout", months="12"), new_id())
        services.project.keep(actor, _OTHER_OFFER)
        services.project.choose(actor, _OFFER, new_id())
        services.project.note(actor, _OFFER, self._said(lived, "first note"))
        services.project.note(actor, _OFFER, self._said(lived, "second note"))
        for time in ("first", "second"):
            diploma = filled(DiplomaForm, title_held=self._said(lived, f"{time} diploma"), year="2009")
            kept = services.project.add_diploma(actor, "CAP", diploma, new_id())
            if time == "first":
                services.project.remove_diploma(actor, kept.id)
        contact = filled(
            ContactForm,
            on=_typed(self.container.clock.today()),
            means="telephone",
            whom=self._said(lived, "contact"),
            prerequisites="oui",
            answer=self._said(lived, "contact answer"),
        )
        services.contacts.record(actor, _OFFER, contact, new_id())

    def send(self, lived: Lived, name: str, planned: str) -> str:
        services, actor = self.container.services, lived.actor
        start = self.container.clock.today() + timedelta(days=16)
        answers = {
            **services.dossiers.prefill(actor, _OFFER),
            "objective": self._said(lived, f"{name} objective"),
            "planned": planned,
            "start": _typed(start),
            "end": _typed(start + timedelta(days=30)),
            "rhythm": "plein",
            "partial": "non",
            "category": "ouvrier",
            "contact": self._said(lived, f"{name} contact"),
            "comment": self._told(lived, f"{name} comment"),
            "confidential": "oui",
        }
        made = services.dossiers.create(actor, _OFFER, filled(DossierForm, **answers), answers, new_id())
        lived.dossiers.append(made.id)
        lived.words[f"{name} reference"] = made.reference
        services.dossiers.consent(actor, made.id, lived.secret, new_id())
        services.dossiers.submit(actor, made.id, new_id())
        return made.id

    def refused(self, lived: Lived) -> None:
        services = self.container.services
        dossier = self.send(lived, "refused", "150")
        form = filled(
            CorrectionForm, field="objective", kind="incorrect", message=self._said(lived, "correction message")
        )
        services.review.request_correction(self.advisor, dossier, form, new_id())
        corrected = self._said(lived, "corrected objective")
        services.dossiers.answer_correction(lived.actor, dossier, "objective", corrected, new_id())
        proof = filled(ProofForm, result="vue", comment=self._said(lived, "proof comment"))
        services.dif.record_proof(self.advisor, dossier, proof, new_id())
        asked = filled(
            FundingRequestForm,
            funder="REGION",
            quantity="30",
            euros="270",
            comment=self._said(lived, "funding comment"),
        )
        line = services.funding.request(self.advisor, dossier, asked, new_id())
        answer = filled(FundingAnswerForm, decision="accorde", answer=self._said(lived, "funding answer"))
        services.funding.record_answer(self.advisor, line.id, dossier, answer, new_id())
        refusal = filled(RefusalForm, reason=self._said(lived, "refusal"))
        services.review.refuse(self.advisor, dossier, refusal, new_id())

    def followed(self, lived: Lived) -> None:
        services = self.container.services
        dossier = self.send(lived, "followed", "100")
        services.review.validate(self.advisor, dossier, new_id())
        entered = filled(EntryForm, on=_typed(self.container.clock.today()))
        services.review.enter(self.advisor, dossier, entered, new_id())
        services.review.close(self.advisor, dossier, filled(ClosingForm, realised="90"), new_id())
        change = Change(Source.CPF, Quantity.of(12), "rectified_work")
        services.rectifications.rectify(self.advisor, lived.actor.id, change, new_id())

    def ask(self, lived: Lived) -> None:
        services, actor = self.container.services, lived.actor
        form = filled(AssistanceForm, topic="dossier", body=self._told(lived, "question"))
        asked = services.assistance.ask(actor, form, new_id())
        lived.words["request reference"] = asked.reference
        reply = filled(ReplyForm, body=self._said(lived, "reply"))
        services.assistance.reply(self.advisor, asked.id, reply, new_id())

    def leave(self, lived: Lived) -> None:
        services, actor = self.container.services, lived.actor
        services.drafts.save(actor, "contact", _OTHER_OFFER, "answer", self._said(lived, "draft"))
        with self.container.database.write() as uow:  # as an earlier version let an advisor leave one
            words = {"body": self._said(lived, "advisor draft")}
            now = self.container.clock.now()
            uow.drafts.save(Draft(self.advisor.id, "reply", lived.dossiers[0], words, new_id(), now))
            uow.commit()
        services.recent_searches.add(actor, self._said(lived, "search"))

    def forget(self, lived: Lived) -> None:
        """Miss one's secret once, and have an advisor attest who one is."""
        with suppress(NotAllowed):
            self.container.services.sign_in.holder(lived.nir, self._word())
        self.attest(lived)

    def attest(self, lived: Lived) -> str:
        """Have an advisor attest who the person is; returns the code for a new secret."""
        form = filled(
            AttestationForm,
            purpose=Purpose.RENEW,
            document="passeport",
            photograph="oui",
            nir=lived.nir.compact,
            last_name=lived.words["second last_name"],
            birth_date=_typed(date.fromisoformat(lived.words["second birth_date"])),
            secret=_SECRET,
        )
        return self.container.services.attestations.attest(self.advisor, form, new_id()).code

    def _said(self, lived: Lived, what: str) -> str:
        """Draw words to type, and remember them."""
        lived.words[what] = said = self._word()
        return said

    def _told(self, lived: Lived, what: str) -> str:
        """Draw a long text to type, and remember each of its words."""
        words = [self._word() for _ in range(40)]
        lived.words |= {f"{what} {rank}": word for rank, word in enumerate(words)}
        return " ".join(words)

    def _word(self) -> str:
        return "".join(self.dice.choice(_LETTERS) for _ in range(14))

    def _name(self) -> str:
        return self._word().capitalize()

    def _nir(self) -> Nir:
        """A valid number of a person who cannot exist: month 99, place 99 999."""
        body = f"2{self.dice.randrange(100):02d}9999999{self.number % 1000:03d}"
        return Nir.parse(body + stdnum_nir.calc_check_digits(body))


def _typed(day: date) -> str:
    return f"{day:%d/%m/%Y}"
