"""`cpf-tui catalogue importer`: put a file of offers in force, whole or not at all."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cpf_tui.cli.arguments import add_json
from cpf_tui.cli.codes import Code
from cpf_tui.cli.output import say, say_json
from cpf_tui.cli.progress import ProgressLine
from cpf_tui.i18n import _

if TYPE_CHECKING:
    from cpf_tui.catalogue.importers import ImportReport, Progress
    from cpf_tui.cli.arguments import Commands


def add(commands: Commands) -> None:
    """Add the command."""
    parser = commands.add_parser("catalogue", help=_("importer des offres de formation"))
    acts = parser.add_subparsers(title=_("commandes"), metavar=_("COMMANDE"), dest="act", required=True)
    importing = acts.add_parser(
        "importer",
        help=_("remplacer les offres par celles d’un fichier"),
        description=_(
            "Lit un fichier CSV (ou compressé en .gz) et le met en service à la place du précédent, qui reste intact "
            "si le fichier ne peut pas être pris. Une ligne fautive est mise de côté, avec son numéro et la raison."
        ),
    )
    importing.add_argument("fichiers", metavar=_("FICHIER"), type=Path, nargs="+")
    importing.add_argument("--format", metavar=_("FORMAT"), help=_("le format des fichiers, reconnu si rien n’est dit"))
    importing.add_argument(
        "--ajouter", action="store_true", help=_("garder ce qui vient d’autres fichiers, au lieu de le remplacer")
    )
    add_json(importing)
    importing.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Import a file and say what was taken."""
    from cpf_tui.catalogue.build import import_files  # the importers are loaded by this command only
    from cpf_tui.settings import load

    line = ProgressLine()
    try:
        report = import_files(
            options.fichiers,
            load().data_dir,
            importer=options.format,
            add=options.ajouter,
            progress=lambda where: show_progress(line, where),
        )
    finally:
        line.wipe()
    if options.json:
        say_json(_as_json(report))
    else:
        _show(report)
    return Code.DONE


def show_progress(line: ProgressLine, where: Progress) -> None:
    """Draw where an import is; that the index is being built is said at once, since it is said only once."""
    line.show(lambda: progress_words(where), at_once=where.step != "lecture")


def progress_words(progress: Progress) -> str:
    """Say how far an import is."""
    if progress.step != "lecture":
        return _("{rows} lignes lues ; l’index se construit…", rows=progress.rows)
    percent = 100 * progress.done // progress.total if progress.total else 100
    left = progress.remaining
    return _(
        "{percent} % · {rows} lignes · {rate} lignes/s · {left}",
        percent=percent,
        rows=progress.rows,
        rate=round(progress.rate),
        left=_("durée inconnue") if left is None else _("encore {seconds} s", seconds=round(left)),
    )


def _show(report: ImportReport) -> None:
    say(
        _(
            "{file} : {accepted} lignes acceptées, dont {repeated} répétées ; {rejected} mises de côté ; {seconds} s.",
            file=report.source.name,
            accepted=report.accepted,
            repeated=report.repeated,
            rejected=report.rejected,
            seconds=f"{report.elapsed:.1f}".replace(".", ","),
        )
    )
    for reject in report.rejects:
        say(
            _(
                "  ligne {line}, colonne {column} : {reason} (« {value} »)",
                line=reject.line,
                column=reject.column or _("toutes"),
                reason=reject.reason,
                value=reject.value,
            )
        )
    if report.rejects_path is not None:
        say(_("Toutes les lignes mises de côté : {path}", path=report.rejects_path))


def _as_json(report: ImportReport) -> dict[str, Any]:
    return {
        "fichier": str(report.source),
        "encodage": report.encoding,
        "acceptees": report.accepted,
        "repetees": report.repeated,
        "rejetees": report.rejected,
        "rejets": [
            {"ligne": one.line, "colonne": one.column, "valeur": one.value, "raison": one.reason}
            for one in report.rejects
        ],
        "fichier_rejets": None if report.rejects_path is None else str(report.rejects_path),
        "secondes": round(report.elapsed, 3),
        "sha256": report.checksum,
        "version": report.version,
    }
