"""Files a person takes away (calendar, certificate): written whole, readable by the owner of the installation only."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable
from pathlib import Path

from cpf_tui.domain.errors import NotAllowed, StorageError
from cpf_tui.security.files import make_folder

_PRIVATE_FILE = 0o600


def keep_file(folder: Path, name: str, make: Callable[[], bytes]) -> Path:
    """Write what `make` gives in `folder`, in the place of an earlier file of that name. Raises `StorageError`."""
    content = make()
    make_folder(folder)
    path = folder / name
    passing = folder / f"{name}.nouveau-{secrets.token_hex(4)}"
    try:
        with os.fdopen(os.open(passing, os.O_CREAT | os.O_EXCL | os.O_WRONLY, _PRIVATE_FILE), "wb") as stream:
            stream.write(content)
        passing.replace(path)
    except OSError as error:
        passing.unlink(missing_ok=True)
        raise StorageError(
            "Le fichier {path} ne peut pas être écrit ({reason}). Libérez de la place ou choisissez un autre dossier.",
            path=path,
            reason=error.strerror,
        ) from error
    return path


def keep_nothing(name: str, make: Callable[[], bytes]) -> Path:
    """Refuse to write a file where other people use the same terminal: it would stay there. Raises `NotAllowed`.

    It is not even made: nobody would find in the audit a copy of their data that was never given.
    """
    del name, make
    raise NotAllowed(
        "Ce terminal est partagé : aucun fichier n’y est enregistré. Visez le carré (QR code) s’il est proposé, "
        "ou demandez le document à votre conseiller."
    )
