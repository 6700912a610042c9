"""The barrier before the database: whatever way a text comes to it, it holds nothing that controls or hides."""

from __future__ import annotations

import pytest

from cpf_tui.domain.errors import InvalidInput
from cpf_tui.persistence.unit_of_work import SqlDatabase
from tests.support.storage import NIR, dossier, holder

pytestmark = pytest.mark.both_dialects


@pytest.mark.parametrize(
    "hostile",
    ["Dupont\x1b[2J", "Dupont\x07", "Dup\u202eont", "Dup\u200bont", "Dup\u2066ont", "Dup\ront", "Dup\u2028ont"],
    ids=["escape", "bell", "override", "zero-width", "isolate", "return", "separator"],
)
def test_a_text_that_controls_or_hides_is_not_stored(database: SqlDatabase, hostile: str) -> None:
    with pytest.raises(InvalidInput, match="invisibles ou de commande"), database.write() as uow:
        uow.holders.add(holder(email=hostile), NIR, "hash")


def test_what_people_write_is_stored_as_it_is(database: SqlDatabase) -> None:
    title = "L’été à Nœux – [b]gras[/b] [@click=app.quit] 日本語 🙂"
    with database.write() as uow:
        uow.holders.add(holder(), NIR, "hash")
        uow.dossiers.add(dossier(title=title, answers={"objective": "une ligne\nune autre"}))
        uow.commit()
    with database.read() as uow:
        stored = uow.dossiers.get("d1")
    assert (stored.title, stored.answers["objective"]) == (title, "une ligne\nune autre")
