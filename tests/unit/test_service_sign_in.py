from __future__ import annotations

import pytest

from cpf_tui.domain.errors import Conflict, InvalidInput, NotAllowed
from cpf_tui.domain.people import Advisor, Right, Role
from cpf_tui.services.administration import Administration
from cpf_tui.services.sign_in import SignIn
from tests.support.fakes import ADVISOR, HOLDER, NIR, OTHER_NIR, SECRET, FakeDatabase, FakeHasher, with_holder

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
def sign_in(database: FakeDatabase, hasher: FakeHasher) -> SignIn:
    return SignIn(database=database, hasher=hasher)


@pytest.fixture
def administration(database: FakeDatabase, hasher: FakeHasher) -> Administration:
    return Administration(database=database, hasher=hasher)


def paul(administration: Administration) -> Advisor:
    rights = {Right.CREATE, Right.VALIDATE}
    return administration.add_advisor(" Paul.Conseil", "Paul CONSEIL", "MISSION_LOCALE", rights, PHRASE)


def test_a_holder_signs_in(sign_in: SignIn) -> None:
    assert sign_in.holder(NIR, SECRET) == HOLDER


def test_unknown_number_and_wrong_secret_say_the_same_and_both_are_verified(
    sign_in: SignIn, hasher: FakeHasher
) -> None:
    with pytest.raises(NotAllowed) as wrong:
        sign_in.holder(NIR, "autre secret")
    with pytest.raises(NotAllowed) as unknown:
        sign_in.holder(OTHER_NIR, SECRET)
    assert wrong.value.sentence == unknown.value.sentence
    assert hasher.verified == [f"hashed:{SECRET}", None]


def test_an_advisor_signs_in_with_their_rights(sign_in: SignIn, administration: Administration) -> None:
    advisor = paul(administration)
    actor = sign_in.advisor("PAUL.conseil ", PHRASE)
    assert (actor.role, actor.id, actor.operator) == (Role.ADVISOR, advisor.id, "MISSION_LOCALE")
    assert actor.rights == {Right.CREATE, Right.VALIDATE}


def test_an_advisor_who_left_is_as_unknown(
    sign_in: SignIn, administration: Administration, database: FakeDatabase, hasher: FakeHasher
) -> None:
    with database.write() as uow:
        uow.advisors.add(Advisor("x", "parti", "Parti", "APEC", frozenset(), active=False), f"hashed:{PHRASE}")
        uow.commit()
    with pytest.raises(NotAllowed):
        sign_in.advisor("parti", PHRASE)
    with pytest.raises(NotAllowed):
        sign_in.advisor("inconnu", PHRASE)
    assert hasher.verified == [None, None]


def test_only_the_holder_confirms_with_their_own_secret(sign_in: SignIn) -> None:
    sign_in.confirm(HOLDER, SECRET)
    with pytest.raises(NotAllowed):
        sign_in.confirm(HOLDER, "autre secret")
    with pytest.raises(NotAllowed):
        sign_in.confirm(ADVISOR, SECRET)


def test_advisors_are_listed_and_a_login_is_taken_once(administration: Administration) -> None:
    paul(administration)
    assert [one.login for one in administration.advisors()] == ["paul.conseil"]
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
        administration.add_advisor(given["login"], given["name"], given["operator"], set(), given["secret"])
    assert not database.tables.advisors.all()
