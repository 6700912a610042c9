"""The second factor of an advisor: set up, asked, replaced, lost."""

from __future__ import annotations

import pytest

from cpf_tui.domain.access import Demand, Duty
from cpf_tui.domain.audit import Action
from cpf_tui.domain.errors import Conflict, InvalidInput, NotAllowed, StorageError
from cpf_tui.domain.lock import LIMIT, LOCK
from cpf_tui.domain.people import OPERATOR_ACTOR, Right, Role
from cpf_tui.security import totp
from cpf_tui.services.support import new_id
from tests.support.entrance import LOGIN, PHRASE, Entrance
from tests.support.fakes import HOLDER


def test_where_it_is_demanded_an_advisor_without_one_may_do_nothing_but_set_it_up() -> None:
    entrance = Entrance(Demand.DEMANDED)
    newcomer = entrance.advisor()
    assert (newcomer.role, newcomer.duties, newcomer.rights) == (Role.NEWCOMER, (Duty.FACTOR,), frozenset())
    with pytest.raises(NotAllowed):
        entrance.attest(newcomer)
    drawn = entrance.factors.draw(newcomer)
    given = entrance.factors.enrol(newcomer, drawn.ticket, entrance.code(drawn.grouped.replace(" ", "")), new_id())
    assert given.actor.role is Role.ADVISOR
    assert Right.ATTEST in given.actor.rights
    assert len(set(given.codes)) == 10


def test_once_set_up_the_code_is_asked_and_serves_once() -> None:
    entrance = Entrance()
    secret, _ = entrance.enrolled()
    for wrong in ("", "000000", entrance.code(secret, -2), entrance.code(secret, 2)):
        with pytest.raises(NotAllowed):
            entrance.advisor(wrong)
    code = entrance.code(secret)
    assert entrance.advisor(f" {code[:3]} {code[3:]} ").role is Role.ADVISOR
    with pytest.raises(NotAllowed):
        entrance.advisor(code)
    entrance.clock.advance(seconds=totp.PERIOD)
    assert entrance.advisor(entrance.code(secret))


def test_what_was_wrong_is_not_said_and_a_wrong_password_uses_no_code() -> None:
    entrance = Entrance()
    secret, given = entrance.enrolled()
    said = []
    for phrase, code in ((PHRASE, "000000"), ("faux", entrance.code(secret)), ("faux", given.codes[0]), ("faux", "")):
        with pytest.raises(NotAllowed) as error:
            entrance.sign_in.advisor(LOGIN, phrase, code)
        said.append(str(error.value).partition(" Encore")[0])
    with pytest.raises(NotAllowed) as unknown:
        entrance.sign_in.advisor("inconnu", PHRASE, entrance.code(secret))
    assert {*said, str(unknown.value)} == {said[0]}
    assert entrance.advisor(entrance.code(secret))
    assert entrance.advisor(given.codes[0])


def test_six_wrong_codes_close_the_door_even_with_the_right_password() -> None:
    entrance = Entrance()
    secret, given = entrance.enrolled()
    for _ in range(LIMIT):
        with pytest.raises(NotAllowed):
            entrance.advisor("000000")
    for code in (entrance.code(secret), given.codes[3]):
        with pytest.raises(NotAllowed, match="Trop d’essais"):
            entrance.advisor(code)
    entrance.clock.at += LOCK
    assert entrance.advisor(entrance.code(secret))


def test_a_recovery_code_serves_once_and_the_others_stay() -> None:
    entrance = Entrance()
    _, given = entrance.enrolled()
    typed = given.codes[4].lower().replace("-", " ")
    actor = entrance.advisor(typed)
    assert entrance.sign_in.news(actor).codes_left == 9
    with pytest.raises(NotAllowed):
        entrance.advisor(given.codes[4])
    assert entrance.advisor(given.codes[9])
    assert len(entrance.told(Action.RECOVERY_CODE_USED)) == 2


def test_comparing_a_recovery_code_takes_one_hash_whoever_types_it() -> None:
    entrance = Entrance()
    _, given = entrance.enrolled()
    entrance.advisor(given.codes[4])
    spent = []
    for login, code in (
        (LOGIN, given.codes[4]),
        (LOGIN, given.codes[5][:2] + "AAAA-AAAA"),
        ("inconnu", given.codes[5]),
    ):
        before = len(entrance.hasher.verified)
        with pytest.raises(NotAllowed):
            entrance.sign_in.advisor(login, PHRASE, code)
        spent.append(len(entrance.hasher.verified) - before)
    assert spent == [2, 2, 2]


def test_no_code_of_an_advisor_is_in_the_clear() -> None:
    entrance = Entrance()
    _, given = entrance.enrolled()
    stored = repr([entrance.database.tables.second_factors.codes(given.actor.id)])
    assert all(code not in stored for code in given.codes)


