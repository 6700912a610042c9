"""The command line of `make bench`: choose the parts and the data, run, print, write."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from tests.benchmarks import ROOT, sources
from tests.benchmarks.bench import SMALL, Bench, Effort
from tests.benchmarks.document import write_page
from tests.benchmarks.engines import TANTIVY, contestants
from tests.benchmarks.goals import goals
from tests.benchmarks.plots import draw
from tests.benchmarks.progress import Progress
from tests.benchmarks.report import print_report
from tests.benchmarks.results import COMPARED, PARTS, Part, Results, write_json
from tests.benchmarks.workshop import Workshop
from tests.support.told import machine

DONE, NO_DATA, INTERRUPTED = 0, 2, 130
_OUT = ROOT / "build" / "bench"
_LESS = 30  # times less to do with the small corpus


def main(arguments: Sequence[str] | None = None) -> int:
    """Run what is asked; returns 0 even when goals are missed, for this is a report, and 2 without the data."""
    options = _options().parse_args(arguments)
    out: Path = options.sortie
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=out, prefix="travail-") as scratch:
        try:
            found = sources.made(Path(scratch)) if options.petit else sources.shared(options.donnees)
        except sources.NoData as error:
            sys.stderr.write(f"{error}\n")
            return NO_DATA
        parts = [part for part in PARTS if part.name in options.parties]
        progress = Progress([(part.name, part.usual / (_LESS if options.petit else 1)) for part in parts])
        workshop = Workshop(Path(scratch) / "index", progress)
        effort = SMALL if options.petit else Effort()
        bench = Bench(found, contestants(), workshop, progress, effort, Path(scratch))
        results, code = _measured(bench, parts)
    _tell(results, bench, out, document=options.document)
    return code


def _measured(bench: Bench, parts: Sequence[Part]) -> tuple[Results, int]:
    """Measure part after part; interrupted, keep what the parts before have found."""
    results = Results()
    try:
        for part in parts:
            bench.progress.begin()
            setattr(results, part.field, part.measure(bench))
    except KeyboardInterrupt:
        sys.stderr.write("\nInterrompu : ce qui suit est ce qui avait été mesuré.\n")
        return results, INTERRUPTED
    finally:
        bench.progress.end()
    return results, DONE


def _tell(results: Results, bench: Bench, out: Path, *, document: bool) -> None:
    held = goals(results)
    print_report(results, bench.contestants, held)
    if TANTIVY not in bench.contestants:
        sys.stdout.write("\ntantivy n’est pas installé (« make bench » l’installe) : sans lui, pas de comparaison.\n")
    write_json(
        out / "bench.json", results, machine(*COMPARED), [asdict(goal) | {"reached": goal.reached} for goal in held]
    )
    for plot in draw(results, bench.contestants, out):
        sys.stdout.write(f"\n{plot}")
    sys.stdout.write(f"\n{out / 'bench.json'}\n")
    if document:
        write_page(results, bench.contestants, held, machine(*COMPARED))


def _options() -> argparse.ArgumentParser:
    names = [part.name for part in PARTS]
    parser = argparse.ArgumentParser(
        prog="make bench",
        description="Mesure la recherche à côté d’autres, sur les mêmes offres et les mêmes requêtes.",
    )
    parser.add_argument("--donnees", type=Path, default=sources.SHARED, metavar="DOSSIER", help="où sont les offres")
    parser.add_argument("--petit", action="store_true", help="petit corpus fabriqué sur place : moins d’une minute")
    parser.add_argument("--parties", type=_parts, default=names, metavar="A,B", help=f"parmi {', '.join(names)}")
    parser.add_argument("--sortie", type=Path, default=_OUT, metavar="DOSSIER", help="où écrire les résultats")
    parser.add_argument("--document", action="store_true", help="met aussi à jour docs/performance.md et ses figures")
    return parser


def _parts(typed: str) -> list[str]:
    chosen = {_plain(name) for name in typed.split(",")}
    known = {_plain(part.name): part.name for part in PARTS}
    if unknown := sorted(chosen - set(known)):
        raise argparse.ArgumentTypeError(f"partie inconnue : {', '.join(unknown)} (connues : {', '.join(known)})")
    return [name for plain, name in known.items() if plain in chosen]


def _plain(name: str) -> str:
    """Read « qualite » as « qualité »."""
    return name.strip().lower().replace("é", "e")


if __name__ == "__main__":
    sys.exit(main())
