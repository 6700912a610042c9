"""Every record comes back from a real file as it went in."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from sqlalchemy import Table

from cpf_tui.domain.errors import Conflict, NotFound
from cpf_tui.domain.ledger import Account, Entry
from cpf_tui.domain.nir import Nir
from cpf_tui.domain.people import (
    Advisor,
    AssistanceMessage,
    AssistanceRequest,
    Authorisation,
    Civility,
    ContactNote,
    Diploma,
    Employment,
    Holder,
    RequestState,
    Right,
    Role,
    Scope,
    ShortlistItem,
)
from cpf_tui.domain.quantity import Quantity
from cpf_tui.domain.records import (
    Correction,
    CorrectionKind,
    DifDeclaration,
    Dossier,
    DossierEvent,
    Draft,
    FundingLine,
    FundingState,
    ProofState,
    State,
)
from cpf_tui.persistence import tables
from cpf_tui.persistence.unit_of_work import SqlDatabase
from tests.support.storage import NIR, NOW, dossier, furnish, holder

pytestmark = pytest.mark.both_dialects

HOLDER = Holder(
    "h9",
    "Œuvrard [/",
    "Éléonore 🙂",
    date(2000, 9, 1),
    Civility.MADAM,
    "2A004",
    Employment.EMPLOYEE,
    4,
    out_of_school=False,
    disability_recognised=True,
    executive=True,
    email="e@exemple.fr",
    phone="+33600000000",
    opened_at=NOW,
    place_id="p1",
    operator="MISSION_LOCALE",
)


def test_a_holder_comes_back_with_number_and_credentials(database: SqlDatabase) -> None:
    with database.write() as uow:
        uow.holders.add(HOLDER, NIR, "hash")
        uow.commit()
    with database.read() as uow:
        assert uow.holders.get("h9") == HOLDER
        assert uow.holders.nir("h9") == NIR
        assert uow.holders.credentials(NIR) == ("h9", "hash")
        assert uow.holders.credentials(Nir("100999999900226")) is None


def test_one_number_has_one_account(database: SqlDatabase) -> None:
    furnish(database)
    with database.write() as uow, pytest.raises(Conflict, match="existe déjà"):
        uow.holders.add(holder("h2"), NIR, "hash")


def test_a_holder_changes(database: SqlDatabase) -> None:
    furnish(database)
    with database.write() as uow:
        uow.holders.update(replace(HOLDER, id="h1"))
        uow.commit()
    with database.read() as uow:
        assert uow.holders.get("h1") == replace(HOLDER, id="h1")
        assert uow.holders.credentials(NIR) == ("h1", "hash")


def test_an_unknown_holder_is_not_found(database: SqlDatabase) -> None:
    with database.write() as uow:
        with pytest.raises(NotFound):
            uow.holders.get("nobody")
        with pytest.raises(NotFound):
            uow.holders.nir("nobody")
        with pytest.raises(NotFound):
            uow.holders.update(holder("nobody"))


def test_holders_of_an_operator_come_as_in_a_directory(database: SqlDatabase) -> None:
    with database.write() as uow:
        for number, name in enumerate(("Zola", "éluard", "Aragon", "Eluard")):
            nir = Nir(f"20099999990{number:04d}")
            uow.holders.add(Holder(f"h{number}", name, operator="APEC"), nir, "hash")
        uow.commit()
    with database.read() as uow:
        assert [one.last_name for one in uow.holders.of_operator("APEC")] == ["Aragon", "éluard", "Eluard", "Zola"]
        assert uow.holders.of_operator("CAP_EMPLOI") == []


def test_advisors_come_back_by_login(database: SqlDatabase) -> None:
    paul = Advisor("a1", "paul", "Paul", "MISSION_LOCALE", frozenset(Right), "p1", active=False)
    anne = Advisor("a2", "anne", "Anne", "APEC", frozenset())
    with database.write() as uow:
        uow.advisors.add(paul, "hash paul")
        uow.advisors.add(anne, "hash anne")
        with pytest.raises(Conflict, match="« anne »"):
            uow.advisors.add(replace(anne, id="a3"), "hash")
        uow.commit()
    with database.read() as uow:
        assert uow.advisors.all() == [anne, paul]
        assert uow.advisors.credentials("paul") == (paul, "hash paul")
        assert uow.advisors.credentials("nobody") is None


FULL = dossier(
    answers={"motif": "Un métier « sûr »\nprès de chez moi", "rythme": ""},
    realised=Quantity(10_050),
    price_cents=250_000,
    start=date(2026, 9, 1),
    end=date(2026, 12, 18),
    operator="MISSION_LOCALE",
    consent_at=NOW,
    consent_quantity=Quantity(8733),
    state=State.CONSENTED,
)


def test_a_dossier_changes_version_by_version(database: SqlDatabase) -> None:
    furnish(database)
    with database.write() as uow:
        changed = uow.dossiers.update(FULL)
        assert changed == replace(FULL, version=2)
        with pytest.raises(Conflict):
            uow.dossiers.update(FULL)
        with pytest.raises(NotFound):
            uow.dossiers.update(replace(FULL, id="unknown"))
        uow.commit()
    with database.read() as uow:
        assert uow.dossiers.get("d1") == changed


def test_dossiers_are_listed_for_the_holder_and_for_the_operator(database: SqlDatabase) -> None:
    furnish(database)
    hour = timedelta(hours=1)
    waiting: list[Dossier] = [
        dossier("d2", operator="APEC", state=State.SUBMITTED, updated_at=NOW + hour, created_at=NOW + hour),
        dossier("d3", operator="APEC", state=State.VALIDATED, updated_at=NOW),
        dossier("d4", operator="APEC", state=State.DRAFT),
        dossier("d5", operator="CAP_EMPLOI", state=State.SUBMITTED),
    ]
    with database.write() as uow:
        for one in waiting:
            uow.dossiers.add(one)
        uow.commit()
    with database.read() as uow:
        assert [one.id for one in uow.dossiers.of_holder("h1")] == ["d2", "d5", "d4", "d3", "d1"]
        assert [one.id for one in uow.dossiers.queue("APEC")] == ["d3", "d2"]
        assert [one.id for one in uow.dossiers.queue("APEC", [State.SUBMITTED])] == ["d2"]


def test_the_parts_of_a_dossier_come_back_in_order(database: SqlDatabase) -> None:
    furnish(database)
    events = [
        DossierEvent("d1", NOW, Role.HOLDER, "h1", "creer", State.DRAFT),
        DossierEvent("d1", NOW, Role.ADVISOR, "a1", "rendre", State.CORRECTION, "photo floue", "détail"),
    ]
    asked = Correction("c1", "d1", "motif", CorrectionKind.INCOMPLETE, "Précisez", "a1", NOW)
    line = FundingLine("f1", "d1", "REGION", Quantity(3267), 0, FundingState.REQUESTED, NOW, "a1", "merci")
    with database.write() as uow:
        for event in events:
            uow.dossiers.add_event(event)
        uow.dossiers.add_correction(asked)
        uow.dossiers.add_correction(replace(asked, id="c0"))
        uow.dossiers.add_funding(line)
        uow.dossiers.update_correction(replace(asked, answered_at=NOW))
        uow.dossiers.update_funding(replace(line, state=FundingState.AGREED, answered_at=NOW, answer="accord"))
        with pytest.raises(NotFound):
            uow.dossiers.update_funding(replace(line, id="unknown"))
        uow.commit()
    with database.read() as uow:
        assert uow.dossiers.events("d1") == [replace(one, seq=seq) for seq, one in enumerate(events, 1)]
        assert uow.dossiers.corrections("d1") == [replace(asked, answered_at=NOW), replace(asked, id="c0")]
        agreed = replace(line, state=FundingState.AGREED, answered_at=NOW, answer="accord")
        assert uow.dossiers.funding("d1") == [agreed]


def test_at_most_one_kept_training_is_chosen(database: SqlDatabase) -> None:
    furnish(database)
    first = ShortlistItem("h1", "o1", "près", NOW, chosen=True)
    second = ShortlistItem("h1", "o2", added_at=NOW)
    with database.write() as uow:
        uow.projects.keep(first)
        uow.projects.keep(second)
        uow.projects.keep(replace(second, note="mieux", chosen=True, added_at=None))
        uow.projects.drop("h1", "unknown")
        uow.commit()
    with database.write() as uow:
        kept = [replace(first, chosen=False), ShortlistItem("h1", "o2", "mieux", NOW, chosen=True)]
        assert uow.projects.shortlist("h1") == kept
        uow.projects.drop("h1", "o1")
        assert uow.projects.shortlist("h1") == kept[1:]


def test_diplomas_are_declared_and_withdrawn_by_their_owner(database: SqlDatabase) -> None:
    furnish(database)
    bac, cap = Diploma("x1", "h1", "BAC", "Bac pro", 2019), Diploma("x0", "h1", "CAP")
    with database.write() as uow:
        uow.projects.add_diploma(bac)
        uow.projects.add_diploma(cap)
        uow.projects.remove_diploma("other", "x1")
        assert uow.projects.diplomas("h1") == [bac, cap]
        uow.projects.remove_diploma("h1", "x1")
        assert uow.projects.diplomas("h1") == [cap]


def test_contacts_come_newest_first(database: SqlDatabase) -> None:
    furnish(database)
    note = ContactNote("n1", "h1", "o1", date(2026, 3, 1), "Mme X", "téléphone", "oui", "attente", "h1", NOW)
    later = replace(note, id="n2", on=date(2026, 3, 2))
    elsewhere = replace(note, id="n3", offer_id="o2", on=date(2026, 1, 2))
    with database.write() as uow:
        for one in (note, later, elsewhere):
            uow.projects.add_contact(one)
        assert uow.projects.contacts("h1") == [later, note, elsewhere]
        assert uow.projects.contacts("h1", "o2") == [elsewhere]


def test_the_latest_dif_declaration_counts_and_the_former_stays(database: SqlDatabase) -> None:
    furnish(database)
    first = DifDeclaration("h1", Quantity(8733), "Usine", "bulletin", date(2014, 12, 31), NOW)
    with database.write() as uow:
        assert uow.projects.dif("h1") is None
        uow.projects.declare_dif(first)
        seen = replace(first, quantity=Quantity(9000), proof=ProofState.SEEN, proof_comment="vu")
        uow.projects.declare_dif(seen)
        assert uow.projects.dif("h1") == seen


def test_a_permission_is_given_then_revoked(database: SqlDatabase) -> None:
    furnish(database)
    given = Authorisation(
        "p1", "h1", "APEC", frozenset({Scope.HOURS, Scope.PASSPORT}), date(2026, 1, 1), date(2026, 12, 31)
    )
    with database.write() as uow:
        uow.projects.authorise(given)
        uow.projects.authorise(replace(given, id="p2", scopes=frozenset()))
        uow.projects.authorise(replace(given, revoked_at=NOW))
        assert uow.projects.authorisations("h1") == [
            replace(given, id="p2", scopes=frozenset()),
            replace(given, revoked_at=NOW),
        ]


def test_a_request_for_help_and_its_messages(database: SqlDatabase) -> None:
    furnish(database)
    question = AssistanceMessage("r1", Role.HOLDER, "h1", "Où est mon dossier ?", NOW)
    answer = AssistanceMessage("r1", Role.ADVISOR, "a1", "Chez nous.", NOW)
    request = AssistanceRequest("r1", "AID-1", "h1", "dossier", RequestState.OPEN, NOW, (question,))
    other = AssistanceRequest("r2", "AID-2", "h1", "compte", RequestState.OPEN, NOW)
    with database.write() as uow:
        uow.assistance.add(request)
        uow.assistance.add(other)
        uow.assistance.add_message(answer, RequestState.ANSWERED)
        answered = replace(request, state=RequestState.ANSWERED, messages=(question, answer))
        assert uow.assistance.get("r1") == answered
        assert uow.assistance.of_holder("h1") == [other, answered]
        uow.assistance.add_message(replace(answer, request_id="r2"), RequestState.CLOSED)
        assert uow.assistance.queue() == [answered]
        with pytest.raises(NotFound):
            uow.assistance.get("unknown")
        with pytest.raises(NotFound):
            uow.assistance.add_message(replace(answer, request_id="unknown"), RequestState.CLOSED)


def test_a_draft_is_replaced_then_forgotten(database: SqlDatabase) -> None:
    draft = Draft("h1", "inscription", "", {"nom": "O’Connor"}, "op1", NOW)
    with database.write() as uow:
        uow.drafts.save(draft)
        uow.drafts.save(replace(draft, answers={}))
        assert uow.drafts.get("h1", "inscription", "") == replace(draft, answers={})
        assert uow.drafts.get("h1", "inscription", "d1") is None
        uow.drafts.delete("h1", "inscription", "")
        uow.drafts.delete("h1", "inscription", "")
        assert uow.drafts.get("h1", "inscription", "") is None


def test_an_operation_is_recorded_once(database: SqlDatabase) -> None:
    with database.write() as uow:
        assert uow.operations.result("op1") is None
        uow.operations.record("op1", "d1", NOW)
        with pytest.raises(Conflict):
            uow.operations.record("op1", "d2", NOW)
        assert uow.operations.result("op1") == "d1"


def test_instants_come_back_in_utc_and_naive_ones_are_a_fault(database: SqlDatabase) -> None:
    furnish(database)
    paris = datetime(2026, 7, 1, 1, 0, tzinfo=timezone(timedelta(hours=2)))
    with database.write() as uow:
        uow.holders.update(holder(opened_at=paris))
        stored = uow.holders.get("h1").opened_at
        assert stored == paris
        assert stored is not None
        assert stored.tzinfo == UTC
        with pytest.raises(Exception, match="aware"):
            uow.holders.update(holder(opened_at=datetime(2026, 7, 1)))  # noqa: DTZ001


@pytest.mark.parametrize(
    ("table", "kind"),
    [
        (tables.holder, Holder),
        (tables.advisor, Advisor),
        (tables.account, Account),
        (tables.entry, Entry),
        (tables.dossier, Dossier),
        (tables.dossier_event, DossierEvent),
        (tables.correction, Correction),
        (tables.funding_line, FundingLine),
        (tables.contact_note, ContactNote),
        (tables.shortlist, ShortlistItem),
        (tables.diploma, Diploma),
        (tables.dif_declaration, DifDeclaration),
        (tables.authorisation, Authorisation),
        (tables.assistance_request, AssistanceRequest),
        (tables.assistance_message, AssistanceMessage),
        (tables.draft, Draft),
    ],
)
def test_no_field_of_a_record_is_forgotten(table: Table, kind: type) -> None:
    without_column = {field.name for field in fields(kind)} - set(table.c.keys())
    assert without_column <= {"messages"}  # they have their own table
