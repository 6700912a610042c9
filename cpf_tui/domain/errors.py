"""Refusals a person can read: every expected error of the program descends from `DomainError`."""

from __future__ import annotations

from cpf_tui.domain.text import Text, text


class DomainError(Exception):
    """A request the rules refuse; `sentence` says what is wrong, where, and what to do."""

    def __init__(self, sentence: Text | str, /, **values: object) -> None:
        self.sentence = text(sentence, **values) if isinstance(sentence, str) else sentence
        super().__init__(str(self.sentence))


class InvalidInput(DomainError):
    """What was typed cannot be accepted as it is."""


class NotAllowed(DomainError):
    """The person may not do this: another role, or no authorisation."""


class AccessRefused(NotAllowed):
    """This person may not see or do this at all; `subject` is the holder it concerns, if known: for the audit."""

    def __init__(self, sentence: Text | str, /, *, subject: str = "", **values: object) -> None:
        self.subject = subject
        super().__init__(sentence, **values)


class NotFound(DomainError):
    """The thing asked for does not exist, or not for this person."""


class Conflict(DomainError):
    """Somebody else acted first: the state is no longer what the person saw."""


class InsufficientHours(DomainError):
    """The account does not hold the quantity asked for."""


class StorageError(DomainError):
    """The database cannot be used safely; the sentence says what the operator should do."""


class Unreachable(DomainError):
    """Another machine cannot be reached, or does not give what it should; the sentence says what else can be done."""
