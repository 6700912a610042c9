"""Sizes of files, as people read them."""

from __future__ import annotations

from cpf_tui.domain.text import Text, text


def size_words(count: float) -> Text:
    """Say a number of bytes as people read it."""
    if count < 1000:
        return text("{size} octets", size=round(count))
    if count < 10**6:
        return text("{size} ko", size=round(count / 1000))
    if count < 10**9:
        return text("{size} Mo", size=_tenth(count / 10**6))
    return text("{size} Go", size=_tenth(count / 10**9))


def _tenth(value: float) -> str:
    return f"{value:.1f}".replace(".", ",")
