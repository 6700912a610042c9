"""Tables of what a run found: rows of text, written for the terminal (French) or for the document (English)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tests.benchmarks.engines import LABELLED, Contestant
from tests.benchmarks.figures import english, expected, figure, marks, times
from tests.benchmarks.goals import Goal
from tests.benchmarks.measure import mean
from tests.benchmarks.parts.latency import ALL
from tests.benchmarks.parts.screen import REAL
from tests.benchmarks.results import Results
from tests.support.told import Table


class Tables:
    """Writes the tables of one language."""

    def __init__(self, results: Results, contestants: Sequence[Contestant], *, french: bool) -> None:
        self._results, self._contestants, self._french = results, (*contestants, LABELLED), french

    def _say(self, french: str, english: str) -> str:
        return french if self._french else english

    def _name(self, contestant: Contestant) -> str:
        return contestant.name if self._french else contestant.english

    def all(self) -> Iterator[Table]:
        """Give every table of what was measured."""
        found = self._results
        if found.quality:
            for corpus in found.quality.marks:
                yield self._quality(corpus)
        if found.latency:
            for corpus in found.latency.times:
                yield self._latency(corpus)
                yield self._latency_by_class(corpus)
        if found.occupied:
            yield self._occupied()
        if found.cold or found.imports:
            yield self._once()
        if found.growth:
            yield self._growth()
        if found.screen:
            yield self._screen()

    def goals(self, goals: Sequence[Goal]) -> Table:
        """Hold what was found to the goals."""
        said = {
            True: self._say("atteint", "reached"),
            False: self._say("manqué", "missed"),
            None: self._say("non mesuré", "not measured"),
        }
        head = (self._say("But", "Goal"), self._say("mesuré", "measured"), self._say("attendu", "expected"), "")
        rows = [
            (
                goal.french if self._french else goal.english,
                " / ".join(figure(bound.figure, bound.unit) for bound in goal.bounds),
                self._say(" ou ", " or ").join(expected(bound) for bound in goal.bounds),
                said[goal.reached],
            )
            for goal in goals
        ]
        return Table(self._say("Les buts", "Goals"), [head, *rows])

    def _quality(self, corpus: str) -> Table:
        quality = self._results.quality
        assert quality is not None
        of = quality.marks[corpus]
        shown = [one for one in self._contestants if one.key in of]
        kinds = list(dict.fromkeys(kind for of_class in of.values() for kind in of_class))
        rows = [[kind, *(marks(of[one.key].get(kind)) for one in shown)] for kind in kinds]
        means = [figure(mean(quality.figures(corpus, one.key, "mrr"))) for one in shown]
        asked = [str(sum(of_class.count for of_class in of[one.key].values())) for one in shown]
        title = self._say(
            f"Qualité, {corpus} : MRR@10 · succès@10 · rappel@10",
            f"Quality, {english(corpus)}: MRR@10 · success@10 · recall@10",
        )
        head = [self._say("classe", "class"), *map(self._name, shown)]
        last = [[self._say("moyenne, MRR@10", "mean, MRR@10"), *means], [self._say("requêtes", "requests"), *asked]]
        return Table(title, [head, *rows, *last])

    def _latency(self, corpus: str) -> Table:
        latency = self._results.latency
        assert latency is not None
        reference = latency.of(corpus, self._contestants[0].key)
        head = [
            self._say("moteur", "engine"),
            self._say("touches", "keys"),
            "p50 (ms)",
            "p95 (ms)",
            "p99 (ms)",
            "p95 ÷ cpf-tui",
            self._say("à l’horloge : p50 · p95 · p99", "by the clock: p50 · p95 · p99"),
        ]
        rows = []
        for one in self._contestants:
            if (spread := latency.of(corpus, one.key)) is not None:
                beside = spread.p95 / reference.p95 if reference else None
                clock = " · ".join(times(latency.times[corpus][one.key].clock))
                rows.append([self._name(one), str(spread.count), *times(spread), figure(beside), clock])
        return Table(
            self._say(f"Temps de calcul par touche, {corpus}", f"Processor time per key, {english(corpus)}"),
            [head, *rows],
        )

    def _latency_by_class(self, corpus: str) -> Table:
        latency = self._results.latency
        assert latency is not None
        spreads = {key: of.processor for key, of in latency.times[corpus].items()}
        shown = [one for one in self._contestants if one.key in spreads and not one.slow]
        kinds = [kind for kind in spreads[shown[0].key] if kind != ALL]
        rows = [[kind, *(" · ".join(times(spreads[one.key][kind])) for one in shown)] for kind in kinds]
        title = self._say(
            f"Temps de calcul par touche et classe, {corpus} : p50 · p95 · p99 (ms)",
            f"Processor time per key and class, {english(corpus)}: p50 · p95 · p99 (ms)",
        )
        return Table(title, [[self._say("classe", "class"), *map(self._name, shown)], *rows])

    def _occupied(self) -> Table:
        occupied = self._results.occupied
        assert occupied is not None
        head = [
            self._say("moteur", "engine"),
            self._say("index, un processus (Mo)", "index, one process (MB)"),
            self._say("chaque autre (Mo)", "each further (MB)"),
            self._say("processus entier (Mo)", "whole process (MB)"),
            self._say("dont propre à un autre (Mo)", "of which a further one’s own (MB)"),
            self._say("disque (Mo)", "disk (MB)"),
            self._say("construction (s)", "build (s)"),
        ]
        rows = []
        for one in self._contestants:
            if (index := occupied.of.get(one.key)) is not None:
                sizes = (index.resident, index.further, index.process, index.process_further, index.disk, index.seconds)
                rows.append([self._name(one), *(f"{size:.1f}" for size in sizes)])
        return Table(self._say("Mémoire et construction, banc", "Memory and build, bench"), [head, *rows])

    def _once(self) -> Table:
        rows = [[self._say("ce qui est mesuré", "what is measured"), "", "ratio"]]
        if (cold := self._results.cold) is not None:
            ours = next(iter(cold.of.values()))
            names = {one.key: self._name(one) for one in self._contestants}
            begun = self._say("processus neuf jusqu’à la première réponse, ", "new process to first answer, ")
            rows += [[begun + names[key], f"{time:.0f} ms", f"{time / ours:.2f}"] for key, time in cold.of.items()]
            rows.append(
                [
                    self._say("processus Python vide", "empty Python process"),
                    f"{cold.python:.0f} ms",
                    f"{cold.python / ours:.2f}",
                ]
            )
        if (imports := self._results.imports) is not None:
            rows.append(
                [
                    self._say("import et index", "import and index"),
                    f"{imports.ours:.1f} s",
                    f"{imports.ours / imports.plain:.2f}",
                ]
            )
            rows.append(["csv + executemany", f"{imports.plain:.1f} s", "1.00"])
        return Table(self._say("À froid, et import, banc", "From cold, and import, bench"), rows)

    def _growth(self) -> Table:
        growth = self._results.growth
        assert growth is not None
        sizes = [f"{size:,}".replace(",", "\u202f" if self._french else ",") for size in growth.sizes]
        rows = [
            [
                self._say("moteur : p50 · p95 (ms)", "engine: p50 · p95 (ms)"),
                *sizes,
                self._say("exposant du p95", "exponent of p95"),
            ]
        ]
        for one in self._contestants:
            if one.key in growth.spreads:
                spreads = [f"{spread.p50:.2f} · {spread.p95:.2f}" for spread in growth.spreads[one.key]]
                rows.append([self._name(one), *spreads, figure(growth.exponent(one.key))])
        return Table(self._say("Croissance avec le nombre d’offres", "Growth with the number of offers"), rows)

    def _screen(self) -> Table:
        screen = self._results.screen
        assert screen is not None
        answers = {REAL: "the program’s", "constante": "one constant", "rejouée": "known in advance"}
        head = [
            self._say("taille, réponses", "size, answers"),
            self._say("octets par touche, médiane", "bytes per key, median"),
            "p95",
            self._say("dernier octet p50 (ms)", "last byte p50 (ms)"),
            "p95 (ms)",
            self._say("une espace de plus (octets)", "one more blank (bytes)"),
            self._say("rien (octets)", "nothing (bytes)"),
        ]
        rows = [
            [
                f"{size.replace('x', '×')}, {of if self._french else answers[of]}",
                f"{keys.bytes_median:.0f}", f"{keys.bytes_p95:.0f}", f"{keys.last.p50:.0f}", f"{keys.last.p95:.0f}",
                f"{keys.unchanged:.0f}", f"{keys.idle:.0f}",
            ]
            for size, by_answers in screen.keys.items()
            for of, keys in by_answers.items()
        ]  # fmt: skip
        for in_french, in_english, time in (
            ("premier affichage", "first paint", screen.first_paint),
            ("de là aux premiers résultats", "from there to the first results", screen.first_results),
            ("les mêmes, depuis l’accueil", "the same, from home", screen.from_home),
            ("premier affichage de Textual nu", "first paint of bare Textual", screen.bare),
        ):
            rows.append([self._say(in_french, in_english), "", "", f"{time:.0f}", "", "", ""])
        return Table(self._say("À l’écran", "On screen"), [head, *rows])
