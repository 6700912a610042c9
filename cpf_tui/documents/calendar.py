"""A training in a calendar file (iCalendar, RFC 5545): whole days, with a reminder the day before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from icalendar import Alarm, Calendar, Event


@dataclass(frozen=True, slots=True)
class CalendarEntry:
    """What happens from `start` to `end`, both included; the same `uid` each time, so that a new file replaces it."""

    uid: str
    start: date
    end: date
    title: str
    place: str = ""
    description: str = ""


def calendar_file(entry: CalendarEntry, stamp: datetime) -> bytes:
    """Write the file."""
    event = Event()
    event.add("uid", entry.uid)
    event.add("dtstamp", stamp)
    event.add("summary", entry.title)
    event.add("dtstart", entry.start)
    event.add("dtend", entry.end + timedelta(days=1))  # the format's last day is the first one after
    if entry.place:
        event.add("location", entry.place)
    if entry.description:
        event.add("description", entry.description)
    reminder = Alarm()
    reminder.add("action", "DISPLAY")
    reminder.add("trigger", timedelta(days=-1))
    reminder.add("description", entry.title)
    event.add_component(reminder)
    calendar = Calendar()
    calendar.add("prodid", "-//cpf-tui//FR")
    calendar.add("version", "2.0")
    calendar.add_component(event)
    return bytes(calendar.to_ical())
