"""A page that says where something stands and what can be done about it: text above, acts below.

Subclasses fill it with `show_page` and answer `acted`. A wide terminal shows a second text beside the first.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.message import Message
from textual.screen import ScreenResultType
from textual.widget import Widget

from cpf_tui.domain.text import Text
from cpf_tui.i18n import render
from cpf_tui.journey.state import JourneyState
from screens.base import BaseScreen
from widgets.action_list import ActionList
from widgets.paper import Block, Paper
from widgets.row_list import RowList, row
from widgets.top_bar import TopBar
from widgets.words import Wordlike


@dataclass(frozen=True)
class Act:
    """Something to do from a page; `hint` stands at the right."""

    key: str
    label: Text | str
    hint: Text | str = ""


class ActPage(BaseScreen[ScreenResultType]):
    """Text, and acts under it."""

    DEFAULT_CSS = """
    ActPage #papers { height: 1fr; }
    ActPage #paper { width: 1fr; padding-right: 1; }
    ActPage #aside { display: none; width: 42%; padding: 0 1; border-left: solid $primary; }
    ActPage #aside:focus { border-left: double $border; }
    ActPage.-wide #aside.shown { display: block; }
    """

    def compose_body(self) -> ComposeResult:
        """Leave room for the text, what stands beside it, and the acts."""
        with Horizontal(id="papers"):
            yield Paper(id="paper")
            yield Paper(id="aside")
        yield ActionList(id="acts")

    def on_mount(self) -> None:
        """Put the person at the acts."""
        self.query_one(ActionList).focus()

    def show_page(
        self,
        blocks: Sequence[Block | Widget],
        acts: Sequence[Act] = (),
        aside: Sequence[Block | Widget] = (),
    ) -> None:
        """Replace the text and the acts; the first act is in hand, unless it was already there and another one is."""
        self.query_one("#paper", Paper).show(blocks)
        beside = self.query_one("#aside", Paper)
        beside.set_class(bool(aside), "shown")
        beside.show(aside)
        listed = self.query_one(ActionList)
        same_first = bool(acts and listed.rows and listed.rows[0].key == acts[0].key)
        kept = listed.current if same_first else acts[0].key if acts else ""
        listed.show([row(one.key, (render(one.label), render(one.hint))) for one in acts], kept)
        listed.display = bool(acts)

    def retitle(self, title: Wordlike) -> None:
        """Change the title at the top."""
        self.query_one(TopBar).rename(title)

    def acted(self, key: str) -> None:
        """Do what was chosen."""
        raise NotImplementedError

    @on(RowList.Chosen, "#acts")
    def _chosen(self, event: RowList.Chosen) -> None:
        event.stop()
        self.acted(event.key)

    @on(ActionList.PageWanted)
    def _page(self, event: ActionList.PageWanted) -> None:
        event.stop()
        paper = self.query_one("#paper", Paper)
        scroll = partial(paper.scroll_page_down if event.step > 0 else paper.scroll_page_up, animate=False)
        scroll()


class DonePage(ActPage[None]):
    """A confirmation: what was done, its reference, what happens next; then go on, or back to the journey."""

    def __init__(
        self, title: Wordlike, blocks: Sequence[Block], acts: Sequence[tuple[Act, Message]], journey: JourneyState
    ) -> None:
        super().__init__()
        self.set_reactive(DonePage.journey, journey)
        self._heading, self._blocks = title, blocks
        self._acts = {act.key: (act, message) for act, message in acts}

    def top_title(self) -> Wordlike:
        """Return what was done."""
        return self._heading

    def on_mount(self) -> None:
        """Say it."""
        self.show_page(self._blocks, [act for act, _message in self._acts.values()])

    def acted(self, key: str) -> None:
        """Close this page, then go where the person chose."""
        message = self._acts[key][1]
        app = self.app
        self.dismiss(None)
        app.post_message(message)
