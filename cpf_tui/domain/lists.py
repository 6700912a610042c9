"""What the lists of eligible trainings say of one person, one day: whose list counts, which rows are open.

A job seeker may use the national list and the list of the region of residence (L6323-21); an employee, the region of
work and the list of the branch (L6323-16). A region may take the list of another; where none was adopted, the regional
programme applies, to job seekers only (R6323-11).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from cpf_tui.domain.people import Employment
from cpf_tui.domain.training import ListRow

# Levels of the rows that open one certification…
NATIONAL, REGION, BRANCH, PROGRAMME = "NATIONAL", "REGION", "BRANCHE", "PROGRAMME"
# …and of those that declare something of the whole list of a region: it takes another's, it adopted none.
TAKEN, NO_LIST = "REPRISE", "SANS_LISTE"
EVERYBODY = "TOUT_PUBLIC"


@dataclass(frozen=True, slots=True)
class Situation:
    """What the lists look at: status, region and day.

    `regions` holds the new and the merged old codes of the region of residence (for an employee, of work): lists kept
    the old codes into 2017. None when it is not known. `branch` is the body of an employee's branch list.
    """

    employment: Employment
    regions: tuple[str, ...] | None
    region_name: str
    on: date
    branch: str = ""

    @property
    def publics(self) -> frozenset[str]:
        """The publics of the rows that address this person."""
        return frozenset({self.employment.value, EVERYBODY})


@dataclass(frozen=True, slots=True)
class Territory:
    """Whose lists count for a situation.

    `own` are the codes of the person's region, `taken` the rows by which it takes the list of another, by the code of
    that other; `adopted` are all the regions with a list in force for that public. `declared` tells that the region
    itself says it has none.
    """

    own: frozenset[str]
    taken: Mapping[str, ListRow]
    adopted: frozenset[str]
    declared: bool = False

    @property
    def regions(self) -> frozenset[str]:
        """The regions whose list counts here."""
        return self.own | self.taken.keys()

    @property
    def has_list(self) -> bool:
        """Whether a list counts here; else the regional programme does."""
        return not self.adopted.isdisjoint(self.regions)

    @property
    def known_without_list(self) -> bool:
        """Whether the absence of a list is a fact, and not lists that nobody imported."""
        return bool(self.own) and not self.has_list and (self.declared or bool(self.adopted))


def in_force(row: ListRow, on: date) -> bool:
    """Say whether a row is valid that day."""
    return row.start <= on and (row.end is None or on <= row.end)


def territory(rows: Iterable[ListRow], situation: Situation) -> Territory:
    """Read whose lists count, from every row of every list; a list taken is not followed further (choice)."""
    own, publics, on = frozenset(situation.regions or ()), situation.publics, situation.on
    adopted: set[str] = set()
    taken: dict[str, ListRow] = {}
    declared = False
    for row in rows:
        if row.level == REGION:
            if row.region not in adopted and row.public in publics and in_force(row, on):
                adopted.add(row.region)
        elif row.level in {TAKEN, NO_LIST} and row.region in own and row.public in publics and in_force(row, on):
            if row.level == TAKEN:
                taken.setdefault(row.taken_from, row)
            else:
                declared = True
    return Territory(own, taken, frozenset(adopted), declared)


def open_rows(rows: Iterable[ListRow], situation: Situation, where: Territory) -> list[ListRow]:
    """Return the rows that open a certification to this person; written flat, since it reads whole lists."""
    publics, on = situation.publics, situation.on
    regions = where.regions
    seeker = situation.employment is Employment.JOB_SEEKER
    programmes = where.own if seeker and not where.has_list else frozenset()
    branch = "" if seeker else situation.branch
    return [
        row
        for row in rows
        if row.public in publics
        and row.start <= on
        and (row.end is None or on <= row.end)
        and (
            row.level == NATIONAL
            or (row.level == REGION and row.region in regions)
            or (row.level == BRANCH and branch != "" and row.body == branch)
            or (row.level == PROGRAMME and row.region in programmes)
        )
    ]
