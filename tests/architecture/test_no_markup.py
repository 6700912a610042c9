"""No text becomes markup: what of Textual may be used is a short list, and none of it reads orders in a `str`.

The program has a barrier behind this one (`cpf_tui.enclosure.read_no_markup`); this is where a mistake is seen first.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.sources import files, name, tree

# Of Textual's own widgets, those that show a `str` as it is; `Static` through `Words` alone.
_WIDGETS = {"Input", "TextArea"}
_STATIC = ("widgets/words.py", "Static")
# They read markup in a `str`, or write what they are given somewhere else than in cells.
_CALLS = {"from_markup", "from_text", "notify", "visualize", "panic", "print", "write", "Static", "Label", "markup"}
_ATTRIBUTES = {"border_title", "border_subtitle", "tooltip", "sub_title", "placeholder", "loading", "markup"}
_DRAWN = {"Content", "Strip", "RenderResult", "Visual"}
_PLAIN_RICH = {"rich.text": {"Text"}, "rich.cells": None, "rich.color": None, "rich.console": None, "rich.style": None}

SCREENED = [*files("screens", "widgets"), *(path for path in files("cpf_tui") if "textual" in path.read_text("utf-8"))]
every_file = pytest.mark.parametrize("path", SCREENED, ids=name)


def _wrong(module: ast.AST, where: str) -> Iterator[str]:
    """Say every way by which a text could be read as markup."""
    for node in ast.walk(module):
        at = f"{where}:{getattr(node, 'lineno', 0)}"
        if isinstance(node, ast.ImportFrom):
            yield from (
                f"{at} from {node.module} import {one.name}" for one in node.names if _refused(node, one, where)
            )
        elif isinstance(node, ast.Import):
            wide = [one.name for one in node.names if one.name.split(".")[0] in {"textual", "rich"}]
            yield from (f"{at} import {one}" for one in wide)
        elif isinstance(node, ast.Call):
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if called in _CALLS and not _allowed(node, where):
                yield f"{at} {called}("
            for keyword in node.keywords:
                if keyword.arg in _ATTRIBUTES - {"placeholder"} and not _is_false(keyword.value):
                    yield f"{at} {keyword.arg}="
        elif isinstance(node, ast.Assign | ast.AnnAssign | ast.AugAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            for target in targets:
                if isinstance(target, ast.Attribute) and target.attr in _ATTRIBUTES:
                    yield f"{at} .{target.attr} ="
        elif isinstance(node, ast.FunctionDef) and node.name in {"render", "render_line"}:
            said = ast.unparse(node.returns) if node.returns else ""
            if said not in _DRAWN:
                yield f"{at} {node.name} returns {said or 'anything'}"


def _refused(node: ast.ImportFrom, one: ast.alias, where: str) -> bool:
    module = node.module or ""
    if module.split(".")[0] == "rich":
        return module not in _PLAIN_RICH or one.name not in (_PLAIN_RICH[module] or {one.name})
    if module == "textual" and one.name in {"widgets", "content", "visual", "markup"}:
        return True  # everything in them would be within reach
    if module.startswith("textual.widgets"):
        return one.name not in _WIDGETS and (where, one.name) != _STATIC
    return module.split(".")[0] == "textual" and one.name in _CALLS


def _is_false(value: ast.expr) -> bool:
    return isinstance(value, ast.Constant) and value.value is False


def _allowed(node: ast.Call, where: str) -> bool:
    """The few places that write on the terminal themselves: each is tried by what it sends."""
    said = ast.unparse(node.func)
    return (where, said) in {
        ("cpf_tui/enclosure.py", "self.error_console.print"),
        ("cpf_tui/terminal.py", "driver.write"),
    }


@every_file
def test_no_text_is_read_as_markup(path: Path) -> None:
    assert list(_wrong(tree(path), name(path))) == []


@pytest.mark.parametrize(
    "written",
    [
        "from textual.widgets import Static",
        "from textual.widgets import Static as Plain",
        "from textual.widgets import Label, Input",
        "from textual.widgets._button import Button",
        "from textual.widgets import OptionList",
        "from textual.widgets.option_list import Option",
        "from textual.widgets import DataTable, Tree, Tabs, Markdown, RichLog",
        "from textual import widgets",
        "from textual import content as c",
        "import textual.widgets",
        "import textual",
        "from textual.visual import visualize",
        "from rich.markup import render",
        "from rich import print",
        "from rich.panel import Panel",
        "self.app.notify(holder.name)",
        "Content.from_markup(title)",
        "make = Content.from_text(title)",
        "self.border_title = holder.name",
        "widget.tooltip = offer.title",
        "self.query_one(Input).placeholder = typed",
        "Words(name, tooltip=offer.title)",
        "super().__init__(words, markup=True)",
        "def render(self) -> str: return self.name",
        "def render(self): return self.name",
        "self.app._driver.write(title)",
        "app.panic(title)",
    ],
)
def test_the_guard_sees_each_way(written: str) -> None:
    assert list(_wrong(ast.parse(written), "screens/essai.py"))


@pytest.mark.parametrize(
    "written",
    [
        "from textual.widgets import Input, TextArea",
        "from textual.content import Content",
        'Content.assemble((name, "bold"), title)',
        "super().__init__(content(words), markup=False)",
        'Input(placeholder=_("Un mot"))',
        "def render(self) -> Content: return Content(self.name)",
    ],
)
def test_the_guard_lets_plain_text_through(written: str) -> None:
    assert list(_wrong(ast.parse(written), "screens/essai.py")) == []


def test_what_is_looked_at_is_all_that_draws() -> None:
    named = {name(path) for path in SCREENED}
    assert {"widgets/words.py", "cpf_tui/app.py", "cpf_tui/enclosure.py", "cpf_tui/painting.py"} <= named
    assert len(named) > 90
