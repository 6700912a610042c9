"""Lists of rows and of choices: moving, choosing, the mouse, and what is painted again."""

from __future__ import annotations

from typing import Any
from unittest.mock import patch

from textual import on
from textual.app import App, ComposeResult
from textual.color import Color
from textual.content import Content
from textual.geometry import Region
from textual.pilot import Pilot

from cpf_tui.domain.text import Text, text
from cpf_tui.journey.questions import Choice
from cpf_tui.theme import THEMES
from widgets.choice_list import ChoiceList
from widgets.row_list import RowList, row

MARKUP = "[/] [@click=app.quit]rouge[/] 😀"


class Host(App[None]):
    """One widget, and what it says."""

    def __init__(self, widget: RowList | ChoiceList) -> None:
        super().__init__()
        self.widget = widget
        self.chosen: list[str] = []
        self.highlighted: list[str] = []

    def compose(self) -> ComposeResult:
        yield self.widget

    def on_mount(self) -> None:
        self.widget.focus()

    @on(RowList.Chosen)
    def _chosen(self, event: RowList.Chosen) -> None:
        self.chosen.append(event.key)

    @on(RowList.Highlighted)
    def _highlighted(self, event: RowList.Highlighted) -> None:
        self.highlighted.append(event.key)

    @on(ChoiceList.Confirmed)
    def _confirmed(self, event: ChoiceList.Confirmed) -> None:
        self.chosen.append(event.value)


ROWS = [
    row("", "TITRE"),
    row("a", ("Première", "droite"), "sa seconde ligne"),
    row("b", "Deuxième"),
    row("", "AUTRE TITRE"),
    row("c", "Troisième"),
]


def lines(listed: RowList) -> list[str]:
    return [listed.render_line(y).text.rstrip() for y in range(listed.size.height)]


async def shown(pilot: Pilot[Any], listed: RowList, rows: Any = ROWS, current: str = "") -> None:
    listed.show(rows, current)
    await pilot.pause()


async def test_headings_cannot_be_taken_in_hand() -> None:
    listed = RowList()
    async with Host(listed).run_test(size=(40, 12)) as pilot:
        await shown(pilot, listed)
        seen = [listed.current]
        for _ in range(3):
            await pilot.press("down")
            seen.append(listed.current)
        assert seen == ["a", "b", "c", "c"]
        await pilot.press("up", "up", "up")
        assert listed.current == "a"
        await pilot.press("end")
        assert listed.current == "c"
        await pilot.press("home")
        assert listed.current == "a"


async def test_the_row_in_hand_is_marked_by_a_sign_not_by_colour_alone() -> None:
    listed = RowList()
    async with Host(listed).run_test(size=(40, 12)) as pilot:
        await shown(pilot, listed, current="b")
        assert [line for line in lines(listed) if line.startswith(">")] == ["> Deuxième"]


async def test_the_right_part_is_kept_whole_and_the_left_one_cut_with_a_mark() -> None:
    listed = RowList()
    async with Host(listed).run_test(size=(24, 4)) as pilot:
        await shown(pilot, listed, [row("a", ("Un intitulé bien trop long", "12 km"))])
        first = lines(listed)[0]
        assert first.endswith("… 12 km")
        assert first.startswith("> Un intitulé")


async def test_stored_text_is_shown_as_it_is() -> None:
    listed = RowList()
    async with Host(listed).run_test(size=(60, 4)) as pilot:
        await shown(pilot, listed, [row("a", (MARKUP, MARKUP[:3]))])
        assert MARKUP in lines(listed)[0]


async def test_enter_chooses_and_the_second_click_too() -> None:
    host = Host(RowList())
    listed = host.widget
    assert isinstance(listed, RowList)
    async with host.run_test(size=(40, 12)) as pilot:
        await shown(pilot, listed)
        await pilot.press("enter")
        assert host.chosen == ["a"]
        await pilot.click(RowList, offset=(3, 3))
        assert (listed.current, host.chosen) == ("b", ["a"])
        await pilot.click(RowList, offset=(3, 3))
        assert host.chosen == ["a", "b"]
        await pilot.click(RowList, offset=(3, 4))  # a heading
        await pilot.click(RowList, offset=(3, 9))  # nothing
        assert (listed.current, host.chosen) == ("b", ["a", "b"])


