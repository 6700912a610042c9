"""What a person reads on entering: when they last came, what was refused since, who renewed their password."""

from __future__ import annotations

from cpf_tui.domain.access import News
from cpf_tui.domain.routing import OPERATORS
from cpf_tui.i18n import _

_FEW_CODES = 3


def news_words(news: News) -> str:
    """Say the news in one line or two; nothing to fear is said shortly."""
    parts = [
        _("Dernière connexion le {moment}.", moment=news.before)
        if news.before
        else _("C’est votre première connexion.")
    ]
    if news.refused == 1:
        parts.append(_("1 essai refusé depuis."))
    elif news.refused:
        parts.append(_("{count} essais refusés depuis.", count=news.refused))
    if news.renewed_at is not None:
        body = OPERATORS.get(news.renewed_by)
        parts.append(
            _(
                "Mot de passe renouvelé le {moment} : votre identité a été attestée par {body}.",
                moment=news.renewed_at,
                body=body.name if body else news.renewed_by,
            )
        )
    if news.refused or news.renewed_at is not None:
        parts.append(_("Si ce n’était pas vous, changez de mot de passe et dites-le à un conseiller."))
    if news.codes_left is not None and news.codes_left <= _FEW_CODES:
        parts.append(
            _("Il vous reste {count} codes de secours : « Mon accès » en donne d’autres.", count=news.codes_left)
        )
    return " ".join(parts)
