"""The filters of a search: a line each with the choice in force, unfolded to its choices and what each would give."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message

from cpf_tui.domain.narrowing import Counted, Criterion, Narrowing
from cpf_tui.domain.text import text
from cpf_tui.i18n import _, render
from widgets.filter_words import NAMES, choice_words
from widgets.row_list import Row, RowList, row

NO_FILTER = "*"
_ON_A_DAY = "?"
_CHOICE = "="


class FilterPanel(RowList):
    """A list of criteria; one at a time is unfolded. Posts `Unfolded`, `Taken`, `DayWanted` and `Emptied`.

    What is unfolded is marked « - », what is folded « + », the choice in force « (•) »: never by colour alone.
    """

    ONE_CLICK = True
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,space", "choose", "Choisir", id="choose_filter"),
        Binding("right", "fold(False)", "Déplier", show=False),
        Binding("left", "fold(True)", "Replier", show=False),
    ]

    @dataclass
    class Unfolded(Message):
        """The choices of a criterion are wanted, None: of no one any more."""

        criterion: Criterion | None

    @dataclass
    class Taken(Message):
        """A choice was taken; an empty one lets everything through."""

        criterion: Criterion
        value: str

    class DayWanted(Message):
        """A day is to be typed, from which trainings begin."""

    class Emptied(Message):
        """Every filter is to go."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's own name
        super().__init__(id=id)
        self._unfolded: Criterion | None = Criterion.PLACE
        self._known: tuple[Criterion, ...] = ()
        self._narrowing: Narrowing = {}
        self._labels: dict[tuple[Criterion, str], str] = {}

    @property
    def unfolded(self) -> Criterion | None:
        """The criterion whose choices are shown."""
        return self._unfolded if self._unfolded in self._known else None

    def tell(
        self, known: Sequence[Criterion], choices: Narrowing, facets: Mapping[Criterion, Sequence[Counted]]
    ) -> None:
        """Show these criteria with the choices in force, and the counts of the one unfolded."""
        self._known, self._narrowing = tuple(known), choices
        self._labels |= {(one, each.value): each.label for one, them in facets.items() for each in them if each.label}
        rows = [line for criterion in known for line in self._criterion(criterion, facets.get(criterion, ()))]
        if any(value for criterion, value in choices.items() if criterion is not Criterion.USABLE):
            rows.append(row(NO_FILTER, f"× {_('Enlever ces filtres')}"))
        self.show(rows)

    def words(self, criterion: Criterion, value: str) -> str:
        """Say a choice as it was shown."""
        return choice_words(criterion, value, self._labels.get((criterion, value), ""))

    def _criterion(self, criterion: Criterion, counted: Sequence[Counted]) -> Iterator[Row]:
        unfolded, value = criterion is self.unfolded, self._narrowing.get(criterion, "")
        name = Content.styled(f"{'-' if unfolded else '+'} {render(NAMES[criterion])}", "bold")
        said = "" if unfolded else self.words(criterion, value)
        yield row(criterion, (Content.assemble(name, f" : {said}" if said else ""), ""))
        if not unfolded:
            return
        for one in counted:
            mark = "(•)" if one.value == value else "( )"
            words = choice_words(criterion, one.value, one.label)
            yield row(f"{criterion}{_CHOICE}{one.value}", (f"    {mark} {words}", f"{one.count} "))
        if criterion is Criterion.START and counted:
            yield row(f"{criterion}{_CHOICE}{_ON_A_DAY}", f"        {render(_FROM_A_DAY)}")

    def action_fold(self, fold: bool) -> None:
        """Fold the criterion in hand, or unfold it."""
        named = self.current.partition(_CHOICE)[0]
        if named in Criterion.__members__:
            self._unfold(None if fold else Criterion(named))
            self._take_in_hand(named)

    def _take_in_hand(self, key: str) -> None:
        self.cursor = next((at for at, one in enumerate(self.rows) if one.key == key), self.cursor)

    def _unfold(self, criterion: Criterion | None) -> None:
        if criterion is not self.unfolded:
            self._unfolded = criterion
            self.post_message(self.Unfolded(criterion))

    @on(RowList.Chosen)
    def _act(self, event: RowList.Chosen) -> None:
        event.stop()
        named, choice, value = event.key.partition(_CHOICE)
        if named == NO_FILTER:
            self.post_message(self.Emptied())
        elif not choice:
            criterion = Criterion(named)
            self._unfold(None if criterion is self.unfolded else criterion)
        elif value == _ON_A_DAY:
            self.post_message(self.DayWanted())
        else:
            self.post_message(self.Taken(Criterion(named), value))


_FROM_A_DAY = text("à partir d’un jour…")
