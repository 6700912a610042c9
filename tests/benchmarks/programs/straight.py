"""The program opened straight on the search of a person, whose identifier is given: nobody has to sign in."""

from __future__ import annotations

import sys

import cpf_tui.app
from cpf_tui.__main__ import main
from cpf_tui.domain.people import Actor, Role
from cpf_tui.journey.state import JourneyState
from screens.messages import OpenRoute


class StraightApp(cpf_tui.app.CpfApp):
    """Textual runs this handler, then that of the program."""

    def on_mount(self) -> None:
        """Ask for the search at once; it opens when the use cases are ready."""
        self.journey = JourneyState(actor=Actor(Role.HOLDER, sys.argv[1], ""))
        self.post_message(OpenRoute("search"))


if __name__ == "__main__":
    cpf_tui.app.CpfApp = StraightApp  # type: ignore[misc]
    sys.exit(main([]))
