"""What Textual would do and must not: write a picture of the screen, fill a clipboard, open a link, show a traceback.

Everywhere, nothing of the screen goes to a file and no address is opened. Where the terminal is shared, nothing is
copied either, neither to the terminal's clipboard nor from the mouse, and the program cannot be put aside. In a
terminal of one's own, copying stays: that is what a person expects of Ctrl+C on a selection.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from rich.text import Text
from textual.app import App, SystemCommand
from textual.content import Content
from textual.driver import Driver
from textual.screen import Screen

from cpf_tui.i18n import _
from cpf_tui.incident import Incident, record_incident
from cpf_tui.terminal import bear_any_byte, stay_in_front, wipe_when_left


def read_no_markup() -> None:
    """Let Textual take every `str` for what it says: brackets are brackets, whichever widget is given them.

    The program has no markup of its own, and Textual reads it in any `str`: `[@click=…]` in a name would be an order.
    """

    def as_it_is(_class: type[Content], text: str | Content, /, **_variables: object) -> Content:
        return text if isinstance(text, Content) else Content(text)

    Content.from_markup = classmethod(as_it_is)  # type: ignore[assignment]


class EnclosedApp(App[None]):
    """An application that keeps what it shows to itself; `shared` says that other people use this terminal."""

    ENABLE_COMMAND_PALETTE = False

    def __init__(self, record: Callable[[BaseException], Incident] = record_incident, *, shared: bool = False) -> None:
        read_no_markup()
        super().__init__()
        self.shared = shared
        self._record = record
        if shared:
            vars(self)["ALLOW_SELECT"] = False  # the mouse would select, and Ctrl+C copy
            stay_in_front()

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """Offer no system command: a screenshot would write personal data to a file."""
        del screen
        return ()

    # ------------------------------------------------------------------ ways out of the screen

    def copy_to_clipboard(self, text: str) -> None:
        """Copy, but on a shared terminal, whose clipboard belongs to the next person too."""
        if not self.shared:
            super().copy_to_clipboard(text)

    def forget_clipboard(self) -> None:
        """Forget what was copied inside the program; the terminal's own clipboard was filled by its owner's wish."""
        self._clipboard = ""

    def save_screenshot(self, *_arguments: Any, **_named: Any) -> str:
        """Write no picture of the screen."""
        return ""

    def deliver_screenshot(self, *_arguments: Any, **_named: Any) -> str | None:
        """Write no picture of the screen."""
        return None

    def _deliver_binary(self, *_arguments: Any, **_named: Any) -> str | None:
        """Deliver no file: what a person takes away is written by the use cases."""
        return None

    def open_url(self, url: str, *, new_tab: bool = True) -> None:
        """Open no address: a browser would be a way out of the program."""
        del url, new_tab

    def action_suspend_process(self) -> None:
        """Leave the program in the background, except where somebody else is next."""
        if not self.shared:
            super().action_suspend_process()

    def _build_driver(self, headless: bool, inline: bool, mouse: bool, size: tuple[int, int] | None) -> Driver:
        bear_any_byte()
        driver = super()._build_driver(headless, inline, mouse, size)
        if not headless:
            wipe_when_left(driver)
        return driver

    # ------------------------------------------------------------------ the unexpected

    def _handle_exception(self, error: Exception) -> None:
        """End on a reference number; Textual would let an error draw itself, and show the values of variables."""
        self._return_code = 1
        if self._exception is None:
            self._exception = error
            self._exception_event.set()
        self._fatal_error()

    def panic(self, *_renderables: Any) -> None:
        """End without showing what is given: Textual draws tracebacks with it."""
        self._return_code = 1
        self._fatal_error()

    def _fatal_error(self) -> None:
        """Say a reference number instead of a traceback, whose local variables may hold a name or a number."""
        if not self._exit_renderables:  # the first failure is told; those that follow come from it
            incident = self._record(self._exception or RuntimeError())
            sentence = _(
                "Le programme s’est arrêté sur une erreur inattendue. Référence : {reference}",
                reference=incident.reference,
            )
            self._exit_renderables.append(Text(sentence))
        self._close_messages_no_wait()

    def _print_error_renderables(self) -> None:
        """Say the sentence, without the console of Textual, which knows markup and debugging."""
        for sentence in self._exit_renderables[:1]:
            self.error_console.print(sentence, soft_wrap=True)
        self._exit_renderables.clear()
