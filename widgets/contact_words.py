"""How a contact with an organisation reads on screen."""

from __future__ import annotations

from textual.content import Content

from cpf_tui.domain.people import ContactNote
from cpf_tui.i18n import _, render
from cpf_tui.journey.forms.project import ContactForm
from widgets.row_list import Row, row
from widgets.training_words import joined, one_line

_ANSWERS = 76  # characters of an answer shown in a list; the rest opens with Enter


def _label(name: str, value: str) -> str:
    asked = next(one for one in ContactForm.questions() if one.name == name)
    return render(asked.question.label_of(value))


def contact_row(note: ContactNote) -> Row:
    """One contact in the log: when and with whom, whether one can enter, the beginning of the answer."""
    head = (joined(_("{day}", day=note.on), one_line(note.whom)), _label("prerequisites", note.prerequisites))
    answer = " ".join(note.answer.split())
    told = answer if len(answer) <= _ANSWERS else f"{answer[:_ANSWERS]}…"
    return row(note.id, head, "  " + joined(_label("means", note.means), told))


def contact_paragraphs(note: ContactNote) -> list[Content]:
    """Tell a contact whole."""
    facts = (
        (_("Jour"), _("{day}", day=note.on)),
        (_("Avec"), one_line(note.whom)),
        (_("Comment"), _label("means", note.means)),
        (_("Entrée possible"), _label("prerequisites", note.prerequisites)),
        (_("Noté par"), _("{author}, le {moment}", author=one_line(note.author), moment=note.recorded_at)),
    )
    told = Content("\n").join(Content.assemble((f"{name} : ", "$text-muted"), said) for name, said in facts)
    return [told, Content(note.answer)] if note.answer else [told]
