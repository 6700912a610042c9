from __future__ import annotations

from datetime import timedelta

import pytest

from cpf_tui.domain.access import Demand, Duty
from cpf_tui.domain.audit import Action, NewAuditLine
from cpf_tui.domain.errors import Conflict, InvalidInput, NotAllowed, NotFound
from cpf_tui.domain.lock import FORGOTTEN, LIMIT, LOCK
from cpf_tui.domain.nir import Nir
from cpf_tui.domain.people import OPERATOR_ACTOR, Advisor, Right, Role
from cpf_tui.services.administration import Administration
from cpf_tui.services.sign_in import SignIn
from cpf_tui.services.unlocking import Unlocking
from tests.support.fakes import (
    ADVISOR,
    HOLDER,
    NIR,
    OTHER_NIR,
    SECRET,
    FakeClock,
    FakeDatabase,
    FakeHasher,
    FakeVault,
    with_holder,
)

PHRASE = "trois oiseaux sous la pluie"


@pytest.fixture
def database() -> FakeDatabase:
    database = FakeDatabase()
    with_holder(database)
    return database


@pytest.fixture
def hasher(database: FakeDatabase) -> FakeHasher:
    return FakeHasher(database)


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def sign_in(database: FakeDatabase, hasher: FakeHasher, clock: FakeClock) -> SignIn:
    return SignIn(database, hasher, clock, FakeVault(), second_factor=Demand.PROPOSED)


@pytest.fixture
def unlocking(database: FakeDatabase, hasher: FakeHasher, clock: FakeClock) -> Unlocking:
    return Unlocking(database, hasher, clock, FakeVault())


@pytest.fixture
def administration(database: FakeDatabase, hasher: FakeHasher, clock: FakeClock) -> Administration:
    return Administration(database=database, hasher=hasher, clock=clock)


def paul(administration: Administration) -> Advisor:
    rights = {Right.CREATE, Right.VALIDATE}
    return administration.add_advisor(
        OPERATOR_ACTOR, " Paul.Conseil", "Paul CONSEIL", "MISSION_LOCALE", rights, secret=PHRASE
    )


def refused(sign_in: SignIn, nir: Nir = NIR, typed: str = "autre secret") -> str:
    with pytest.raises(NotAllowed) as error:
        sign_in.holder(nir, typed)
    return str(error.value)


def told(database: FakeDatabase, subject: str = HOLDER.id) -> list[Action]:
    return [line.action for line in database.tables.audit.lines if line.subject == subject]


def test_a_holder_signs_in_and_the_moment_is_kept(sign_in: SignIn, database: FakeDatabase, clock: FakeClock) -> None:
    assert sign_in.holder(NIR, SECRET) == HOLDER
    assert database.tables.holders.came == {HOLDER.id: clock.now()}
    assert told(database) == [Action.SIGNED_IN]


def test_unknown_number_and_wrong_secret_say_the_same_and_both_are_verified(
    sign_in: SignIn, hasher: FakeHasher
) -> None:
    assert refused(sign_in) == refused(sign_in, OTHER_NIR, SECRET)
    assert hasher.verified == [f"hashed:{SECRET}", None]


def test_every_try_says_the_same_and_writes_as_much_for_a_number_that_nobody_has(
    sign_in: SignIn, hasher: FakeHasher, database: FakeDatabase
) -> None:
    def history(nir: Nir) -> list[tuple[str, int, int]]:
        seen = []
        for _ in range(LIMIT + 3):
            commits, verified = database.commits, len(hasher.verified)
            said = refused(sign_in, nir)
            seen.append((said, database.commits - commits, len(hasher.verified) - verified))
        return seen

    known, unknown = history(NIR), history(OTHER_NIR)
    assert known == unknown
    assert [verified for _, _, verified in known] == [1] * LIMIT + [0] * 3
    assert "Encore 2 essais" in known[LIMIT - 3][0]
    assert "fermé pour une heure" in known[LIMIT - 1][0]
    assert "se rouvre seul dans 60 min" in known[LIMIT][0]
    lines = database.tables.audit.lines
    assert [line.action for line in lines if line.subject] == [line.action for line in lines if not line.subject]
    assert {line.subject for line in lines} == {HOLDER.id, ""}


def test_a_closed_door_refuses_even_the_right_secret_until_it_opens_by_itself(
    sign_in: SignIn, clock: FakeClock, database: FakeDatabase
) -> None:
    for _ in range(LIMIT):
        refused(sign_in)
    assert "Trop d’essais" in refused(sign_in, typed=SECRET)
    clock.at += LOCK - timedelta(minutes=2)
    assert "dans 2 min" in refused(sign_in, typed=SECRET)
    clock.at += timedelta(minutes=2)
    assert sign_in.holder(NIR, SECRET) == HOLDER
    assert not database.tables.attempts.rows
    assert told(database).count(Action.LOCKED) == 1


def test_a_success_wipes_the_count(sign_in: SignIn) -> None:
    for _ in range(3):
        for _ in range(LIMIT - 1):
            refused(sign_in)
        sign_in.holder(NIR, SECRET)


