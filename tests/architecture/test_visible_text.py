"""Everything a person reads can be translated, and no stored text is taken for markup."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.sources import calls, files, name, tree

# A word: two letters in a row. « h », « · » or « 1. » are signs.
_WORD = re.compile(r"[^\W\d_]{2}")
_SHOWS = {
    "Words",
    "row",
    "say",
    "Content",
    "styled",
    "assemble",
    "ReadingDialog",
    "HelpDialog",
    "ConfirmDialog",
    "TopBar",
}
_NAMED = {"placeholder", "label", "title", "tooltip", "border_title", "border_subtitle"}
every_file = pytest.mark.parametrize("path", files("screens", "widgets"), ids=name)


def _literals(node: ast.expr, *, nested: bool = True) -> Iterator[ast.Constant]:
    """Text written as it is in an argument, also inside tuples, choices, sums and f-strings; not in nested calls."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node
    elif isinstance(node, ast.JoinedStr):
        yield from (one for one in node.values if isinstance(one, ast.Constant))
    elif isinstance(node, ast.Tuple | ast.List) and nested:
        for one in node.elts:
            yield from _literals(one)
    elif isinstance(node, ast.Starred):
        yield from _literals(node.value)
    elif isinstance(node, ast.IfExp):
        yield from _literals(node.body)
        yield from _literals(node.orelse)
    elif isinstance(node, ast.BoolOp):
        for one in node.values:
            yield from _literals(one)
    elif isinstance(node, ast.BinOp):
        yield from _literals(node.left)
        yield from _literals(node.right)


def _shown(called: str, call: ast.Call) -> Iterator[ast.Constant]:
    arguments = call.args
    if called == "row":
        arguments = arguments[1:]  # its key
    elif called == "styled":
        arguments = arguments[:1]  # then the style
    for argument in arguments if called in _SHOWS else ():
        if called == "assemble" and isinstance(argument, ast.Tuple):
            yield from _literals(argument.elts[0])  # (text, style)
        else:
            yield from _literals(argument)
    for keyword in call.keywords:
        if keyword.arg in _NAMED:
            yield from _literals(keyword.value)


def _bare(module: ast.AST, where: str) -> list[str]:
    return [
        f"{where}:{literal.lineno} {called}({literal.value!r})"
        for called, call in calls(module)
        for literal in _shown(called, call)
        if _WORD.search(str(literal.value))
    ]


@every_file
def test_no_visible_text_is_a_bare_literal(path: Path) -> None:
    assert _bare(tree(path), name(path)) == []


@pytest.mark.parametrize(
    "written",
    [
        'Words("Bonjour")',
        'self.say("Enregistré" if done else "")',
        'row("key", ("Titre", other), stored)',
        'row("key", f"{count} heures")',
        'Input(placeholder="Votre nom")',
        'Content.assemble(("Heures", "bold"), name)',
    ],
)
def test_the_guard_sees_a_bare_literal(written: str) -> None:
    assert _bare(ast.parse(written), "essai")


@pytest.mark.parametrize(
    "written",
    [
        'Words(_("Bonjour"))',
        'row("key", (offer.title, "·"), _("x"))',
        'Content.styled(name, "$text-muted")',
        'Words("", id="intro")',
    ],
)
def test_the_guard_lets_translated_and_stored_text_through(written: str) -> None:
    assert _bare(ast.parse(written), "essai") == []


@every_file
def test_nothing_is_composed_from_a_bare_literal(path: Path) -> None:
    composing = [
        function
        for function in ast.walk(tree(path))
        if isinstance(function, ast.FunctionDef) and function.name.startswith("compose")
    ]
    bare = [
        f"{name(path)}:{literal.lineno} {called}({literal.value!r})"
        for function in composing
        for called, call in calls(function)
        if called[:1].isupper()
        for argument in call.args
        for literal in _literals(argument)
        if _WORD.search(str(literal.value))
    ]

    assert bare == []


@every_file
def test_every_sentence_to_translate_is_a_literal(path: Path) -> None:
    computed = [
        f"{name(path)}:{call.lineno}"
        for called, call in calls(tree(path))
        if called in {"_", "text"} and isinstance(call.func, ast.Name) and call.args
        if isinstance(call.args[0], ast.JoinedStr | ast.BinOp)
    ]

    assert computed == []
