"""`cpf-tui catalogue lister` and `revenir`: the versions of the catalogue, and how to undo the last import."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from cpf_tui.cli.arguments import add_json
from cpf_tui.cli.codes import Code
from cpf_tui.cli.output import say, say_json
from cpf_tui.i18n import _

if TYPE_CHECKING:
    from cpf_tui.catalogue.manifest import Imported
    from cpf_tui.catalogue.versions import Version, VersionStore
    from cpf_tui.cli.arguments import Commands

_SHOWN = 12  # characters of a checksum: enough to compare two files at a glance; the JSON has it whole


def add(acts: Commands) -> None:
    """Add both commands to those of `catalogue`."""
    listing = acts.add_parser(
        "lister",
        help=_("dire ce que contient chaque version du catalogue"),
        description=_(
            "Liste les versions gardées, la dernière d’abord, et d’où vient chacun de leurs jeux de données."
        ),
    )
    add_json(listing)
    listing.set_defaults(run=list_versions)
    reverting = acts.add_parser(
        "revenir",
        help=_("défaire le dernier import"),
        description=_(
            "Remet en service la version du catalogue qui précède, d’un coup, et efface celle qui est défaite."
        ),
    )
    add_json(reverting)
    reverting.set_defaults(run=revert)


def list_versions(options: argparse.Namespace) -> int:
    """Write every version, the newest first."""
    store = _store()
    current = store.current()
    versions = store.versions()
    if options.json:
        say_json([_as_json(one) | {"en_service": current is not None and one.path == current.path} for one in versions])
        return Code.DONE
    for one in versions:
        state = _(" · en service") if current is not None and one.path == current.path else ""
        say(
            _("{version} · faite le {created}{state}", version=one.path.name, created=one.manifest.created, state=state)
        )
        for dataset, parts in one.manifest.datasets.items():
            for part in parts:
                say("  " + _part_words(dataset, part))
    if not versions:
        say(_("Pas encore de catalogue : celui des offres d’exemple sera fait à la première recherche."))
    return Code.DONE


def revert(options: argparse.Namespace) -> int:
    """Undo the last import and say what that changes."""
    undone, restored = _store().revert()
    before, after = dict(undone.manifest.datasets), dict(restored.manifest.datasets)
    changed = [dataset for dataset in before | after if before.get(dataset) != after.get(dataset)]
    if options.json:
        say_json({"jeux": changed, "defaite": _as_json(undone), "en_service": _as_json(restored)})
        return Code.DONE
    say(_("La version {version} est de nouveau en service.", version=restored.path.name))
    for dataset in changed:
        for part in before.get(dataset, ()):
            if part not in after.get(dataset, ()):
                say(_("  retiré : {part}", part=_part_words(dataset, part)))
        for part in after.get(dataset, ()):
            if part not in before.get(dataset, ()):
                say(_("  remis : {part}", part=_part_words(dataset, part)))
    return Code.DONE


def _store() -> VersionStore:
    from cpf_tui.catalogue.versions import VersionStore  # the catalogue is loaded by the command that needs it
    from cpf_tui.settings import load

    return VersionStore(load().data_dir)


def _part_words(dataset: str, part: Imported) -> str:
    return _(
        "{dataset} : {rows} lignes · {source} · format {format} · {created}",
        dataset=dataset,
        rows=part.rows,
        source=", ".join(f"{one.name} ({one.checksum[:_SHOWN]})" for one in part.files) or _("exemple"),
        format=part.format,
        created=part.created,
    )


def _as_json(version: Version) -> dict[str, Any]:
    return {
        "version": version.path.name,
        "cree": version.manifest.created,
        "jeux": {
            dataset: [
                {
                    "format": part.format,
                    "cree": part.created,
                    "lignes": part.rows,
                    "lues": part.read,
                    "repetees": part.repeated,
                    "rejetees": part.rejected,
                    "fichiers": [
                        {"nom": one.name, "encodage": one.encoding, "sha256": one.checksum} for one in part.files
                    ],
                }
                for part in parts
            ]
            for dataset, parts in version.manifest.datasets.items()
        },
    }
