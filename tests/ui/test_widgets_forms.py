"""The parts of a form on screen: editors, what is wrong, what was answered, the bars around them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Annotated, Any, ClassVar

from textual import events, on
from textual.app import App, ComposeResult
from textual.widget import Widget

from cpf_tui.catalogue.gazetteer import shipped_gazetteer
from cpf_tui.domain.text import text
from cpf_tui.journey.forms.sign_up import ProfileForm
from cpf_tui.journey.questions import Choice, Form, Kind, Problem, Question
from cpf_tui.journey.readers import AS_LINE, AS_QUANTITY
from widgets.check_answers import CheckAnswers
from widgets.choice_list import ChoiceList
from widgets.editors import CommuneEditor, CommuneSought, Confirmed, LineEditor, ParagraphEditor
from widgets.error_summary import ErrorSummary
from widgets.form_page import FormPage
from widgets.key_bar import key_name
from widgets.question_field import QuestionField
from widgets.row_list import RowList
from widgets.search_line import SearchLine
from widgets.words import Words, content

MARKUP = "[/] [@click=app.quit]rouge[/] 😀"


class Small(Form):
    """Three questions on one page."""

    key: ClassVar[str] = "small"
    title: ClassVar[Any] = text("Petit")
    name: Annotated[str, AS_LINE, Question(text("Nom ?"), hint=text("Le vôtre."), example="Claire")]
    size: Annotated[Any, AS_QUANTITY, Question(text("Combien ?"), kind=Kind.QUANTITY)]
    means: Annotated[
        str,
        Question(text("Comment ?"), kind=Kind.CHOICE, choices=(Choice("a", text("Un")), Choice("b", text("Deux")))),
    ]


class Host(App[None]):
    """One widget, and what it posts."""

    def __init__(self, make: Callable[[], Widget]) -> None:
        super().__init__()
        self._make = make
        self.answered: list[Mapping[str, str]] = []
        self.events: list[str] = []
        self.withheld: list[CommuneSought] = []
        self.look_up = True

    def compose(self) -> ComposeResult:
        yield self._make()

    @on(FormPage.Answered)
    def _answered(self, event: FormPage.Answered) -> None:
        self.answered.append(event.answers)

    @on(Confirmed)
    def _confirmed(self) -> None:
        self.events.append("confirmed")

    @on(CheckAnswers.Changed)
    def _changed(self, event: CheckAnswers.Changed) -> None:
        self.events.append(event.name)

    @on(CheckAnswers.Confirmed)
    def _done(self) -> None:
        self.events.append("sent")

    @on(CommuneSought)
    def _sought(self, event: CommuneSought) -> None:
        if self.look_up:
            event.editor.offer(event.typed, shipped_gazetteer().find(event.typed))
        else:
            self.withheld.append(event)


def drawn(app: App[None]) -> str:
    """What a person reads on the screen."""
    return "\n".join(strip.text for strip in app.screen._compositor.render_strips(app.size))


def page(answers: Mapping[str, str] | None = None) -> Callable[[], Widget]:
    return lambda: FormPage(Small.questions(), answers or {})


# ---------------------------------------------------------------------- a page of questions


async def test_enter_goes_from_question_to_question_and_the_last_one_sends() -> None:
    app = Host(page())
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press(*"Claire", "enter", *"12,5", "enter", "2", "enter")
        await pilot.pause()
        assert app.answered == [{"name": "Claire", "size": "12,5", "means": "b"}]


async def test_several_problems_are_listed_and_each_line_leads_to_its_field() -> None:
    app = Host(page({"name": "", "size": "beaucoup", "means": "a"}))
    async with app.run_test(size=(80, 24)) as pilot:
        app.query_one(FormPage).submit()
        await pilot.pause()
        summary = app.query_one(ErrorSummary)
        assert summary.has_class("shown")
        assert summary.query_one(RowList).has_focus
        assert app.answered == []
        await pilot.press("down", "enter")
        await pilot.pause()
        assert app.focused is app.query_one("#question-size", QuestionField).editor
        assert app.query_one("#question-size", QuestionField).answer == "beaucoup"
        wrong = app.query_one("#question-size .wrong", Words)
        assert wrong.display
        assert "« beaucoup »" in str(wrong.content)
        assert not app.query_one("#question-means").has_class("-wrong")


async def test_a_click_on_a_problem_leads_to_its_field_too() -> None:
    app = Host(page({"name": "", "size": "beaucoup", "means": "a"}))
    async with app.run_test(size=(80, 24)) as pilot:
        app.query_one(FormPage).submit()
        await pilot.pause()
        await pilot.click("ErrorSummary RowList", offset=(4, 1))
        await pilot.click("ErrorSummary RowList", offset=(4, 1))
        await pilot.pause()
        assert app.focused is app.query_one("#question-size", QuestionField).editor


async def test_one_problem_leads_straight_to_its_field_and_goes_once_mended() -> None:
    app = Host(page({"name": "Claire", "size": "0", "means": "a"}))
    async with app.run_test(size=(80, 24)) as pilot:
        app.query_one(FormPage).submit()
        await pilot.pause()
        assert app.focused is app.query_one("#question-size", QuestionField).editor
        await pilot.press("backspace", "7", "enter", "enter")
        await pilot.pause()
        assert app.answered == [{"name": "Claire", "size": "7", "means": "a"}]
        assert not app.query_one(ErrorSummary).has_class("shown")


async def test_nothing_is_said_to_be_wrong_while_typing() -> None:
    app = Host(page())
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("enter", *"abc")
        await pilot.pause()
        assert not app.query(".-wrong")
        assert not app.query_one(ErrorSummary).has_class("shown")


async def test_a_problem_of_a_service_is_shown_as_it_is_said() -> None:
    app = Host(page())
    async with app.run_test(size=(80, 24)) as pilot:
        app.query_one(FormPage).show_problems([Problem("", text("Refusé : {why}", why=MARKUP))])
        await pilot.pause()
        assert app.query_one(ErrorSummary).has_class("shown")
        assert app.focused is app.query_one("#question-name", QuestionField).editor
        await pilot.pause()
        assert f"Refusé : {MARKUP}" in drawn(app)


# ---------------------------------------------------------------------- editors


async def test_a_paste_of_several_lines_makes_one() -> None:
    app = Host(lambda: LineEditor(Question(text("Quoi ?"))))
    async with app.run_test() as pilot:
        app.query_one(LineEditor).post_message(events.Paste("2 00 99 99\r\n 999 001\t74\n"))
        await pilot.pause()
        assert app.query_one(LineEditor).value == "2 00 99 99 999 001 74"


async def test_a_huge_paste_is_cut_not_refused() -> None:
    app = Host(lambda: LineEditor(Question(text("Quoi ?"))))
    async with app.run_test() as pilot:
        app.query_one(LineEditor).post_message(events.Paste("a" * 100_000))
        await pilot.pause()
        assert 0 < len(app.query_one(LineEditor).value) <= 2000


async def test_a_password_is_never_drawn() -> None:
    app = Host(lambda: LineEditor(Question(text("Secret ?"), kind=Kind.SECRET), "girafe"))
    async with app.run_test() as pilot:
        await pilot.pause()
        assert "girafe" not in drawn(app)


async def test_a_paragraph_confirms_with_enter_and_breaks_with_ctrl_j() -> None:
    app = Host(lambda: ParagraphEditor("Un"))
    async with app.run_test() as pilot:
        editor = app.query_one(ParagraphEditor)
        editor.focus()
        editor.move_cursor((0, 2))
        await pilot.press("ctrl+j", *"Deux", "enter")
        assert editor.value == "Un\nDeux"
        assert app.events == ["confirmed"]


# ---------------------------------------------------------------------- communes


def commune(value: str = "", label: str = "") -> Host:
    question = next(one.question for one in ProfileForm.questions() if one.name == "residence")
    return Host(lambda: CommuneEditor(question, value, label))


def listed(app: Host) -> list[str]:
    return [row.lines[0].left.plain for row in app.query_one("CommuneEditor RowList", RowList).rows]


async def test_a_postal_code_lists_its_communes_and_enter_takes_the_first() -> None:
    app = commune()
    async with app.run_test() as pilot:
        editor = app.query_one(CommuneEditor).focus()
        await pilot.press(*"59100", "enter")
        await pilot.pause()
        assert listed(app) == ["Roubaix"]
        assert (editor.value, app.events) == ("59512", ["confirmed"])


async def test_the_beginning_of_a_code_or_a_name_nobody_has_gives_no_answer() -> None:
    for typed in ("591", "zzzzzz", "[/]"):
        app = commune()
        async with app.run_test() as pilot:
            editor = app.query_one(CommuneEditor).focus()
            await pilot.press(*typed, "enter")
            await pilot.pause()
            assert listed(app) == []
            assert editor.value == ""
            assert app.query_one("CommuneEditor > Words", Words).content != ""
            assert app.query_one(LineEditor).value == typed


async def test_a_commune_among_namesakes_is_chosen_in_the_list() -> None:
    app = commune()
    async with app.run_test(size=(80, 24)) as pilot:
        editor = app.query_one(CommuneEditor).focus()
        await pilot.press(*"saint-denis")
        await pilot.pause()
        namesakes = listed(app)
        assert namesakes.count("Saint-Denis") > 1
        first = editor.value
        await pilot.press("down", "down")
        await pilot.pause()
        assert editor.value != first
        second = editor.value
        await pilot.press("enter")
        await pilot.pause()
        assert (editor.value, app.events) == (second, ["confirmed"])
        rights = [row.lines[0].right.plain for row in app.query_one("CommuneEditor RowList", RowList).rows]
        assert len(set(zip(namesakes, rights, strict=True))) == len(rights)


async def test_enter_before_the_list_came_waits_for_it() -> None:
    app = commune()
    app.look_up = False  # « 59100 » is a postal code, and the INSEE code of another commune
    async with app.run_test() as pilot:
        editor = app.query_one(CommuneEditor).focus()
        await pilot.press(*"59100", "enter")
        await pilot.pause()
        assert app.events == []
        for late in app.withheld:
            late.editor.offer(late.typed, shipped_gazetteer().find(late.typed))
        await pilot.pause()
        assert (editor.value, app.events) == ("59512", ["confirmed"])


async def test_a_late_list_for_an_earlier_text_changes_nothing() -> None:
    app = commune()
    async with app.run_test() as pilot:
        editor = app.query_one(CommuneEditor).focus()
        await pilot.press(*"59100")
        await pilot.pause()
        editor.offer("75", shipped_gazetteer().find("75001"))
        assert editor.value == "59512"


async def test_an_earlier_answer_is_kept_by_enter_and_found_again_when_typed_back() -> None:
    app = commune("59512", "Roubaix (59100)")
    async with app.run_test() as pilot:
        editor = app.query_one(CommuneEditor).focus()
        app.query_one(LineEditor).cursor_position = 99
        await pilot.press("backspace", ")")
        await pilot.pause()
        assert editor.value == "59512"
        await pilot.press("enter")
        await pilot.pause()
        assert (editor.value, app.events) == ("59512", ["confirmed"])


# ---------------------------------------------------------------------- checking the answers


def answers() -> CheckAnswers:
    questions = Small.questions()
    said = ("Claire " + MARKUP, "", "Un\nsur deux lignes")
    listed = [(one.name, one.question, answer) for one, answer in zip(questions, said, strict=True)]
    return CheckAnswers(listed, text("Envoyer"), text("Tout est juste ?"), [MARKUP])


async def test_the_last_line_confirms_and_is_in_hand_first() -> None:
    app = Host(answers)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("enter")
        assert app.events == ["sent"]


async def test_any_answer_can_be_changed_and_is_shown_as_stored() -> None:
    app = Host(answers)
    async with app.run_test(size=(80, 24)) as pilot:
        rows = app.query_one("#answers", RowList).rows
        assert [row.lines[0].left.plain for row in rows[:3]] == [
            f"Nom ? : Claire {MARKUP}",
            "Combien ? : (rien)",
            "Comment ? : Un sur deux lignes",
        ]
        assert [row.lines[0].right.plain for row in rows[:3]] == ["Modifier"] * 3
        await pilot.press("home", "down", "enter")
        assert app.events == ["size"]


async def test_a_refusal_is_shown_above_the_answers() -> None:
    app = Host(answers)
    async with app.run_test(size=(80, 24)) as pilot:
        app.query_one(CheckAnswers).show_problems([Problem("", text("Non."))])
        await pilot.pause()
        assert app.query_one(ErrorSummary).display
        await pilot.press("enter")
        assert app.events == ["sent"]


# ---------------------------------------------------------------------- words and keys


async def test_stored_text_is_never_markup_wherever_it_comes_in() -> None:
    app = Host(lambda: Words(MARKUP))
    async with app.run_test() as pilot:
        words = app.query_one(Words)
        for put in (words.say, words.update):
            put(MARKUP)
            await pilot.pause()
            assert drawn(app).splitlines()[0].rstrip() == MARKUP
    assert content(MARKUP).plain == MARKUP
    assert content(text("« {what} »", what=MARKUP)).plain == f"« {MARKUP} »"


def test_keys_are_named_as_on_a_french_keyboard() -> None:
    assert [key_name(key) for key in ("escape", "enter", "ctrl+s", "f1", "w", "slash")] == [
        "Échap",
        "Entrée",
        "Ctrl+S",
        "F1",
        "W",
        "/",
    ]


async def test_a_choice_loses_its_mark_with_the_focus() -> None:
    app = Host(page())
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("enter", "enter")
        choice = app.query_one(ChoiceList)
        assert choice.render().plain.startswith("> ( ) 1.")
        await pilot.press("shift+tab")
        await pilot.pause()
        assert "> ( ) 1." not in drawn(app)


async def _painted_after_removal(make: Callable[[], Widget]) -> list[str]:
    """Return the lines that the widget paints when Textual asks once more after it left the screen."""
    app = Host(make)
    async with app.run_test():
        widget = app.screen.children[0]
        region = widget.region.reset_offset
        await widget.remove()
        return [strip.text for strip in widget.render_lines(region)]


async def test_an_editor_taken_away_still_paints_without_its_styles() -> None:
    asked = Question(text("Nom ?"))
    makers: list[Callable[[], Widget]] = [
        lambda: LineEditor(asked, "Claire"),
        lambda: ParagraphEditor("Claire"),
        lambda: SearchLine("Claire"),
        RowList,
    ]
    for make in makers:
        painted = await _painted_after_removal(make)
        assert painted
        assert not "".join(painted).strip()
