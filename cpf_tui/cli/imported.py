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


def report_as_json(report: ImportReport) -> dict[str, Any]:
    """Return the same for a program."""
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
