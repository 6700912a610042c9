"""Everything held about a person reaches them, and nothing of it is left once they ask: looked for table by table."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr
from sqlalchemy import insert, select

from cpf_tui.bootstrap import Container
from cpf_tui.domain.audit import Action
from cpf_tui.domain.errors import Conflict, NotAllowed, NotFound
from cpf_tui.domain.people import OPERATOR_ACTOR
from cpf_tui.domain.quantity import ZERO, Quantity
from cpf_tui.journey.forms.advisor import ProofForm
from cpf_tui.persistence import tables
from cpf_tui.persistence.erased import LEADS_TO_ERASED
from cpf_tui.persistence.failures import explained
from cpf_tui.persistence.holdings import COUNTED_BY_FINGERPRINT, HOLDINGS, NOBODYS
from cpf_tui.services.held.document import LEFT_OUT
from cpf_tui.services.held.schema import MesDonnees, json_schema
from cpf_tui.services.support import new_id
from cpf_tui.services.take_away import file_name
from cpf_tui.settings import Settings
from tests.support.lives import Life, Lived, filled
from tests.support.screen_stage import StageContainer
from tests.support.server_storage import ServerInstallation
from tests.support.storage import Installation

pytestmark = pytest.mark.both_dialects


@pytest.fixture
def life(installation: Installation | ServerInstallation) -> Iterator[Life]:
    settings = Settings(data_dir=installation.folder)
    if isinstance(installation, ServerInstallation):
        settings = Settings(data_dir=installation.folder, database_url=SecretStr(installation.url))
    container = StageContainer(settings)
    with container:
        yield Life(container, random.Random(20261124))  # noqa: S311 - drawn again alike


def rows(container: Container, lived: Lived) -> dict[str, list[dict[str, Any]]]:
    """Read every row that leads to a person, by table."""
    with container.database._reader.connect() as connection:
        return {
            one.table.name: [
                dict(row._mapping) for row in connection.execute(select(one.table).where(one.whose(lived.actor.id)))
            ]
            for one in HOLDINGS
        }


def scalars(value: Any) -> Iterator[Any]:
    if isinstance(value, dict):
        for inside in value.values():
            yield from scalars(inside)
    elif isinstance(value, list):
        for inside in value:
            yield from scalars(inside)
    else:
        yield value


def as_told(value: Any) -> list[Any]:
    """Give what the document says for a value of a column."""
    if isinstance(value, dict):
        return list(value.values())
    if isinstance(value, frozenset | set | tuple):
        return [str(one) for one in value]
    if isinstance(value, Quantity):
        return [value.hundredths / 100]
    if isinstance(value, StrEnum):
        return [str(value)]
    if isinstance(value, datetime | date):
        return [value.isoformat()]
    return [value]


def test_every_value_of_every_row_about_a_person_is_in_their_document(life: Life) -> None:
    lived = life.live()
    held = rows(life.container, lived)
    told = json.loads(life.container.services.personal_data.export(lived.actor))
    said = set(scalars(told))
    assert all(held[one.table.name] for one in HOLDINGS)
    leading = {"seq", "holder_id", "dossier_id", "request_id", "owner_id", "subject"}
    for table, found in held.items():
        for row in found:
            for name, value in row.items():
                if f"{table}.{name}" in LEFT_OUT or name in leading or value in (None, ""):
                    continue
                values = [value / 100] if name.endswith("_cents") else as_told(value)
                for one in values:
                    spoken = str(one) if name == "highest_level" else one
                    assert spoken in said or one == "", f"{table}.{name} is not in the document"
    assert lived.nir.compact in said
    assert told["connexions_manquees"][0]["essais"] == 1


def test_every_table_and_column_has_a_fate() -> None:
    """A new table, or a column of one that stays, must say what the erasure and the document do with it."""
    declared = {one.table.name: one for one in HOLDINGS}
    known = declared.keys() | NOBODYS.keys() | {COUNTED_BY_FINGERPRINT.name}
    assert known == set(tables.metadata.tables)
    for one in HOLDINGS:
        columns = set(one.table.c.keys())
        if one.goes:
            assert not one.emptied, one.table.name
            assert not one.stays, one.table.name
        else:
            assert set(one.emptied) | one.stays == columns, one.table.name
            assert not set(one.emptied) & one.stays, one.table.name
    for name in NOBODYS:
        nobodys = tables.metadata.tables[name]
        assert not any(key.column.table.name in declared for key in nobodys.foreign_keys), name
        assert "holder_id" not in nobodys.c, name
    for place in LEFT_OUT:
        table, column = place.split(".")
        assert column in tables.metadata.tables[table].c, place


def test_a_table_that_leads_to_a_person_by_a_key_cannot_be_forgotten() -> None:
    led = {"holder"}
    while True:
        more = {
            table.name
            for table in tables.metadata.tables.values()
            if any(key.column.table.name in led for key in table.foreign_keys)
        }
        if more <= led:
            break
        led |= more
    assert led <= {one.table.name for one in HOLDINGS}


def texts(container: Container) -> str:
    """Everything the database says, as one text."""
    with container.database._reader.connect() as connection:
        return "\n".join(
            str(value)
            for table in tables.metadata.tables.values()
            for row in connection.execute(select(table))
            for value in row
        )


def test_no_word_is_left_of_an_erased_account_and_everything_still_adds_up(life: Life) -> None:
    erased, other = life.live(), life.live()
    before = {line.entry.seq: line.entry for line in life.container.services.balance.statement(erased.actor)}
    done = life.container.services.erasures.erase(erased.actor, erased.secret, new_id())
    assert done.entirely
    said = texts(life.container)
    assert [what for what, value in erased.words.items() if value in said] == []
    assert all(value in said for what, value in other.words.items() if what.startswith(("followed", "request")))
    with life.container.database.read() as uow:
        after = {one.seq: one for one in uow.ledger.entries(erased.actor.id)}
        assert uow.audit.about(erased.actor.id)[0].action is Action.ERASED
        assert len(uow.dossiers.of_holder(erased.actor.id)) == 2
        with pytest.raises(NotFound, match="effacé"):
            uow.holders.get(erased.actor.id)
    assert after == before
    assert life.container.verify().clean
    with life.container.database._reader.connect() as connection:
        # Those of the other person, and none of the one who is gone.
        assert len(connection.execute(select(COUNTED_BY_FINGERPRINT)).all()) == 1
    kept = rows(life.container, erased)
    for one in HOLDINGS:
        assert bool(kept[one.table.name]) != one.goes, one.table.name


def test_the_number_of_an_erased_account_opens_another_one_from_nothing(life: Life) -> None:
    lived = life.live()
    life.container.services.erasures.erase(lived.actor, lived.secret, new_id())
    with pytest.raises(NotAllowed):
        life.container.services.sign_in.holder(lived.nir, lived.secret)
    again = life.container.services.accounts.start(lived.nir, lived.secret, new_id())
    assert again.id != lived.actor.id
    assert life.container.services.balance.statement(again) == ()


def test_an_account_with_a_dossier_under_way_is_not_erased(life: Life) -> None:
    lived = life.open()
    life.project(lived)
    dossier = life.send(lived, "followed", "100")
    services = life.container.services
    standing = services.erasures.preview(lived.actor)
    assert "retirez-le" in str(standing.obstacles[0])
    for _ in range(2):
        with pytest.raises(Conflict, match="en cours"):
            services.erasures.erase(lived.actor, lived.secret, new_id())
    assert services.accounts.holder(lived.actor).email == lived.words["second email"]
    services.dif.record_proof(life.advisor, dossier, filled(ProofForm, result="vue"), new_id())
    services.review.validate(life.advisor, dossier, new_id())
    with pytest.raises(Conflict, match="en cours"):
        services.erasures.erase_for(OPERATOR_ACTOR, lived.actor.id, new_id())
    services.dossiers.withdraw(lived.actor, dossier, new_id())
    assert "120" in str(services.erasures.preview(lived.actor).lost)
    assert services.erasures.erase(lived.actor, lived.secret, new_id()).entirely


def test_only_the_person_with_their_secret_or_the_operator_erases(life: Life) -> None:
    lived, other = life.open(), life.open()
    services = life.container.services
    with pytest.raises(NotAllowed):
        services.erasures.erase(lived.actor, other.secret, new_id())
    for actor in (life.advisor, other.actor):
        with pytest.raises(NotAllowed):
            services.erasures.erase_for(actor, lived.actor.id, new_id())
        with pytest.raises(NotAllowed):
            services.erasures.preview(actor, lived.actor.id)
        with pytest.raises(NotAllowed):
            services.personal_data.export(actor, lived.actor.id)
    assert services.accounts.holder(lived.actor).last_name == lived.words["second last_name"]


def test_erasing_twice_the_same_operation_erases_once(life: Life) -> None:
    lived, op_id = life.open(), new_id()
    services = life.container.services
    for _ in range(2):
        assert services.erasures.erase_for(OPERATOR_ACTOR, lived.actor.id, op_id).entirely
    with pytest.raises(NotFound, match="effacé"):
        services.erasures.erase_for(OPERATOR_ACTOR, lived.actor.id, new_id())
    with life.container.database.read() as uow:
        assert [one.action for one in uow.audit.about(lived.actor.id)].count(Action.ERASED) == 1


def test_a_session_left_open_elsewhere_writes_nothing_about_an_erased_account(life: Life) -> None:
    lived, begun = life.live(), life.open()
    services = life.container.services
    for one in (lived, begun):
        services.erasures.erase(one.actor, one.secret, new_id())
    begun.words.clear()
    empty = Lived(lived.actor, lived.nir, lived.secret)
    attempts: tuple[Callable[[], object], ...] = (
        lambda: life.profile(empty, "later"),
        lambda: life.project(begun),
        lambda: life.ask(empty),
        lambda: life.leave(Lived(lived.actor, lived.nir, lived.secret, dossiers=lived.dossiers)),
        lambda: services.project.keep(lived.actor, "EX_59512_02"),
    )
    for attempt in attempts:
        with pytest.raises((NotAllowed, NotFound), match=r"accès a changé|effacé"):
            attempt()
    assert [what for what, value in (empty.words | begun.words).items() if value in texts(life.container)] == []


def test_the_files_a_person_took_away_go_with_their_account(life: Life) -> None:
    lived, other = life.open(), life.open()
    services = life.container.services
    mine = services.keep(file_name(lived.actor, "mes-donnees", "json"), lambda: b"{}")
    theirs = services.keep(file_name(other.actor, "mes-donnees", "json"), lambda: b"{}")
    assert mine.stat().st_mode & 0o777 == 0o600
    assert services.erasures.erase(lived.actor, lived.secret, new_id()).files == 1
    assert (mine.exists(), theirs.exists()) == (False, True)


def test_the_document_has_the_shape_that_is_published(life: Life) -> None:
    published = Path(__file__).parents[2] / "docs" / "mes-donnees.schema.json"
    assert published.read_text(encoding="utf-8") == json_schema(), "run python -m cpf_tui.services.held.schema"
    for lived in (life.begin(), life.open(), life.live()):
        content = life.container.services.personal_data.export(lived.actor)
        MesDonnees.model_validate_json(content)
    told = json.loads(content)
    assert content.decode() == json.dumps(told, ensure_ascii=False, indent=2) + "\n"
    labels = [one["libelle"] for one in coded_values(told) if one["code"] not in told["compte"]["lieu_de_conseil"]]
    assert all(labels), "a code without words"
    for key in [key for part in told.values() if isinstance(part, dict) for key in part] + list(told):
        assert key.isascii()


def coded_values(value: Any) -> Iterator[dict[str, str]]:
    """Every code of the document that stands beside its words."""
    if isinstance(value, dict):
        if set(value) == {"code", "libelle"}:
            yield value
        for inside in value.values():
            yield from coded_values(inside)
    elif isinstance(value, list):
        for inside in value:
            yield from coded_values(inside)


def test_the_database_itself_takes_no_new_row_about_an_erased_account(life: Life) -> None:
    """Whatever program writes: each row is one of somebody else's, turned towards the account that is gone."""
    erased, other = life.live(), life.live()
    life.container.services.erasures.erase(erased.actor, erased.secret, new_id())
    theirs, gone = rows(life.container, other), rows(life.container, erased)
    last = gone["entry"][-1]
    turned = {
        "holder_id": erased.actor.id,
        "owner_id": erased.actor.id,
        "dossier_id": erased.dossiers[0],
        "account_id": last["account_id"],
        "previous": last["digest"],
        "op_id": new_id(),
    }
    for name in LEADS_TO_ERASED:
        table = tables.metadata.tables[name]
        written = {key: turned.get(key, value) for key, value in theirs[name][0].items() if key != "seq"}
        if name == "account":
            written |= {"credits": ZERO, "pending": ZERO, "posted": ZERO, "last_seq": 0, "id": "x", "source": "X"}
        elif "id" in written:
            written |= {"id": new_id()}
        with (
            pytest.raises(NotAllowed, match="a été effacé"),
            explained(life.container.backend.sentence_for),
            life.container.database._writer.begin() as connection,
        ):
            connection.execute(insert(table).values(written))


def test_the_failed_sign_ins_of_an_erased_account_go_whoever_erases_it(life: Life) -> None:
    lived = life.open()
    life.forget(lived)
    life.container.services.erasures.erase_for(OPERATOR_ACTOR, lived.actor.id, new_id())
    with life.container.database._reader.connect() as connection:
        assert connection.execute(select(COUNTED_BY_FINGERPRINT)).all() == []
