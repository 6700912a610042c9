"""A clock some days behind: what the people of the demonstration did did not all happen today."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo


class PastClock:
    """Implements `ports.Clock`, `days_ago` days before now; a use case never sees it move."""

    def __init__(self, zone: ZoneInfo) -> None:
        self._zone = zone
        self.days_ago = 0

    def now(self) -> datetime:
        """Return the instant, aware, in UTC."""
        return datetime.now(UTC) - timedelta(days=self.days_ago)

    def today(self) -> date:
        """Return the day in the time zone of the installation."""
        return self.now().astimezone(self._zone).date()
