"""The files of the project, as the architecture tests read them."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("cpf_tui", "screens", "widgets", "catalog_data")
TREES = (*PACKAGES, "tests")


def files(*trees: str, suffix: str = ".py") -> list[Path]:
    """Every file of these folders with that suffix."""
    return sorted(path for tree in trees for path in (ROOT / tree).rglob(f"*{suffix}"))


def name(path: Path) -> str:
    """The path as it is said in a failure."""
    return path.relative_to(ROOT).as_posix()


@cache
def tree(path: Path) -> ast.Module:
    """The syntax tree of a module."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=name(path))


def calls(module: ast.AST) -> Iterator[tuple[str, ast.Call]]:
    """Every call with the last part of what is called: `self.notify(…)` gives `notify`."""
    for node in ast.walk(module):
        if isinstance(node, ast.Call):
            if isinstance(node.func, ast.Name):
                yield node.func.id, node
            elif isinstance(node.func, ast.Attribute):
                yield node.func.attr, node