def test_a_try_is_counted_and_committed_before_the_secret_is_compared(database: FakeDatabase, clock: FakeClock) -> None:
    class Curious(FakeHasher):
        seen: int = -1

        def verify(self, hashed: str | None, secret: str) -> bool:
            (counted,) = database.tables.attempts.rows.values()
            self.seen = counted.failures
            return super().verify(hashed, secret)

    hasher = Curious(database)
    refused(SignIn(database, hasher, clock, FakeVault()))
    assert hasher.seen == 1


def test_what_was_guessed_at_a_day_ago_does_not_pile_up(
    sign_in: SignIn, clock: FakeClock, database: FakeDatabase
) -> None:
    refused(sign_in, OTHER_NIR)
    clock.at += FORGOTTEN - timedelta(seconds=1)
    sign_in.holder(NIR, SECRET)
    assert len(database.tables.attempts.rows) == 1
    clock.at += timedelta(seconds=1)
    sign_in.holder(NIR, SECRET)
    assert not database.tables.attempts.rows


def test_one_closed_door_closes_no_other(sign_in: SignIn, administration: Administration) -> None:
    paul(administration)
    for _ in range(LIMIT):
        refused(sign_in, OTHER_NIR)
        with pytest.raises(NotAllowed):
            sign_in.advisor("inconnu", PHRASE)
    assert sign_in.holder(NIR, SECRET) == HOLDER
    assert sign_in.advisor("paul.conseil", PHRASE)


def test_a_clock_set_back_a_day_leaves_the_door_closed_for_an_hour_at_most(sign_in: SignIn, clock: FakeClock) -> None:
    for _ in range(LIMIT):
        refused(sign_in)
    clock.at -= timedelta(days=1)
    assert "dans 60 min" in refused(sign_in, typed=SECRET)
    clock.at += LOCK
    assert sign_in.holder(NIR, SECRET) == HOLDER


def test_a_secret_renewed_while_the_former_one_was_hashed_lets_nobody_in(
    database: FakeDatabase, clock: FakeClock
) -> None:
    class Slow(FakeHasher):
        def verify(self, hashed: str | None, secret: str) -> bool:
            with database.write() as uow:
                uow.holders.set_secret(HOLDER.id, "hashed:une autre phrase bien longue")
                uow.commit()
            return super().verify(hashed, secret)

    refused(SignIn(database, Slow(), clock, FakeVault()), typed=SECRET)


def test_an_advisor_signs_in_with_their_rights(sign_in: SignIn, administration: Administration) -> None:
    advisor = paul(administration)
    actor = sign_in.advisor("PAUL.conseil ", PHRASE)
    assert (actor.role, actor.id, actor.operator) == (Role.ADVISOR, advisor.id, "MISSION_LOCALE")
    assert actor.rights == {Right.CREATE, Right.VALIDATE}


def test_an_advisor_who_left_is_as_unknown(
    sign_in: SignIn, administration: Administration, database: FakeDatabase, hasher: FakeHasher
) -> None:
    paul(administration)
    administration.set_active(OPERATOR_ACTOR, "paul.conseil", active=False)
    said = []
    for login in ("paul.conseil", "inconnu"):
        with pytest.raises(NotAllowed) as error:
            sign_in.advisor(login, PHRASE)
        said.append(str(error.value))
    assert said[0] == said[1]
    assert hasher.verified == [None, None]
    administration.set_active(OPERATOR_ACTOR, "paul.conseil", active=True)
    assert sign_in.advisor("paul.conseil", PHRASE)


def test_a_secret_that_somebody_else_chose_makes_a_newcomer(sign_in: SignIn, administration: Administration) -> None:
    paul(administration)
    administration.set_secret(OPERATOR_ACTOR, "paul.conseil", "quatre fenêtres sur la mer")
    with pytest.raises(NotAllowed):
        sign_in.advisor("paul.conseil", PHRASE)
    actor = sign_in.advisor("paul.conseil", "quatre fenêtres sur la mer")
    assert (actor.role, actor.duties, actor.rights) == (Role.NEWCOMER, (Duty.SECRET,), frozenset())


def test_only_the_holder_confirms_with_their_own_secret(sign_in: SignIn) -> None:
    sign_in.confirm(HOLDER, SECRET)
    with pytest.raises(NotAllowed):
        sign_in.confirm(HOLDER, "autre secret")
    with pytest.raises(NotAllowed):
        sign_in.confirm(ADVISOR, SECRET)


