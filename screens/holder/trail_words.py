"""How a line of the audit reads for the person it is about: what, who, when, and how to contest it."""

from __future__ import annotations

from collections.abc import Mapping

from textual.content import Content

from cpf_tui.domain.audit import ACTION_WORDS, Action
from cpf_tui.domain.audit_kinds import KIND_ACTIONS, Kind
from cpf_tui.domain.people import Role, Scope
from cpf_tui.domain.text import Text, text
from cpf_tui.domain.wordings import HAPPENED
from cpf_tui.i18n import _, render
from cpf_tui.services.audits import TrailLine
from widgets.place_words import operator_words, scope_words
from widgets.row_list import Row, row

EMPTY: Mapping[Kind, Text] = {
    Kind.LOOKS: text("Personne d’autre que vous n’a regardé votre compte."),
    Kind.CHANGES: text("Rien n’a été changé sur votre compte."),
    Kind.ENTRIES: text("Aucune connexion."),
    Kind.ALL: text("Rien n’a encore été noté à propos de votre compte."),
}
_NAMES_A_BODY = frozenset({Action.BODY_CHOSEN, Action.AUTHORISED, Action.REVOKED})


def trail_row(one: TrailLine) -> Row:
    """Show a line: what and when, then who and about what."""
    who = Content.styled(_who(one), "$text-muted")
    return row(str(one.number), (_what(one), _("{moment}", moment=one.line.at)), (who, _about(one)))


def trail_paragraphs(one: TrailLine) -> list[str]:
    """Explain a line."""
    about = _about(one)
    said = [
        f"{_what(one)} · {about}" if about else _what(one),
        _("Le {moment}. Qui : {who}.", moment=one.line.at, who=_who(one)),
    ]
    if one.line.action is Action.AUTHORISED:
        scopes = [Scope(code) for code in one.detail if code in list(Scope)]
        said.append(_("Ce qu’il peut voir : {scopes}.", scopes=scope_words(scopes).lower()))
    if one.line.action is Action.REFUSED:
        said.append(_("Rien ne lui a été montré : vous ne lui aviez pas permis de voir ce qu’il demandait."))
    elif one.body and one.line.action in KIND_ACTIONS[Kind.LOOKS]:
        said.append(
            _(
                "Vous aviez choisi ou autorisé cet organisme. Pour qu’il ne voie plus rien, retirez l’autorisation "
                "dans « Mon interlocuteur »."
            )
        )
    if one.body:
        said.append(
            _(
                "Le conseiller agit pour l’organisme : c’est à l’organisme que vous demandez pourquoi, ou que vous "
                "vous opposez. Donnez-lui le numéro de cette ligne, il saura qui c’était : n° {number}.",
                number=one.number,
            )
        )
    else:
        said.append(_("Ligne n° {number}.", number=one.number))
    return said


def _what(one: TrailLine) -> str:
    line = one.line
    if line.action in (Action.DOSSIER_CHANGED, Action.FUNDING_CHANGED):
        happened = next((HAPPENED[code] for code in one.detail if code in HAPPENED), None)
        return render(happened or ACTION_WORDS[line.action])
    return render(ACTION_WORDS[line.action])


def _who(one: TrailLine) -> str:
    if one.own:
        return _("vous")
    if one.body:
        return operator_words(one.body)
    if one.line.role is Role.OPERATOR:
        return _("l’exploitant de ce service")
    return _("quelqu’un qui n’est pas entré")


def _about(one: TrailLine) -> str:
    if one.line.action in _NAMES_A_BODY and one.detail:
        return operator_words(one.detail[0])
    return one.about
