from __future__ import annotations

from dataclasses import replace

import pytest

from cpf_tui.domain.errors import Conflict, InvalidInput, NotAllowed, StorageError
from cpf_tui.domain.people import Actor, Authorisation, Employment, Role, Scope
from cpf_tui.journey.forms.sign_up import ProfileForm
from cpf_tui.services.accounts import Accounts
from tests.support.fakes import (
    ADVISOR,
    HOLDER,
    NICE,
    NIR,
    OTHER_ADVISOR,
    OTHER_HOLDER,
    OTHER_NIR,
    SECRET,
    FakeClock,
    FakeDatabase,
    FakeGazetteer,
    FakeHasher,
    with_holder,
)
from tests.support.forms import profile


@pytest.fixture
def database() -> FakeDatabase:
    return FakeDatabase()


@pytest.fixture
def accounts(database: FakeDatabase) -> Accounts:
    return Accounts(database=database, hasher=FakeHasher(database), clock=FakeClock(), gazetteer=FakeGazetteer())


def started(accounts: Accounts) -> Actor:
    return accounts.start(NIR, SECRET, "op-start")


def test_starting_creates_an_unfinished_account_behind_its_secret(accounts: Accounts, database: FakeDatabase) -> None:
    actor = started(accounts)
    assert actor.role is Role.HOLDER
    assert database.tables.holders.get(actor.id).opened_at is None
    assert database.tables.holders.credentials(NIR) == (actor.id, f"hashed:{SECRET}")
    assert not database.tables.ledger.accounts(actor.id)


def test_starting_again_with_the_same_operation_gives_the_same_account(accounts: Accounts) -> None:
    assert started(accounts) == started(accounts)


def test_an_operation_tells_its_account_to_the_same_number_only(accounts: Accounts) -> None:
    started(accounts)
    with pytest.raises(Conflict, match="autre numéro"):
        accounts.start(OTHER_NIR, SECRET, "op-start")


def test_a_commit_whose_answer_was_lost_is_found_again(accounts: Accounts, database: FakeDatabase) -> None:
    database.fail_next_commit = True
    with pytest.raises(StorageError):
        started(accounts)
    assert started(accounts).id in database.tables.holders.rows
    assert len(database.tables.holders.rows) == 1


def test_a_number_that_has_an_account_is_refused_with_what_to_do(accounts: Accounts) -> None:
    started(accounts)
    with pytest.raises(Conflict, match="J’ai déjà un compte"):
        accounts.start(NIR, SECRET, "another-op")


@pytest.mark.parametrize("secret", ["court", "123456789012345", "200999999900174", "aaaaaaaaaaaaaaaa"])
def test_a_weak_secret_is_refused_and_nothing_is_written(
    accounts: Accounts, database: FakeDatabase, secret: str
) -> None:
    with pytest.raises(InvalidInput):
        accounts.start(NIR, secret, "op")
    assert database.commits == 0


def test_completing_writes_who_the_person_is_and_opens_both_accounts(
    accounts: Accounts, database: FakeDatabase
) -> None:
    actor = started(accounts)
    holder = accounts.save_profile(actor, profile(), "op-complete")
    assert holder.full_name == "Claire EXEMPLE"
    assert holder.opened_at == FakeClock().now()
    assert holder.residence == "59512"
    assert holder.employment is Employment.JOB_SEEKER
    assert holder.out_of_school
    assert {one.source for one in database.tables.ledger.accounts(actor.id)} == {"CPF", "DIF"}


def test_a_profile_is_changed_later_and_the_account_stays_open_since_the_first_day(accounts: Accounts) -> None:
    actor = started(accounts)
    assert accounts.known(actor) == {}
    first = accounts.save_profile(actor, profile(), "op-complete")
    assert accounts.save_profile(actor, profile(last_name="Autre"), "op-complete") == first
    changed = accounts.save_profile(actor, profile(last_name="Autre", residence=NICE.insee), "another-op")
    assert (changed.last_name, changed.residence, changed.opened_at) == ("Autre", NICE.insee, first.opened_at)
    form, problems = ProfileForm.fill(accounts.known(actor))
    assert (problems, form) == ([], profile(last_name="Autre", residence=NICE.insee))


def test_somebody_at_school_is_a_job_seeker_for_the_lists_and_not_out_of_school(accounts: Accounts) -> None:
    holder = accounts.save_profile(started(accounts), profile(employment="SCOLAIRE"), "op")
    assert holder.employment is Employment.JOB_SEEKER
    assert not holder.out_of_school


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"birth_date": "11/04/2010"}, "16 ans"),
        ({"birth_date": "01/01/2030"}, "avenir"),
        ({"residence": "99999"}, "99999"),
    ],
)
def test_completing_refuses_with_a_sentence(
    accounts: Accounts, database: FakeDatabase, changed: dict[str, str], words: str
) -> None:
    actor = started(accounts)
    with pytest.raises(InvalidInput, match=words):
        accounts.save_profile(actor, profile(**changed), "op")
    assert database.tables.holders.get(actor.id).opened_at is None


def test_the_sixteenth_birthday_opens_the_account(accounts: Accounts) -> None:
    assert accounts.save_profile(started(accounts), profile(birth_date="10/04/2010"), "op").opened_at


def test_warnings_compare_the_profile_with_the_number_without_blocking(accounts: Accounts) -> None:
    actor = started(accounts)
    assert accounts.warnings(actor, profile(civility="monsieur"))
    assert not accounts.warnings(actor, profile(birth_date="17/05/2000"))


def test_the_number_is_masked(accounts: Accounts) -> None:
    masked = accounts.masked_nir(started(accounts))
    assert masked.startswith("2 ")
    assert not set("019745678") & set(masked)


def test_an_advisor_sees_the_profile_of_those_who_chose_or_authorised_their_operator(
    accounts: Accounts, database: FakeDatabase
) -> None:
    holder = replace(with_holder(database), operator=ADVISOR.operator)
    with database.write() as uow:
        uow.holders.update(holder)
        uow.commit()
    assert accounts.holder(ADVISOR, HOLDER.id) == holder
    with pytest.raises(NotAllowed):
        accounts.holder(OTHER_ADVISOR, HOLDER.id)
    today = FakeClock().today()
    with database.write() as uow:
        scopes = frozenset({Scope.PASSPORT})
        uow.projects.authorise(Authorisation("a", HOLDER.id, OTHER_ADVISOR.operator, scopes, today, today))
        uow.commit()
    assert accounts.holder(OTHER_ADVISOR, HOLDER.id) == holder


def test_nobody_reads_or_changes_the_account_of_somebody_else(accounts: Accounts, database: FakeDatabase) -> None:
    with_holder(database)
    assert accounts.holder(HOLDER) == accounts.holder(HOLDER, HOLDER.id)
    for refused in (
        lambda: accounts.holder(OTHER_HOLDER, HOLDER.id),
        lambda: accounts.known(ADVISOR),
        lambda: accounts.masked_nir(ADVISOR),
        lambda: accounts.save_profile(ADVISOR, profile(), "op"),
    ):
        with pytest.raises(NotAllowed):
            refused()