async def test_a_click_on_any_line_of_a_row_takes_it() -> None:
    listed = RowList()
    async with Host(listed).run_test(size=(40, 12)) as pilot:
        await shown(pilot, listed, current="c")
        await pilot.click(RowList, offset=(3, 2))
        assert listed.current == "a"


async def test_pages_move_by_about_a_screen_and_stop_at_the_ends() -> None:
    listed = RowList()
    many = [row(str(number), f"Ligne {number}") for number in range(50)]
    async with Host(listed).run_test(size=(40, 10)) as pilot:
        await shown(pilot, listed, many)
        await pilot.press("pagedown")
        assert listed.current == "9"
        await pilot.press("pagedown")
        assert listed.current == "18"
        assert "> Ligne 18" in lines(listed)
        await pilot.press("pageup")
        assert listed.current == "9"
        await pilot.press("end", "pagedown")
        assert listed.current == "49"
        await pilot.press("home", "pageup")
        assert listed.current == "0"


async def test_the_wheel_and_clicks_agree_on_what_stands_where() -> None:
    listed = RowList()
    many = [row(str(number), f"Ligne {number}") for number in range(50)]
    async with Host(listed).run_test(size=(40, 10)) as pilot:
        await shown(pilot, listed, many)
        listed.scroll_to(y=20, animate=False)
        await pilot.pause()
        await pilot.click(RowList, offset=(3, 2))
        assert listed.current == "22"


async def test_the_row_in_hand_is_kept_when_the_rows_change() -> None:
    host = Host(RowList())
    listed = host.widget
    assert isinstance(listed, RowList)
    async with host.run_test(size=(40, 12)) as pilot:
        await shown(pilot, listed, current="c")
        await shown(pilot, listed, [row("z", "Nouvelle"), *ROWS])
        assert listed.current == "c"
        await shown(pilot, listed, [row("z", "Nouvelle")])
        assert listed.current == "z"
        await shown(pilot, listed, [])
        assert listed.current == ""
        assert host.highlighted[-1] == ""
        await pilot.press("enter", "down", "up", "pagedown", "home", "end")
        assert host.chosen == []


async def test_the_heading_above_the_first_row_stays_in_sight() -> None:
    listed = RowList()
    many = [row("", "TITRE"), *(row(str(number), f"Ligne {number}") for number in range(30))]
    async with Host(listed).run_test(size=(40, 6)) as pilot:
        await shown(pilot, listed, many)
        await pilot.press("end", "home")
        assert lines(listed)[0].strip() == "TITRE"


async def test_the_row_in_hand_stays_in_sight_when_the_terminal_shrinks() -> None:
    listed = RowList()
    many = [row(str(number), f"Ligne {number}") for number in range(30)]
    async with Host(listed).run_test(size=(40, 20)) as pilot:
        await shown(pilot, listed, many, "15")
        await pilot.resize_terminal(40, 6)
        await pilot.pause()
        assert "> Ligne 15" in lines(listed)


def _painted(listed: RowList) -> tuple[Any, list[Region]]:
    """Watch which lines a list asks to be painted again; no region means all of it."""
    regions: list[Region] = []
    real = listed.refresh

    def refresh(*asked: Region, **options: Any) -> Any:
        regions.extend(asked or [listed.size.region])
        return real(*asked, **options)

    return patch.object(listed, "refresh", refresh), regions


def _ys(regions: list[Region]) -> set[int]:
    return {y for region in regions for y in range(region.y, region.bottom)}


async def test_moving_paints_again_the_two_rows_concerned_only() -> None:
    listed = RowList()
    async with Host(listed).run_test(size=(40, 12)) as pilot:
        await shown(pilot, listed)
        watching, regions = _painted(listed)
        with watching:
            await pilot.press("down")
            await pilot.pause()
        assert _ys(regions) == {1, 2, 3}


