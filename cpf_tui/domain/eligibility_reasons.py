"""The sentences of an eligibility: which list opens a training, or which condition fails and what would change it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum

from cpf_tui.domain.dates import in_words
from cpf_tui.domain.lists import EVERYBODY, NATIONAL, PROGRAMME, REGION, Situation, Territory
from cpf_tui.domain.people import Employment
from cpf_tui.domain.text import Text, text
from cpf_tui.domain.training import ListRow


class Failure(IntEnum):
    """A condition a row does not meet; the lower, the easier to change."""

    DATE = 1
    RESIDENCE = 2
    PROGRAMME = 3
    PUBLIC = 4
    BRANCH = 5


@dataclass(frozen=True, slots=True)
class Seen:
    """From where the lists are read: the situation, whose lists count there, the names of the regions."""

    situation: Situation
    territory: Territory
    names: Mapping[str, str]

    @property
    def programme_applies(self) -> bool:
        """Whether the person is known to live where the regional programme stands for a list."""
        return self.situation.employment is Employment.JOB_SEEKER and self.territory.known_without_list

    def region(self, code: str) -> str:
        """Name a region."""
        return self.names.get(code, code)

    def regions(self, rows: Sequence[ListRow]) -> str:
        """Name the regions of some rows."""
        return ", ".join(sorted({self.region(row.region) for row in rows}))


def open_reasons(row: ListRow, codes: Sequence[str], seen: Seen) -> tuple[Text, ...]:
    """Say which list opens a training, under which codes CPF, to whom, and since and until when."""
    reasons = [_where(row, seen)]
    if len(codes) > 1:
        reasons.append(text("Ses codes CPF : {codes}.", codes=", ".join(codes)))
    elif codes:
        reasons.append(text("Son code CPF : {code}.", code=codes[0]))
    reasons.append(_public(row))
    if row.end is None:
        reasons.append(text("Elle y est depuis le {start}.", start=in_words(row.start)))
    else:
        reasons.append(text("Elle y est du {start} au {end}.", start=in_words(row.start), end=in_words(row.end)))
    return tuple(reasons)


def regional_programme(seen: Seen) -> Text:
    """Say that the region adopted no list: its programme applies."""
    return text(
        "Votre région, {region}, n’a pas de liste ici : son programme de formation s’applique. "
        "Demandez-le à votre conseiller.",
        region=seen.situation.region_name,
    )


def explain_failure(failure: Failure, rows: Sequence[ListRow], seen: Seen) -> tuple[Text, Text]:
    """Say which condition these rows miss, and what would change it."""
    return _EXPLAIN[failure](rows, seen)


def _where(row: ListRow, seen: Seen) -> Text:
    region = seen.region(row.region)
    if row.level == NATIONAL:
        return text("Elle est sur la liste nationale ({body}).", body=row.body)
    if row.level == PROGRAMME:
        return text(
            "Votre région, {region}, n’a pas adopté de liste : son programme de formation s’applique, et elle y est "
            "({body}).",
            region=region,
            body=row.body,
        )
    if row.level != REGION:
        return text("Elle est sur la liste de votre branche ({body}).", body=row.body)
    if row.region in seen.territory.own:
        return text("Elle est sur la liste de la région {region} ({body}).", region=region, body=row.body)
    taking = seen.territory.taken[row.region]
    return text(
        "Elle est sur la liste de la région {region} ({body}), que votre région, {own}, a reprise le {day}.",
        region=region,
        body=row.body,
        own=seen.region(taking.region),
        day=in_words(taking.start),
    )


def _public(row: ListRow) -> Text:
    if row.public == EVERYBODY:
        return text("Elle est ouverte à tous.")
    if row.public == Employment.JOB_SEEKER.value:
        return text("Elle est ouverte aux demandeurs d’emploi.")
    return text("Elle est ouverte aux salariés.")


def _dates(rows: Sequence[ListRow], seen: Seen) -> tuple[Text, Text]:
    coming = [row.start for row in rows if row.start > seen.situation.on]
    if coming:
        start = in_words(min(coming))
        return (
            text("Elle n’est sur la liste qu’à partir du {start}.", start=start),
            text("Elle sera possible à partir du {start}.", start=start),
        )
    end = in_words(max(row.end for row in rows if row.end is not None))
    return (
        text("Elle a quitté la liste après le {end}.", end=end),
        text("Elle était possible jusqu’au {end}. Demandez à votre conseiller ce qui la remplace.", end=end),
    )


def _residence(rows: Sequence[ListRow], seen: Seen) -> tuple[Text, Text]:
    regions = seen.regions(rows)
    if seen.situation.regions is None:
        return (
            text(
                "Elle est sur la liste de ces régions : {regions}. Votre lieu de résidence n’est pas connu.",
                regions=regions,
            ),
            text("Indiquez votre commune : la liste de votre région sera lue."),
        )
    return (
        text(
            "Elle est sur la liste de ces régions : {regions}. Elle n’est pas sur celle de la région {region}.",
            regions=regions,
            region=seen.situation.region_name,
        ),
        text("Elle serait possible en habitant ici : {regions}.", regions=regions)
        if seen.situation.employment is Employment.JOB_SEEKER
        else text("Elle serait possible en travaillant ici : {regions}.", regions=regions),
    )


def _programme(rows: Sequence[ListRow], seen: Seen) -> tuple[Text, Text]:
    return (
        text(
            "Elle n’est qu’au programme de formation de ces régions : {regions}. Elles ont une liste : elle seule "
            "compte.",
            regions=seen.regions(rows),
        ),
        text("Elle serait possible en entrant sur la liste de la région. Parlez-en à votre conseiller."),
    )


def _status(rows: Sequence[ListRow], _seen: Seen) -> tuple[Text, Text]:
    if any(row.public == Employment.EMPLOYEE.value for row in rows):
        return (
            text("Elle est réservée aux salariés."),
            text("Elle serait possible avec un contrat de travail."),
        )
    return (
        text("Elle est réservée aux demandeurs d’emploi."),
        text("Elle serait possible en étant inscrit comme demandeur d’emploi."),
    )


def _branch(rows: Sequence[ListRow], _seen: Seen) -> tuple[Text, Text]:
    bodies = ", ".join(sorted({row.body for row in rows}))
    return (
        text("Elle n’est que sur une liste de branche, pour les salariés de cette branche : {bodies}.", bodies=bodies),
        text("Elle serait possible en étant salarié de cette branche."),
    )


_EXPLAIN: Mapping[Failure, Callable[[Sequence[ListRow], Seen], tuple[Text, Text]]] = {
    Failure.DATE: _dates,
    Failure.RESIDENCE: _residence,
    Failure.PROGRAMME: _programme,
    Failure.PUBLIC: _status,
    Failure.BRANCH: _branch,
}
