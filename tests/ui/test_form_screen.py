"""Going through a form: what is resumed, what is asked again, what a refusal or a slow save leaves on screen."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from threading import Event
from typing import Annotated, Any, ClassVar

from textual.app import App
from textual.pilot import Pilot
from textual.widgets import Input

from cpf_tui.domain.errors import Conflict
from cpf_tui.domain.people import NOBODY, Actor
from cpf_tui.domain.records import Draft
from cpf_tui.domain.text import Text, text
from cpf_tui.journey.questions import Choice, Form, Kind, Question
from cpf_tui.journey.readers import AS_LINE
from screens.dialogs.confirm import ConfirmDialog
from screens.dialogs.form import FormDialog
from screens.form_screen import FormScreen
from tests.support.screen_stage import settle
from widgets.check_answers import CheckAnswers
from widgets.error_summary import ErrorSummary
from widgets.form_page import FormPage
from widgets.words import Wordlike, Words


class Trip(Form):
    """Three questions, the second only for those it concerns."""

    key: ClassVar[str] = "trip"
    title: ClassVar[Text] = text("Voyage")
    means: Annotated[
        str,
        Question(
            text("Comment ?"), kind=Kind.CHOICE, choices=(Choice("bus", text("Bus")), Choice("pied", text("À pied")))
        ),
    ]
    line: Annotated[
        str, AS_LINE, Question(text("Quelle ligne ?"), asked_if=lambda said: said.get("means") == "bus")
    ] = ""
    where: Annotated[str, AS_LINE, Question(text("Où ?"))]


class Memory:
    """A draft kept in memory; `gate`, when closed, makes saving last."""

    def __init__(self, **answers: str) -> None:
        self.answers = dict(answers)
        self.discarded = False
        self.gate = Event()
        self.gate.set()

    def open(self, actor: Actor, /, form: str, subject: str = "") -> Draft:
        return Draft(actor.id, form, subject, dict(self.answers), "op-1", datetime(2026, 11, 23, tzinfo=UTC))

    def save(self, actor: Actor, /, form: str, subject: str, name: str, answer: str) -> None:
        assert self.gate.wait(10)
        self.answers[name] = answer

    def discard(self, actor: Actor, /, form: str, subject: str = "") -> None:
        self.discarded = True


class TripScreen(FormScreen[Trip, Any]):
    """Sends the form to a list, or refuses it."""

    heading = Trip.title

    def __init__(self, memory: Memory, prefill: dict[str, str] | None = None, refusal: Exception | None = None) -> None:
        super().__init__(Trip, memory, NOBODY, prefill=prefill)
        self.sent: list[tuple[Trip, str]] = []
        self.refusal = refusal

    def check_notes(self) -> Sequence[Wordlike]:
        return ["Note [/]"]

    def submit(self, form: Trip, operation_id: str) -> str:
        if self.refusal:
            raise self.refusal
        self.sent.append((form, operation_id))
        return "fait"


class Host(App[None]):
    """Holds one form."""

    def __init__(self, screen: TripScreen) -> None:
        super().__init__()
        self.form_screen = screen
        self.results: list[Any] = []

    def on_mount(self) -> None:
        self.push_screen(self.form_screen, self.results.append)


async def press(pilot: Pilot[Any], *keys: str) -> None:
    await pilot.press(*keys)
    await settle(pilot)


def question(screen: TripScreen) -> str:
    """Return the name of the question in hand, empty at the list of answers."""
    pages = screen.query(FormPage)
    return pages.first().current_field().asked.name if pages else ""


async def test_a_new_form_begins_at_its_first_question_and_every_answer_is_saved_at_once() -> None:
    memory = Memory()
    screen = TripScreen(memory)
    async with Host(screen).run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        assert question(screen) == "means"
        await press(pilot, "enter")
        assert (question(screen), memory.answers) == ("line", {"means": "bus"})
        await press(pilot, "7", "enter")
        assert (question(screen), memory.answers) == ("where", {"means": "bus", "line": "7"})


async def test_a_draft_is_taken_up_at_the_first_question_without_an_answer() -> None:
    for answers, wanted in (
        ({"means": "bus"}, "line"),
        ({"means": "pied"}, "where"),
        ({"means": "bus", "where": "Lille"}, "line"),
        ({"means": "pied", "where": "Lille"}, ""),
    ):
        screen = TripScreen(Memory(**answers))
        async with Host(screen).run_test(size=(80, 24)) as pilot:
            await settle(pilot)
            assert question(screen) == wanted, answers


async def test_what_is_known_is_put_in_but_shown_once_to_be_confirmed() -> None:
    memory = Memory(means="pied")
    screen = TripScreen(memory, prefill={"where": "Roubaix"})
    async with Host(screen).run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        assert screen.query_one(Input).value == "Roubaix"
        await press(pilot, "enter")
        assert screen.query(CheckAnswers)
        assert memory.answers["where"] == "Roubaix"


async def test_the_form_is_sent_once_with_its_operation_then_forgotten() -> None:
    memory = Memory(means="pied", where="Lille")
    screen = TripScreen(memory)
    app = Host(screen)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await press(pilot, "enter")
        assert [(form.where, operation) for form, operation in screen.sent] == [("Lille", "op-1")]
        assert memory.discarded
        assert app.results == ["fait"]


async def test_a_refusal_leaves_the_answers_and_the_draft() -> None:
    memory = Memory(means="pied", where="Lille")
    screen = TripScreen(memory, refusal=Conflict("Non, {why}.", why="[/] complet"))
    async with Host(screen).run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await press(pilot, "enter")
        summary = screen.query_one(ErrorSummary)
        assert summary.has_class("shown")
        assert "Non, [/] complet." in [str(words.content) for words in summary.query(Words)]
        assert not memory.discarded
        assert screen.answers == {"means": "pied", "where": "Lille"}
        screen.refusal = None
        await press(pilot, "enter")
        assert len(screen.sent) == 1


async def test_an_answer_that_became_wrong_leads_back_to_its_question() -> None:
    screen = TripScreen(Memory(means="pied", where="a" * 500))
    async with Host(screen).run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await press(pilot, "enter")
        assert question(screen) == "where"
        assert screen.query_one("#question-where").has_class("-wrong")
        assert screen.query_one(Input).value == "a" * 500


async def test_changing_an_answer_asks_what_it_brings() -> None:
    screen = TripScreen(Memory(means="pied", where="Lille"))
    async with Host(screen).run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await press(pilot, "home", "enter", "1", "enter")
        assert screen.query(CheckAnswers)
        await press(pilot, "enter")
        assert question(screen) == "line"
        assert screen.sent == []


async def test_work_that_lasts_is_said_and_the_word_is_taken_back() -> None:
    memory = Memory()
    memory.gate.clear()
    screen = TripScreen(memory)
    async with Host(screen).run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await pilot.press("enter")
        call = screen._waiting["save"]
        screen._say_if_waiting("save", call)  # what its timer does, without waiting for it
        assert screen.query_one("#notice").has_class("shown")
        memory.gate.set()
        await settle(pilot)
        assert not screen.query_one("#notice").has_class("shown")
        assert question(screen) == "line"


async def test_going_back_while_an_answer_is_saved_loses_nothing() -> None:
    memory = Memory(means="bus")
    screen = TripScreen(memory)
    async with Host(screen).run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        memory.gate.clear()
        await pilot.press("7", "enter", "escape")
        memory.gate.set()
        await settle(pilot)
        assert memory.answers == {"means": "bus", "line": "7"}
        assert question(screen) in {"means", "line", "where"}


async def test_what_is_typed_while_a_page_turns_reaches_the_next_one() -> None:
    memory = Memory()
    screen = TripScreen(memory)
    async with Host(screen).run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await press(pilot, "1", "enter")
        memory.gate.clear()
        await pilot.press("7", "enter", "enter", "L", "i", "x", "backspace", "l", "l", "e")
        memory.gate.set()
        await settle(pilot)
        assert (question(screen), screen.query_one(Input).value) == ("where", "Lille")
        await press(pilot, "enter")
        assert memory.answers == {"means": "bus", "line": "7", "where": "Lille"}


async def test_a_wrong_answer_keeps_nothing_for_a_page_that_does_not_come() -> None:
    screen = TripScreen(Memory(means="bus"))
    async with Host(screen).run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await press(pilot, "enter")
        await press(pilot, "7")
        assert (question(screen), screen.query_one(Input).value) == ("line", "7")


# ---------------------------------------------------------------------- short forms in a dialog


async def test_a_dialog_sends_with_one_operation_however_often_it_is_sent() -> None:
    operations: list[str] = []

    def send(form: Trip, operation_id: str) -> str:
        operations.append(operation_id)
        if len(operations) == 1:
            raise Conflict("Pas maintenant.")
        return form.where

    dialog: FormDialog[Trip, str] = FormDialog(Trip, send, answers={"means": "pied", "where": "Lille"}, note="[/]")
    results: list[str | None] = []
    app = App[None]()
    async with app.run_test(size=(80, 24)) as pilot:
        await app.push_screen(dialog, results.append)
        await press(pilot, "ctrl+s")
        assert dialog.query_one(ErrorSummary).has_class("shown")
        await press(pilot, "ctrl+s")
        assert results == ["Lille"]
        assert len(set(operations)) == 1


async def test_escape_leaves_a_dialog_without_sending() -> None:
    sent: list[Trip] = []
    dialog: FormDialog[Trip, None] = FormDialog(Trip, lambda form, _op: sent.append(form))
    results: list[None] = []
    app = App[None]()
    async with app.run_test(size=(80, 24)) as pilot:
        await app.push_screen(dialog, results.append)
        await press(pilot, "escape")
        assert (sent, results) == ([], [None])


async def test_a_confirmation_has_the_harmless_answer_in_hand() -> None:
    for keys, wanted in ((("enter",), False), (("down", "enter"), True), (("2", "enter"), True), (("escape",), None)):
        results: list[bool | None] = []
        app = App[None]()
        async with app.run_test(size=(80, 24)) as pilot:
            await app.push_screen(ConfirmDialog("Retirer ?", "[/]", text("Oui")), results.append)
            await press(pilot, *keys)
            assert results == [wanted], keys
