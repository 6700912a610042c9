"""What the database answers when the machine fails, said to the person who runs it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from cpf_tui.domain.errors import StorageError
from cpf_tui.domain.text import Text, text

_BUSY = text(
    "La base est occupée par un autre programme depuis 30 secondes : rien n’a été enregistré. Recommencez ; "
    "si cela dure, fermez les autres programmes qui l’utilisent."
)
_FULL = text("Le disque est plein : rien n’a été enregistré. Libérez de la place, puis recommencez.")
_READ_ONLY = text(
    "La base ne peut pas être modifiée : rien n’a été enregistré. "
    "Donnez au programme le droit d’écrire dans son dossier."
)
_UNREACHABLE = text(
    "Le disque ne répond plus correctement : rien n’a été enregistré. Vérifiez-le, puis relancez le programme."
)
_DAMAGED = text(
    "La base est abîmée et ne sera plus utilisée. Lancez « cpf-tui verifier », puis remettez la dernière sauvegarde."
)
_SENTENCES = {
    "BUSY": _BUSY,
    "LOCKED": _BUSY,
    "PROTOCOL": _BUSY,
    "FULL": _FULL,
    "READONLY": _READ_ONLY,
    "PERM": _READ_ONLY,
    "IOERR": _UNREACHABLE,
    "CANTOPEN": _UNREACHABLE,
    "CORRUPT": _DAMAGED,
    "NOTADB": _DAMAGED,
}


def sentence_for(error: BaseException | None) -> Text | None:
    """Say what a driver error means, or None when it is a fault of the program, to be left as it is."""
    name = str(getattr(error, "sqlite_errorname", ""))
    return _SENTENCES.get(name.removeprefix("SQLITE_").split("_")[0])


@contextmanager
def explained() -> Iterator[None]:
    """Turn the failures of the machine into `StorageError`."""
    try:
        yield
    except PoolTimeout as error:
        raise StorageError(_BUSY) from error
    except DBAPIError as error:
        sentence = sentence_for(error.orig)
        if sentence is None:
            raise
        raise StorageError(sentence) from error


@contextmanager
def explained_commit() -> Iterator[None]:
    """The same around a commit, where a failure does not say whether the disk kept the change."""
    try:
        with explained():
            yield
    except StorageError as error:
        raise StorageError(
            text(
                "L’enregistrement n’a pas pu être confirmé. Relancez le programme et recommencez : "
                "ce qui a déjà été fait ne le sera pas deux fois."
            )
        ) from error
