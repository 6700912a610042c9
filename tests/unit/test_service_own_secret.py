"""One's own secret: changed with the present one, renewed with a code given after an identity was attested."""

from __future__ import annotations

from datetime import timedelta

import pytest

from cpf_tui.domain.access import RESET_LIFE, Duty
from cpf_tui.domain.audit import Action
from cpf_tui.domain.errors import InvalidInput, NotAllowed, StorageError
from cpf_tui.domain.lock import LIMIT
from cpf_tui.domain.people import OPERATOR_ACTOR, Right, Role
from tests.support.entrance import LOGIN, Entrance
from tests.support.fakes import HOLDER, NIR, OTHER_NIR, SECRET
from tests.support.right_answers import NEW_SECRET


@pytest.fixture
def entrance() -> Entrance:
    return Entrance()


def close_the_door(entrance: Entrance) -> None:
    for _ in range(LIMIT):
        with pytest.raises(NotAllowed):
            entrance.sign_in.holder(NIR, "autre secret")


# ---------------------------------------------------------------------- changed by its owner


def test_a_holder_changes_their_secret_with_the_present_one(entrance: Entrance) -> None:
    assert entrance.change(HOLDER, SECRET) == HOLDER
    assert entrance.sign_in.holder(NIR, NEW_SECRET) == HOLDER
    with pytest.raises(NotAllowed):
        entrance.sign_in.holder(NIR, SECRET)
    assert entrance.told(Action.SECRET_CHANGED) == [(Action.SECRET_CHANGED, Role.HOLDER, HOLDER.id, "")]


def test_a_wrong_present_secret_is_counted_at_the_door_of_the_sign_in(entrance: Entrance) -> None:
    for _ in range(LIMIT):
        with pytest.raises(NotAllowed, match="Ce mot de passe"):
            entrance.change(HOLDER, "autre secret")
    with pytest.raises(NotAllowed, match="Trop d’essais"):
        entrance.sign_in.holder(NIR, SECRET)


@pytest.mark.parametrize("weak", [SECRET, "claire exemple", "200999999900174x"])
def test_a_weak_or_unchanged_secret_is_refused_and_nothing_changes(entrance: Entrance, weak: str) -> None:
    with pytest.raises(InvalidInput):
        entrance.change(HOLDER, SECRET, weak)
    assert entrance.sign_in.holder(NIR, SECRET)


def test_a_change_whose_answer_was_lost_is_done_once(entrance: Entrance) -> None:
    with pytest.raises(StorageError):
        lose_the_third_commit(entrance)
    assert entrance.change(HOLDER, SECRET, op_id="op") == HOLDER
    assert entrance.sign_in.holder(NIR, NEW_SECRET)


def lose_the_third_commit(entrance: Entrance) -> None:
    """Count, open, change: the answer of the third is lost."""
    hashing = entrance.hasher.hash

    def hash_then_fail(secret: str) -> str:
        entrance.database.fail_next_commit = True
        return hashing(secret)

    entrance.hasher.hash = hash_then_fail  # type: ignore[method-assign]
    try:
        entrance.change(HOLDER, SECRET, op_id="op")
    finally:
        entrance.hasher.hash = hashing  # type: ignore[method-assign]


def test_a_newcomer_becomes_an_advisor_by_choosing_their_own_secret(entrance: Entrance) -> None:
    entrance.administration.set_secret(OPERATOR_ACTOR, LOGIN, "quatre bateaux dans la brume")
    newcomer = entrance.sign_in.advisor(LOGIN, "quatre bateaux dans la brume")
    assert newcomer.duties == (Duty.SECRET,)
    actor = entrance.change(newcomer, "quatre bateaux dans la brume")
    assert (actor.role, Right.ATTEST in actor.rights) == (Role.ADVISOR, True)
    assert entrance.sign_in.advisor(LOGIN, NEW_SECRET) == actor


# ---------------------------------------------------------------------- renewed with a code


def test_two_people_renew_a_forgotten_secret_and_the_holder_is_told(entrance: Entrance) -> None:
    advisor = entrance.advisor()
    attested = entrance.attest(advisor)
    assert attested.until == entrance.clock.now() + RESET_LIFE
    entrance.renew(f" {attested.code.lower().replace('-', ' ')}")
    assert entrance.sign_in.holder(NIR, NEW_SECRET) == HOLDER
    with pytest.raises(NotAllowed):
        entrance.sign_in.holder(NIR, SECRET)
    news = entrance.sign_in.news(HOLDER)
    assert (news.renewed_at, news.renewed_by) == (entrance.clock.now(), "MISSION_LOCALE")
    assert entrance.told(Action.IDENTITY_ATTESTED, Action.SECRET_RESET) == [
        (Action.IDENTITY_ATTESTED, Role.ADVISOR, HOLDER.id, "passeport"),
        (Action.SECRET_RESET, Role.HOLDER, HOLDER.id, ""),
    ]


def test_a_code_serves_once_for_a_quarter_of_an_hour(entrance: Entrance) -> None:
    advisor = entrance.advisor()
    first = entrance.attest(advisor).code
    entrance.renew(first)
    with pytest.raises(NotAllowed):
        entrance.renew(first)
    late = entrance.attest(advisor).code
    entrance.clock.at += RESET_LIFE
    with pytest.raises(NotAllowed):
        entrance.renew(late)


def test_a_clock_set_back_does_not_make_a_code_last(entrance: Entrance) -> None:
    code = entrance.attest(entrance.advisor()).code
    entrance.clock.at -= timedelta(days=1)
    with pytest.raises(NotAllowed):
        entrance.renew(code)