def test_new_recovery_codes_replace_the_former_ones_with_the_password_only() -> None:
    entrance = Entrance()
    _, given = entrance.enrolled()
    with pytest.raises(NotAllowed, match="mot de passe"):
        entrance.factors.new_codes(given.actor, "faux")
    fresh = entrance.factors.new_codes(given.actor, PHRASE)
    with pytest.raises(NotAllowed):
        entrance.advisor(given.codes[0])
    assert entrance.advisor(fresh[0])


def test_there_are_no_recovery_codes_without_a_second_factor() -> None:
    entrance = Entrance()
    with pytest.raises(Conflict):
        entrance.factors.new_codes(entrance.advisor(), PHRASE)
    assert entrance.factors.codes_left(entrance.advisor()) is None


def test_another_telephone_replaces_the_first_with_the_password_only() -> None:
    entrance = Entrance()
    first, given = entrance.enrolled()
    with pytest.raises(NotAllowed):
        entrance.factors.draw(given.actor, "faux")
    drawn = entrance.factors.draw(given.actor, PHRASE)
    second = drawn.grouped.replace(" ", "")
    assert second != first
    entrance.factors.enrol(given.actor, drawn.ticket, entrance.code(second), new_id())
    entrance.clock.advance(seconds=totp.PERIOD)
    with pytest.raises(NotAllowed):
        entrance.advisor(entrance.code(first))
    assert entrance.advisor(entrance.code(second))


def test_a_wrong_first_code_puts_nothing_in_place() -> None:
    entrance = Entrance()
    actor = entrance.advisor()
    drawn = entrance.factors.draw(actor, PHRASE)
    with pytest.raises(InvalidInput):
        entrance.factors.enrol(actor, drawn.ticket, "000000", new_id())
    assert entrance.advisor().role is Role.ADVISOR


def test_a_newcomer_with_the_password_alone_replaces_nobodys_second_factor() -> None:
    entrance = Entrance(Demand.DEMANDED)
    thief = entrance.advisor()
    drawn = entrance.factors.draw(thief)
    honest = entrance.factors.draw(thief)
    code = entrance.code(honest.grouped.replace(" ", ""))
    entrance.factors.enrol(thief, honest.ticket, code, new_id())
    with pytest.raises(Conflict):
        entrance.factors.enrol(thief, drawn.ticket, entrance.code(drawn.grouped.replace(" ", "")), new_id())


def test_a_ticket_is_of_one_advisor_and_grows_old() -> None:
    entrance = Entrance()
    actor = entrance.advisor()
    drawn = entrance.factors.draw(actor, PHRASE)
    with pytest.raises(StorageError):
        entrance.factors.enrol(actor, drawn.ticket.replace(actor.id.encode(), b"autre"), "000000", new_id())
    entrance.clock.advance(hours=1)
    with pytest.raises(Conflict):
        entrance.factors.enrol(actor, drawn.ticket, entrance.code(drawn.grouped.replace(" ", "")), new_id())


def test_an_enrolment_whose_answer_was_lost_gives_codes_that_work_when_sent_again() -> None:
    entrance = Entrance()
    actor = entrance.advisor()
    drawn = entrance.factors.draw(actor, PHRASE)
    code, op_id = entrance.code(drawn.grouped.replace(" ", "")), new_id()
    entrance.database.fail_next_commit = True
    with pytest.raises(StorageError):
        entrance.factors.enrol(actor, drawn.ticket, code, op_id)
    given = entrance.factors.enrol(actor, drawn.ticket, code, op_id)
    assert entrance.advisor(given.codes[0])


def test_the_operator_takes_away_the_second_factor_of_a_lost_telephone() -> None:
    entrance = Entrance(Demand.DEMANDED)
    newcomer = entrance.advisor()
    drawn = entrance.factors.draw(newcomer)
    code = entrance.code(drawn.grouped.replace(" ", ""))
    entrance.factors.enrol(newcomer, drawn.ticket, code, new_id())
    assert entrance.administration.remove_second_factor(OPERATOR_ACTOR, LOGIN)
    assert not entrance.administration.remove_second_factor(OPERATOR_ACTOR, LOGIN)
    assert entrance.advisor().duties == (Duty.FACTOR,)
    assert len(entrance.told(Action.SECOND_FACTOR_REMOVED)) == 1


def test_who_left_takes_no_second_factor_with_them() -> None:
    entrance = Entrance()
    entrance.enrolled()
    entrance.administration.set_active(OPERATOR_ACTOR, LOGIN, active=False)
    entrance.administration.set_active(OPERATOR_ACTOR, LOGIN, active=True)
    assert entrance.advisor().role is Role.ADVISOR


def test_a_holder_has_no_second_factor() -> None:
    with pytest.raises(NotAllowed):
        Entrance().factors.draw(HOLDER)
