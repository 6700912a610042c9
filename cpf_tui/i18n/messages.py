"""Collects the French sentences of the code and refreshes the translations: `python -m cpf_tui.i18n.messages`.

A sentence is what stands in `_("…")`, `text("…")`, an error of the rules, or the description of a key binding. Run as
a check (`--check`), it writes nothing and fails when a translation is missing or stale.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[2]
LOCALE = Path(__file__).with_name("locale")
PACKAGES = ("cpf_tui", "screens", "widgets")
CALLS = {
    "_": 0,
    "text": 0,
    "Binding": 2,
    "DomainError": 0,
    "InvalidInput": 0,
    "NotAllowed": 0,
    "AccessRefused": 0,
    "NotFound": 0,
    "Conflict": 0,
    "InsufficientHours": 0,
    "StorageError": 0,
    "OutOfReach": 0,
    "Unreachable": 0,
    "NoConnection": 0,
    ".refuse": 0,
    "refuse": 0,
}
"""What marks a sentence, and which of its arguments the sentence is."""


def sentences(source: str) -> Iterator[tuple[int, str]]:
    """Yield (line, sentence) for every sentence of a module's source."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name | ast.Attribute):
            # A method counts only when no library has one of the same name: `sqlalchemy.text` holds no sentence.
            name = node.func.id if isinstance(node.func, ast.Name) else f".{node.func.attr}"
            position = CALLS.get(name)
            if position is not None and len(node.args) > position:
                yield from ((node.lineno, one) for one in _literals(node.args[position]))


def _literals(node: ast.expr) -> Iterator[str]:
    """Yield the literal, or both branches of a conditional one."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value:
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from _literals(node.body)
        yield from _literals(node.orelse)


def collect() -> Catalog:
    """Gather every sentence of the program."""
    catalogue = Catalog(project="cpf-tui", charset="utf-8", fuzzy=False)
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            for _line, sentence in sentences(path.read_text(encoding="utf-8")):
                catalogue.add(sentence)
    return catalogue


def refresh(language: str) -> tuple[Catalog, list[str]]:
    """Merge the sentences of the code into a translation; returns it and the sentences still without words."""
    path = LOCALE / f"{language}.po"
    template = collect()
    if path.exists():
        with path.open("rb") as stream:
            translation = read_po(stream, locale=language)
        translation.update(template, no_fuzzy_matching=True, update_creation_date=False)
    else:
        translation = template
        translation.locale = language
    return translation, [str(message.id) for message in translation if message.id and not message.string]


def main(arguments: list[str]) -> int:
    """Refresh `en.po`, or check it."""
    translation, missing = refresh("en")
    if "--check" not in arguments:
        with (LOCALE / "en.po").open("wb") as stream:
            write_po(stream, translation, width=120, no_location=True, ignore_obsolete=True, sort_output=True)
    for sentence in missing:
        sys.stderr.write(f"sans traduction : {sentence}\n")
    return 1 if missing else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
