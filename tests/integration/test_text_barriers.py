"""Nothing that commands a terminal or hides text enters the database, by whatever way, nor leaves by the commands."""

from __future__ import annotations

import contextlib
import io
import json
from dataclasses import replace

import pytest
from sqlalchemy import Column, LargeBinary, insert
from sqlalchemy import Integer as IntegerType
from sqlalchemy.types import TypeDecorator

from cpf_tui.cli.output import complain, say, say_json
from cpf_tui.cli.progress import ProgressLine
from cpf_tui.domain.errors import InvalidInput
from cpf_tui.domain.records import Draft
from cpf_tui.persistence import columns, tables
from cpf_tui.persistence.unit_of_work import SqlDatabase
from tests.support.hostile import orders
from tests.support.storage import NIR, NOW, dossier, furnish, holder

HOSTILE = [
    "\x1b[31mrouge",
    "a\x9bb",
    "a\u202eb",
    "a\u200bb",
    "a\x00b",
    "a\rb",
    "a\tb",
    "\ue000",
    "a\u2028b",
    "a\u2800b",
]
KEPT = ["Dupont [/", "[@click=app.quit]", "L’été à 12 h – n° 4 ×", "soudure 👍🏽", "deux\nlignes", "字", ""]
OURS = tuple(one for one in vars(columns).values() if isinstance(one, type) and issubclass(one, TypeDecorator))


def every_column() -> list[Column[object]]:
    return [column for table in tables.metadata.tables.values() for column in table.columns]


def test_no_column_of_text_is_without_its_barrier() -> None:
    texts = [one for one in every_column() if not isinstance(one.type, IntegerType | LargeBinary)]
    assert len(texts) > 100
    assert [str(one) for one in texts if not isinstance(one.type, OURS)] == []


@pytest.mark.parametrize("words", HOSTILE, ids=ascii)
def test_a_text_that_hides_something_is_refused_whatever_the_way(database: SqlDatabase, words: str) -> None:
    furnish(database)
    with pytest.raises(InvalidInput, match="invisibles ou de commande"), database.write() as uow:
        uow.dossiers.add(dossier("d2", title=words))
    with pytest.raises(InvalidInput), database.write() as uow:
        uow.holders.update(replace(holder(), first_names=words))
    with pytest.raises(InvalidInput), database.write() as uow:
        uow.operations.record("op", words, NOW)
    with database.read() as uow:
        assert uow.holders.get("h1").first_names == "Camille"
        assert uow.operations.result("op") is None


@pytest.mark.parametrize("words", KEPT, ids=ascii)
def test_a_text_that_can_be_seen_is_kept_as_it_is(database: SqlDatabase, words: str) -> None:
    with database.write() as uow:
        uow.holders.add(holder(email=words), NIR, "hash")
        uow.commit()
    with database.read() as uow:
        assert uow.holders.get("h1").email == words


def test_an_insertion_that_forgets_the_repositories_is_refused_too(database: SqlDatabase) -> None:
    with pytest.raises(Exception, match="invisibles ou de commande"), database._writer.begin() as connection:
        connection.execute(insert(tables.operation).values(op_id="x", result="a\x1b[2J", at=NOW))


def test_a_draft_keeps_what_was_seen_while_typing(database: SqlDatabase) -> None:
    typed = "  Dupont [/ \x1b[31m\u202e\u200b \n deux\tmots\x9b "
    with database.write() as uow:
        uow.drafts.save(Draft("h1", "form", "", {"name": typed}, "op", NOW))
        uow.commit()
    with database.read() as uow:
        found = uow.drafts.get("h1", "form", "")
    assert found is not None
    assert found.answers == {"name": "  Dupont [/ [31m \n deux mots "}


@pytest.mark.parametrize("words", [*HOSTILE, "e" + "\u0301" * 30, "\ud800"], ids=ascii)
def test_a_command_says_nothing_that_commands(words: str) -> None:
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        say(words)
        say_json([words])
        complain(words)
        line = ProgressLine()
        line._watched = True
        line.show(lambda: words, at_once=True)
    said = out.getvalue().split("\n")
    refused, _, progress = err.getvalue().partition("\n")
    assert list(orders("".join([*said, refused, progress.removeprefix("\r\x1b[K")]), 10_000, 1)) == []
    assert json.loads(said[1]) == [words]
    assert len(said) == 3
