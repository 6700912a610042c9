"""The machinery of forms: what is asked, what is missing, what is wrong together."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar

import pytest

from cpf_tui.domain.errors import InvalidInput
from cpf_tui.domain.text import text
from cpf_tui.journey.questions import Choice, Form, Kind, Problem, Question
from cpf_tui.journey.readers import AS_LINE, AS_QUANTITY


class Trip(Form):
    """A small form with every trait."""

    key: ClassVar[str] = "trip"
    title: ClassVar[Any] = text("Voyage")

    means: Annotated[
        str,
        Question(
            text("Comment ?"), kind=Kind.CHOICE, choices=(Choice("pied", text("À pied")), Choice("bus", text("Bus")))
        ),
    ]
    line: Annotated[
        str, AS_LINE, Question(text("Quelle ligne ?"), asked_if=lambda answers: answers.get("means") == "bus")
    ] = ""
    length: Annotated[Any, AS_QUANTITY, Question(text("Combien ?"), kind=Kind.QUANTITY, optional=True)] = None

    @classmethod
    def cross_check(cls, values: Mapping[str, Any]) -> list[Problem]:
        if values["means"] == "pied" and values["length"] and values["length"].hundredths > 5000:
            return [Problem("length", text("Trop loin à pied."))]
        return []


def names(answers: dict[str, str]) -> list[str]:
    return [one.name for one in Trip.asked(answers)]


def test_questions_come_in_the_order_of_the_fields() -> None:
    assert [one.name for one in Trip.questions()] == ["means", "line", "length"]


def test_a_question_is_asked_only_to_those_it_concerns() -> None:
    assert names({}) == ["means", "length"]
    assert names({"means": "bus"}) == ["means", "line", "length"]


def test_an_answer_to_a_question_no_longer_asked_is_forgotten() -> None:
    filled, problems = Trip.fill({"means": "pied", "line": "B1"})
    assert problems == []
    assert filled is not None
    assert filled.line == ""


def test_every_problem_is_told_at_once_in_the_order_of_the_questions() -> None:
    filled, problems = Trip.fill({"means": "bus", "line": " ", "length": "beaucoup"})
    assert filled is None
    assert [one.field for one in problems] == ["line", "length"]


def test_answers_wrong_together_are_checked_only_once_each_is_right() -> None:
    assert [one.field for one in Trip.fill({"means": "pied", "length": "51"})[1]] == ["length"]
    assert [one.field for one in Trip.fill({"means": "", "length": "51"})[1]] == ["means"]


def test_an_optional_answer_left_empty_is_nothing() -> None:
    filled, _problems = Trip.fill({"means": "pied", "length": "  "})
    assert filled is not None
    assert filled.length is None


@pytest.mark.parametrize("typed", ["avion", "Bus", " bus"])
def test_a_choice_that_was_not_offered_is_refused(typed: str) -> None:
    with pytest.raises(InvalidInput, match="réponses proposées"):
        Trip.questions()[0].read(typed)


def test_an_answer_is_said_as_the_person_saw_it() -> None:
    means = Trip.questions()[0].question
    assert str(means.label_of("bus")) == "Bus"
    assert means.label_of("inconnu") == "inconnu"
    assert str(means.name) == "Comment ?"


@pytest.mark.parametrize("kind", list(Kind))
def test_a_missing_answer_says_what_to_type(kind: Kind) -> None:
    class Single(Form):
        key: ClassVar[str] = "single"
        title: ClassVar[Any] = text("Un")
        only: Annotated[str, Question(text("Quoi ?"), kind=kind)]

    _filled, problems = Single.fill({"only": "   "})
    assert [one.field for one in problems] == ["only"]
    assert str(problems[0].sentence).endswith(".")
