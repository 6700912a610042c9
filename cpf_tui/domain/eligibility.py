"""Whether a person can use their hours for a training, and always why (L6323-6, -16, -21, R6323-11)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import IntEnum

from cpf_tui.domain.dates import in_words
from cpf_tui.domain.people import Employment
from cpf_tui.domain.text import Text, text
from cpf_tui.domain.training import ListRow

NATIONAL, REGION, BRANCH = "NATIONAL", "REGION", "BRANCHE"
EVERYBODY = "TOUT_PUBLIC"

# The socle de connaissances (CléA), under its two successive register numbers, and our own code for VAE accompaniment.
CLEA_CODES = frozenset({"RS2203", "RS5080"})
VAE_CODE = "VAE"
ALWAYS_ELIGIBLE = CLEA_CODES | {VAE_CODE}
# The same two under the codes the CPF gave them (source): 200 is VAE, 201, 207 and 208 are CléA.
VAE_CPF_CODES = frozenset({"200"})
ALWAYS_CPF_CODES = VAE_CPF_CODES | {"201", "207", "208"}


@dataclass(frozen=True, slots=True)
class Situation:
    """What the lists look at: status, region and day.

    `regions` holds the new and the merged old codes of the region of residence (for an employee, of work); None when
    it is not known. `branch` is the body of an employee's branch list.
    """

    employment: Employment
    regions: tuple[str, ...] | None
    region_name: str
    on: date
    branch: str = ""


@dataclass(frozen=True, slots=True)
class Eligibility:
    """The answer: the row that opens the training if any, why or why not, and what would change it."""

    eligible: bool
    reasons: tuple[Text, ...]
    row: ListRow | None = None
    would_change: tuple[Text, ...] = ()
    article: str = ""


class _Failure(IntEnum):
    """A condition a row does not meet; the lower, the easier to change."""

    DATE = 1
    RESIDENCE = 2
    PUBLIC = 3
    BRANCH = 4


def eligible_codes(rows: Iterable[ListRow], situation: Situation) -> frozenset[str]:
    """Give every certification this person can use: one pass, fast over the whole of the lists."""
    regions = frozenset(situation.regions or ())
    publics = frozenset({situation.employment.value, EVERYBODY})
    on, branch = situation.on, situation.branch if situation.employment is Employment.EMPLOYEE else ""
    found = {
        row.certification
        for row in rows
        if (
            row.public in publics
            and row.start <= on
            and (row.end is None or on <= row.end)
            and (
                row.level == NATIONAL
                or (row.level == REGION and row.region in regions)
                or (row.level == BRANCH and branch != "" and row.body == branch)
            )
        )
        or row.code_cpf in ALWAYS_CPF_CODES
    }
    return frozenset(found | ALWAYS_ELIGIBLE)


def explain(
    certification: str, rows: Iterable[ListRow], situation: Situation, region_names: Mapping[str, str]
) -> Eligibility:
    """Say whether and why a certification can be used, or which condition fails and what would change it.

    `rows` are those of every list (a training's own rows are enough, but then a region without any list cannot be
    told from a region whose list lacks it); `region_names` maps region codes, old and new, to names.
    """
    all_rows = tuple(rows)
    own = [row for row in all_rows if row.certification == certification]
    always = _always(certification, own)
    if always is not None:
        return always
    judged = [(_failures(row, situation), row) for row in own]
    open_rows = [row for failures, row in judged if not failures]
    if open_rows:
        return _eligible(min(open_rows, key=_preference), situation, region_names)
    if not judged:
        return _unlisted(all_rows, situation)
    return _refused(judged, all_rows, situation, region_names)


def _always(certification: str, rows: list[ListRow]) -> Eligibility | None:
    row = next((row for row in rows if row.code_cpf in ALWAYS_CPF_CODES), None)
    if certification not in ALWAYS_ELIGIBLE and row is None:
        return None
    vae = certification == VAE_CODE or (row is not None and row.code_cpf in VAE_CPF_CODES)
    reason = (
        text("L’accompagnement à la VAE est toujours possible, où que vous habitiez.")
        if vae
        else text("Le socle de connaissances et de compétences (CléA) est toujours possible, où que vous habitiez.")
    )
    return Eligibility(eligible=True, reasons=(reason,), row=row, article="L6323-6")


def _failures(row: ListRow, situation: Situation) -> tuple[_Failure, ...]:
    failed = []
    if not (row.start <= situation.on and (row.end is None or situation.on <= row.end)):
        failed.append(_Failure.DATE)
    if row.level == REGION and row.region not in (situation.regions or ()):
        failed.append(_Failure.RESIDENCE)
    branch_is_theirs = situation.employment is Employment.EMPLOYEE and situation.branch == row.body
    if row.level == BRANCH and not branch_is_theirs:
        failed.append(_Failure.BRANCH)
    elif row.public not in (EVERYBODY, situation.employment.value):
        failed.append(_Failure.PUBLIC)
    return tuple(failed)


def _preference(row: ListRow) -> tuple[int, date, str]:
    """Prefer the national list, then the row that lasts longest: the surest for a project."""
    lasts = date.max - (row.end or date.max)
    return (NATIONAL, REGION, BRANCH).index(row.level), date.min + lasts, row.code_cpf


def _eligible(row: ListRow, situation: Situation, names: Mapping[str, str]) -> Eligibility:
    reasons = [_where(row, names), _public(row)]
    if row.end is None:
        reasons.append(text("Elle y est depuis le {start}.", start=in_words(row.start)))
    else:
        reasons.append(text("Elle y est du {start} au {end}.", start=in_words(row.start), end=in_words(row.end)))
    return Eligibility(eligible=True, reasons=tuple(reasons), row=row, article=_article(situation))


def _where(row: ListRow, names: Mapping[str, str]) -> Text:
    code = row.code_cpf
    if row.level == NATIONAL:
        return text("Elle est sur la liste nationale ({body}), code CPF {code}.", body=row.body, code=code)
    if row.level == REGION:
        return text(
            "Elle est sur la liste de la région {region} ({body}), code CPF {code}.",
            region=names.get(row.region, row.region),
            body=row.body,
            code=code,
        )
    return text("Elle est sur la liste de votre branche ({body}), code CPF {code}.", body=row.body, code=code)


def _public(row: ListRow) -> Text:
    if row.public == EVERYBODY:
        return text("Elle est ouverte à tous.")
    if row.public == Employment.JOB_SEEKER.value:
        return text("Elle est ouverte aux demandeurs d’emploi.")
    return text("Elle est ouverte aux salariés.")


def _unlisted(rows: tuple[ListRow, ...], situation: Situation) -> Eligibility:
    reasons = [text("Cette formation n’est sur aucune liste : les heures du compte ne peuvent pas la payer.")]
    changes = [
        text("Cherchez une formation proche qui soit sur une liste, ou parlez-en à votre conseiller."),
        text("Les listes changent : regardez de nouveau dans quelques mois."),
    ]
    if _has_no_list(rows, situation):
        changes.insert(0, _regional_programme(situation))
    return Eligibility(eligible=False, reasons=tuple(reasons), would_change=tuple(changes), article=_article(situation))


def _refused(
    judged: list[tuple[tuple[_Failure, ...], ListRow]],
    all_rows: tuple[ListRow, ...],
    situation: Situation,
    names: Mapping[str, str],
) -> Eligibility:
    """Explain by the rows that come closest: those with the fewest conditions missed."""
    fewest = min(len(failures) for failures, _ in judged)
    closest = [(failures, row) for failures, row in judged if len(failures) == fewest]
    reasons: list[Text] = []
    changes: list[Text] = []
    for failure in _Failure:
        missed = [row for failures, row in closest if failure in failures]
        if missed:
            why, change = _EXPLAIN[failure](missed, situation, names)
            reasons.append(why)
            changes.append(change)
    if _has_no_list(all_rows, situation):
        changes.append(_regional_programme(situation))
    row = min((row for _, row in closest), key=_preference)
    return Eligibility(
        eligible=False,
        reasons=tuple(reasons),
        row=row,
        would_change=tuple(changes),
        article=_article(situation),
    )


def _residence(rows: list[ListRow], situation: Situation, names: Mapping[str, str]) -> tuple[Text, Text]:
    regions = ", ".join(sorted({names.get(row.region, row.region) for row in rows}))
    if situation.regions is None:
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
            region=situation.region_name,
        ),
        text("Elle serait possible en habitant ici : {regions}.", regions=regions)
        if situation.employment is Employment.JOB_SEEKER
        else text("Elle serait possible en travaillant ici : {regions}.", regions=regions),
    )


def _status(rows: list[ListRow], _situation: Situation, _names: Mapping[str, str]) -> tuple[Text, Text]:
    if any(row.public == Employment.EMPLOYEE.value for row in rows):
        return (
            text("Elle est réservée aux salariés."),
            text("Elle serait possible avec un contrat de travail."),
        )
    return (
        text("Elle est réservée aux demandeurs d’emploi."),
        text("Elle serait possible en étant inscrit comme demandeur d’emploi."),
    )


def _branch(rows: list[ListRow], _situation: Situation, _names: Mapping[str, str]) -> tuple[Text, Text]:
    bodies = ", ".join(sorted({row.body for row in rows}))
    return (
        text("Elle n’est que sur une liste de branche, pour les salariés de cette branche : {bodies}.", bodies=bodies),
        text("Elle serait possible en étant salarié de cette branche."),
    )


def _dates(rows: list[ListRow], situation: Situation, _names: Mapping[str, str]) -> tuple[Text, Text]:
    coming = [row.start for row in rows if row.start > situation.on]
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


_EXPLAIN: Mapping[_Failure, Callable[[list[ListRow], Situation, Mapping[str, str]], tuple[Text, Text]]] = {
    _Failure.DATE: _dates,
    _Failure.RESIDENCE: _residence,
    _Failure.PUBLIC: _status,
    _Failure.BRANCH: _branch,
}


def _has_no_list(rows: tuple[ListRow, ...], situation: Situation) -> bool:
    """Say whether the region of residence adopted no list while others did: its regional programme then applies."""
    adopted = {row.region for row in rows if row.level == REGION}
    return bool(adopted) and situation.regions is not None and adopted.isdisjoint(situation.regions)


def _regional_programme(situation: Situation) -> Text:
    return text(
        "Votre région, {region}, n’a pas de liste ici : son programme de formation s’applique. "
        "Demandez-le à votre conseiller.",
        region=situation.region_name,
    )


def _article(situation: Situation) -> str:
    return "L6323-21" if situation.employment is Employment.JOB_SEEKER else "L6323-16"
