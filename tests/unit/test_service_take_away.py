from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from icalendar import Calendar

from cpf_tui.domain.errors import InvalidInput, NotAllowed, NotFound
from cpf_tui.domain.quantity import Quantity
from cpf_tui.domain.records import Dossier, State
from cpf_tui.domain.training import Contact, Offer
from cpf_tui.services.take_away import TakeAway
from tests.support.fakes import (
    ADVISOR,
    HOLDER,
    OTHER_HOLDER,
    FakeCatalogue,
    FakeClock,
    FakeDatabase,
    with_holder,
)

NOW = datetime(2026, 4, 1, 8, 0, tzinfo=UTC)
WELDER = Offer(
    "o1",
    "t1",
    "Soudeur",
    "Afpa, Roubaix; métaux",
    contact=Contact("50 boulevard de l’Essai", "59100", "Roubaix", "03 53 01 00 39", "metaux@exemple.example"),
)
DOSSIER = Dossier(
    "d1",
    "CPF-7F3K-22",
    HOLDER.id,
    "o1",
    "Soudeur, initiation",
    "Afpa Roubaix",
    "RNCP1",
    State.VALIDATED,
    Quantity.of(120),
    NOW,
    NOW,
    start=date(2026, 5, 11),
    end=date(2026, 6, 5),
)


@pytest.fixture
def database() -> FakeDatabase:
    database = FakeDatabase()
    with_holder(database)
    with database.write() as uow:
        uow.dossiers.add(DOSSIER)
        uow.dossiers.add(replace(DOSSIER, id="d2", start=None, end=None))
        uow.commit()
    return database


@pytest.fixture
def take_away(database: FakeDatabase) -> TakeAway:
    return TakeAway(database=database, catalogue=FakeCatalogue((WELDER,)), clock=FakeClock())


def test_the_calendar_holds_the_days_of_the_training(take_away: TakeAway) -> None:
    written = take_away.calendar(HOLDER, "d1")
    (event,) = Calendar.from_ical(written).walk("VEVENT")
    assert event["SUMMARY"] == "Soudeur, initiation"
    assert (event.decoded("DTSTART"), event.decoded("DTEND")) == (date(2026, 5, 11), date(2026, 6, 6))
    assert event["LOCATION"] == "Afpa Roubaix, 50 boulevard de l’Essai, 59100 Roubaix"
    (alarm,) = event.walk("VALARM")
    assert alarm.decoded("TRIGGER") == timedelta(days=-1)
    assert take_away.calendar(HOLDER, "d1") == written


def test_the_calendar_needs_dates_and_the_right_person(take_away: TakeAway) -> None:
    with pytest.raises(InvalidInput):
        take_away.calendar(HOLDER, "d2")
    with pytest.raises(NotFound):
        take_away.calendar(OTHER_HOLDER, "d1")
    with pytest.raises(NotAllowed):
        take_away.calendar(ADVISOR, "d1")


def test_the_card_escapes_what_the_format_reserves(take_away: TakeAway) -> None:
    card = take_away.contact_card("o1")
    unfolded = card.replace("\r\n ", "")
    assert unfolded.startswith("BEGIN:VCARD\r\nVERSION:3.0\r\n")
    assert "FN:Afpa\\, Roubaix\\; métaux\r\n" in unfolded
    assert "TEL;TYPE=WORK:03 53 01 00 39\r\n" in unfolded
    assert "ADR;TYPE=WORK:;;50 boulevard de l’Essai;Roubaix;;59100;\r\n" in unfolded
    assert all(len(line.encode()) <= 75 for line in card.split("\r\n"))
    with pytest.raises(NotFound):
        take_away.contact_card("x")


def test_the_qr_code_is_square_in_half_blocks(take_away: TakeAway) -> None:
    lines = take_away.qr("CPF-7F3K-22")
    assert {len(line) for line in lines} == {25}  # 21 modules and a border of 2 on each side
    assert len(lines) == 13
    assert set("".join(lines)) <= set(" ▀▄█")
    assert set(lines[0]) == {" "}


def test_the_card_of_an_organisation_fits_in_a_code(take_away: TakeAway) -> None:
    assert len(take_away.qr(take_away.contact_card("o1"))) < 40


@pytest.mark.parametrize("content", ["", "x" * 4000])
def test_a_text_that_fits_no_code_is_refused(take_away: TakeAway, content: str) -> None:
    with pytest.raises(InvalidInput):
        take_away.qr(content)
