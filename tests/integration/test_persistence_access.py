"""What guards an access, on a real database: counts, second factors, recovery codes, codes given at an agency."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from cpf_tui.domain.access import SecondFactor, SecretReset
from cpf_tui.domain.errors import NotFound, StorageError
from cpf_tui.domain.lock import Attempts
from cpf_tui.domain.people import Advisor, Right
from cpf_tui.persistence.unit_of_work import SqlDatabase
from tests.support.storage import NIR, NOW, furnish

pytestmark = pytest.mark.both_dialects

ADVISOR = Advisor("a1", "paul", "Paul", "APEC", frozenset({Right.ATTEST}))
FACTOR = SecondFactor("a1", "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP", NOW, 59_000_000)


def reset(reset_id: str, **changed: object) -> SecretReset:
    given = SecretReset(reset_id, "h1", "a1", "hash", NOW, NOW + timedelta(minutes=15))
    return replace(given, **changed)  # type: ignore[arg-type]


@pytest.fixture
def furnished(database: SqlDatabase) -> SqlDatabase:
    furnish(database)
    with database.write() as uow:
        uow.advisors.add(ADVISOR, "hash")
        uow.commit()
    return database


def test_counts_come_back_and_are_cleared(furnished: SqlDatabase) -> None:
    open_door, closed = Attempts(2, NOW), Attempts(6, NOW, NOW + timedelta(hours=1))
    with furnished.write() as uow:
        assert uow.attempts.get(b"one") is None
        uow.attempts.put(b"one", Attempts(1, NOW))
        uow.attempts.put(b"one", open_door)
        uow.attempts.put(b"two", closed)
        uow.commit()
    with furnished.write() as uow:
        assert uow.attempts.get(b"one") == open_door
        assert uow.attempts.closed() == [(b"two", closed)]
        assert uow.attempts.clear(b"two")
        assert not uow.attempts.clear(b"two")
        uow.commit()
    with furnished.write() as uow:
        assert uow.attempts.closed() == []
        uow.attempts.put(b"three", Attempts(1, NOW + timedelta(seconds=1)))
        assert uow.attempts.forget(NOW) == 1
        assert uow.attempts.get(b"one") is None
        assert uow.attempts.get(b"three") is not None


def test_a_second_factor_comes_back_sealed_for_its_advisor(furnished: SqlDatabase) -> None:
    with furnished.write() as uow:
        assert uow.second_factors.get("a1") is None
        uow.second_factors.put(replace(FACTOR, last_step=1))
        uow.second_factors.put(FACTOR)
        uow.second_factors.replace_codes("a1", ["hash 0", "hash 1"])
        uow.commit()
    with furnished.write() as uow:
        assert uow.second_factors.get("a1") == FACTOR
        first, second = uow.second_factors.codes("a1")
        assert (first.secret_hash, second.secret_hash) == ("hash 0", "hash 1")
        uow.second_factors.use_code(first.seq, NOW)
        assert [one.used_at for one in uow.second_factors.codes("a1")] == [NOW, None]
        uow.second_factors.replace_codes("a1", ["hash 2"])
        assert [one.secret_hash for one in uow.second_factors.codes("a1")] == ["hash 2"]
        assert uow.second_factors.remove("a1")
        assert not uow.second_factors.remove("a1")
        assert uow.second_factors.codes("a1") == []
        uow.commit()


def test_the_secret_of_a_second_factor_opens_for_nobody_else(furnished: SqlDatabase) -> None:
    with furnished.write() as uow:
        uow.advisors.add(replace(ADVISOR, id="a2", login="anne"), "hash")
        uow.second_factors.put(FACTOR)
        uow.second_factors.put(replace(FACTOR, advisor_id="a2"))
        connection = uow._connection  # type: ignore[attr-defined]
        moved = "(SELECT sealed FROM second_factor WHERE advisor_id = 'a1')"
        connection.exec_driver_sql(f"UPDATE second_factor SET sealed = {moved} WHERE advisor_id = 'a2'")  # noqa: S608
        sealed = connection.exec_driver_sql("SELECT sealed FROM second_factor").scalars().first()
        assert FACTOR.secret.encode() not in bytes(sealed)
        assert uow.second_factors.get("a1") == FACTOR
        with pytest.raises(StorageError):
            uow.second_factors.get("a2")


def test_the_last_code_given_is_the_only_one_that_waits(furnished: SqlDatabase) -> None:
    with furnished.write() as uow:
        assert uow.resets.last("h1") is None
        uow.resets.add(reset("r1"))
        uow.resets.add(reset("r2", attested_at=NOW + timedelta(minutes=1)))
        uow.commit()
    with furnished.write() as uow:
        last = uow.resets.last("h1")
        assert last is not None
        assert (last.id, last.used_at) == ("r2", None)
        assert uow.resets.last("") is None
        uow.resets.use("r2", NOW)
        assert uow.resets.last("h1") == reset("r2", attested_at=NOW + timedelta(minutes=1), used_at=NOW)
        connection = uow._connection  # type: ignore[attr-defined]
        assert connection.exec_driver_sql("SELECT count(*) FROM secret_reset WHERE used_at IS NULL").scalar() == 0


def test_secrets_and_records_of_people_are_replaced(furnished: SqlDatabase) -> None:
    with furnished.write() as uow:
        uow.holders.set_secret("h1", "autre")
        uow.holders.signed_in("h1", NOW)
        uow.advisors.set_secret("a1", "autre")
        uow.advisors.update(replace(ADVISOR, active=False, secret_to_change=True))
        uow.commit()
    with furnished.read() as uow:
        assert uow.holders.credentials(NIR) == ("h1", "autre")
        assert uow.advisors.credentials("paul") == (replace(ADVISOR, active=False, secret_to_change=True), "autre")
        assert uow.advisors.get("a1").secret_to_change
        [(holder_id, index)] = uow.holders.doors()
        assert holder_id == "h1"
        assert len(bytes.fromhex(index)) == 32
        with pytest.raises(NotFound):
            uow.advisors.get("personne")


@pytest.mark.parametrize("act", ["set_secret", "signed_in"])
def test_nobody_is_changed_who_is_not_there(furnished: SqlDatabase, act: str) -> None:
    value = "hash" if act == "set_secret" else NOW
    with furnished.write() as uow, pytest.raises(NotFound):
        getattr(uow.holders, act)("personne", value)
