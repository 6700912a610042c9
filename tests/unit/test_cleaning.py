"""What people type: made safe, and nothing else changed."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cpf_tui.domain.cleaning import clean_line, clean_name, clean_paragraph
from cpf_tui.domain.errors import InvalidInput


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  deux   mots ", "deux mots"),
        ("a\tb\nc\r\nd\u2028e", "a b c d e"),
        ("e\u0301te\u0301", "été"),
        ("\x1b[31mrouge\x07", "[31mrouge"),
        ("ab\u202edc\u2066x\u2069", "abdcx"),
        ("in\u200bvi\u200dsi\ufeffble\u00ad", "invisible"),
        ("tag\U000e0041\U000e0042\ufe0f", "tag"),
        ("e\u200b\u0301", "é"),
        ("10\u00a0h", "10 h"),
        ("[/", "[/"),
        ("[@click=app.quit]", "[@click=app.quit]"),
        ("soudure 👍🏽 é {x}", "soudure 👍🏽 é {x}"),
        ("\ue000\udc80", ""),
    ],
)
def test_a_line_keeps_what_is_visible(typed: str, kept: str) -> None:
    assert clean_line(typed) == kept


def test_a_paragraph_keeps_its_lines() -> None:
    assert clean_paragraph(" un \r\n\n\n\n deux  mots\u2029trois\n") == "un\n\ndeux mots\ntrois"


def test_too_long_says_how_long() -> None:
    assert clean_line("x" * 200)
    with pytest.raises(InvalidInput, match="201 caractères, 200 au plus"):
        clean_line("x" * 201)
    with pytest.raises(InvalidInput, match="11 caractères, 10 au plus"):
        clean_paragraph("x" * 11, 10)


@given(st.text())
def test_cleaning_twice_changes_nothing_more(typed: str) -> None:
    once = clean_line(typed, 10_000)
    assert clean_line(once, 10_000) == once
    assert unicodedata.is_normalized("NFC", once)
    assert not any(unicodedata.category(char) in {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"} for char in once)
    paragraph = clean_paragraph(typed, 10_000)
    assert clean_paragraph(paragraph, 10_000) == paragraph
    assert not any(
        unicodedata.category(char) in {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"} for char in paragraph if char != "\n"
    )


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Dupont", "Dupont"),
        ("D'Artagnan", "D’Artagnan"),
        ("Jean‑Noël", "Jean-Noël"),
        ("N’Diaye Lô", "N’Diaye Lô"),
        ("Œuvrard-Çelik", "Œuvrard-Çelik"),
        ("Nguyễn", "Nguyễn"),
        ("محمد", "محمد"),
        ("\u200bDupont\n", "Dupont"),
        ("é" * 100, "é" * 100),
    ],
)
def test_names_of_people_are_accepted(typed: str, kept: str) -> None:
    assert clean_name(typed) == kept


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("", "vide"),
        (" \u200b ", "vide"),
        ("Dupont [/", "« \\[ »"),
        ("Dupont2", "« 2 »"),
        ("Zoé 👍", "« 👍 »"),
        ("--", "aucune lettre"),
        ("a" * 200, "200 caractères, 100 au plus"),
    ],
)
def test_what_is_no_name_is_refused_with_why(typed: str, says: str) -> None:
    with pytest.raises(InvalidInput, match=says):
        clean_name(typed)
