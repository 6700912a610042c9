"""Every widget and dialog of the program, made to say given texts: one function for each, by its name."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from textual.content import Content
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Button, Label, OptionList, Static

from cpf_tui.domain.eligibility import Eligibility
from cpf_tui.domain.narrowing import Counted, Criterion
from cpf_tui.domain.people import Actor, Role
from cpf_tui.domain.quantity import Quantity
from cpf_tui.domain.regime import show
from cpf_tui.domain.text import Text, text
from cpf_tui.domain.training import Contact, Offer, SearchHit
from cpf_tui.journey.forms.dif import DifForm
from cpf_tui.journey.questions import Asked, Choice, Kind, Problem, Question
from cpf_tui.journey.state import JourneyState
from screens.dialogs.confirm import ConfirmDialog
from screens.dialogs.help import HelpDialog, ReadingDialog
from screens.dialogs.note import NoteDialog
from screens.dialogs.pick import PickDialog
from screens.dialogs.qr import QrDialog
from screens.dialogs.secret import SecretDialog
from widgets.act_bar import ActBar, KeyedAct
from widgets.action_list import ActionList
from widgets.check_answers import CheckAnswers
from widgets.choice_list import ChoiceList
from widgets.comparison import Comparison
from widgets.editors import CommuneEditor, LineEditor, ParagraphEditor
from widgets.eligibility_note import explanation
from widgets.error_summary import ErrorSummary
from widgets.filter_panel import FilterPanel
from widgets.filter_tabs import FilterTabs, Tab
from widgets.found_trainings import FoundTrainings
from widgets.offer_card import OfferCard
from widgets.offer_list import OfferList
from widgets.paper import Block, Paper
from widgets.question_field import QuestionField
from widgets.row_list import RowList, row
from widgets.search_line import SearchLine
from widgets.sheet_words import contact_facts, offer_facts
from widgets.timeline import Moment, Timeline
from widgets.top_bar import TopBar
from widgets.words import Words

Texts = Sequence[str]
TODAY = date(2026, 11, 23)
_LINE = Question(text("Question"))
_DIF = next(iter(DifForm.questions()))


def said(words: str) -> Text:
    """Make a sentence that says stored text, as refusals do."""
    return text("« {words} »", words=words)


def offer(words: str, number: int = 0) -> Offer:
    """Make a training whose every text is that one."""
    contact = Contact(words, words, words, words, words)
    return Offer(
        f"o{number}", "t", words, words, contact=contact, sessions=("2026-12-07",), duration=Quantity.of(7),
        prerequisites=words, rhythm=words, certification=words,
    )  # fmt: skip


def _hits(texts: Texts) -> tuple[SearchHit, ...]:
    return tuple(
        SearchHit(offer(one, at), 1.0, 2.0, bool(at % 2), ((0, 1), (2, len(one)))) for at, one in enumerate(texts)
    )


def _asked(number: int) -> Asked:
    return replace(_DIF, name=f"n{number}", question=replace(_LINE, kind=Kind.LINE))


def _shown(widget: Widget, act: Callable[[], object]) -> Widget:
    """Let a widget show its texts once it is there."""
    widget.call_later(act)
    return widget


def _list(kind: type[RowList], texts: Texts) -> Widget:
    listed = kind()
    listed.styles.height = 2 * len(texts) + 1
    return _shown(listed, lambda: listed.show([row(f"k{at}", (one, one), one) for at, one in enumerate(texts)]))


def _panel(texts: Texts) -> Widget:
    panel = FilterPanel()
    panel.styles.height = len(texts) + 20
    counted = [Counted(f"v{at}", at, one) for at, one in enumerate(texts)]
    panel._unfolded = Criterion.ORGANISATION
    return _shown(panel, lambda: panel.tell([Criterion.ORGANISATION], {}, {Criterion.ORGANISATION: counted}))


def _summary(texts: Texts) -> Widget:
    summary = ErrorSummary()
    problems = [Problem("", said(one)) for one in texts] + [Problem("f", said(texts[0]))]
    return _shown(summary, lambda: summary.show(problems))


def _paper(texts: Texts) -> Widget:
    paper = Paper()
    paper.styles.height = 20 * len(texts)
    return _shown(paper, lambda: paper.show([Block(one, "heading") for one in texts]))


def _found(texts: Texts) -> Widget:
    found = FoundTrainings(TODAY)
    found.styles.height = 2 * len(texts) + 4
    return _shown(found, lambda: found.show(_hits(texts), texts[0], best=True))


def _card(words: str) -> Widget:
    card = OfferCard()
    card.styles.display = "block"
    return _shown(card, lambda: card.show(offer(words), TODAY, km=3.0, usable=words))


def _bar(words: str) -> Widget:
    bar = TopBar(words)
    journey = JourneyState(Actor(Role.HOLDER, "h", words))
    return _shown(bar, lambda: bar.show(journey))


def _acts(texts: Texts) -> Widget:
    bar = ActBar()
    return _shown(bar, lambda: bar.show([KeyedAct("a", said(one)) for one in texts]))


def _communes(words: str) -> Widget:
    return CommuneEditor(_LINE, words, words)


def _check(texts: Texts) -> Widget:
    answers = [(f"n{at}", _LINE, one) for at, one in enumerate(texts)]
    check = CheckAnswers(answers, text("Confirmer"), texts[0], texts[:2])
    check.styles.height = 2 * len(texts) + 60
    return check


def _fields(texts: Texts) -> list[Widget]:
    fields = [QuestionField(_asked(at), one, one) for at, one in enumerate(texts)]
    for field, one in zip(fields, texts, strict=True):
        field.call_later(field.say_wrong, said(one))
    return [*fields]


def _eligible(words: str) -> Eligibility:
    return Eligibility(eligible=False, reasons=(said(words),), would_change=(said(words),), article=words)


def _comparison(texts: Texts) -> list[Widget]:
    return [Comparison([(offer(one), 1.0) for one in texts[at : at + 8]], TODAY) for at in range(0, len(texts), 8)]


def _choices(texts: Texts) -> Widget:
    return ChoiceList([Choice(str(at), said(one), said(one)) for at, one in enumerate(texts)], "0")


def _options(texts: Texts) -> Widget:
    options = OptionList(*texts)
    options.styles.max_height = 2000
    return options


WIDGETS: Mapping[str, Callable[[Texts], Sequence[Widget]]] = {
    "Words": lambda texts: [Words(one) for one in texts],
    "Words of a sentence": lambda texts: [Words(said(one)) for one in texts],
    "Words, styled": lambda texts: [Words(Content.assemble((one, "bold"), one)) for one in texts],
    "RowList": lambda texts: [_list(RowList, texts)],
    "OfferList": lambda texts: [_list(OfferList, texts)],
    "ActionList": lambda texts: [_list(ActionList, texts[at : at + 3]) for at in range(0, len(texts), 3)],
    "FilterPanel": lambda texts: [_panel(texts)],
    "FilterTabs": lambda texts: [FilterTabs([Tab("k", said(one), said(one))]) for one in texts],
    "ErrorSummary": lambda texts: [_summary(texts)],
    "Paper": lambda texts: [_paper(texts)],
    "Timeline": lambda texts: [Timeline([Moment(one, one, one, (one,), (one,)) for one in texts])],
    "FoundTrainings": lambda texts: [_found(texts)],
    "OfferCard": lambda texts: [_card(one) for one in texts],
    "TopBar": lambda texts: [_bar(one) for one in texts],
    "ActBar": lambda texts: [_acts(texts)],
    "CheckAnswers": lambda texts: [_check(texts)],
    "ChoiceList": lambda texts: [_choices(texts)],
    "Comparison": _comparison,
    "QuestionField": _fields,
    "LineEditor": lambda texts: [LineEditor(_LINE, one) for one in texts],
    "ParagraphEditor": lambda texts: [ParagraphEditor(one) for one in texts],
    "CommuneEditor": lambda texts: [_communes(one) for one in texts],
    "SearchLine": lambda texts: [
        SearchLine(one, value=other) for one, other in zip(texts, reversed(texts), strict=True)
    ],
    "eligibility": lambda texts: [Words(part) for one in texts for part in explanation(_eligible(one))],
    "facts of a training": lambda texts: [Words(offer_facts(offer(one), TODAY, 3.0)) for one in texts],
    "contact of a training": lambda texts: [Words(contact_facts(offer(one))) for one in texts],
    # The program uses none of these: they read markup, and would obey it but for the barrier behind the lint.
    "Static": lambda texts: [Static(one) for one in texts],
    "Label": lambda texts: [Label(one) for one in texts],
    "Button": lambda texts: [Button(one) for one in texts],
    "OptionList": lambda texts: [_options(texts)],
    "a quantity": lambda texts: [Words(text("{w} : {q}", w=one, q=show(Quantity.of(7)))) for one in texts],
}
"""How each widget is made to say some texts."""

DIALOGS: Mapping[str, Callable[[Texts], Screen[Any]]] = {
    "ReadingDialog": lambda texts: ReadingDialog(texts[0], texts),
    "HelpDialog": lambda texts: HelpDialog(texts[0], said(texts[1])),
    "ConfirmDialog": lambda texts: ConfirmDialog(texts[0], texts[1], said(texts[2])),
    "NoteDialog": lambda texts: NoteDialog(texts[0], texts[1], print),
    "PickDialog": lambda texts: PickDialog(texts[0], [row(str(at), one) for at, one in enumerate(texts)]),
    "QrDialog": lambda texts: QrDialog(texts[0], [texts]),
    "SecretDialog": lambda texts: SecretDialog(texts[0], texts[1], print),
}
"""How each dialog is made to say some texts."""
