"""What every full screen has: the top bar, a body, a line for what just happened, the keys; Esc goes back."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.reactive import reactive
from textual.screen import ScreenResultType

from cpf_tui.domain.errors import DomainError
from cpf_tui.domain.text import Text, text
from cpf_tui.i18n import _
from cpf_tui.journey.state import JourneyState
from screens.background import Background
from screens.dialogs.help import HelpDialog
from widgets.key_bar import KeyBar
from widgets.top_bar import TopBar
from widgets.words import Wordlike, Words


class BaseScreen(Background[ScreenResultType]):
    """A screen of the journey. Subclasses set `heading` and `help_text`, and yield their body in `compose_body`."""

    heading: ClassVar[Text] = text("Mon compte formation")
    help_text: ClassVar[Text | None] = None
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", "Retour", id="back"),
        Binding("f1", "help", "Aide", id="help"),
    ]
    DEFAULT_CSS = """
    BaseScreen { layout: vertical; background: $background; }
    BaseScreen > #body { height: 1fr; padding: 0 1; }
    BaseScreen > #notice { height: auto; padding: 0 1; display: none; }
    BaseScreen > #notice.shown { display: block; }
    """
    journey: reactive[JourneyState] = reactive(JourneyState())
    greeting: str = ""  # said once the screen is there
    _waiting_said = False
    _said: tuple[Wordlike, str] = ("", "hint")

    def compose(self) -> ComposeResult:
        """Lay out the frame around the body."""
        yield TopBar(self.top_title())
        with Container(id="body"):
            yield from self.compose_body()
        yield Words("", id="notice")
        yield KeyBar()

    def top_title(self) -> Wordlike:
        """Return the words at the top left."""
        return self.heading

    def compose_body(self) -> ComposeResult:
        """Yield the widgets of the screen."""
        raise NotImplementedError

    def watch_journey(self, journey: JourneyState) -> None:
        """Keep the top bar true."""
        if self.is_mounted:
            self.query_one(TopBar).show(journey)

    def on_mount(self) -> None:
        """Show who is there from the start."""
        self.query_one(TopBar).show(self.journey)
        if self.greeting:
            self.say(self.greeting)

    def say(self, words: Wordlike, *, kind: str = "hint") -> None:
        """Say what just happened, above the keys; an empty text wipes it. `kind`: hint, good or error."""
        self._waiting_said, self._said = False, (words, kind)
        notice = self.query_one("#notice", Words)
        notice.say(words)
        notice.set_class(bool(words), "shown")
        for one in ("hint", "good", "error"):
            notice.set_class(one == kind, one)

    def working(self) -> None:
        """Say that the work goes on."""
        if not self._waiting_said:
            before = self._said
            self.say(_("Un instant…"))
            self._waiting_said, self._said = True, before

    def rested(self) -> None:
        """Wipe « Un instant… », and only that: what was said before comes back."""
        if self._waiting_said:
            words, kind = self._said
            self.say(words, kind=kind)

    def refused(self, error: DomainError) -> None:
        """Show an expected refusal in place."""
        self.say(error.sentence, kind="error")

    def close(self, _result: object = None) -> None:
        """Close this screen; also the callback of a dialog that ends it."""
        self.dismiss(None)

    def action_back(self) -> None:
        """Go back; nothing is lost, everything is saved as it is answered."""
        self.close()

    def action_help(self) -> None:
        """Open the help of this screen."""
        self.app.push_screen(HelpDialog(self.heading, self.help_words()))

    def help_words(self) -> Wordlike:
        """Return the help to show on F1."""
        return self.help_text or text("Entrée : continuer. Échap : revenir en arrière. Tab : aller plus loin.")
