"""The repositories, in memory: plain dictionaries that keep the promises written in `cpf_tui.ports`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from cpf_tui.domain.errors import Conflict, NotFound
from cpf_tui.domain.nir import Nir
from cpf_tui.domain.people import (
    Actor,
    Advisor,
    AssistanceMessage,
    AssistanceRequest,
    Authorisation,
    ContactNote,
    Diploma,
    Holder,
    RequestState,
    ShortlistItem,
)
from cpf_tui.domain.records import Correction, DifDeclaration, Dossier, DossierEvent, Draft, FundingLine, State

ACQUAINTED = {"autre": Holder("autre")}
"""Somebody else, whom every fake database knows without their being added."""


@dataclass
class FakeHolders:
    """Holders by id; the number and the hash beside them."""

    rows: dict[str, Holder] = field(default_factory=dict)
    numbers: dict[str, Nir] = field(default_factory=dict)
    hashes: dict[str, str] = field(default_factory=dict)
    came: dict[str, datetime] = field(default_factory=dict)

    def add(self, holder: Holder, nir: Nir, secret_hash: str) -> None:
        if nir in self.numbers.values():
            raise Conflict("Ce numéro a déjà un compte.")
        self.rows[holder.id] = holder
        self.numbers[holder.id] = nir
        self.hashes[holder.id] = secret_hash

    def update(self, holder: Holder) -> None:
        self.get(holder.id)
        self.rows[holder.id] = holder

    def get(self, holder_id: str) -> Holder:
        found = self.rows.get(holder_id) or ACQUAINTED.get(holder_id)
        if found is None:
            raise NotFound("Ce compte n’existe pas.")
        return found

    def credentials(self, nir: Nir) -> tuple[str, str] | None:
        found = next((key for key, number in self.numbers.items() if number == nir), None)
        return None if found is None else (found, self.hashes[found])

    def nir(self, holder_id: str) -> Nir:
        self.get(holder_id)
        return self.numbers[holder_id]

    def of_operator(self, operator: str) -> Sequence[Holder]:
        mine = [one for one in self.rows.values() if one.operator == operator]
        return sorted(mine, key=lambda one: (one.last_name, one.first_names))

    def set_secret(self, holder_id: str, secret_hash: str) -> None:
        self.get(holder_id)
        self.hashes[holder_id] = secret_hash

    def signed_in(self, holder_id: str, at: datetime) -> None:
        self.get(holder_id)
        self.came[holder_id] = at

    def doors(self) -> Iterator[tuple[str, str]]:
        for holder_id, number in self.numbers.items():
            yield holder_id, f"index:{number.compact}".encode().hex()


EMPLOYED: dict[str, Advisor] = {}
"""The advisors every fake database knows without their being added, by id."""


def employ(advisor: Advisor) -> Actor:
    """Let every fake database know an advisor, and return who they are to the use cases."""
    EMPLOYED[advisor.id] = advisor
    return advisor.actor


@dataclass
class FakeAdvisors:
    """Advisors by login."""

    rows: dict[str, tuple[Advisor, str]] = field(default_factory=dict)

    def add(self, advisor: Advisor, secret_hash: str) -> None:
        if advisor.login in self.rows:
            raise Conflict("Cet identifiant est déjà pris.")
        self.rows[advisor.login] = (advisor, secret_hash)

    def all(self) -> Sequence[Advisor]:
        return [self.rows[login][0] for login in sorted(self.rows)]

    def credentials(self, login: str) -> tuple[Advisor, str] | None:
        return self.rows.get(login)

    def get(self, advisor_id: str) -> Advisor:
        found = next((one for one, _ in self.rows.values() if one.id == advisor_id), EMPLOYED.get(advisor_id))
        if found is None:
            raise NotFound("Ce conseiller n’existe pas.")
        return found

    def update(self, advisor: Advisor) -> None:
        self.get(advisor.id)
        self.rows[advisor.login] = (advisor, self.rows[advisor.login][1])

    def set_secret(self, advisor_id: str, secret_hash: str) -> None:
        advisor = self.get(advisor_id)
        self.rows[advisor.login] = (advisor, secret_hash)


@dataclass
class FakeDossiers:
    """Dossiers by id, and what is attached to them, in the order it was written."""

    rows: dict[str, Dossier] = field(default_factory=dict)
    history: list[DossierEvent] = field(default_factory=list)
    asked: dict[str, Correction] = field(default_factory=dict)
    lines: dict[str, FundingLine] = field(default_factory=dict)

    def add(self, dossier: Dossier) -> None:
        self.rows[dossier.id] = dossier

    def update(self, dossier: Dossier) -> Dossier:
        if self.get(dossier.id).version != dossier.version:
            raise Conflict("Ce dossier a changé entre-temps.")
        self.rows[dossier.id] = replace(dossier, version=dossier.version + 1)
        return self.rows[dossier.id]

    def get(self, dossier_id: str) -> Dossier:
        if dossier_id not in self.rows:
            raise NotFound("Ce dossier n’existe pas.")
        return self.rows[dossier_id]

    def of_holder(self, holder_id: str) -> Sequence[Dossier]:
        return [one for one in reversed(self.rows.values()) if one.holder_id == holder_id]

    def queue(self, operator: str, states: Sequence[State] = ()) -> Sequence[Dossier]:
        wanted = [
            one
            for one in self.rows.values()
            if one.operator == operator and (one.state in states if states else one.state is not State.DRAFT)
        ]
        return sorted(wanted, key=lambda one: one.updated_at)

    def add_event(self, event: DossierEvent) -> None:
        self.history.append(replace(event, seq=len(self.history) + 1))

    def events(self, dossier_id: str) -> Sequence[DossierEvent]:
        return [one for one in self.history if one.dossier_id == dossier_id]

    def add_correction(self, correction: Correction) -> None:
        self.asked[correction.id] = correction

    def update_correction(self, correction: Correction) -> None:
        self.asked[correction.id] = correction

    def corrections(self, dossier_id: str) -> Sequence[Correction]:
        return [one for one in self.asked.values() if one.dossier_id == dossier_id]

    def add_funding(self, line: FundingLine) -> None:
        self.lines[line.id] = line

    def update_funding(self, line: FundingLine) -> None:
        self.lines[line.id] = line

    def funding(self, dossier_id: str) -> Sequence[FundingLine]:
        return [one for one in self.lines.values() if one.dossier_id == dossier_id]


@dataclass
class FakeProjects:
    """What holders gather before a dossier."""

    kept: dict[tuple[str, str], ShortlistItem] = field(default_factory=dict)
    held: dict[str, Diploma] = field(default_factory=dict)
    notes: list[ContactNote] = field(default_factory=list)
    declarations: list[DifDeclaration] = field(default_factory=list)
    permissions: dict[str, Authorisation] = field(default_factory=dict)

    def shortlist(self, holder_id: str) -> Sequence[ShortlistItem]:
        return [one for one in self.kept.values() if one.holder_id == holder_id]

    def keep(self, item: ShortlistItem) -> None:
        if item.chosen:
            for key, other in self.kept.items():
                if other.holder_id == item.holder_id:
                    self.kept[key] = replace(other, chosen=False)
        self.kept[item.holder_id, item.offer_id] = item

    def drop(self, holder_id: str, offer_id: str) -> None:
        self.kept.pop((holder_id, offer_id), None)

    def diplomas(self, holder_id: str) -> Sequence[Diploma]:
        return [one for one in self.held.values() if one.holder_id == holder_id]

    def add_diploma(self, diploma: Diploma) -> None:
        self.held[diploma.id] = diploma

    def remove_diploma(self, holder_id: str, diploma_id: str) -> None:
        if diploma_id in self.held and self.held[diploma_id].holder_id == holder_id:
            del self.held[diploma_id]

    def contacts(self, holder_id: str, offer_id: str = "") -> Sequence[ContactNote]:
        mine = [one for one in self.notes if one.holder_id == holder_id and offer_id in {"", one.offer_id}]
        return mine[::-1]

    def add_contact(self, note: ContactNote) -> None:
        self.notes.append(note)

    def dif(self, holder_id: str) -> DifDeclaration | None:
        return next((one for one in reversed(self.declarations) if one.holder_id == holder_id), None)

    def declare_dif(self, declaration: DifDeclaration) -> None:
        self.declarations.append(declaration)

    def authorisations(self, holder_id: str) -> Sequence[Authorisation]:
        return [one for one in reversed(self.permissions.values()) if one.holder_id == holder_id]

    def authorise(self, authorisation: Authorisation) -> None:
        self.permissions[authorisation.id] = authorisation


@dataclass
class FakeAssistance:
    """Requests for help by id."""

    rows: dict[str, AssistanceRequest] = field(default_factory=dict)

    def add(self, request: AssistanceRequest) -> None:
        self.rows[request.id] = request

    def add_message(self, message: AssistanceMessage, state: RequestState) -> None:
        request = self.get(message.request_id)
        self.rows[request.id] = replace(request, state=state, messages=(*request.messages, message))

    def get(self, request_id: str) -> AssistanceRequest:
        if request_id not in self.rows:
            raise NotFound("Cette demande n’existe pas.")
        return self.rows[request_id]

    def of_holder(self, holder_id: str) -> Sequence[AssistanceRequest]:
        return [one for one in reversed(self.rows.values()) if one.holder_id == holder_id]

    def queue(self) -> Sequence[AssistanceRequest]:
        return [one for one in self.rows.values() if one.state is not RequestState.CLOSED]


@dataclass
class FakeDrafts:
    """Unfinished forms."""

    rows: dict[tuple[str, str, str], Draft] = field(default_factory=dict)

    def get(self, owner_id: str, form: str, subject: str) -> Draft | None:
        return self.rows.get((owner_id, form, subject))

    def save(self, draft: Draft) -> None:
        self.rows[draft.owner_id, draft.form, draft.subject] = draft

    def delete(self, owner_id: str, form: str, subject: str) -> None:
        self.rows.pop((owner_id, form, subject), None)


@dataclass
class FakeOperations:
    """Operations already done."""

    rows: dict[str, str] = field(default_factory=dict)

    def result(self, op_id: str) -> str | None:
        return self.rows.get(op_id)

    def record(self, op_id: str, result: str, at: datetime) -> None:
        if op_id in self.rows:
            raise Conflict("Cette opération est déjà faite.")
        self.rows[op_id] = result
