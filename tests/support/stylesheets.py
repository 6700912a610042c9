"""Stylesheets read once for all the apps of a run: each app reads the same fifty, a tenth of the time of its test."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest import mock

from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet


@contextmanager
def read_once() -> Iterator[None]:
    """Let a stylesheet find what another made of the same text with the same variables, as it does for its own."""
    known: dict[tuple[Any, ...], list[RuleSet]] = {}
    read = Stylesheet._parse_rules

    def found(sheet: Stylesheet, css: str, *origin: Any, **more: Any) -> list[RuleSet]:
        key = (css, origin, *sorted(more.items()), *sorted(sheet._variables.items()))
        if key not in known:
            known[key] = read(sheet, css, *origin, **more)
        return known[key]

    with mock.patch.object(Stylesheet, "_parse_rules", found):
        yield
