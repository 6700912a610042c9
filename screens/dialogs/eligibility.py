"""« Pourquoi ? »: why a training can be paid with one's hours, or which condition fails and what would change it."""

from __future__ import annotations

from cpf_tui.domain.eligibility import Eligibility
from cpf_tui.i18n import _
from screens.dialogs.help import ReadingDialog
from widgets.eligibility_note import explanation
from widgets.training_words import one_line


class EligibilityDialog(ReadingDialog):
    """The explanation, with the list read, its code, its dates and the article."""

    def __init__(self, title: str, eligibility: Eligibility) -> None:
        super().__init__(
            _("Puis-je utiliser mes heures ? {title}", title=one_line(title)),
            explanation(eligibility),
        )
