"""Mes données: what is kept of the person, why, until when; taking it away, correcting it, erasing it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar

from textual.binding import Binding, BindingType

from cpf_tui.domain.people import Actor
from cpf_tui.domain.retention import RULES
from cpf_tui.domain.text import Text, text
from cpf_tui.i18n import _
from cpf_tui.services.personal_data import PersonalData
from cpf_tui.services.take_away import file_name
from screens.dialogs.help import ReadingDialog
from screens.holder.pages import Act, ActPage
from screens.holder.training import Keep
from screens.messages import OpenRoute
from widgets.paper import Block

_EXPORT, _CORRECT, _HOURS, _ERASE = "export", "profile", "hours", "erase_account"

_KEPT: tuple[tuple[Text, Text], ...] = (
    (
        text("Qui vous êtes : numéro de Sécurité sociale (chiffré), nom, date de naissance, commune, situation"),
        text("pour tenir votre compte et dire quelles formations il peut payer (R6323-15). Tant que le compte existe."),
    ),
    (
        text("Vos heures et chaque mouvement, avec sa raison"),
        text("parce qu’elles vous sont acquises (L6323-3). Tant que le compte existe."),
    ),
    (
        text("Vos dossiers, leurs réponses et leur historique ; vos déclarations de DIF"),
        text("pour décider et pouvoir l’expliquer. Tant que le compte existe."),
    ),
    (
        text("Vos formations gardées, diplômes, contacts, demandes d’aide, autorisations"),
        text("pour vous accompagner : vous les avez écrits. Tant que le compte existe."),
    ),
)


class MyDataScreen(ActPage[None]):
    """The rights of the person over what is kept of them (GDPR, articles 15 to 20)."""

    heading: ClassVar[Text] = text("Mes données")
    help_text: ClassVar[Text] = text(
        "Ce que ce programme garde sur vous, pourquoi et jusqu’à quand. Vous pouvez en prendre une copie, le corriger, "
        "ou effacer votre compte. Les flèches choisissent, Entrée ouvre ; Page descend dans le texte."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f", "export", "Copie", id="export"),
        Binding("w", "why", "Jusqu’à quand ?", id="why"),
    ]

    def __init__(self, actor: Actor, personal_data: PersonalData, keep: Keep) -> None:
        super().__init__()
        self._actor, self._personal_data, self._keep = actor, personal_data, keep

    def on_mount(self) -> None:
        """Say what is kept, and what can be done about it."""
        super().on_mount()
        self.show_page(
            list(_kept()),
            [
                Act(_EXPORT, text("Prendre une copie de tout (fichier JSON)")),
                Act(_CORRECT, text("Corriger qui je suis")),
                Act(_HOURS, text("Faire corriger mes heures")),
                Act(_ERASE, text("Effacer mon compte"), text("pour toujours")),
            ],
            list(_passing()),
        )

    def acted(self, key: str) -> None:
        """Do what was chosen."""
        if key == _EXPORT:
            self.action_export()
        elif key == _HOURS:
            paragraphs = [
                _("Un mouvement n’est jamais changé : une erreur se corrige par un mouvement de plus, avec sa raison."),
                _(
                    "Demandez-le à votre conseiller ou par une demande d’aide, avec votre document. Le mouvement "
                    "correctif apparaît dans « Mes heures », où Entrée l’explique."
                ),
            ]
            self.app.push_screen(ReadingDialog(_("Faire corriger mes heures"), paragraphs))
        else:
            self.post_message(OpenRoute(key))

    def action_export(self) -> None:
        """Write everything in a file, and say where."""

        def write() -> Path:
            name = file_name(self._actor, "mes-donnees", "json")
            return self._keep(name, lambda: self._personal_data.export(self._actor))

        self.ask(write, lambda path: self.say(_("Copie enregistrée, pour un jour : {path}", path=path), kind="good"))

    def action_why(self) -> None:
        """Say how long what passes is kept."""
        self.app.push_screen(ReadingDialog(_("Jusqu’à quand ?"), [block.words for block in _passing()]))


def _kept() -> Iterator[Block]:
    yield Block(_("Gardé tant que votre compte existe"), "heading")
    for what, why in _KEPT:
        yield Block(what)
        yield Block(why, "hint indent")
    yield Block(_("Gardé pour un temps"), "heading")
    yield Block(_("Le journal, les saisies en cours, les essais de connexion, les fichiers : W dit jusqu’à quand."))


def _passing() -> Iterator[Block]:
    yield Block(_("Gardé pour un temps"), "heading")
    for rule in RULES:
        words = text(
            "{what} : {time} {after} ({source}).", what=rule.what, time=rule.words, after=rule.after, source=rule.source
        )
        yield Block(words)
