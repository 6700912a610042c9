"""The benchmark runs whole on its small corpus; what it measures there means nothing, and is not looked at."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.benchmarks.__main__ import DONE, NO_DATA, main
from tests.benchmarks.measure import Spread, exponent, percentile
from tests.benchmarks.parts.quality import judge
from tests.benchmarks.queries import Found, Query, in_turn
from tests.benchmarks.results import PARTS


def test_the_small_corpus_goes_through_every_part(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["--petit", "--sortie", str(tmp_path)])

    told = json.loads((tmp_path / "bench.json").read_text("utf-8"))
    assert code == DONE
    assert [part.field for part in PARTS if told[part.field] is None] == []
    assert told["quality"]["marks"]["banc"]["nous"]["exact"]["mrr"] == 1
    assert "Les buts" in capsys.readouterr().out
    assert [path.name for path in tmp_path.iterdir() if path.is_dir()] == []  # what was built is thrown away


def test_without_the_data_one_sentence_says_what_to_do(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["--donnees", str(tmp_path / "ailleurs"), "--sortie", str(tmp_path)])

    said = capsys.readouterr().err
    assert code == NO_DATA
    assert len(said.splitlines()) == 1
    assert "--donnees" in said
    assert "--petit" in said


def test_an_unknown_part_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["--parties", "qualite,couleur"])

    assert stopped.value.code == NO_DATA
    assert "couleur" in capsys.readouterr().err


class Answers:
    """An engine that always gives the same lines."""

    def __init__(self, *trainings: str) -> None:
        self._lines = [Found(training, "", "", "") for training in trainings]

    def search(self, typed: str, limit: int = 10) -> list[Found]:
        return self._lines[:limit]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (["a", "x"], (1.0, 0.5)),
        (["x", "x", "x", "a"], (0.5, 0.5)),  # a line given three times is read once
        (["a", "b"], (1.0, 1.0)),
        ([str(other) for other in range(10)] + ["a"], (0.0, 0.0)),  # beyond the tenth
        ([], (0.0, 0.0)),
    ],
)
def test_an_answer_is_judged_on_its_ten_first_different_lines(given: list[str], expected: tuple[float, float]) -> None:
    query = Query("exact", "soudage", ("training",), frozenset({("a",), ("b",)}))

    assert judge(Answers(*given), query) == expected


def test_requests_are_drawn_in_turn_among_the_classes() -> None:
    queries = [Query(kind, f"{kind}{n}", ("training",), frozenset()) for kind in "ab" for n in range(3)]

    drawn = in_turn(queries, 2)

    assert [query.kind for query in drawn] == ["a", "b", "a", "b"]
    assert drawn == in_turn(queries, 2)


def test_percentiles_and_exponents() -> None:
    assert percentile([1, 2, 3, 4, 5], 0.5) == 3
    assert percentile([0, 10], 0.95) == pytest.approx(9.5)
    assert Spread.of([0.002, 0.001]).p50 == pytest.approx(1.5)
    assert exponent([10, 100, 1000], [2, 4, 8]) == pytest.approx(0.30103, rel=1e-4)
