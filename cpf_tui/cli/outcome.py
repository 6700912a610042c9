"""What `telecharger` says: how far a file is, what came of it, and what is kept of one that was cut."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cpf_tui.catalogue.download import OfficialFile, kept_bytes
from cpf_tui.catalogue.download.records import Fetched, Transfer
from cpf_tui.cli.imported import report_as_json, show_report
from cpf_tui.cli.output import complain, say, say_json
from cpf_tui.domain.errors import DomainError
from cpf_tui.domain.size import size_words
from cpf_tui.i18n import _, render

if TYPE_CHECKING:
    from cpf_tui.catalogue.importers import ImportReport


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one file: fetched, then imported if that was asked for, or refused on the way.

    `known` tells that the catalogue in force was made from that very file already.
    """

    wanted: OfficialFile
    fetched: Fetched | None
    report: ImportReport | None
    error: DomainError | None
    known: bool


def transfer_words(transfer: Transfer) -> str:
    """Say how far a file is."""
    left = transfer.remaining
    return _(
        "{done} sur {total} · {rate}/s · {left}",
        done=size_words(transfer.done),
        total=size_words(transfer.total) if transfer.total else _("taille inconnue"),
        rate=size_words(transfer.rate),
        left=_("durée inconnue") if left is None else _("encore {seconds} s", seconds=round(left)),
    )


def show_outcome(outcome: Outcome) -> None:
    """Say what came of a file, to a person."""
    if outcome.fetched:
        _show_fetched(outcome.fetched)
    if outcome.report:
        show_report(outcome.report)
    elif outcome.error:
        complain(render(outcome.error.sentence))
    elif outcome.known:
        say(_("  déjà dans le catalogue en service"))
    elif outcome.fetched:
        path, importer = shlex.quote(str(outcome.fetched.path)), outcome.wanted.format
        say(_("  pour l’importer : cpf-tui catalogue importer {path} --format {format}", path=path, format=importer))


def _show_fetched(fetched: Fetched) -> None:
    title, size = fetched.wanted.titre, size_words(fetched.size)
    if fetched.unchanged:
        say(_("{title} : {size}, inchangé depuis la dernière fois.", title=title, size=size))
    elif fetched.resumed:
        say(_("{title} : {size}, repris où il s’était arrêté.", title=title, size=size))
    else:
        say(_("{title} : {size}.", title=title, size=size))
    say(_("  fichier : {path}", path=fetched.path))
    say(_("  somme de contrôle (SHA-256) : {sum}", sum=fetched.sha256))


def outcomes_as_json(outcomes: Sequence[Outcome]) -> dict[str, Any]:
    """Return what came of all the files, for a program."""
    return {
        "fichiers": [_as_json(one.fetched, one.report, known=one.known) for one in outcomes if one.fetched],
        "echecs": [{"nom": one.wanted.nom, "raison": render(one.error.sentence)} for one in outcomes if one.error],
    }


def _as_json(fetched: Fetched, report: ImportReport | None, *, known: bool) -> dict[str, Any]:
    return {
        "nom": fetched.wanted.nom,
        "fichier": str(fetched.path),
        "adresse": fetched.url,
        "octets": fetched.size,
        "sha256": fetched.sha256,
        "repris": fetched.resumed,
        "inchange": fetched.unchanged,
        "deja_importe": known,
        "import": None if report is None else report_as_json(report),
    }


def show_list(known: Sequence[OfficialFile], *, as_json: bool) -> None:
    """Say what can be fetched, and from where."""
    if as_json:
        say_json([asdict(one) for one in known])
        return
    for one in known:
        say(f"{one.nom} · {one.titre} · {one.editeur} · {one.licence}")
        say(f"  {one.adresse}")


def interrupted(wanted: Sequence[OfficialFile], folder: Path) -> str:
    """Say that the person stopped, what is kept, and how to go on."""
    kept = sum(kept_bytes(one, folder) for one in wanted)
    if not kept:
        return _("Interrompu.")
    return _(
        "Interrompu. {size} sont gardés dans « {folder} » : relancez la même commande pour continuer.",
        size=size_words(kept),
        folder=folder,
    )
