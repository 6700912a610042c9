"""What is kept no longer: shown to the letter, taken rule by rule, nothing younger with it."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import select, update

from cpf_tui.cli.codes import Code
from cpf_tui.cli.main import run as command_line
from cpf_tui.domain.audit import Action, NewAuditLine
from cpf_tui.domain.errors import AccessRefused
from cpf_tui.domain.lock import Attempts
from cpf_tui.domain.people import OPERATOR_ACTOR, AssistanceMessage, AssistanceRequest, RequestState, Role
from cpf_tui.domain.records import Draft
from cpf_tui.domain.retention import RULES, Due, Kept, Rule
from cpf_tui.persistence import tables
from cpf_tui.services.support import new_id
from cpf_tui.settings import Settings
from tests.support.lives import Life, Lived
from tests.support.screen_stage import NOON, StageContainer

RULE = {rule.kept: rule for rule in RULES}
SECOND = timedelta(seconds=1)


@pytest.fixture
def life(tmp_path: Path) -> Iterator[Life]:
    with StageContainer(Settings(data_dir=tmp_path / "etat")) as container:
        yield Life(container, Random(20261124))  # noqa: S311 - drawn again alike


def furnish(life: Life) -> dict[Kept, list[datetime]]:
    """Leave, of each kind, one thing just too old and one just young enough; returns when the old ones are from."""
    made: dict[Kept, list[datetime]] = {}
    for kept in (Kept.AUDIT, Kept.DRAFTS, Kept.ATTEMPTS, Kept.RESETS, Kept.ASSISTANCE, Kept.UNFINISHED, Kept.INACTIVE):
        limit = RULE[kept].limit(NOON)
        made[kept] = [limit - SECOND]
        for at in (limit - SECOND, limit):
            _leave(life, kept, at)
    for kept, folder in life.container.settings.passing_folders.items():
        folder.mkdir(parents=True)
        limit = RULE[kept].limit(NOON)
        made[kept] = [limit - SECOND]
        for at in (limit - SECOND, limit + SECOND):
            path = folder / f"{at:%Y%m%d%H%M%S}.txt"
            path.write_text("x")
            os.utime(path, (at.timestamp(), at.timestamp()))
    return made


def _leave(life: Life, kept: Kept, at: datetime) -> None:
    database = life.container.database
    if kept is Kept.AUDIT:
        with database.write() as uow:
            uow.audit.append(NewAuditLine(Role.HOLDER, "somebody", Action.SIGNED_IN, "somebody"), at)
            uow.commit()
    elif kept is Kept.DRAFTS:
        with database.write() as uow:
            uow.drafts.save(Draft("somebody", "dif", new_id(), {"quantity": "12"}, new_id(), at))
            uow.commit()
    elif kept is Kept.ATTEMPTS:
        with database.write() as uow:
            uow.attempts.put(os.urandom(32), Attempts(6, at - timedelta(hours=1), at))
            uow.commit()
    elif kept is Kept.INACTIVE:
        _date(life, life.open(), last_sign_in_at=at)
    elif kept is Kept.UNFINISHED:
        _date(life, life.begin(), created_at=at)
    else:
        _of_somebody(life, kept, at, life.open())


def _of_somebody(life: Life, kept: Kept, at: datetime, lived: Lived) -> None:
    _date(life, lived, last_sign_in_at=NOON)
    if kept is Kept.RESETS:
        life.attest(lived)
        with life.container.database._writer.begin() as connection:
            mine = tables.secret_reset.c.holder_id == lived.actor.id
            connection.execute(update(tables.secret_reset).where(mine).values(expires_at=at))
        return
    messages = tuple(AssistanceMessage("r", Role.HOLDER, "x", "x", when) for when in (at - timedelta(days=900), at))
    request_id = new_id()
    with life.container.database.write() as uow:
        for state in (RequestState.CLOSED, RequestState.ANSWERED):
            one = f"{request_id}{state}"
            written = tuple(AssistanceMessage(one, Role.HOLDER, "x", "x", each.at) for each in messages)
            uow.assistance.add(AssistanceRequest(one, one, lived.actor.id, "autre", state, messages[0].at, written))
        uow.commit()


def _date(life: Life, lived: Lived, **values: datetime) -> None:
    with life.container.database._writer.begin() as connection:
        connection.execute(update(tables.holder).where(tables.holder.c.id == lived.actor.id).values(values))


def counted(life: Life) -> dict[str, int]:
    with life.container.database._reader.connect() as connection:
        return {name: len(connection.execute(select(table)).all()) for name, table in tables.metadata.tables.items()}


def found(dues: list[Due]) -> dict[Kept, list[datetime | None]]:
    return {due.rule.kept: [due.oldest] * due.count for due in dues}


def test_a_dry_run_says_to_the_letter_what_a_run_takes_and_changes_nothing(life: Life) -> None:
    made, retention = furnish(life), life.container.retention
    before = counted(life)
    shown = list(retention.due(OPERATOR_ACTOR))
    expected = {**made, Kept.ATTEMPTS: [made[Kept.ATTEMPTS][0] - timedelta(hours=1)]}
    assert found(shown) == expected
    assert counted(life) == before
    assert [one.due for one in retention.purge(OPERATOR_ACTOR)] == shown
    after = counted(life)
    gone = {name: before[name] - after[name] for name in before if before[name] != after[name]}
    purged = len([rule for rule in RULES if not rule.announced])
    assert gone == {
        "audit": 1 - purged,
        "audit_segment": -1,
        "draft": 1,
        "sign_in_attempt": 1,
        "secret_reset": 1,
        "assistance_request": 1,
        "assistance_message": 2,
        "holder": 1,
    }
    assert [due.count for due in retention.due(OPERATOR_ACTOR)] == [1 if rule.announced else 0 for rule in RULES]
    assert all(len(list(folder.iterdir())) == 1 for folder in life.container.settings.passing_folders.values())
    assert life.container.verify().clean


def test_each_rule_applied_is_in_the_audit_by_its_code(life: Life) -> None:
    furnish(life)
    list(life.container.retention.purge(OPERATOR_ACTOR))
    with life.container.database.read() as uow:
        told = [(one.actor, one.detail) for one in uow.audit.all() if one.action is Action.PURGED]
    assert told == [(OPERATOR_ACTOR.id, rule.kept) for rule in RULES if not rule.announced]


def test_a_purge_interrupted_between_two_rules_is_finished_by_the_next_one(life: Life) -> None:
    furnish(life)
    whole = life.container.retention.due(OPERATOR_ACTOR)
    for one in life.container.retention.purge(OPERATOR_ACTOR):
        if one.due.rule.kept is Kept.DRAFTS:
            break
    then = [one.due.count for one in life.container.retention.purge(OPERATOR_ACTOR)]
    assert then == [0, 0, 0, *(due.count for due in whole[3:])]


def due_now(life: Life, kept: Kept) -> int:
    return next(due.count for due in life.container.retention.due(OPERATOR_ACTOR) if due.rule.kept is kept)


def test_a_begun_account_that_something_hangs_on_is_left(life: Life) -> None:
    lived = life.begin()
    _date(life, lived, created_at=NOON - timedelta(days=400))
    with life.container.database.write() as uow:
        uow.ledger.open_account(lived.actor.id, "CPF")
        uow.commit()
    assert (
        next(due.count for due in life.container.retention.due(OPERATOR_ACTOR) if due.rule.kept is Kept.UNFINISHED) == 0
    )


def test_a_door_still_closed_is_kept(life: Life) -> None:
    with life.container.database.write() as uow:
        uow.attempts.put(b"k" * 32, Attempts(6, NOON - timedelta(days=3), NOON))
        uow.commit()
    assert (
        next(due.count for due in life.container.retention.due(OPERATOR_ACTOR) if due.rule.kept is Kept.ATTEMPTS) == 0
    )


def test_only_the_operator_purges(life: Life) -> None:
    lived = life.open()
    for actor in (lived.actor, life.advisor):
        with pytest.raises(AccessRefused):
            life.container.retention.due(actor)
        with pytest.raises(AccessRefused):
            list(life.container.retention.purge(actor))


def digest(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_the_command_shows_first_without_changing_a_byte_then_purges(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "etat"
    monkeypatch.setenv("CPF_TUI_DATA_DIR", str(folder))
    with StageContainer(Settings(data_dir=folder)) as container:
        furnish(Life(container, Random(1)))  # noqa: S311 - drawn again alike
    before = digest(folder)
    assert command_line(["base", "purger", "--a-blanc", "--json"]) == Code.DONE
    told = json.loads(capsys.readouterr().out)
    assert told["a_blanc"] is True
    shown = {one["code"]: one["nombre"] for one in told["regles"]}
    assert all(shown.values())
    assert digest(folder) == before
    assert command_line(["base", "purger", "--a-blanc"]) == Code.DONE
    said = capsys.readouterr().out
    assert "rien n’a été changé" in said
    assert "À vous de voir" in said
    assert digest(folder) == before
    assert command_line(["base", "purger", "--json"]) == Code.DONE
    done = json.loads(capsys.readouterr().out)
    assert {one["code"]: one["nombre"] for one in done["regles"]} == shown
    assert done["journal_de_la_base_vide"] is True
    assert command_line(["base", "purger"]) == Code.DONE
    assert "Demandes d’aide terminées : rien." in capsys.readouterr().out


def test_every_rule_says_how_long_and_where_that_comes_from() -> None:
    assert [rule.kept for rule in RULES] == list(Kept)
    for rule in RULES:
        assert isinstance(rule, Rule)
        assert rule.days > 0
        assert str(rule.source)
        assert str(rule.words)
    assert RULE[Kept.AUDIT].limit(datetime(2026, 1, 1, tzinfo=UTC)) == datetime(2025, 1, 1, tzinfo=UTC)
