"""Failures of what the database stands on, turned into sentences around every use of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, StatementError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from cpf_tui.domain.errors import DomainError, NotAllowed, StorageError
from cpf_tui.domain.text import Text, text
from cpf_tui.persistence.codes import ERASED


class OutOfReach(StorageError):
    """The machine refuses, not the base: nothing can be said of what it holds."""


# What a driver error means to the person; None when it is a fault of the program, to be left as it is.
SentenceFor = Callable[[BaseException | None], Text | None]

BUSY = text(
    "La base est occupée par un autre programme depuis 30 secondes : rien n’a été enregistré. Recommencez ; "
    "si cela dure, fermez les autres programmes qui l’utilisent."
)

FULL = text("Le disque est plein : rien n’a été enregistré. Libérez de la place, puis recommencez.")
_UNCONFIRMED = text(
    "L’enregistrement n’a pas pu être confirmé. Relancez le programme et recommencez : "
    "ce qui a déjà été fait ne le sera pas deux fois."
)
_UNCONFIRMED_FULL = text(
    "Le disque est plein : l’enregistrement n’a pas pu être confirmé. Libérez de la place, puis recommencez : "
    "ce qui a déjà été fait ne le sera pas deux fois."
)


@contextmanager
def explained(sentence_for: SentenceFor) -> Iterator[None]:
    """Turn the failures of the machine into `StorageError`."""
    try:
        yield
    except PoolTimeout as error:
        raise StorageError(BUSY) from error
    except DBAPIError as error:
        if ERASED in str(error.orig):  # a session left open elsewhere goes no further
            raise NotAllowed("Ce compte a été effacé : plus rien ne peut y être écrit.") from error
        sentence = sentence_for(error.orig)
        if sentence is None:
            raise
        raise StorageError(sentence) from error
    except StatementError as error:
        if isinstance(error.orig, DomainError):  # a value that its column refuses
            raise error.orig from error
        raise


@contextmanager
def explained_commit(sentence_for: SentenceFor) -> Iterator[None]:
    """The same around a commit, where a failure does not say whether the change was kept."""
    try:
        with explained(sentence_for):
            yield
    except StorageError as error:
        raise StorageError(_UNCONFIRMED_FULL if error.sentence == FULL else _UNCONFIRMED) from error