async def test_new_rows_paint_again_the_lines_that_changed_only() -> None:
    listed = RowList()
    async with Host(listed).run_test(size=(40, 12)) as pilot:
        await shown(pilot, listed)
        watching, regions = _painted(listed)
        with watching:
            await shown(pilot, listed, ROWS)
            assert regions == []
            await shown(pilot, listed, [*ROWS[:-1], row("c", "Troisième, changée")])
        assert _ys(regions) == {5}


# ---------------------------------------------------------------------- choices

CHOICES = (
    Choice("un", text("Le premier")),
    Choice("deux", text("Le deuxième"), text("une explication assez longue pour ne pas tenir")),
    Choice("trois", Text(MARKUP)),
)


async def test_a_digit_takes_and_enter_confirms() -> None:
    host = Host(ChoiceList(CHOICES))
    listed = host.widget
    assert isinstance(listed, ChoiceList)
    async with host.run_test(size=(80, 12)) as pilot:
        assert (listed.value, host.chosen) == ("", [])
        await pilot.press("2")
        assert (listed.value, host.chosen) == ("deux", [])
        assert "(•) 2." in listed.render().plain
        await pilot.press("9", "0")
        assert listed.value == "deux"
        await pilot.press("down", "down", "enter")
        assert host.chosen == ["trois"]
        await pilot.press("up", "up", "up", "space")
        assert listed.value == "un"


async def test_an_earlier_answer_is_in_hand_and_an_unknown_one_is_not() -> None:
    for earlier, value, index in (("deux", "deux", 1), ("inconnu", "", 0)):
        listed = ChoiceList(CHOICES, earlier)
        async with Host(listed).run_test(size=(80, 12)):
            assert (listed.value, listed.index) == (value, index)


async def test_exactly_one_mark_is_on_and_labels_are_never_markup() -> None:
    listed = ChoiceList(CHOICES, "trois")
    async with Host(listed).run_test(size=(80, 12)):
        drawn = listed.render().plain
        assert drawn.count("(•)") == 1
        assert f"(•) 3. {MARKUP}" in drawn


async def test_the_mouse_takes_what_it_points_at_even_when_a_line_is_wrapped() -> None:
    for width, offset, value in ((80, 2, "trois"), (30, 0, "un"), (30, 2, "deux"), (30, 4, "trois")):
        listed = ChoiceList(CHOICES)
        async with Host(listed).run_test(size=(width, 12)) as pilot:
            await pilot.click(ChoiceList, offset=(4, offset))
            assert listed.value == value, (width, offset, [str(line) for line in listed.render().wrap(width)])


def _luminance(colour: Color) -> float:
    channels = (one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in colour.normalized)
    return sum(weight * one for weight, one in zip((0.2126, 0.7152, 0.0722), channels, strict=True))


def _contrast(one: Color, other: Color) -> float:
    """Return the ratio of contrast of the accessibility guidelines (WCAG 2): 4.5 at least for text."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


async def test_what_matters_less_is_paler_and_the_row_in_hand_has_one_colour() -> None:
    muted = Content.styled("pâle", "$text-muted")
    listed = RowList()
    app = Host(listed)
    async with app.run_test(size=(40, 6)) as pilot:
        for theme in THEMES:
            app.register_theme(theme)
            app.theme = theme.name
            await shown(pilot, listed, [row("a", muted), row("b", Content.assemble("net ", muted))])
            colours = {part.text.strip(): part.style.color for part in listed.render_line(1) if part.style}
            paper = Color.parse(app.theme_variables["background"])
            contrast = {
                words: _contrast(paper, Color.from_rich_color(colour))
                for words, colour in colours.items()
                if words and colour
            }
            assert 4.5 <= contrast["pâle"] < contrast["net"], theme.name
            assert len({part.style.color for part in listed.render_line(0) if part.style and part.text.strip()}) == 1
