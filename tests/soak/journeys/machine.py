"""Acts drawn at random on both the program and the model; after each, both must tell the same hours and states."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any, ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from cpf_tui.domain.errors import AccessRefused, DomainError
from cpf_tui.domain.people import Actor
from cpf_tui.domain.records import State
from cpf_tui.journey.forms.advisor import (
    AbandonForm,
    ClosingForm,
    CorrectionForm,
    EntryForm,
    FundingAnswerForm,
    FundingRequestForm,
    ProofForm,
    RefusalForm,
)
from cpf_tui.journey.forms.dif import DifForm
from cpf_tui.journey.forms.dossier import DossierForm
from tests.soak.journeys.model import EXAMINED, FINAL, OWN, File, Model, Person, Refused, accounts
from tests.soak.journeys.workplace import CLOSER, EXAMINERS, OFFERS, PEOPLE, STRANGER, Workplace
from tests.support.dossier_stage import ANSWERS, filled
from tests.support.fakes import SECRET

HOURS = st.one_of(st.integers(1, 300_00), st.sampled_from([50, 24_00, 87_33, 100_00, 120_00, 150_00, 150_01]))
RANK = st.integers(0, 10_000)  # which one among those there are
FUNDERS = ("REGION", "ETAT")
_REMEMBERED = 12
with_files = precondition(lambda machine: bool(machine.files))


def typed(hundredths: int) -> str:
    """Write hours as a person does."""
    return f"{hundredths // 100},{hundredths % 100:02d}"


class Journeys(RuleBasedStateMachine):
    """One journey; `told` counts what all of them did."""

    template: ClassVar[Path]
    told: ClassVar[Counter[str]] = Counter()

    def __init__(self) -> None:
        super().__init__()
        self._folder = tempfile.TemporaryDirectory(dir=self.template.parent, prefix="journey-")
        self.place = Workplace.like(self.template, Path(self._folder.name) / "base")
        self.services = self.place.services
        self.model = Model()
        self.people = {actor.id: Person() for actor in PEOPLE}
        self.files: dict[str, File] = {}  # by the id of the dossier
        self.acts: list[Callable[[], object]] = []  # those done, to be sent again
        self.number = 0
        self.told["sequences"] += 1

    # --- how an act is done on both ---

    def act(self, expected: Callable[[], object], real: Callable[[str], Any]) -> Any:
        """Do it on the model, then on the program: both accept, or both refuse."""
        self.place.clock.advance(minutes=1)
        self.number += 1
        op_id = f"op-{self.number}"
        try:
            expected()
            allowed = True
        except Refused:
            allowed = False
        result, refusal = None, ""
        try:
            result = real(op_id)
        except DomainError as error:
            refusal = str(error)
        assert allowed == (not refusal), f"the program says {refusal or 'yes'}, the model {'yes' if allowed else 'no'}"
        if refusal:
            self.told["refused"] += 1
            return None
        self.told["accepted"] += 1
        self.acts = [*self.acts[-_REMEMBERED:], lambda: real(op_id)]
        return result

    def person(self, rank: int) -> tuple[Actor, Person]:
        actor = PEOPLE[rank % len(PEOPLE)]
        return actor, self.people[actor.id]

    def file(self, rank: int) -> tuple[str, File, Actor]:
        """Choose a dossier, most often one that is not over; give its holder too."""
        going = [key for key, one in self.files.items() if one.state not in FINAL]
        among = going if going and rank % 5 else list(self.files)
        key = among[rank // 5 % len(among)]
        one = self.files[key]
        owner = next(actor for actor in PEOPLE if self.people[actor.id] is one.owner)
        return key, one, owner

    # --- what holders do ---

    @rule(rank=RANK, source=st.sampled_from(OWN[1:]), amount=HOURS, down=st.booleans())
    def write_hours(self, rank: int, source: str, amount: int, down: bool) -> None:
        actor, person = self.person(rank)
        change = -amount if down and rank % 3 == 0 else amount
        self.act(
            lambda: self.model.credit(person, source, change),
            lambda op: self.place.credit(actor, source, change, op),
        )

    @rule(rank=RANK, quantity=st.one_of(st.integers(1, 120_00), st.just(87_33)))
    def declare_dif(self, rank: int, quantity: int) -> None:
        actor, person = self.person(rank)
        form = filled(
            DifForm,
            quantity=typed(quantity),
            document="certificat",
            document_date="31/12/2014",
            employer="Filature exemple",
        )
        self.act(lambda: self.model.declare(person, quantity), lambda op: self.services.dif.declare(actor, form, op))

    @rule(rank=RANK, offer=st.sampled_from(OFFERS), planned=HOURS)
    def create(self, rank: int, offer: str, planned: int) -> None:
        actor, person = self.person(rank)
        answers = {**ANSWERS, "planned": typed(planned), "end": "31/12/2026"}
        form = filled(DossierForm, **answers)
        made = self.act(
            lambda: self.model.create(person, offer, planned),
            lambda op: self.services.dossiers.create(actor, offer, form, answers, op),
        )
        if made is not None:
            self.files[made.id] = person.files[-1]

    @with_files
    @rule(rank=RANK)
    def consent(self, rank: int) -> None:
        key, one, owner = self.file(rank)
        self.act(lambda: self.model.consent(one), lambda op: self.services.dossiers.consent(owner, key, SECRET, op))

    @with_files
    @rule(rank=RANK)
    def withdraw_consent(self, rank: int) -> None:
        key, one, owner = self.file(rank)
        self.act(
            lambda: self.model.withdraw_consent(one),
            lambda op: self.services.dossiers.withdraw_consent(owner, key, op),
        )

    @with_files
    @rule(rank=RANK)
    def submit(self, rank: int) -> None:
        key, one, owner = self.file(rank)
        self.act(lambda: self.model.submit(one), lambda op: self.services.dossiers.submit(owner, key, op))

    @with_files
    @rule(rank=RANK, name=st.sampled_from(("planned", "objective")), planned=HOURS)
    def correct(self, rank: int, name: str, planned: int) -> None:
        key, one, owner = self.file(rank)
        answer = typed(planned) if name == "planned" else "Changer de métier"
        self.act(
            lambda: self.model.correct(one, name, planned),
            lambda op: self.services.dossiers.answer_correction(owner, key, name, answer, op),
        )

    @with_files
    @rule(rank=RANK)
    def withdraw(self, rank: int) -> None:
        if rank % 3:  # rarer than the others: it ends a journey
            return
        key, one, owner = self.file(rank)
        self.act(
            lambda: self.model.leave(one, State.WITHDRAWN),
            lambda op: self.services.dossiers.withdraw(owner, key, op),
        )

    @rule(rank=RANK, given_back=st.booleans())
    def permission(self, rank: int, given_back: bool) -> None:
        if rank % 3 and not given_back:
            return
        actor, person = self.person(rank)
        self.place.trust(actor, given=given_back)
        person.trusts = given_back

    # --- what advisors do ---

    @with_files
    @rule(rank=RANK, who=st.sampled_from(EXAMINERS), name=st.sampled_from(("planned", "objective")))
    def ask_correction(self, rank: int, who: Actor, name: str) -> None:
        key, one, _ = self.file(rank)
        form = filled(CorrectionForm, field=name, kind="incorrect", message="Vérifiez.")
        self.act(
            lambda: self.model.ask_correction(one, name),
            lambda op: self.services.review.request_correction(who, key, form, op),
        )

    @with_files
    @rule(rank=RANK, who=st.sampled_from(EXAMINERS), seen=st.booleans())
    def proof(self, rank: int, who: Actor, seen: bool) -> None:
        key, one, _ = self.file(rank)
        if not one.sent:
            return
        form = filled(ProofForm, result="vue" if seen else "ecart", comment="Le document dit 80.")
        self.act(lambda: self.model.proof(one, seen), lambda op: self.services.dif.record_proof(who, key, form, op))

    @with_files
    @rule(rank=RANK, who=st.sampled_from(EXAMINERS))
    def lift(self, rank: int, who: Actor) -> None:
        key, one, _ = self.file(rank)
        self.act(lambda: self.model.lift(one), lambda op: self.services.review.lift_suspension(who, key, op))

    @with_files
    @rule(rank=RANK, who=st.sampled_from(EXAMINERS), funder=st.sampled_from(FUNDERS), more=st.integers(-2, 1))
    def ask_funder(self, rank: int, who: Actor, funder: str, more: int) -> None:
        key, one, _ = self.file(rank)
        quantity = max(self.model.missing(one) + more, 1) if more > -2 else max(self.model.missing(one) // 2, 1)
        form = filled(FundingRequestForm, funder=funder, quantity=typed(quantity), euros="0")
        made: list[str] = []

        def real(op: str) -> object:
            line = self.services.funding.request(who, key, form, op)
            made.append(line.id)
            return line

        self.act(lambda: self.model.ask_funder(one, "new", funder, quantity), real)
        if "new" in one.lines:
            one.lines[made[0]] = one.lines.pop("new")

    @with_files
    @rule(rank=RANK, which=RANK, who=st.sampled_from(EXAMINERS), agreed=st.booleans())
    def answer_funder(self, rank: int, which: int, who: Actor, agreed: bool) -> None:
        key, one, _ = self.file(rank)
        if not one.lines:
            return
        line = list(one.lines)[which % len(one.lines)]
        form = filled(FundingAnswerForm, decision="accorde" if agreed else "refuse", answer="Réf. 42")
        self.act(
            lambda: self.model.answer_funder(one, line, agreed),
            lambda op: self.services.funding.record_answer(who, line, key, form, op),
        )

    @with_files
    @rule(rank=RANK, who=st.sampled_from(EXAMINERS))
    def settle(self, rank: int, who: Actor) -> None:
        key, one, _ = self.file(rank)
        self.act(lambda: self.model.settle(one), lambda op: self.services.funding.settle(who, key, op))

    @with_files
    @rule(rank=RANK, who=st.sampled_from(EXAMINERS))
    def validate(self, rank: int, who: Actor) -> None:
        key, one, _ = self.file(rank)
        self.act(lambda: self.model.validate(one), lambda op: self.services.review.validate(who, key, op))

    @with_files
    @rule(rank=RANK, who=st.sampled_from(EXAMINERS))
    def enter(self, rank: int, who: Actor) -> None:
        key, one, _ = self.file(rank)
        form = filled(EntryForm, on=f"{self.place.clock.today():%d/%m/%Y}")
        self.act(lambda: self.model.enter(one), lambda op: self.services.review.enter(who, key, form, op))

    @with_files
    @rule(rank=RANK, realised=st.integers(0, 100), more=st.integers(0, 1))
    def close(self, rank: int, realised: int, more: int) -> None:
        key, one, _ = self.file(rank)
        amount = one.planned * realised // 100 + more
        form = filled(ClosingForm, realised=typed(amount))
        self.act(lambda: self.model.close(one, amount), lambda op: self.services.review.close(CLOSER, key, form, op))

    @with_files
    @rule(rank=RANK, who=st.sampled_from(EXAMINERS), refused=st.booleans())
    def stop(self, rank: int, who: Actor, refused: bool) -> None:
        if rank % 3:
            return
        key, one, _ = self.file(rank)
        review = self.services.review
        if refused:
            refusal = filled(RefusalForm, reason="Projet à revoir")
            self.act(lambda: self.model.leave(one, State.REFUSED), lambda op: review.refuse(who, key, refusal, op))
        else:
            end = filled(AbandonForm, reason="Emploi trouvé")
            self.act(lambda: self.model.leave(one, State.ABANDONED), lambda op: review.abandon(who, key, end, op))

    # --- what must change nothing ---

    @with_files
    @rule(rank=RANK)
    def not_for_them(self, rank: int) -> None:
        """Another body, an advisor without the right, another holder: refused, whatever the state."""
        key, _, owner = self.file(rank)
        other = next(actor for actor in PEOPLE if actor is not owner)

        def nobody() -> None:
            raise Refused

        self.act(nobody, lambda op: self.services.review.validate(STRANGER, key, op))
        self.act(nobody, lambda op: self.services.review.validate(CLOSER, key, op))
        self.act(nobody, lambda op: self.services.dossiers.withdraw(other, key, op))

    @precondition(lambda machine: bool(machine.acts))
    @rule(rank=RANK)
    def again(self, rank: int) -> None:
        """Send an act again with its operation: it was done, nothing more is."""
        try:
            self.acts[rank % len(self.acts)]()
        except AccessRefused:
            return  # it may no longer be seen
        finally:
            self.told["sent again"] += 1

    @initialize(hours=st.integers(1, 150_00), dif=st.integers(1, 120_00), planned=HOURS)
    def begin(self, hours: int, dif: int, planned: int) -> None:
        """Both have hours and a dossier: most of what may go wrong comes after."""
        for rank in range(len(PEOPLE)):
            self.write_hours(rank, OWN[1 + rank], hours, down=False)
            self.declare_dif(rank, dif)
            self.create(rank, OFFERS[0], planned)

    @rule(rank=RANK, steps=st.integers(1, 4))
    def go_on(self, rank: int, steps: int) -> None:
        """Take a dossier some steps further, so that journeys reach their end."""
        going = [number for number in range(10 * len(self.files)) if self.file(number)[1].state not in FINAL]
        if going:
            chosen = going[rank % len(going)]
            for _ in range(steps):
                self.step(chosen)

    @rule(rank=RANK, steps=st.integers(5, 9))
    def go_far(self, rank: int, steps: int) -> None:
        """Take a dossier to its blocked hours, or to its end."""
        for number in range(len(PEOPLE)):
            self.permission(number, given_back=True)
        self.go_on(rank, steps)

    def step(self, rank: int) -> None:
        """Do what usually comes next for a dossier."""
        _, one, _ = self.file(rank)
        who = EXAMINERS[rank % len(EXAMINERS)]
        waiting = [number for number, line in enumerate(one.lines.values()) if line.granted is None]
        if one.state is State.DRAFT:
            self.consent(rank)
        elif one.state is State.CONSENTED:
            self.submit(rank)
        elif one.state is State.CORRECTION:
            self.correct(rank, min(one.waiting), max(one.planned - 1, 1))
        elif one.state in EXAMINED and one.owner.proof != "seen" and one.owner.declared:
            self.proof(rank, who, seen=True)
        elif one.state is State.FUNDING and waiting:
            self.answer_funder(rank, waiting[0], who, agreed=True)
        elif one.state in EXAMINED and self.model.missing(one):
            self.ask_funder(rank, who, FUNDERS[rank % len(FUNDERS)], 0)
        elif one.state in EXAMINED:
            self.validate(rank, who)
        elif one.state is State.VALIDATED:
            self.enter(rank, who)
        elif one.state is State.IN_TRAINING:
            self.close(rank, 80, 0)

    # --- what must hold ---

    @invariant()
    def hours_are_those_of_the_model(self) -> None:
        with self.place.database.read() as uow:
            for actor in PEOPLE:
                person = self.people[actor.id]
                keys = {id(one): key for key, one in self.files.items()}
                expected = {
                    source if rank < 0 else f"{source}:{keys[id(person.files[rank])]}": purse
                    for source, rank, purse in accounts(person)
                }
                found = {one.source: one for one in uow.ledger.accounts(actor.id)}
                assert found.keys() == expected.keys()
                for source, purse in expected.items():
                    stored = found[source]
                    hours = (stored.credits.hundredths, stored.pending.hundredths, stored.posted.hundredths)
                    assert hours == (purse.credits, purse.pending, purse.posted), (actor.id, source, hours, purse)

    @invariant()
    def dossiers_are_those_of_the_model(self) -> None:
        with self.place.database.read() as uow:
            for key, one in self.files.items():
                stored = uow.dossiers.get(key)
                realised = stored.realised.hundredths if stored.realised else None
                found = (stored.state, stored.planned.hundredths, stored.consent_quantity.hundredths, realised)
                assert found == (one.state, one.planned, one.consented, one.realised), (key, found, one)

    def teardown(self) -> None:
        """Look at everything once, and count how journeys ended."""
        try:
            self.place.check()
            self.told.update(file.state.value for file in self.files.values())
        finally:
            self.place.close()
            self._folder.cleanup()