def test_another_code_cancels_the_one_before(entrance: Entrance) -> None:
    advisor = entrance.advisor()
    first, second = entrance.attest(advisor).code, entrance.attest(advisor).code
    with pytest.raises(NotAllowed):
        entrance.renew(first)
    entrance.renew(second)


def test_a_code_attested_again_because_its_answer_was_lost_is_one_act(entrance: Entrance) -> None:
    advisor = entrance.advisor()
    entrance.attest(advisor, "op")
    entrance.renew(entrance.attest(advisor, "op").code)
    assert len(entrance.told(Action.IDENTITY_ATTESTED)) == 1


def test_wrong_codes_are_counted_the_same_for_a_number_that_nobody_has(entrance: Entrance) -> None:
    entrance.attest(entrance.advisor())
    said: dict[str, list[str]] = {NIR.compact: [], OTHER_NIR.compact: []}
    for number, sentences in said.items():
        for _ in range(LIMIT + 1):
            with pytest.raises(NotAllowed) as error:
                entrance.renew("ABCD EFGH", nir=number)
            sentences.append(str(error.value))
    assert said[NIR.compact] == said[OTHER_NIR.compact]
    assert "Trop d’essais" in said[NIR.compact][-1]


def test_guessing_codes_closes_neither_the_sign_in_nor_the_next_code_given(entrance: Entrance) -> None:
    for _ in range(LIMIT):
        with pytest.raises(NotAllowed):
            entrance.renew("ABCD EFGH")
    assert entrance.sign_in.holder(NIR, SECRET)
    entrance.renew(entrance.attest(entrance.advisor()).code)


def test_renewing_opens_the_sign_in_that_somebody_closed(entrance: Entrance) -> None:
    close_the_door(entrance)
    entrance.renew(entrance.attest(entrance.advisor()).code)
    assert entrance.sign_in.holder(NIR, NEW_SECRET)


def test_a_secret_made_of_the_persons_name_is_refused_and_the_code_still_serves(entrance: Entrance) -> None:
    code = entrance.attest(entrance.advisor()).code
    for _ in range(LIMIT + 1):
        with pytest.raises(InvalidInput, match="nom"):
            entrance.renew(code, phrase="claire-exemple")
    entrance.renew(code)


def test_a_renewal_whose_answer_was_lost_is_done_once(entrance: Entrance) -> None:
    code = entrance.attest(entrance.advisor()).code
    entrance.renew(code, op_id="op")
    entrance.renew(code, op_id="op")
    assert len(entrance.told(Action.SECRET_RESET)) == 1


# ---------------------------------------------------------------------- attested


@pytest.mark.parametrize("wrong", [{"nir": OTHER_NIR.compact}, {"last_name": "Autre"}, {"birth_date": "18/05/1990"}])
def test_number_name_and_birth_must_be_those_of_one_account_and_nothing_is_shown(
    entrance: Entrance, wrong: dict[str, str]
) -> None:
    advisor = entrance.advisor()
    with pytest.raises(NotAllowed, match="Aucun compte n’a ce numéro, ce nom et cette date"):
        entrance.attest(advisor, **wrong)
    assert entrance.told(Action.IDENTITY_ATTESTED) == []


def test_six_people_who_do_not_exist_close_the_desk_but_not_the_advisors_own_door(entrance: Entrance) -> None:
    advisor = entrance.advisor()
    for _ in range(LIMIT):
        with pytest.raises(NotAllowed):
            entrance.attest(advisor, last_name="Autre")
    with pytest.raises(NotAllowed, match="Trop d’essais"):
        entrance.attest(advisor)
    assert entrance.advisor()
    assert entrance.unlocking.open_advisor(OPERATOR_ACTOR, LOGIN)
    assert entrance.attest(advisor).code


def test_an_advisor_signs_what_they_attest_with_their_password(entrance: Entrance) -> None:
    with pytest.raises(NotAllowed, match="mot de passe"):
        entrance.attest(entrance.advisor(), secret="faux")


def test_attesting_takes_the_right_to(entrance: Entrance) -> None:
    entrance.administration.set_rights(OPERATOR_ACTOR, LOGIN, {Right.CREATE, Right.VALIDATE, Right.CLOSE})
    with pytest.raises(NotAllowed, match="attester"):
        entrance.attest(entrance.advisor())


def test_names_are_compared_as_documents_write_them(entrance: Entrance) -> None:
    advisor = entrance.advisor()
    for written in ("exemple", "EXEMPLE", "Ex-emple", "Éxemple"):
        assert entrance.attest(advisor, last_name=written).code


def test_a_closed_door_is_opened_at_once_for_who_knows_their_secret(entrance: Entrance) -> None:
    close_the_door(entrance)
    attested = entrance.attest(entrance.advisor(), purpose="debloquer")
    assert (attested.code, attested.until) == ("", None)
    assert entrance.sign_in.holder(NIR, SECRET) == HOLDER
    assert [action for action, *_ in entrance.told(Action.IDENTITY_ATTESTED, Action.UNLOCKED)] == [
        Action.IDENTITY_ATTESTED,
        Action.UNLOCKED,
    ]


def test_neither_the_code_nor_the_document_is_kept(entrance: Entrance) -> None:
    code = entrance.attest(entrance.advisor()).code
    stored = repr(entrance.database.tables.audit) + repr(entrance.database.tables.operations)
    assert code not in stored
    assert code.replace("-", "") not in stored
