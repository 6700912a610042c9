"""Sentences in French, and in other languages read from their `.po`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from cpf_tui import i18n
from cpf_tui.domain.quantity import Quantity
from cpf_tui.domain.text import text
from cpf_tui.i18n import _, messages, render


@pytest.fixture(autouse=True)
def _back_to_french() -> Iterator[None]:
    yield
    i18n.set_language("fr")


def test_french_is_the_source_text() -> None:
    assert _("Bonjour {name}", name="[/]") == "Bonjour [/]"
    assert render(text("{hours} h", hours=Quantity(8733))) == "87,33 h"


def test_stored_text_is_given_back_untouched_even_with_braces() -> None:
    assert render("{name} {0} [@click=app.quit]") == "{name} {0} [@click=app.quit]"


def test_a_value_with_braces_is_not_filled_in_again() -> None:
    assert _("Bonjour {name}", name="{secret}") == "Bonjour {secret}"


def test_a_sentence_without_values_keeps_its_braces() -> None:
    assert _("{libre}") == "{libre}"


def test_values_that_are_sentences_are_rendered_too() -> None:
    assert _("« {inner} »", inner=text("le {day}", day=date(2026, 3, 1))) == "« le 1er mars 2026 »"


@pytest.mark.parametrize(
    ("day", "french", "english"),
    [
        (date(2026, 3, 1), "1er mars 2026", "1 March 2026"),
        (date(2026, 8, 21), "21 août 2026", "21 August 2026"),
        (date(2016, 2, 29), "29 février 2016", "29 February 2016"),
    ],
)
def test_days_are_written_in_words(day: date, french: str, english: str) -> None:
    assert _("{day}", day=day) == french
    i18n.set_language("en")
    assert _("{day}", day=day) == english


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        (datetime(2026, 3, 2, 9, 5, tzinfo=UTC), "2 mars 2026 à 10:05"),
        (datetime(2026, 7, 14, 22, 30, tzinfo=UTC), "15 juillet 2026 à 00:30"),
    ],
)
def test_instants_are_told_in_the_time_of_paris(moment: datetime, said: str) -> None:
    assert _("{at}", at=moment) == said


def test_english_quantities_have_a_point() -> None:
    i18n.set_language("en")
    assert _("{hours} h", hours=Quantity(8733)).startswith("87.33")


def test_a_sentence_without_translation_stays_in_french() -> None:
    i18n.set_language("en")
    assert _("Une phrase que personne n’a traduite, {name}.", name="Claire").endswith("traduite, Claire.")


def test_english_is_read_from_its_po_when_first_used() -> None:
    i18n.set_language("en")
    assert i18n.language() == "en"
    translated = i18n._catalogues["en"]
    assert all(french and english for french, english in translated.items())


def test_an_unknown_language_changes_nothing() -> None:
    with pytest.raises(KeyError):
        i18n.set_language("tlh")
    assert i18n.language() == "fr"


def test_sentences_are_found_wherever_the_code_says_them() -> None:
    source = """
title = text("Un titre")
say(_("Bonjour {name}", name=who))
raise InvalidInput("Trop {long}.", long=1)
Binding("w", "why", "Pourquoi ?", id="why")
say(_("oui") if yes else _("non"))
say(_("un" if one else "plusieurs"))
not_a_sentence("rien")
"""
    found = [sentence for _line, sentence in messages.sentences(source)]
    assert sorted(found) == sorted(
        ["Un titre", "Bonjour {name}", "Trop {long}.", "Pourquoi ?", "oui", "non", "un", "plusieurs"]
    )


def test_a_po_file_of_another_language_is_read_as_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    locale = tmp_path / "locale"
    locale.mkdir()
    (locale / "eo.po").write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'
        'msgid "Bonjour {name}"\nmsgstr "Saluton, {name}"\n\nmsgid "Retour"\nmsgstr ""\n',
        encoding="utf-8",
    )
    monkeypatch.setattr(i18n, "files", lambda _package: tmp_path)
    try:
        i18n.set_language("eo")
        assert i18n._catalogues["eo"] == {"Bonjour {name}": "Saluton, {name}"}
        assert _("Bonjour {name}", name="Claire") == "Saluton, Claire"
        assert _("Retour") == "Retour"
        assert _("{day}", day=date(2026, 3, 2)) == "2026-Marto-02"
        assert _("{at}", at=datetime(2026, 3, 2, 9, 5, tzinfo=UTC)) == "2026-Marto-02, 10:05"
    finally:
        i18n._catalogues.pop("eo", None)
