"""Why a training can be paid with the hours of the account or not: sentences, the list behind them, the article."""

from __future__ import annotations

from textual.content import Content

from cpf_tui.domain.eligibility import Eligibility
from cpf_tui.domain.lists import BRANCH, NATIONAL, PROGRAMME, REGION
from cpf_tui.domain.text import text
from cpf_tui.domain.training import ListRow
from cpf_tui.i18n import _, render

_LEVELS = {
    NATIONAL: text("liste nationale"),
    REGION: text("liste de région"),
    PROGRAMME: text("programme régional"),
    BRANCH: text("liste de branche"),
}


def explanation(eligibility: Eligibility) -> list[Content]:
    """Write the whole explanation: the answer, why, what would change it, the list read, the article."""
    paragraphs = [Content.styled(render(eligibility.verdict), "bold")]
    paragraphs.append(Content("\n".join(render(reason) for reason in eligibility.reasons)))
    if eligibility.would_change:
        changes = "\n".join(f"- {render(change)}" for change in eligibility.would_change)
        paragraphs.append(Content.assemble((_("Ce qui peut changer la réponse"), "bold"), "\n", changes))
    if eligibility.row is not None:
        title = _("La liste qui le permet") if eligibility.eligible else _("La liste où elle figure")
        paragraphs.append(Content.assemble((title, "bold"), "\n", _list_read(eligibility.row)))
    source = [_("Code du travail, article {article}.", article=eligibility.article)] if eligibility.article else []
    if eligibility.on is not None:
        source.append(_("Listes lues au {day}.", day=eligibility.on))
    if source:
        paragraphs.append(Content(" ".join(source)))
    return paragraphs


def _list_read(row: ListRow) -> str:
    lines = [f"{row.body} ({render(_LEVELS[row.level])})"]
    if row.code_cpf:
        lines.append(_("Code CPF : {code}", code=row.code_cpf))
    if row.end is None:
        lines.append(_("Inscrite depuis le {day}", day=row.start))
    else:
        lines.append(_("Inscrite du {start} au {end}", start=row.start, end=row.end))
    if row.example:
        lines.append(_("Ligne d’exemple : cette liste sert à la démonstration."))
    return "\n".join(lines)
