"""How far an import is, and what it did: the words of the commands that import."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cpf_tui.cli.output import say
from cpf_tui.cli.progress import ProgressLine
from cpf_tui.i18n import _

if TYPE_CHECKING:
    from cpf_tui.catalogue.importers import ImportReport, Progress


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


def show_report(report: ImportReport) -> None:
    """Say what an import took and what it set aside."""
    encodings = ", ".join(dict.fromkeys(file.encoding for file in report.files))
    say(
        _(
            "{files} : {accepted} lignes acceptées, dont {repeated} répétées ; {rejected} mises de côté ; {seconds} s.",
            files=", ".join(path.name for path in report.sources),
            accepted=report.accepted,
            repeated=report.repeated,
            rejected=report.rejected,
            seconds=f"{report.elapsed:.1f}".replace(".", ","),
        )
    )
    say(_("Format {format}, texte en {encodings}.", format=report.format, encodings=encodings))
    if report.kept:
        say(_("{kept} lignes venues d’autres fichiers sont gardées.", kept=report.kept))
    if report.ignored:
        say(_("Laissés de côté dans l’archive : {names}.", names=", ".join(report.ignored)))
    several = len(report.files) > 1
    for reject in report.rejects:
        say(
            _(
                "  {file}ligne {line}, colonne {column} : {reason} (« {value} »)",
                file=f"{reject.file}, " if several else "",
                line=reject.line,
                column=reject.column or _("toutes"),
                reason=reject.reason,
                value=reject.value,
            )
        )
    if report.rejects_path is not None:
        say(_("Toutes les lignes mises de côté : {path}", path=report.rejects_path))


def report_as_json(report: ImportReport) -> dict[str, Any]:
    """Return the same for a program."""
    return {
        "fichier": str(report.source),
        "format": report.format,
        "jeu": report.dataset.value,
        "encodage": report.encoding,
        "fichiers": [{"nom": one.name, "encodage": one.encoding, "sha256": one.checksum} for one in report.files],
        "ignores": list(report.ignored),
        "acceptees": report.accepted,
        "repetees": report.repeated,
        "gardees": report.kept,
        "rejetees": report.rejected,
        "rejets": [
            {"fichier": one.file, "ligne": one.line, "colonne": one.column, "valeur": one.value, "raison": one.reason}
            for one in report.rejects
        ],
        "fichier_rejets": None if report.rejects_path is None else str(report.rejects_path),
        "secondes": round(report.elapsed, 3),
        "sha256": report.checksum,
        "version": report.version,
    }
