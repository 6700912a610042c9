"""The use cases, found by looking at the code, and the table of docs/autorisations.md made from their rules.

`python -m tests.support.authorisations` writes the table again.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from pathlib import Path

import cpf_tui.services
from cpf_tui.domain.people import Role
from cpf_tui.services.access import NEED_WORDS, Need, Rule, Who, rule_of

DOCUMENT = Path(__file__).parents[2] / "docs" / "autorisations.md"
MARK = "<!-- What follows is written by « make authorisations ». -->\n"
HELPERS = {"Doors"}
"""Classes that only use cases call, behind their own rules."""
_ROLES = {
    Role.HOLDER: "the holder, for themself",
    Role.NEWCOMER: "a newcomer",
    Role.OPERATOR: "the operator",
}


def use_cases() -> Iterator[type]:
    """Give every class of the services that is built on the base or the catalogue."""
    for found in pkgutil.iter_modules(cpf_tui.services.__path__, "cpf_tui.services."):
        module = importlib.import_module(found.name)
        for name, kind in vars(module).items():
            if not inspect.isclass(kind) or kind.__module__ != found.name or name.startswith("_") or name in HELPERS:
                continue
            if {"database", "drafts", "catalogue"} & inspect.signature(kind).parameters.keys():
                yield kind


def methods() -> dict[str, object]:
    """Give every public method of every use case, by its name, « Balances.view »."""
    return {
        f"{kind.__name__}.{name}": method
        for kind in use_cases()
        for name, method in inspect.getmembers(kind, inspect.isfunction)
        if not name.startswith("_")
    }


def rules() -> dict[str, Rule | None]:
    """Give the rule declared above each method, None where there is none."""
    return {name: rule_of(method) for name, method in methods().items()}


def table() -> str:
    """Write the table."""
    lines = ["| Use case | Who | Condition |", "|---|---|---|"]
    for name, rule in sorted(rules().items()):
        if rule is not None:
            lines += [f"| `{name}` | {who} | {condition} |" for who, condition in _rows(rule)]
    return "\n".join(lines) + "\n"


def _rows(rule: Rule) -> Iterator[tuple[str, str]]:
    if not rule.who:
        yield "**anyone**", rule.reason
    for one in rule.who:
        yield _ROLES.get(one.role, "an advisor"), _condition(one)


def _condition(one: Who) -> str:
    parts = [] if one.role is not Role.ADVISOR else [NEED_WORDS[one.needs]]
    if one.right is not None:
        parts.insert(0, f"right to {one.right.name.lower()}")
        if one.needs is Need.NOTHING:
            parts.pop()
    return "; ".join(parts)


def main() -> None:
    """Write the table again, under the words that people wrote."""
    said = DOCUMENT.read_text(encoding="utf-8").partition(MARK)[0]
    DOCUMENT.write_text(f"{said}{MARK}\n{table()}", encoding="utf-8")


if __name__ == "__main__":
    main()
