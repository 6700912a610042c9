"""Going through a form one question at a time: each answer is saved as it is given, then all are checked together.

A screen for a form says which form, where its answers go (`submit`) and what comes after (`submitted`); everything else
is here: resuming, going back, changing one answer, showing what a service refuses.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, Generic, Protocol, TypeVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.screen import ScreenResultType

from cpf_tui.domain.errors import DomainError
from cpf_tui.domain.people import Actor
from cpf_tui.domain.records import Draft
from cpf_tui.domain.territory import Commune
from cpf_tui.domain.text import text
from cpf_tui.i18n import _, render
from cpf_tui.journey.questions import Asked, Form, Kind, Problem
from cpf_tui.ports import Gazetteer
from screens.messages import JourneyChanged
from screens.type_ahead import TypeAhead
from widgets.check_answers import CheckAnswers
from widgets.editors import CommuneSought
from widgets.form_page import FormPage
from widgets.top_bar import TopBar
from widgets.words import Wordlike

F = TypeVar("F", bound=Form)
_NO_COMMUNE = text("Aucune commune ne correspond. Vérifiez le code postal ou le nom.")


class DraftKeeper(Protocol):
    """Where unfinished answers wait: `services.drafts.Drafts`, or nowhere for answers nobody may find later."""

    def open(self, actor: Actor, /, form: str, subject: str = "") -> Draft:
        """Return the draft, begun now if there is none."""

    def save(self, actor: Actor, /, form: str, subject: str, name: str, answer: str) -> None:
        """Keep one answer as typed."""

    def discard(self, actor: Actor, /, form: str, subject: str = "") -> None:
        """Forget the draft."""


class FormScreen(TypeAhead[ScreenResultType], Generic[F, ScreenResultType]):
    """A form, one question per screen, ending with « Vérifiez vos réponses »."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+s", "go_on", "Continuer", show=False, id="go_on")]
    confirm_label = text("Confirmer et enregistrer")
    checks_answers = True  # False: the last answer sends the form at once
    check_intro = text("Tout est juste ? Choisissez une ligne pour la modifier.")

    def __init__(
        self,
        form: type[F],
        drafts: DraftKeeper,
        actor: Actor,
        *,
        subject: str = "",
        prefill: Mapping[str, str] | None = None,
        gazetteer: Gazetteer | None = None,
    ) -> None:
        super().__init__()
        self.form = form
        self.answers: dict[str, str] = {}
        self.operation_id = ""
        self._drafts, self._owner, self._subject = drafts, actor, subject
        self._prefill = dict(prefill or {})
        self._gazetteer = gazetteer
        self._position = 0
        self._whole = False  # every answer was there when the form opened: it opened on their list
        self._editing = False  # one answer is being changed from the list; Enter returns there

    # ------------------------------------------------------------------ what a screen for a form says

    def submit(self, form: F, operation_id: str) -> Any:
        """Hand the filled form to its service; runs in a thread and may raise domain errors."""
        raise NotImplementedError

    def submitted(self, result: Any) -> None:
        """Go on after the service accepted; by default the screen closes with the result."""
        self.post_message(JourneyChanged())
        self.dismiss(result)

    def check_notes(self) -> Sequence[Wordlike]:
        """Say more above the answers (what will happen, a warning)."""
        return ()

    # ------------------------------------------------------------------ going through the questions

    def compose_body(self) -> ComposeResult:
        """Leave room for the page in hand."""
        yield Container(id="page")

    def on_mount(self) -> None:
        """Take the draft up where it was left."""
        self.resume()

    def fill_known(self, answers: Mapping[str, str], *, confirmed: bool = True) -> None:
        """Put in answers known from elsewhere; `confirmed` ones are not asked again, only listed at the end."""
        (self.answers if confirmed else self._prefill).update(answers)

    def resume(self) -> None:
        """Read the draft and show the first question without an answer."""
        self.ask(lambda: self._drafts.open(self._owner, self.form.key, self._subject), self._resume)

    def _resume(self, draft: Draft) -> None:
        self.operation_id = draft.operation_id
        self.answers = {**self._prefill, **self.answers, **draft.answers}
        self._prefill = {name: typed for name, typed in self._prefill.items() if name not in draft.answers}
        questions = self._questions()
        answered = [self._is_answered(one) for one in questions]
        self._whole = False not in answered
        self._position = len(questions) if self._whole else answered.index(False)
        self.show_page()

    def _is_answered(self, asked: Asked) -> bool:
        """An answer counts once it was confirmed: a prefilled one is still shown once."""
        return asked.name in self.answers and asked.name not in self._prefill

    def _questions(self) -> tuple[Asked, ...]:
        return self.form.asked(self.answers)

    def show_page(self, problems: Sequence[Problem] = ()) -> None:
        """Show the question in hand, or the list of answers after the last one."""
        questions = self._questions()
        page: FormPage | CheckAnswers
        if self._position >= len(questions) and not self.checks_answers:
            self._position = len(questions) - 1
            self._send()
            return
        if self._position < len(questions):
            asked = questions[self._position]
            page = FormPage([asked], self.answers, {asked.name: self._label(asked)})
            position = _("question {n} sur {total}", n=self._position + 1, total=len(questions))
        else:
            page = CheckAnswers(
                [(one.name, one.question, self._label(one)) for one in questions],
                self.confirm_label,
                self.check_intro,
                self.check_notes(),
            )
            position = _("vérifiez vos réponses")
        self.query_one(TopBar).rename(self.top_title(), position)
        self._replace_page(page, problems)

    def _replace_page(self, page: FormPage | CheckAnswers, problems: Sequence[Problem]) -> None:
        container = self.query_one("#page", Container)
        with self.app.batch_update():
            container.remove_children()
            mounted = container.mount(page)

        async def when_there() -> None:
            await mounted  # its summary is there only then
            if problems:
                page.show_problems(problems)
            self.call_after_refresh(self.type_again)

        self.call_later(when_there)

    def _label(self, asked: Asked) -> str:
        answer = self.answers.get(asked.name, "")
        if asked.question.kind is Kind.COMMUNE and self._gazetteer and (commune := self._gazetteer.by_insee(answer)):
            return f"{commune.name} ({commune.postal_codes[0]})"
        if asked.question.kind is Kind.SECRET:
            return "•" * min(12, len(answer))
        return render(asked.question.label_of(answer))

    @on(FormPage.Answered)
    def _answered(self, event: FormPage.Answered) -> None:
        asked = next(iter(self._questions()[self._position :]), None)
        if asked is None or asked.name not in event.answers:
            return  # Enter pressed twice: that question was answered already
        answer = event.answers[asked.name]
        self.turn()
        if asked.question.kind is Kind.COMMUNE and self._gazetteer and not self._gazetteer.by_insee(answer):
            self.stay()
            self.query_one(FormPage).show_problems([Problem(asked.name, _NO_COMMUNE)])
            return
        self._prefill.pop(asked.name, None)
        self.answers[asked.name] = answer
        if not asked.question.kept:
            self._advance()
            return
        self.ask(
            lambda: self._drafts.save(self._owner, self.form.key, self._subject, asked.name, answer),
            lambda _done: self._advance(),
            self._not_saved,
            group="save",
        )

    def _not_saved(self, error: DomainError) -> None:
        """Stay on the question: its answer is still there, and is not saved."""
        self.stay()
        self.query_one(FormPage).show_problems([Problem(self._questions()[self._position].name, error.sentence)])

    def _advance(self) -> None:
        self._position = len(self._questions()) if self._editing else self._position + 1
        self._editing = False
        self.show_page()

    def action_back(self) -> None:
        """Go to the question before; leave from the first one, or from the list the form opened on. All stays saved."""
        if self._editing:
            self._editing, self._position = False, len(self._questions())
            self.show_page()
        elif self._position and not (self._whole and self._position == len(self._questions())):
            self._position -= 1
            self.show_page()
        else:
            super().action_back()

    @on(CheckAnswers.Changed)
    def _change(self, event: CheckAnswers.Changed) -> None:
        self._go_to(event.name)
        self.show_page()

    def _go_to(self, name: str) -> None:
        names = [one.name for one in self._questions()]
        if name in names:
            self._position, self._editing = names.index(name), True

    # ------------------------------------------------------------------ sending

    @on(CheckAnswers.Confirmed)
    def _send(self) -> None:
        form, problems = self.form.fill(self.answers)
        if form is None:
            self._go_to(problems[0].field)
            self.show_page(problems)
            return
        filled = form
        self.ask(lambda: self._submit_then_forget(filled), self.submitted, self._refused_at_the_end, group="submit")

    def _submit_then_forget(self, form: F) -> Any:
        result = self.submit(form, self.operation_id)
        self._drafts.discard(self._owner, self.form.key, self._subject)
        return result

    def _refused_at_the_end(self, error: DomainError) -> None:
        self.stay()  # where the last question is sent at once, no other page comes
        problems = [Problem("", error.sentence)]
        for page in self.query_one("#page").children:
            if isinstance(page, CheckAnswers | FormPage):
                page.show_problems(problems)

    # ------------------------------------------------------------------ help and communes

    def help_words(self) -> Wordlike:
        """Return the help of the question in hand."""
        pages = self.query(FormPage)
        question = pages.first().current_field().asked.question if pages else None
        return (question.help or question.hint if question else None) or super().help_words()

    @on(CommuneSought)
    def _seek_commune(self, event: CommuneSought) -> None:
        if self._gazetteer is None:
            return
        gazetteer, typed = self._gazetteer, event.typed

        def show(communes: Sequence[Commune]) -> None:
            if event.editor.is_attached:  # the person may have gone on meanwhile
                event.editor.offer(typed, communes)

        self.ask(lambda: gazetteer.find(typed), show, group="commune")
