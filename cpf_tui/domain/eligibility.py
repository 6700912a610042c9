"""Whether a person can use their hours for a training, and always why (L6323-6, -16, -21, R6323-11)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from cpf_tui.domain.eligibility_reasons import Failure, Seen, explain_failure, open_reasons, regional_programme
from cpf_tui.domain.lists import (
    BRANCH,
    NATIONAL,
    PROGRAMME,
    REGION,
    Situation,
    Territory,
    in_force,
    open_rows,
    territory,
)
from cpf_tui.domain.people import Employment
from cpf_tui.domain.text import Text, text
from cpf_tui.domain.training import ListRow

# The socle de connaissances (CléA), under its two successive register numbers, and our own code for VAE accompaniment.
CLEA_CODES = frozenset({"RS2203", "RS5080"})
VAE_CODE = "VAE"
ALWAYS_ELIGIBLE = CLEA_CODES | {VAE_CODE}
# The same two under the codes the CPF gave them (source): 200 is VAE, 201, 207 and 208 are CléA.
VAE_CPF_CODES = frozenset({"200"})
ALWAYS_CPF_CODES = VAE_CPF_CODES | {"201", "207", "208"}


@dataclass(frozen=True, slots=True)
class Eligibility:
    """The answer that day: the row that opens the training if any, why or why not, and what would change it."""

    eligible: bool
    reasons: tuple[Text, ...]
    row: ListRow | None = None
    would_change: tuple[Text, ...] = ()
    article: str = ""
    on: date | None = None

    @property
    def verdict(self) -> Text:
        """The answer in one sentence."""
        if self.eligible:
            return text("Oui : vous pouvez utiliser vos heures pour cette formation.")
        return text("Non : vos heures ne peuvent pas payer cette formation.")


_CERTIF_INFO = "CERTIFINFO"


def certif_info_code(number: str) -> str:
    """Write a Certif Info number as `eligible_codes` does, so that it is not taken for a code of the registers."""
    return _CERTIF_INFO + number


def certif_info_number(code: str) -> str:
    """Read a Certif Info number among the codes of `eligible_codes`; empty for a code of the registers."""
    return code.removeprefix(_CERTIF_INFO) if code.startswith(_CERTIF_INFO) else ""


def eligible_codes(rows: Sequence[ListRow], situation: Situation) -> frozenset[str]:
    """Give every certification this person can use, by its code of the registers and by its Certif Info number.

    An offer is usable when either of its two numbers is there. Two passes: fast over the whole of the lists.
    """
    opened = open_rows(rows, situation, territory(rows, situation))
    opened += [row for row in rows if row.code_cpf in ALWAYS_CPF_CODES]
    codes = {row.certification for row in opened if row.certification}
    numbers = {certif_info_code(row.certif_info) for row in opened if row.certif_info}
    return frozenset(codes | numbers | ALWAYS_ELIGIBLE)


def explain(
    certification: str,
    rows: Sequence[ListRow],
    situation: Situation,
    region_names: Mapping[str, str],
    certif_info: str = "",
) -> Eligibility:
    """Say whether and why a certification can be used, or which condition fails and what alone would change it.

    A row is of this certification when it bears its code, or its Certif Info number: an offer may carry one only.
    `rows` are those of every list; `region_names` maps region codes, old and new, to names.
    """
    own = [
        row
        for row in rows
        if (certification and row.certification == certification) or (certif_info and row.certif_info == certif_info)
    ]
    always = _always(certification, own, situation.on)
    if always is not None:
        return always
    seen = Seen(situation, territory(rows, situation), region_names)
    opened = open_rows(own, situation, seen.territory)
    if opened:
        return _eligible(opened, seen)
    return _refused(own, seen) if own else _unlisted(seen)


def _always(certification: str, rows: list[ListRow], on: date) -> Eligibility | None:
    row = next((row for row in rows if row.code_cpf in ALWAYS_CPF_CODES), None)
    if certification not in ALWAYS_ELIGIBLE and row is None:
        return None
    vae = certification == VAE_CODE or (row is not None and row.code_cpf in VAE_CPF_CODES)
    reason = (
        text("L’accompagnement à la VAE est toujours possible, où que vous habitiez.")
        if vae
        else text("Le socle de connaissances et de compétences (CléA) est toujours possible, où que vous habitiez.")
    )
    return Eligibility(eligible=True, reasons=(reason,), row=row, article="L6323-6", on=on)


def _preference(row: ListRow) -> tuple[int, date, str]:
    """Prefer the national list, then the row that lasts longest: the surest for a project."""
    lasts = date.max - (row.end or date.max)
    return (NATIONAL, REGION, PROGRAMME, BRANCH).index(row.level), date.min + lasts, row.code_cpf


def _eligible(opened: list[ListRow], seen: Seen) -> Eligibility:
    row = min(opened, key=_preference)
    same_list = (row.level, row.region, row.body)
    codes = {one.code_cpf for one in opened if (one.level, one.region, one.body) == same_list and one.code_cpf}
    return Eligibility(
        eligible=True,
        reasons=open_reasons(row, sorted(codes), seen),
        row=row,
        article=_article(seen.situation),
        on=seen.situation.on,
    )


def _unlisted(seen: Seen) -> Eligibility:
    changes = [
        text("Cherchez une formation proche qui soit sur une liste, ou parlez-en à votre conseiller."),
        text("Les listes changent : regardez de nouveau dans quelques mois."),
    ]
    if seen.programme_applies:
        changes.insert(0, regional_programme(seen))
    return Eligibility(
        eligible=False,
        reasons=(text("Cette formation n’est sur aucune liste : les heures du compte ne peuvent pas la payer."),),
        would_change=tuple(changes),
        article=_article(seen.situation),
        on=seen.situation.on,
    )


def _refused(own: list[ListRow], seen: Seen) -> Eligibility:
    """Explain by the rows that come closest: those with the fewest conditions missed.

    One condition missed here and another there are two ways to the training; several missed by one row must all change.
    """
    judged = [(_failures(row, seen.situation, seen.territory), row) for row in own]
    fewest = min(len(failures) for failures, _ in judged)
    several = min(failures for failures, _ in judged if len(failures) == fewest) if fewest > 1 else None
    closest = [(failures, row) for failures, row in judged if (failures == several if several else len(failures) == 1)]
    reasons: list[Text] = []
    changes = [text("Il faudrait que tout cela change :")] if several else []
    for failure in Failure:
        missed = [row for failures, row in closest if failure in failures]
        if missed:
            why, change = explain_failure(failure, missed, seen)
            reasons.append(why)
            changes.append(change)
    if seen.programme_applies:
        changes.append(regional_programme(seen))
    return Eligibility(
        eligible=False,
        reasons=tuple(reasons),
        row=min((row for _, row in closest), key=_preference),
        would_change=tuple(changes),
        article=_article(seen.situation),
        on=seen.situation.on,
    )


def _failures(row: ListRow, situation: Situation, where: Territory) -> tuple[Failure, ...]:
    failed = []
    if not in_force(row, situation.on):
        failed.append(Failure.DATE)
    if (row.level == REGION and row.region not in where.regions) or (
        row.level == PROGRAMME and row.region not in where.own
    ):
        failed.append(Failure.RESIDENCE)
    if row.level == PROGRAMME and (where.has_list if row.region in where.own else row.region in where.adopted):
        failed.append(Failure.PROGRAMME)
    branch_is_theirs = not _is_seeker(situation) and situation.branch == row.body
    if row.level == BRANCH and not branch_is_theirs:
        failed.append(Failure.BRANCH)
    elif row.public not in situation.publics or (row.level == PROGRAMME and not _is_seeker(situation)):
        failed.append(Failure.PUBLIC)
    return tuple(failed)


def _article(situation: Situation) -> str:
    return "L6323-21" if _is_seeker(situation) else "L6323-16"


def _is_seeker(situation: Situation) -> bool:
    return situation.employment is Employment.JOB_SEEKER