def test_confirming_is_counted_at_the_door_of_the_sign_in(sign_in: SignIn) -> None:
    for _ in range(LIMIT // 2):
        refused(sign_in)
        with pytest.raises(NotAllowed, match="Ce mot de passe"):
            sign_in.confirm(HOLDER, "autre secret")
    with pytest.raises(NotAllowed, match="Trop d’essais"):
        sign_in.confirm(HOLDER, SECRET)
    assert "Trop d’essais" in refused(sign_in, typed=SECRET)


def test_who_enters_reads_when_they_last_came_and_what_was_refused_since(sign_in: SignIn, clock: FakeClock) -> None:
    first = clock.now()
    sign_in.holder(NIR, SECRET)
    assert sign_in.news(HOLDER).before is None
    for _ in range(2):
        clock.advance(hours=1)
        refused(sign_in)
    clock.advance(days=3)
    sign_in.holder(NIR, SECRET)
    news = sign_in.news(HOLDER)
    assert (news.before, news.refused, news.renewed_at, news.codes_left) == (first, 2, None, None)
    sign_in.holder(NIR, SECRET)
    assert sign_in.news(HOLDER).refused == 0


def test_the_day_of_the_sign_up_was_a_first_visit(sign_in: SignIn, database: FakeDatabase, clock: FakeClock) -> None:
    with database.write() as uow:
        uow.audit.append(NewAuditLine(Role.HOLDER, HOLDER.id, Action.SIGNED_UP, HOLDER.id), clock.now())
        uow.commit()
    opened = clock.now()
    clock.advance(days=1)
    sign_in.holder(NIR, SECRET)
    assert sign_in.news(HOLDER).before == opened


def test_news_go_past_a_full_page_of_the_audit(sign_in: SignIn, clock: FakeClock) -> None:
    sign_in.holder(NIR, SECRET)
    first = clock.now()
    for _ in range(90):
        for _ in range(LIMIT):
            refused(sign_in)
        clock.advance(hours=1)
    sign_in.holder(NIR, SECRET)
    news = sign_in.news(HOLDER)
    assert (news.before, news.refused) == (first, 90 * LIMIT)


# ---------------------------------------------------------------------- the operator


def test_the_operator_sees_whose_doors_are_closed_and_opens_them(
    sign_in: SignIn, administration: Administration, unlocking: Unlocking, database: FakeDatabase, clock: FakeClock
) -> None:
    advisor = paul(administration)
    assert unlocking.closed(OPERATOR_ACTOR) == ()
    for _ in range(LIMIT):
        refused(sign_in)
        refused(sign_in, OTHER_NIR)
        with pytest.raises(NotAllowed):
            sign_in.advisor("paul.conseil", "autre secret")
    seen = {(one.role, one.subject, one.login, one.failures, one.until) for one in unlocking.closed(OPERATOR_ACTOR)}
    until = clock.now() + LOCK
    assert seen == {
        ("titulaire", HOLDER.id, "", LIMIT, until),
        ("conseiller", advisor.id, "paul.conseil", LIMIT, until),
        ("", "", "", LIMIT, until),
    }
    assert unlocking.open_holder(OPERATOR_ACTOR, NIR)
    assert unlocking.open_advisor(OPERATOR_ACTOR, " Paul.Conseil")
    assert not unlocking.open_advisor(OPERATOR_ACTOR, "paul.conseil")
    assert sign_in.holder(NIR, SECRET)
    assert sign_in.advisor("paul.conseil", PHRASE)
    unlocked = [line for line in database.tables.audit.lines if line.action is Action.UNLOCKED]
    assert [(line.role, line.subject) for line in unlocked] == [
        (Role.OPERATOR, HOLDER.id),
        (Role.OPERATOR, advisor.id),
    ]
    assert [one.subject for one in unlocking.closed(OPERATOR_ACTOR)] == [""]
    clock.at += LOCK
    assert unlocking.closed(OPERATOR_ACTOR) == ()


def test_the_operator_changes_the_rights_of_an_advisor(sign_in: SignIn, administration: Administration) -> None:
    paul(administration)
    administration.set_rights(OPERATOR_ACTOR, "paul.conseil", {Right.ATTEST})
    assert sign_in.advisor("paul.conseil", PHRASE).rights == {Right.ATTEST}
    with pytest.raises(NotFound, match="inconnu"):
        administration.set_rights(OPERATOR_ACTOR, "inconnu", set())


def test_a_weak_secret_is_refused_from_the_operator_too(administration: Administration) -> None:
    paul(administration)
    for weak in ("paul.conseil1", "123456789012", "motdepasse1234"):
        with pytest.raises(InvalidInput):
            administration.set_secret(OPERATOR_ACTOR, "paul.conseil", weak)


def test_advisors_are_listed_and_a_login_is_taken_once(administration: Administration) -> None:
    paul(administration)
    assert [one.login for one in administration.advisors(OPERATOR_ACTOR)] == ["paul.conseil"]
    with pytest.raises(Conflict, match=r"paul\.conseil"):
        paul(administration)


@pytest.mark.parametrize(
    "wrong",
    [{"login": "p"}, {"login": "paul conseil"}, {"name": "  "}, {"operator": "INCONNU"}, {"secret": "court"}],
)
def test_a_wrong_advisor_is_refused(
    administration: Administration, database: FakeDatabase, wrong: dict[str, str]
) -> None:
    given = {"login": "paul", "name": "Paul", "operator": "APEC", "secret": PHRASE} | wrong
    with pytest.raises(InvalidInput):
        administration.add_advisor(
            OPERATOR_ACTOR, given["login"], given["name"], given["operator"], set(), secret=given["secret"]
        )
    assert not database.tables.advisors.all()
