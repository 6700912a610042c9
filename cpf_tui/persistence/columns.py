"""How domain values are written in columns: every type is text, integer or bytes, so that STRICT tables accept it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, Integer
from sqlalchemy import Text as AnyText
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

from cpf_tui.domain.cleaning import is_visible, visible_only
from cpf_tui.domain.errors import InvalidInput
from cpf_tui.domain.quantity import Quantity

# The two kinds of values that are stored, besides bytes, as the migrations declare them. A server sorts texts by the
# rules of a language unless told otherwise: ours are compared byte by byte everywhere, which is what makes the order of
# instants that of time. The collation belongs to the column: a value compared to it has none of its own.
StoredText = AnyText().with_variant(AnyText(collation="C"), "postgresql")
Whole = Integer().with_variant(BigInteger(), "postgresql")


class Text(TypeDecorator[str]):
    """A text, of one line or several: the barrier before the database, whatever way a text comes to it.

    The forms clean what is typed. What comes here with a character that controls a terminal, reorders or hides text
    came by a way that forgot to: it is refused. Raises `InvalidInput`.
    """

    impl = AnyText
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """Give the text as it is, or refuse it."""
        if value is not None and not all(map(is_visible, value.split("\n"))):
            raise InvalidInput(
                "Ce texte contient des caractères invisibles ou de commande : il n’a pas été enregistré. "
                "Écrivez-le au clavier au lieu de le coller."
            )
        return value

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """Read back the text."""
        return value


class Instant(TypeDecorator[datetime]):
    """An aware instant, as ISO text in UTC with microseconds: text order is time order."""

    impl = AnyText
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """Write in UTC; a naive datetime is a fault of the program."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a stored instant must be aware")
        return value.astimezone(UTC).isoformat(timespec="microseconds")

    def process_result_value(self, value: str | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Read back, aware."""
        return None if value is None else datetime.fromisoformat(value)


class Day(TypeDecorator[date]):
    """A calendar day, as ISO text."""

    impl = AnyText
    cache_ok = True

    def process_bind_param(self, value: date | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """Write `2026-01-31`."""
        return None if value is None else value.isoformat()

    def process_result_value(self, value: str | None, dialect: Dialect) -> date | None:  # noqa: ARG002
        """Read back."""
        return None if value is None else date.fromisoformat(value)


class Hundredths(TypeDecorator[Quantity]):
    """A quantity of rights, as its integer of hundredths."""

    impl = Whole
    cache_ok = True

    def process_bind_param(self, value: Quantity | None, dialect: Dialect) -> int | None:  # noqa: ARG002
        """Write the integer."""
        return None if value is None else value.hundredths

    def process_result_value(self, value: int | None, dialect: Dialect) -> Quantity | None:  # noqa: ARG002
        """Read back."""
        return None if value is None else Quantity(value)


class Flag(TypeDecorator[bool]):
    """Yes or no, as 1 or 0."""

    impl = Whole
    cache_ok = True

    def process_bind_param(self, value: bool | None, dialect: Dialect) -> int | None:  # noqa: ARG002
        """Write 1 or 0."""
        return None if value is None else int(value)

    def process_result_value(self, value: int | None, dialect: Dialect) -> bool | None:  # noqa: ARG002
        """Read back."""
        return None if value is None else bool(value)


class OneOf(TypeDecorator[Any]):
    """A member of a `StrEnum`, as its text."""

    impl = AnyText
    cache_ok = True

    def __init__(self, members: type[StrEnum]) -> None:
        super().__init__()
        self.members = members

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """Write the text of the member; a text that is no member is a fault of the program."""
        return None if value is None else self.members(value).value

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:  # noqa: ARG002
        """Read back the member."""
        return None if value is None else self.members(value)


class SetOf(TypeDecorator[Any]):
    """A set of members of a `StrEnum`, as their texts in order, separated by spaces."""

    impl = AnyText
    cache_ok = True

    def __init__(self, members: type[StrEnum]) -> None:
        super().__init__()
        self.members = members

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:  # noqa: ARG002
        """Write the texts."""
        return None if value is None else " ".join(sorted(self.members(item).value for item in value))

    def process_result_value(self, value: str | None, dialect: Dialect) -> frozenset[StrEnum] | None:  # noqa: ARG002
        """Read back a frozen set."""
        return None if value is None else frozenset(self.members(item) for item in value.split())


class Answers(TypeDecorator[Any]):
    """The answers of a form by question name, as a JSON object.

    They are kept as typed, half-finished ones too: nothing is refused, but what cannot be seen is not kept. The form
    would drop it in the same way, so what a person finds again is what they saw.
    """

    impl = AnyText
    cache_ok = True

    def process_bind_param(self, value: Mapping[str, str] | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """Write compact JSON, accents kept."""
        if value is None:
            return None
        seen = {name: "\n".join(map(visible_only, answer.split("\n"))) for name, answer in value.items()}
        return json.dumps(seen, ensure_ascii=False, separators=(",", ":"))

    def process_result_value(self, value: str | None, dialect: Dialect) -> dict[str, str] | None:  # noqa: ARG002
        """Read back a dictionary."""
        return None if value is None else {str(name): str(answer) for name, answer in json.loads(value).items()}
