"""Nobody at the keyboard of a shared terminal: a warning that counts down, then the session is closed and wiped."""

from __future__ import annotations

import time
from collections.abc import Callable

from textual import events

from cpf_tui.enclosure import EnclosedApp
from cpf_tui.i18n import _
from cpf_tui.incident import Incident, record_incident
from screens.dialogs.absence import AbsenceDialog
from screens.messages import SignOut

COUNTDOWN = 30
"""Seconds between the warning and the end: somebody who reads slowly has the time to press a key."""
_LOOKED_AT = 1.0  # seconds


def awake_or_not() -> float:
    """Count seconds that no change of the clock moves, and that the sleep of the machine does not stop."""
    clock: int | None = getattr(time, "CLOCK_BOOTTIME", None)
    return time.monotonic() if clock is None else time.clock_gettime(clock)


class AttentiveApp(EnclosedApp):
    """An application that knows whether somebody is there, where the terminal is shared."""

    def __init__(
        self,
        record: Callable[[BaseException], Incident] = record_incident,
        *,
        shared: bool = False,
        idle_seconds: int = 120,
        seconds: Callable[[], float] = awake_or_not,
    ) -> None:
        super().__init__(record, shared=shared)
        self._idle_seconds, self._seconds = idle_seconds, seconds
        self._touched = seconds()

    def watch_for_absence(self) -> None:
        """Look from time to time, on a shared terminal only: at home, nobody wants to be sent out."""
        if self.shared:
            self.set_interval(_LOOKED_AT, self.look_for_absence)

    async def on_event(self, event: events.Event) -> None:
        """Note that somebody is there: a key, a paste, the mouse."""
        if isinstance(event, events.Key | events.Paste | events.MouseEvent):
            self._touched = self._seconds()
        await super().on_event(event)

    @property
    def in_use(self) -> bool:
        """Say whether somebody began something that the next person must not see."""
        raise NotImplementedError

    def look_for_absence(self) -> None:
        """Warn, or close the session once the warning got no answer."""
        if not self.in_use:
            self._touched = self._seconds()
            return
        left = self._left()
        warning = next((one for one in self.screen_stack if isinstance(one, AbsenceDialog)), None)
        if left <= 0:
            self.post_message(SignOut(_("Personne n’a répondu : la session a été fermée et l’écran effacé.")))
        elif warning is not None and left > COUNTDOWN:
            warning.dismiss(None)
        elif warning is not None:
            warning.count(left)
        elif left <= COUNTDOWN:
            self.push_screen(AbsenceDialog(left))

    def _left(self) -> int:
        """Return the seconds before the session is closed."""
        return round(self._idle_seconds + COUNTDOWN - (self._seconds() - self._touched))
