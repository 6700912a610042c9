"""What each person of the demonstration did, act by act, until the stage where they are."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import TypeVar

from cpf_tui.demonstration.clock import PastClock
from cpf_tui.demonstration.people import LAST_NAME, SECRET, Person, Stage
from cpf_tui.domain.people import Actor
from cpf_tui.domain.records import Dossier
from cpf_tui.journey.forms.advisor import ClosingForm, CorrectionForm, EntryForm, FundingRequestForm, ProofForm
from cpf_tui.journey.forms.dif import DifForm
from cpf_tui.journey.forms.dossier import DossierForm
from cpf_tui.journey.forms.project import AssistanceForm, AuthorisationForm, ContactForm
from cpf_tui.journey.forms.sign_up import ProfileForm
from cpf_tui.journey.questions import Form
from cpf_tui.services.registry import Services
from cpf_tui.services.support import new_id

FormT = TypeVar("FormT", bound=Form)


class _Part:
    """One person, and the advisor they meet; a method for each act."""

    def __init__(self, services: Services, clock: PastClock, advisor: Actor, person: Person, actor: Actor) -> None:
        self._services, self._clock, self._advisor = services, clock, advisor
        self._person, self._actor = person, actor
        self.created = ""

    @property
    def dossier(self) -> Dossier:
        """The dossier as it stands."""
        return self._services.dossiers.file(self._actor, self.created).dossier

    def open(self) -> None:
        person = self._person
        form = _filled(
            ProfileForm,
            civility="madame" if person.madam else "monsieur",
            last_name=LAST_NAME,
            first_names=person.first_name,
            birth_date=_typed(date(person.year, 6, 15)),
            residence="59512",
            employment="DE",
            highest_level="3",
            disability_recognised="non",
            executive="non",
        )
        holder = self._services.accounts.save_profile(self._actor, form, new_id())
        self._actor = Actor(self._actor.role, holder.id, holder.full_name)

    def declare(self) -> None:
        form = _filled(
            DifForm,
            quantity=self._person.dif,
            document="certificat",
            document_date="31/12/2014",
            employer="Filature exemple",
        )
        self._services.dif.declare(self._actor, form, new_id())

    def choose(self) -> None:
        form = _filled(AuthorisationForm, scope="tout", months="12")
        self._services.advisors.choose(self._actor, self._person.place, form, new_id())

    def keep(self) -> None:
        self._services.project.choose(self._actor, self._person.offer, new_id())

    def contact(self) -> None:
        form = _filled(
            ContactForm,
            on=_typed(self._clock.today()),
            means="telephone",
            whom="accueil",
            prerequisites="oui",
            answer="Une place est libre, il faut apporter une pièce d’identité.",
        )
        self._services.contacts.record(self._actor, self._person.offer, form, new_id())

    def ask_help(self) -> None:
        form = _filled(AssistanceForm, topic="dossier", body="Puis-je changer de formation après l’envoi du dossier ?")
        self._services.assistance.ask(self._actor, form, new_id())

    def create(self) -> None:
        start = self._clock.today() + timedelta(days=16)
        answers = {
            **self._services.dossiers.prefill(self._actor, self._person.offer),
            "objective": "Apprendre un métier recherché près de chez moi.",
            "planned": self._person.planned,
            "start": _typed(start),
            "end": _typed(start + timedelta(days=30)),
            "rhythm": "plein",
            "partial": "non",
            "category": "ouvrier",
            "confidential": "non",
        }
        form = _filled(DossierForm, **answers)
        self.created = self._services.dossiers.create(self._actor, self._person.offer, form, answers, new_id()).id

    def consent(self) -> None:
        self._services.dossiers.consent(self._actor, self.created, SECRET, new_id())

    def submit(self) -> None:
        self._services.dossiers.submit(self._actor, self.created, new_id())

    def correct(self) -> None:
        form = _filled(
            CorrectionForm, field="end", kind="incorrect", message="Recopiez la date de fin écrite sur le devis."
        )
        self._services.review.request_correction(self._advisor, self.created, form, new_id())

    def see_proof(self) -> None:
        # An advisor reads before they decide: the person finds it in « Qui a vu mon compte ».
        self._services.dossiers.file(self._advisor, self.created)
        self._services.balance.view(self._advisor, self._actor.id)
        self._services.dif.record_proof(self._advisor, self.created, _filled(ProofForm, result="vue"), new_id())

    def seek_funding(self) -> None:
        plan = self._services.funding.plan(self._advisor, self.created)
        euros, cents = divmod(plan.euros_gap_cents, 100)
        form = _filled(FundingRequestForm, funder="REGION", quantity=str(plan.remaining), euros=f"{euros},{cents:02d}")
        self._services.funding.request(self._advisor, self.created, form, new_id())

    def validate(self) -> None:
        self._services.review.validate(self._advisor, self.created, new_id())

    def enter(self) -> None:
        self._services.review.enter(
            self._advisor, self.created, _filled(EntryForm, on=_typed(self._clock.today())), new_id()
        )

    def close(self) -> None:
        self._services.review.close(self._advisor, self.created, _filled(ClosingForm, realised="100"), new_id())


_PROJECT = (_Part.open, _Part.declare, _Part.choose, _Part.keep, _Part.contact)
_SENT = (*_PROJECT, _Part.create, _Part.consent, _Part.submit)
_VALIDATED = (*_SENT, _Part.see_proof, _Part.validate)

ACTS: Mapping[Stage, tuple[Callable[[_Part], None], ...]] = {
    Stage.STARTED: (),
    Stage.OPEN: (_Part.open,),
    Stage.PROJECT: (*_PROJECT, _Part.ask_help),
    Stage.DRAFT: (*_PROJECT, _Part.create),
    Stage.SUBMITTED: _SENT,
    Stage.CORRECTION: (*_SENT, _Part.correct),
    Stage.FUNDING: (*_SENT, _Part.see_proof, _Part.seek_funding),
    Stage.VALIDATED: _VALIDATED,
    Stage.TRAINING: (*_VALIDATED, _Part.enter),
    Stage.CLOSED: (*_VALIDATED, _Part.enter, _Part.close),
}
"""What follows the sign-up, in order, for each stage."""

_USUALLY = 2  # days an act takes
_DAYS: Mapping[Callable[[_Part], None], int] = {_Part.enter: 10, _Part.close: 35}


class Story:
    """Plays a person's acts on the use cases, at past days, the last one the day before yesterday."""

    def __init__(self, services: Services, clock: PastClock, advisors: Mapping[str, Actor]) -> None:
        self._services, self._clock, self._advisors = services, clock, advisors

    def play(self, person: Person) -> str:
        """Take a person to their stage; return the state of their dossier, empty if they have none."""
        acts = ACTS[person.stage]
        self._clock.days_ago = 2 + sum(_DAYS.get(act, _USUALLY) for act in acts)
        actor = self._services.accounts.start(person.nir, SECRET, new_id())
        part = _Part(self._services, self._clock, self._advisors[person.place], person, actor)
        for act in acts:
            self._clock.days_ago -= _DAYS.get(act, _USUALLY)
            act(part)
        return part.dossier.state.value if part.created else ""


def _typed(day: date) -> str:
    return f"{day:%d/%m/%Y}"


def _filled(form: type[FormT], **answers: str) -> FormT:
    """Fill a form as a person would; an answer it refuses is a fault of the demonstration."""
    read, problems = form.fill(answers)
    if read is None:
        raise ValueError(f"{form.key}: " + "; ".join(f"{one.field}: {one.sentence}" for one in problems))
    return read
