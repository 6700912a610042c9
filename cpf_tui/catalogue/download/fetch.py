"""Fetch one file, again when it is worth it, with a pause that grows."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from cpf_tui.catalogue.download.addresses import OfficialFile
from cpf_tui.catalogue.download.attempt import Attempt
from cpf_tui.catalogue.download.client import Client, NoConnection, Passing
from cpf_tui.catalogue.download.partial import Partial
from cpf_tui.catalogue.download.portal import find
from cpf_tui.catalogue.download.records import Fetched, Transfer
from cpf_tui.domain.errors import StorageError, Unreachable
from cpf_tui.domain.size import size_words
from cpf_tui.domain.text import Text, text

TRIES = 5
"""Times one file is asked for before giving up; the pauses between them double, from one second."""

_LONGEST_PAUSE = 30.0


@dataclass(frozen=True, slots=True)
class Fetching:
    """How files are fetched: through which client, into which folder, how many tries, telling whom."""

    client: Client
    folder: Path
    tries: int = TRIES
    progress: Callable[[Transfer], None] = lambda _: None
    pause: Callable[[float], None] = time.sleep

    def fetch(self, wanted: OfficialFile) -> Fetched:
        """Fetch one file into the folder, which `receiving` holds.

        Raises `NoConnection` when nobody answers, `Unreachable` when the server keeps failing (what was received is
        kept), `InvalidInput` when what comes is not what it should be (it is not kept), `StorageError` for the disk.
        """
        try:
            with Partial(self.folder / wanted.fichier) as partial:
                return self._tried(wanted, partial)
        except OSError as error:
            raise StorageError(
                "« {file} » ne peut pas être écrit dans « {folder} » : {reason}. Faites de la place ou choisissez un "
                "autre dossier avec « --vers » ; ce qui est reçu est gardé.",
                file=wanted.fichier,
                folder=self.folder,
                reason=error.strerror or type(error).__name__,
            ) from error

    def _tried(self, wanted: OfficialFile, partial: Partial) -> Fetched:
        for again in range(1, self.tries + 1):
            pause = min(2.0 ** (again - 1), _LONGEST_PAUSE)
            try:
                return Attempt(wanted, find(wanted, self.client), partial, self.progress).run(self.client)
            except NoConnection as error:
                if again == 1:
                    raise _offline(wanted, error.host) from error  # waiting would help nobody
                reason = text("{host} ne répond plus", host=error.host)
            except Passing as error:
                reason, pause = error.reason, error.after or pause
            if again < self.tries:
                self.pause(pause)
        raise _given_up(wanted, reason, self.tries, partial.kept)


def _offline(wanted: OfficialFile, host: str) -> NoConnection:
    return NoConnection(
        "Pas de connexion à {host} : le programme marche sans. Vous pouvez déposer ici le fichier de {page}, puis "
        "l’importer : cpf-tui catalogue importer {file} --format {format}",
        host=host,
        page=wanted.page,
        file=wanted.fichier,
        format=wanted.format,
    )


def _given_up(wanted: OfficialFile, reason: Text, tries: int, kept: int) -> Unreachable:
    return Unreachable(
        "{title} : {reason}, après {tries} essais. Relancez la même commande pour continuer ({kept} sont gardés), ou "
        "prenez le fichier sur {page}.",
        title=wanted.titre,
        reason=reason,
        tries=tries,
        kept=size_words(kept),
        page=wanted.page,
    )
