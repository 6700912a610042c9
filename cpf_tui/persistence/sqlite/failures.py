"""What SQLite answers when the machine fails, said to the person who runs it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlcipher3 import dbapi2

from cpf_tui.domain.errors import StorageError
from cpf_tui.domain.text import Text, text
from cpf_tui.persistence import failures
from cpf_tui.persistence.failures import BUSY, FULL

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
    "BUSY": BUSY,
    "LOCKED": BUSY,
    "PROTOCOL": BUSY,
    "FULL": FULL,
    "IOERR_SHMSIZE": FULL,  # the index of the journal could not grow
    "READONLY": _READ_ONLY,
    "PERM": _READ_ONLY,
    "IOERR": _UNREACHABLE,
    "CANTOPEN": _UNREACHABLE,
    "CORRUPT": _DAMAGED,
    "NOTADB": _DAMAGED,
}
# What the backup interface raises has the words of SQLite without the name.
_NAMELESS = {
    "database or disk is full": "FULL",
    "disk I/O error": "IOERR",
    "database is locked": "BUSY",
    "attempt to write a readonly database": "READONLY",
    "unable to open database file": "CANTOPEN",
    "database disk image is malformed": "CORRUPT",
    "file is not a database": "NOTADB",
}


def sentence_for(error: BaseException | None) -> Text | None:
    """Say what a driver error means, or None when it is a fault of the program, to be left as it is."""
    name = str(getattr(error, "sqlite_errorname", "")) or _NAMELESS.get(str(error), "")
    name = name.removeprefix("SQLITE_")
    return _SENTENCES.get(name) or _SENTENCES.get(name.split("_")[0])


def is_damage(error: BaseException) -> bool:
    """Say whether an error met while reading comes from what the file holds, not from a disk that refuses to write."""
    name = str(getattr(error, "sqlite_errorname", "")).removeprefix("SQLITE_")
    return name.startswith(("CORRUPT", "NOTADB")) or name in {"IOERR", "IOERR_READ", "IOERR_SHORT_READ", "IOERR_DATA"}


@contextmanager
def explained() -> Iterator[None]:
    """Turn the failures of the machine into `StorageError`, raised by SQLAlchemy or by the driver itself."""
    try:
        with failures.explained(sentence_for):
            yield
    except dbapi2.Error as error:
        sentence = sentence_for(error)
        if sentence is None:
            raise
        raise StorageError(sentence) from error
