"""Folding, stems and sounds: what must meet, and what must not."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cpf_tui.catalogue.fold import clean, fold, words, words_with_spans
from cpf_tui.catalogue.stems import family, phonetic, stem


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("Mise en Œuvre", "mise en oeuvre"),
        ("L'aide-soignant·e", "l aide soignant e"),
        ("Développeur C++ / C#", "developpeur c++ c#"),
        ("CACES® R489", "caces r489"),
        ("ÉLECTRICITÉ", "electricite"),
        ("", ""),
    ],
)
def test_folding_makes_writings_of_one_thing_one(written: str, folded: str) -> None:
    assert fold(written) == folded


def test_composed_and_decomposed_accents_fold_alike() -> None:
    assert fold(clean(unicodedata.normalize("NFD", "pâtissière"))) == "patissiere"


def test_spans_point_into_the_text_as_it_was_given() -> None:
    title = "CAP Pâtissier (1 an)"
    assert [title[start:end] for _, start, end in words_with_spans(title)] == ["CAP", "Pâtissier", "1", "an"]


def test_cleaning_removes_what_a_screen_must_not_receive() -> None:
    assert clean(" a\u202eb\x1b[31m\u200b\tc\nd \ud800") == "ab[31m c d"


@settings(max_examples=150, deadline=None)
@given(st.text())
def test_folding_takes_any_text(text: str) -> None:
    cleaned = clean(text)
    assert clean(cleaned) == cleaned
    cleaned.encode()
    assert all(words(cleaned))
    for word in words(text):
        assert isinstance(stem(word) + family(word) + phonetic(word), str)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("vendeuses", "vendeur"),
        ("directrice", "directeur"),
        ("infirmières", "infirmier"),
        ("esthétiques", "esthetique"),
    ],
)
def test_inflections_share_a_stem(one: str, other: str) -> None:
    assert stem(fold(one)) == stem(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("soudeur", "soudage"),
        ("boulanger", "boulangerie"),
        ("comptable", "comptabilite"),
        ("coiffeuse", "coiffure"),
        ("secretaire", "secretariat"),
    ],
)
def test_a_trade_and_its_action_share_a_family(one: str, other: str) -> None:
    assert family(one) == family(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("odiovisuel", "audiovisuel"),
        ("vetemants", "vetements"),
        ("reeducasion", "reeducation"),
        ("fotografe", "photographe"),
    ],
)
def test_misspellings_by_ear_share_a_sound(one: str, other: str) -> None:
    assert phonetic(one) == phonetic(other)


def test_different_trades_stay_apart() -> None:
    assert len({family(word) for word in ("boulanger", "boucher", "plombier", "soudeur", "menuisier")}) == 5
