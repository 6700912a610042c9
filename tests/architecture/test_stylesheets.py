"""Styles do not leak: every rule is rooted at the class it is for, and colours come from the theme."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from textual._color_constants import COLOR_NAME_TO_RGB
from textual.app import App
from textual.css.parse import parse
from textual.css.tokenize import tokenize, tokenize_values

from tests.architecture.sources import files, name, tree

_ATTRIBUTES = {"CSS", "DEFAULT_CSS"}
_VARIABLES = tokenize_values(App[None]().get_css_variables())
# A telephone reads a QR code dark on light only, whatever the theme.
_ANY_COLOUR = {"screens/dialogs/qr.py QrDialog", "screens/enrolment.tcss"}


@dataclass(frozen=True)
class Sheet:
    """A stylesheet, where it is, and the classes its rules may be rooted at."""

    where: str
    css: str
    roots: frozenset[str]


def _beside() -> Iterator[Sheet]:
    for path in files("screens", "widgets", "cpf_tui", suffix=".tcss"):
        module = path.with_suffix(".py")
        roots = (
            {node.name for node in tree(module).body if isinstance(node, ast.ClassDef)} if module.exists() else set()
        )
        yield Sheet(name(path), path.read_text(encoding="utf-8"), frozenset(roots))


def _inline() -> Iterator[Sheet]:
    for path in files("screens", "widgets", "cpf_tui"):
        for node in ast.walk(tree(path)):
            if not isinstance(node, ast.ClassDef):
                continue
            for statement in node.body:
                targets = (
                    [statement.target] if isinstance(statement, ast.AnnAssign) else getattr(statement, "targets", [])
                )
                if not any(isinstance(one, ast.Name) and one.id in _ATTRIBUTES for one in targets):
                    continue
                value = getattr(statement, "value", None)
                assert isinstance(value, ast.Constant), f"{name(path)}: the style of {node.name} is computed"
                yield Sheet(f"{name(path)} {node.name}", str(value.value), frozenset({node.name}))


SHEETS = (*_beside(), *_inline())
every_sheet = pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.where)


def test_there_are_styles_to_look_at() -> None:
    assert len(SHEETS) > 20


@every_sheet
def test_a_stylesheet_stands_beside_its_module(sheet: Sheet) -> None:
    assert sheet.roots


@every_sheet
def test_every_rule_is_rooted_at_its_class(sheet: Sheet) -> None:
    rules = list(parse("", sheet.css, (sheet.where, ""), variable_tokens=_VARIABLES))
    firsts = {(one.selectors[0].name, rule.selectors) for rule in rules for one in rule.selector_set}

    assert rules
    assert {first for first, _ in firsts} <= sheet.roots, [said for first, said in firsts if first not in sheet.roots]


@every_sheet
def test_colours_come_from_the_theme(sheet: Sheet) -> None:
    literals = [
        token.value
        for token in tokenize(sheet.css, (sheet.where, ""))
        if token.name == "color"
        or (token.name == "token" and token.value in COLOR_NAME_TO_RGB and token.value != "transparent")
    ]

    assert literals == [] or sheet.where in _ANY_COLOUR
