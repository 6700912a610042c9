"""A link that breaks in the middle of an act: a sentence, then the same act again, done once."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from cpf_tui.clock import SystemClock
from cpf_tui.domain.errors import StorageError
from cpf_tui.domain.ledger import EntryKind
from cpf_tui.domain.people import Actor, Role
from cpf_tui.journey.forms.project import AssistanceForm
from cpf_tui.persistence.integrity import verify
from cpf_tui.persistence.postgresql.engine import WRITE_LOCK
from cpf_tui.persistence.unit_of_work import SqlDatabase
from cpf_tui.services.assistance import Assistance
from cpf_tui.settings import Settings
from tests.support.forms import filled
from tests.support.server_storage import ServerInstallation, Servers
from tests.support.storage import NOW, furnish, holder, movement
from tests.support.unsafe_link import Link, Moment, link

CAMILLE = Actor(Role.HOLDER, holder().id, "Camille")
UNCONFIRMED = "n’a pas pu être confirmé.*ne le sera pas deux fois"
LOST = "liaison avec le serveur de la base s’est coupée"


@pytest.fixture
def installation(servers: Servers, tmp_path: Path) -> ServerInstallation:
    made = servers.installation(tmp_path / "etat")
    database = made.open()
    furnish(database)
    database.close()
    return made


@pytest.fixture
def database(installation: ServerInstallation) -> Iterator[SqlDatabase]:
    opened = installation.open()
    yield opened
    opened.close()


def killed(servers: Servers, installation: ServerInstallation) -> Callable[[], None]:
    """End the connections of that database on the side of the server, as an administrator or a crash would."""

    def kill() -> None:
        assert servers.server.cut(installation.url) >= 1

    return kill


def reserve(database: SqlDatabase, op_id: str, *between: Callable[[], None], commit: bool = True) -> list[int]:
    """Reserve an hour, let things happen, and commit or reserve another."""
    with database.write() as uow:
        made = uow.ledger.append([movement(op_id, EntryKind.PEND, 100)], NOW)
        for happens in between:
            happens()
        if commit:
            uow.commit()
        else:
            uow.ledger.append([movement(f"{op_id}-more", EntryKind.PEND, 100)], NOW)
        return [one.seq for one in made]


def test_a_connection_killed_before_the_commit_keeps_nothing(
    servers: Servers, installation: ServerInstallation, database: SqlDatabase
) -> None:
    kill = killed(servers, installation)
    with pytest.raises(StorageError, match=LOST):
        reserve(database, "p1", kill, commit=False)
    with pytest.raises(StorageError, match=UNCONFIRMED):
        reserve(database, "p1", kill)
    assert reserve(database, "p1") == [2]  # the same program goes on
    assert verify(installation.backend).clean


def test_a_reader_killed_says_so_and_reads_again(
    servers: Servers, installation: ServerInstallation, database: SqlDatabase
) -> None:
    def look_twice() -> None:
        with database.read() as view:
            assert view.holders.get("h1")
            killed(servers, installation)()
            view.holders.get("h1")

    with pytest.raises(StorageError, match=LOST):
        look_twice()
    with database.read() as view:
        assert view.holders.get("h1")


@pytest.fixture
def crossing(servers: Servers, installation: ServerInstallation) -> Iterator[tuple[SqlDatabase, Link]]:
    """The same database through a link that can be cut."""
    with link(servers.server.port) as carried:
        away = replace(installation, url=servers.server.tcp(installation.url, port=carried.port))
        opened = away.open()
        yield opened, carried
        opened.close()


@pytest.mark.parametrize("moment", Moment)
def test_an_act_whose_commit_is_cut_is_done_once_by_doing_it_again(
    crossing: tuple[SqlDatabase, Link], installation: ServerInstallation, moment: Moment
) -> None:
    database, carried = crossing
    assistance = Assistance(database, SystemClock(Settings().timezone))
    form = filled(AssistanceForm, {"topic": "heures", "body": "Il me manque 32 h."})
    carried.cut_at = moment
    with pytest.raises(StorageError, match=UNCONFIRMED):
        assistance.ask(CAMILLE, form, "op-1")
    assert carried.cuts == 1
    with installation.raw() as raw:  # the server alone knows which of the two it was
        raw.execute(f"SELECT pg_advisory_lock({WRITE_LOCK})".encode())  # waits for the end of what was cut
        (kept,) = raw.execute("SELECT count(*) FROM operation WHERE op_id = 'op-1'").fetchall()
    assert kept == (1 if moment is Moment.BEFORE_ITS_ANSWER else 0,)
    first = assistance.ask(CAMILLE, form, "op-1")
    assert assistance.ask(CAMILLE, form, "op-1") == first
    assert [one.id for one in assistance.mine(CAMILLE)] == [first.id]
    assert verify(installation.backend).clean


@pytest.mark.parametrize("moment", Moment)
def test_hours_whose_reservation_is_cut_are_reserved_once(
    crossing: tuple[SqlDatabase, Link], installation: ServerInstallation, moment: Moment
) -> None:
    database, carried = crossing
    carried.cut_at = moment
    with pytest.raises(StorageError, match=UNCONFIRMED):
        reserve(database, "op-1")
    for _ in range(2):
        assert reserve(database, "op-1") == [2]
    with database.read() as uow:
        (account,) = uow.ledger.accounts("h1")
    assert account.pending.hundredths == 100
    assert verify(installation.backend).clean


def test_what_was_acknowledged_survives_a_crash_of_the_server(
    servers: Servers, installation: ServerInstallation, database: SqlDatabase
) -> None:
    """A process of the server killed takes the whole server through its recovery."""
    reserve(database, "kept")
    mark = len(servers.server.log)

    def kill() -> None:
        here = "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND state = 'idle in transaction'"
        with installation.raw() as raw:
            for (pid,) in raw.execute(here):
                os.kill(pid, signal.SIGKILL)

    with pytest.raises(StorageError):
        reserve(database, "lost", kill)
    servers.server.recovered(mark)
    with database.read() as view:
        assert {one.op_id for one in view.ledger.entries("h1")} == {"credit", "kept"}
    assert verify(installation.backend).clean
