"""The search of the program as commands use it: nobody is signed in, and no account is read."""

from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn

from cpf_tui.domain.errors import NotAllowed

if TYPE_CHECKING:
    from cpf_tui.bootstrap import Container
    from cpf_tui.services.search import TrainingSearch


def training_search(container: Container) -> TrainingSearch:
    """Return the search over the catalogue in force; the database is not opened."""
    from cpf_tui.services.search import TrainingSearch  # loaded by the commands that search

    return TrainingSearch(_NoDatabase(), container.catalogue, container.gazetteer, container.clock)


class _NoDatabase:
    """Nobody is signed in at the shell: no account is read, and no database is opened."""

    def read(self) -> NoReturn:
        raise NotAllowed("Cette recherche ne lit aucun compte.")

    def write(self) -> NoReturn:
        raise NotAllowed("Cette recherche ne lit aucun compte.")

    def settle(self) -> NoReturn:
        raise NotAllowed("Cette recherche ne lit aucun compte.")
