"""What a check of the database, or of a copy of it, found: the words of the commands that verify."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cpf_tui.cli.codes import Code
from cpf_tui.cli.output import say, say_json
from cpf_tui.i18n import _

if TYPE_CHECKING:
    from cpf_tui.persistence.integrity import Report
    from cpf_tui.persistence.upkeep.manifest import Manifest


def show(report: Report, *, as_json: bool, copy: bool = False, manifest: Manifest | None = None) -> Code:
    """Say what was found, of the base or of a copy and its manifest, and return the exit code."""
    counts: dict[str, object] = {
        "accounts": report.accounts,
        "entries": report.entries,
        "count": len(report.findings),
    }
    if as_json:
        told = {"manifeste": None if manifest is None else manifest.as_json()} if copy else {}
        say_json(report.as_json() | told)
    elif report.clean:
        if copy:
            say(_("La sauvegarde est saine. Comptes : {accounts} ; mouvements : {entries}.", **counts))
        else:
            say(_("La base est saine. Comptes : {accounts} ; mouvements : {entries}.", **counts))
        if manifest is not None:
            say(
                _(
                    "Faite le {date}, schéma {schema} ; elle contient ce que dit son manifeste.",
                    date=f"{manifest.made_at:%Y-%m-%d %H:%M:%S} UTC",
                    schema=manifest.contents.schema,
                )
            )
    else:
        for finding in report.findings:
            say(_("[{check}] {sentence}", check=finding.check, sentence=finding.sentence))
        if copy:
            say(_("Anomalies : {count}. Ne remettez pas cette sauvegarde : prenez-en une autre.", **counts))
        else:
            say(_("Anomalies : {count}. N’utilisez plus cette base : remettez la dernière sauvegarde.", **counts))
    return Code.DONE if report.clean else Code.REFUSED
