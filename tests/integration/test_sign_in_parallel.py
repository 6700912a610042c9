"""Guesses made together, by threads of one program, on a real database: never more than the limit is compared."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from cpf_tui.domain.errors import NotAllowed
from cpf_tui.domain.lock import LIMIT
from cpf_tui.persistence.unit_of_work import SqlDatabase
from tests.support.knocking import SECRET, WRONG, CheapHasher, CountingHasher, entrance, guess, number, people
from tests.support.storage import Installation

pytestmark = pytest.mark.both_dialects

_THREADS = 16


@pytest.mark.parametrize("known", [True, False])
def test_sixteen_guesses_together_never_exceed_the_limit(
    installation: Installation, database: SqlDatabase, known: bool
) -> None:
    hasher = CountingHasher(CheapHasher())
    people(database, hasher.hash(SECRET), 1)
    sign_in, nir, together = entrance(database, installation, hasher), number(0, known=known), Barrier(_THREADS)

    def try_once(rank: int) -> tuple[int, int]:
        together.wait()
        seen = guess(sign_in, nir, [f"{WRONG} {rank}"])
        assert not seen.other
        return seen.compared, seen.closed

    with ThreadPoolExecutor(_THREADS) as threads:
        seen = list(threads.map(try_once, range(_THREADS)))

    assert sum(one[0] for one in seen) == LIMIT
    assert sum(one[1] for one in seen) == _THREADS - LIMIT
    assert hasher.compared == LIMIT


def test_what_is_counted_survives_the_program(installation: Installation) -> None:
    hasher, nir = CheapHasher(), number(0, known=True)
    for opening in range(LIMIT):
        database = installation.open()
        if not opening:
            people(database, hasher.hash(SECRET), 1)
        assert guess(entrance(database, installation, hasher), nir, [WRONG]).compared == 1
        database.close()
    database = installation.open()
    with pytest.raises(NotAllowed, match="Trop d’essais"):
        entrance(database, installation, hasher).holder(nir, SECRET)
    database.close()


def test_nothing_typed_is_stored(installation: Installation, database: SqlDatabase) -> None:
    nir = number(7, known=False)
    guess(entrance(database, installation, CheapHasher()), nir, [WRONG])
    raw = installation.raw()
    stored = repr(raw.execute("SELECT * FROM sign_in_attempt").fetchall())
    stored += repr(raw.execute("SELECT * FROM audit").fetchall())
    raw.close()
    assert nir.compact not in stored
    assert nir.compact[:13] not in stored
    assert WRONG not in stored
