"""What `diagnostic` finds: one fact, how it should be taken, what it says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from cpf_tui.domain.text import Text


class Level(StrEnum):
    """How a fact should be taken."""

    GOOD = "bien"
    NOTE = "a-savoir"
    PROBLEM = "probleme"


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing looked at: its sentence for a person, its values for a program."""

    name: str
    level: Level
    sentence: Text
    values: Mapping[str, object] = field(default_factory=dict)
