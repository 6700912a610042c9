"""« Mon accès »: one's own password and, for an advisor, the one-time code and its recovery codes."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult

from cpf_tui.domain.access import News
from cpf_tui.domain.people import Actor, Role
from cpf_tui.domain.text import Text, text
from cpf_tui.i18n import _
from cpf_tui.services.second_factors import SecondFactors
from cpf_tui.services.sign_in import SignIn
from screens.arrival import news_words
from screens.base import BaseScreen
from screens.dialogs.recovery_codes import RecoveryCodesDialog
from screens.dialogs.secret import SecretDialog
from screens.messages import OpenRoute
from widgets.row_list import Row, RowList, row
from widgets.words import Words


class AccessScreen(BaseScreen[None]):
    """What protects one's access, and what was tried on it."""

    CSS_PATH = "access.tcss"
    heading: ClassVar[Text] = text("Mon accès")
    help_text: ClassVar[Text] = text(
        "Changez votre mot de passe quand vous le voulez ; rien n’y oblige, sauf si quelqu’un a pu le voir. En haut : "
        "votre connexion d’avant et les essais refusés depuis, pour voir si quelqu’un d’autre a essayé d’entrer."
    )

    def __init__(self, actor: Actor, sign_in: SignIn, factors: SecondFactors) -> None:
        super().__init__()
        self._actor, self._sign_in, self._factors = actor, sign_in, factors

    def compose_body(self) -> ComposeResult:
        """Show the news, then what can be done."""
        yield Words("", id="news")
        yield RowList(id="acts")

    def on_mount(self) -> None:
        """Put the person at the list."""
        self.query_one(RowList).focus()

    def on_screen_resume(self) -> None:
        """Read again: a code was set up or used meanwhile."""
        self.ask(lambda: self._sign_in.news(self._actor), self._show)

    def _show(self, news: News) -> None:
        self.query_one("#news", Words).say(news_words(news))
        self.query_one(RowList).show(_rows(self._actor, news.codes_left))

    @on(RowList.Chosen)
    def _chosen(self, event: RowList.Chosen) -> None:
        if event.key == "codes":
            self._new_codes()
        else:
            self.post_message(OpenRoute(event.key))

    def _new_codes(self) -> None:
        dialog: SecretDialog[tuple[str, ...]] = SecretDialog(
            _("Nouveaux codes de secours"),
            _("Ils remplaceront les anciens, qui ne vaudront plus rien."),
            lambda secret: self._factors.new_codes(self._actor, secret),
        )
        self.app.push_screen(dialog, self._show_codes)

    def _show_codes(self, codes: tuple[str, ...] | None) -> None:
        if codes:
            self.app.push_screen(RecoveryCodesDialog(codes))


def _rows(actor: Actor, codes_left: int | None) -> list[Row]:
    rows = [row("change_secret", _("Changer mon mot de passe"))]
    if actor.role is Role.ADVISOR:
        if codes_left is None:
            rows.append(row("enrolment", (_("Mettre en place un code à usage unique"), _("pas encore"))))
        else:
            rows.append(row("enrolment", (_("Changer de téléphone pour le code à usage unique"), _("en place"))))
            rows.append(row("codes", (_("Avoir de nouveaux codes de secours"), _("{count} restent", count=codes_left))))
    if actor.role is Role.HOLDER:
        rows.append(row("my_data", _("Mes données : ce qui est gardé, copie, correction, effacement")))
    return rows
