"""How a training reads on screen: its place, level, dates, duration and price, each in a few words.

What the source does not give is said as « à demander », never left blank.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from textual.content import Content

from cpf_tui.domain.levels import by_framework
from cpf_tui.domain.money import euros
from cpf_tui.domain.text import Text, text
from cpf_tui.domain.training import Offer
from cpf_tui.i18n import _, render

SEPARATOR = " · "
_SHORT_LEVELS: Mapping[int, Text] = {
    2: text("brevet"),
    3: text("CAP"),
    4: text("bac"),
    5: text("bac+2"),
    6: text("licence"),
    7: text("master"),
    8: text("doctorat"),
}


def one_line(stored: str) -> str:
    """Make stored text fit one line: what cannot be printed becomes a space, one for one, so that spans stay true."""
    return "".join(char if char.isprintable() else " " for char in stored)


def highlighted(title: str, spans: Iterable[tuple[int, int]]) -> Content:
    """Show what matched in a title, bold and underlined: the colour says nothing."""
    shown = Content(one_line(title))
    for start, end in spans:
        shown = shown.stylize("bold underline", max(0, start), min(len(title), end))
    return shown


def cut(stored: str, width: int) -> Content:
    """Cut text to a width in cells, with a mark when something is missing."""
    return Content(one_line(stored)).truncate(max(1, width), ellipsis=True)


def joined(*parts: str) -> str:
    """Put the parts that say something one after the other."""
    return SEPARATOR.join(part for part in parts if part)


def km_words(km: float | None) -> str:
    """Say a distance in whole kilometres; empty when it is not known."""
    if km is None:
        return ""
    return _("{km} km", km=max(1, round(km)))


def level_words(level: int | None) -> str:
    """Say a level of the framework of 2019; empty when there is none."""
    known = by_framework(level)
    return render(known.label) if known else ""


def short_level(level: int | None) -> str:
    """Say a level in two words, by the diploma people know it by; empty when there is none."""
    known = _SHORT_LEVELS.get(level or 0)
    return _("niveau {diploma}", diploma=known) if known else ""


def duration_words(offer: Offer) -> str:
    """Say how long the training lasts."""
    return _("{hours} h", hours=offer.duration) if offer.duration is not None else _("durée à demander")


def price_words(offer: Offer) -> str:
    """Say what the training costs."""
    return euros(offer.price_cents) if offer.price_cents is not None else _("prix à demander")


def place_words(offer: Offer) -> str:
    """Say where the training takes place."""
    where = one_line(offer.contact.commune or offer.department)
    return joined(where, _("à distance")) if offer.remote else where or _("lieu à demander")


def start_words(sessions: Sequence[str], today: date) -> str:
    """Say when one can enter: the next start, else the last one known."""
    known = sorted(one for one in sessions if one)
    if not known:
        return _("dates à demander")
    coming = [one for one in known if one >= today.isoformat()[: len(one)]]
    return _entry(coming[0]) if coming else _("dernière entrée connue : {day}", day=session_words(known[-1]))


def start_short(sessions: Sequence[str], today: date) -> str:
    """Say when one can enter, for a list: figures only; empty when nothing is to come."""
    coming = min((one for one in sessions if one and one >= today.isoformat()[: len(one)]), default="")
    if not coming:
        return ""
    day = _day(coming)
    return _("entrée {day}", day=f"{day:%d/%m/%Y}" if day else session_words(coming))


def _entry(session: str) -> str:
    day = _day(session)
    if day is not None:
        return _("entrée le {day}", day=day)
    return _("entrée : {month}", month=session_words(session))


def session_words(session: str) -> str:
    """Say one start: a day in words, a month as 09/2021, anything else as the source wrote it."""
    day = _day(session)
    if day is not None:
        return _("{day}", day=day)
    year, dash, month = session.partition("-")
    return f"{month}/{year}" if dash and year.isdigit() and month.isdigit() else one_line(session)


def _day(session: str) -> date | None:
    try:
        return date.fromisoformat(session)
    except ValueError:
        return None


def usable_words(eligible: bool | None) -> str:
    """Say whether the hours can pay for it; empty when nobody knows."""
    if eligible is None:
        return ""
    return _("utilisable") if eligible else _("non utilisable")


def example_words(name: str, example: bool) -> str:
    """Mark a demonstration row that does not say so itself."""
    name = one_line(name)
    return _("{name} (exemple)", name=name) if example and "exemple" not in name.lower() else name
