"""The Textual application: it holds the session, answers the screens' requests, and knows nothing of the rules."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any, ClassVar

from textual import on, work
from textual.binding import Binding, BindingType
from textual.reactive import reactive
from textual.screen import Screen
from textual.worker import get_current_worker

from cpf_tui import i18n
from cpf_tui.absence import AttentiveApp
from cpf_tui.domain.access import Duty
from cpf_tui.domain.people import NOBODY, Actor, Role
from cpf_tui.forgetting import ForgetfulThreads, forget_texts
from cpf_tui.i18n import _
from cpf_tui.incident import Incident, record_incident
from cpf_tui.journey.state import JourneyState
from cpf_tui.last_resort import in_loop
from cpf_tui.painting import Terminal
from cpf_tui.routes import all_routes
from cpf_tui.routes.route import Route
from cpf_tui.services.registry import Services
from cpf_tui.terminal import leave_on_signals, leave_without_terminal
from cpf_tui.theme import THEMES
from screens import messages
from screens.dialogs.help import ReadingDialog
from screens.welcome import WelcomeScreen

_WELCOME, _HOME = 2, 3
"""Depths of the stack: Textual's blank screen, the welcome, then the first screen of who signed in."""
WIDE = 100
"""Columns from which a screen shows two panes."""


class CpfApp(AttentiveApp):
    """cpf-tui on screen. `load` builds the use cases (a database to open, an index to map) after the first paint."""

    TITLE = "cpf-tui"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (WIDE, "-wide")]  # noqa: RUF012 - Textual's own declaration
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+q", "leave", "Quitter", show=False, id="leave"),
        Binding("ctrl+l", "paint_again", "Repeindre", show=False, id="paint_again"),
    ]
    journey: reactive[JourneyState] = reactive(JourneyState())

    def __init__(
        self,
        load: Callable[[], Services],
        record: Callable[[BaseException], Incident] = record_incident,
        prepare: Callable[[Services], object] | None = None,
        *,
        shared: bool = False,
        **absence: Any,
    ) -> None:
        super().__init__(record, shared=shared, **absence)
        self._load, self._prepare = load, prepare
        self._routes: dict[str, Route] = {}
        self._services: Services | None = None
        self._terminal = Terminal()
        self._wanted: messages.OpenRoute | None = None  # asked for before the use cases were ready
        self.startup_error: Exception | None = None

    def on_load(self) -> None:
        """Be ready to leave in good order before the terminal is taken over."""
        loop = asyncio.get_running_loop()
        loop.set_exception_handler(in_loop)
        loop.set_default_executor(ForgetfulThreads())
        leave_on_signals(self)
        leave_without_terminal(self)

    def on_mount(self) -> None:
        """Show the door at once, and open the database while the person reads."""
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = THEMES[0].name
        self.push_screen(WelcomeScreen())
        self.app_resume_signal.subscribe(self, lambda _app: self.action_paint_again())
        self._open_services()
        self.watch_for_absence()

    @property
    def in_use(self) -> bool:
        """Say whether somebody is beyond the door."""
        return len(self.screen_stack) > _WELCOME

    def _display(self, screen: Screen[Any], renderable: Any) -> None:
        """Send what changed only, cell by cell: nothing else reaches the terminal."""
        update: Any = self._terminal.economical(renderable, self.size)
        super()._display(screen, update)

    @work(thread=True, exit_on_error=False)
    def _open_services(self) -> None:
        try:
            services = self._load()
        except Exception as error:
            self.call_from_thread(self._cannot_open, error)
        else:
            self.call_from_thread(self._opened, services)
            # The person may go on already; what fails here fails again, and is said, where it is asked for.
            if self._prepare is not None:
                self._prepare(services)

    def _opened(self, services: Services) -> None:
        self._services = services
        self._forget()
        if self._wanted is not None:
            self.open_route(self._wanted.route, self._wanted.argument)

    def _cannot_open(self, error: Exception) -> None:
        """Leave; the command line says why on stderr."""
        self.startup_error = error
        self.exit(return_code=1)

    # ------------------------------------------------------------------ requests of the screens

    def open_route(self, route: str, argument: str = "", *, greeting: str = "") -> None:
        """Push a new screen: personal screens are never kept by name, so the next person cannot find them."""
        screen = self._routes[route](self.journey.actor or NOBODY, argument)
        screen.greeting = greeting
        screen.data_bind(journey=CpfApp.journey)
        self.push_screen(screen)

    @on(messages.OpenRoute)
    def _open(self, message: messages.OpenRoute) -> None:
        if self._services is None:
            self._wanted = message
        else:
            self.open_route(message.route, message.argument)

    @on(messages.GoHome)
    async def _home(self) -> None:
        await self._pop_to(_HOME)

    @on(messages.SignedIn)
    async def _signed_in(self, message: messages.SignedIn) -> None:
        await self._pop_to(_WELCOME)
        self._forget()
        self.journey = JourneyState(actor=message.actor)
        self._refresh_journey()
        self.open_route(_first_route(message.actor), greeting=message.said)
        if message.then:
            self.open_route(message.then)

    @on(messages.SignOut)
    async def _sign_out(self, message: messages.SignOut) -> None:
        self.journey = JourneyState()
        await self._pop_to(_WELCOME)
        self.mutate_reactive(CpfApp.journey)  # Textual lets go of the screens that followed it only when it changes
        self._forget()
        self._terminal = Terminal()
        self.action_paint_again()
        if isinstance(self.screen, WelcomeScreen):
            self.screen.say(message.reason)
        self.call_after_refresh(forget_texts)

    def _forget(self) -> None:
        """Make the routes anew: what they remember of a person, such as the last search, goes with the former ones."""
        self.forget_clipboard()
        if self._services is not None:
            self._routes = all_routes(self._services)

    async def _pop_to(self, depth: int) -> None:
        """Drop the screens above a depth: what was typed on them goes with them."""
        while len(self.screen_stack) > depth:
            await self.pop_screen()

    @on(messages.ChooseLanguage)
    async def _speak(self, message: messages.ChooseLanguage) -> None:
        i18n.set_language(message.language)
        await self._pop_to(_WELCOME)
        await self.switch_screen(WelcomeScreen())  # made anew: every one of its words changes

    @on(messages.JourneyChanged)
    def _refresh_journey(self) -> None:
        actor, services = self.journey.actor, self._services
        if actor is not None and actor.role is Role.HOLDER and services is not None:
            self._read_journey(services, actor)

    @work(thread=True, exclusive=True, exit_on_error=False, group="journey")
    def _read_journey(self, services: Services, actor: Actor) -> None:
        worker = get_current_worker()
        try:
            state = services.journeys.state(actor)
        except Exception as error:
            self.post_message(messages.Failed(error))
            return
        if not worker.is_cancelled:
            self.call_from_thread(self._journey_read, state)

    def _journey_read(self, state: JourneyState) -> None:
        if _same_person(self.journey.actor, state.actor):  # nobody signed out meanwhile
            self.journey = state

    @on(messages.Failed)
    def _failed(self, message: messages.Failed) -> None:
        """Give the person a reference number; the scrubbed report is for whoever helps them."""
        incident = self._record(message.error)
        self.push_screen(
            ReadingDialog(
                _("Une erreur inattendue est arrivée"),
                [
                    _("Ce que vous avez enregistré n’est pas perdu. Échap pour continuer."),
                    _("Si elle revient, donnez ce numéro à l’assistance : {reference}", reference=incident.reference),
                ],
            )
        )

    def action_paint_again(self) -> None:
        """Send the whole screen: the shell or a message of the system wrote over it."""
        self.refresh()

    def action_leave(self) -> None:
        """Leave the program; everything answered is already saved."""
        self.exit()


def _first_route(actor: Actor) -> str:
    """Return the first screen of somebody: a newcomer's first duty, before anything else."""
    if actor.role is Role.NEWCOMER:
        return "change_secret" if Duty.SECRET in actor.duties else "enrolment"
    return "desk" if actor.role is Role.ADVISOR else "home"


def _same_person(one: Actor | None, other: Actor | None) -> bool:
    """The name is not compared: it is known only once the account is opened."""
    return one is not None and other is not None and (one.role, one.id) == (other.role, other.id)
