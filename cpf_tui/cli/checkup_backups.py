"""What `diagnostic` says of the backups: how old the last one is, what a command that was cut left to finish."""

from __future__ import annotations

from collections.abc import Iterator

from cpf_tui.bootstrap import Container
from cpf_tui.cli.facts import Fact, Level
from cpf_tui.domain.text import text

_OLD = 7  # days after which a backup is worth a word


def look_at_backups(container: Container) -> Iterator[Fact]:
    """Say when the base was last backed up in the usual folder, and whether keys are still being changed."""
    chosen = container.settings
    if not chosen.key_path.exists():
        return
    upkeep = container.upkeep
    if upkeep.keys_are_changing():
        sentence = text("Un changement de clés a été coupé. Pour le finir : cpf-tui base changer-cle")
        yield Fact("clés", Level.NOTE, sentence, {"changement_coupe": True})
    last = upkeep.last_backup()
    if last is None:
        sentence = text("Aucune sauvegarde dans {folder}. Voir « cpf-tui base sauvegarder ».", folder=chosen.backup_dir)
        yield Fact("sauvegardes", Level.NOTE, sentence, {"dossier": str(chosen.backup_dir)})
        return
    path, days = last
    values = {"fichier": str(path), "jours": days}
    if days > _OLD:
        sentence = text(
            "La dernière sauvegarde, {fichier}, a {jours} jours. Voir « cpf-tui base sauvegarder ».", **values
        )
        yield Fact("sauvegardes", Level.NOTE, sentence, values)
    else:
        yield Fact("sauvegardes", Level.GOOD, text("La dernière : {fichier}.", **values), values)
