"""Whether a training can be used, and always why."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cpf_tui.domain.eligibility import ALWAYS_ELIGIBLE, certif_info_code, eligible_codes, explain
from cpf_tui.domain.lists import Situation
from cpf_tui.domain.people import Employment
from cpf_tui.domain.training import ListRow

NAMES = {"32": "Hauts-de-France", "31": "Nord-Pas-de-Calais", "22": "Picardie", "11": "Île-de-France", "53": "Bretagne"}
NORD = ("32", "31", "22")
ON = date(2016, 6, 1)
SEEKER = Situation(Employment.JOB_SEEKER, NORD, "Hauts-de-France", ON)
EMPLOYEE = Situation(Employment.EMPLOYEE, NORD, "Hauts-de-France", ON, branch="CPNE Métallurgie")


def row(  # noqa: PLR0917
    certification: str = "RNCP1",
    level: str = "NATIONAL",
    region: str = "",
    public: str = "TOUT_PUBLIC",
    start: date = date(2015, 1, 1),
    end: date | None = None,
    code_cpf: str = "130001",
    body: str = "",
    certif_info: str = "",
    taken_from: str = "",
) -> ListRow:
    return ListRow(
        body or level, level, region, certification, code_cpf, public, start, end, certif_info, taken_from=taken_from
    )


def told(*sentences: object) -> str:
    return " ".join(map(str, sentences))


def test_the_national_list_opens_everywhere() -> None:
    answer = explain("RNCP1", [row(body="COPANEF", public="DE", end=date(2016, 12, 31))], SEEKER, NAMES)
    assert answer.eligible
    assert answer.row is not None
    assert answer.article == "L6323-21"
    said = told(*answer.reasons)
    assert "liste nationale (COPANEF). Son code CPF : 130001." in said
    assert "demandeurs d’emploi" in said
    assert "du 1er janvier 2015 au 31 décembre 2016" in said


@pytest.mark.parametrize("code", NORD)
def test_new_and_old_region_codes_both_count(code: str) -> None:
    answer = explain("RNCP1", [row(level="REGION", region=code, body="COPAREF")], SEEKER, NAMES)
    assert answer.eligible
    assert f"la région {NAMES[code]}" in told(*answer.reasons)


def test_the_national_row_is_preferred_then_the_one_that_lasts() -> None:
    rows = [
        row(level="REGION", region="31", code_cpf="3"),
        row(end=date(2017, 1, 1), code_cpf="2"),
        row(code_cpf="1"),
    ]
    answer = explain("RNCP1", rows, SEEKER, NAMES)
    assert answer.row is not None
    assert answer.row.code_cpf == "1"


def test_on_no_list_at_all() -> None:
    answer = explain("RNCP9", [row()], SEEKER, NAMES)
    assert not answer.eligible
    assert "aucune liste" in told(*answer.reasons)
    assert answer.would_change
    assert answer.row is None


def test_only_in_other_regions_names_them() -> None:
    rows = [row(level="REGION", region="53"), row(level="REGION", region="11"), row("RNCP2", "REGION", "31")]
    answer = explain("RNCP1", rows, SEEKER, NAMES)
    assert not answer.eligible
    assert "Bretagne, Île-de-France" in told(*answer.reasons)
    assert "pas sur celle de la région Hauts-de-France" in told(*answer.reasons)
    assert told(*answer.would_change) == "Elle serait possible en habitant ici : Bretagne, Île-de-France."


def test_a_region_without_any_list_has_its_programme() -> None:
    answer = explain("RNCP1", [row(level="REGION", region="53")], SEEKER, NAMES)
    assert "son programme de formation s’applique" in told(*answer.would_change)
    assert "son programme" in told(*explain("RNCP9", [row(level="REGION", region="53")], SEEKER, NAMES).would_change)


def test_every_code_of_the_same_list_is_said() -> None:
    rows = [row(code_cpf="2"), row(code_cpf="1"), row(level="REGION", region="31", code_cpf="3")]
    assert "Ses codes CPF : 1, 2." in told(*explain("RNCP1", rows, SEEKER, NAMES).reasons)


def test_a_row_or_an_offer_may_carry_the_certif_info_number_only() -> None:
    numbered = row("", certif_info="55")
    assert explain("RNCP1", [numbered], SEEKER, NAMES, certif_info="55").eligible
    assert explain("", [row(certif_info="55")], SEEKER, NAMES, certif_info="55").eligible
    assert not explain("", [numbered], SEEKER, NAMES).eligible
    assert not explain("RNCP9", [numbered], SEEKER, NAMES, certif_info="56").eligible
    assert eligible_codes([numbered], SEEKER) == {certif_info_code("55"), *ALWAYS_ELIGIBLE}


def taking(region: str, source: str, start: date = date(2015, 6, 1), end: date | None = None) -> ListRow:
    return row("", "REPRISE", region, "DE", start, end, "", taken_from=source)


def test_a_region_may_take_the_list_of_another() -> None:
    rows = [row(level="REGION", region="53", body="COPAREF Bretagne"), taking("31", "53")]
    answer = explain("RNCP1", rows, SEEKER, NAMES)
    assert answer.eligible
    said = told(*answer.reasons)
    assert "la liste de la région Bretagne (COPAREF Bretagne), que votre région, Nord-Pas-de-Calais, a reprise" in said
    assert "1er juin 2015" in said
    assert "RNCP1" in eligible_codes(rows, SEEKER)


def test_a_list_is_taken_from_a_day_to_another() -> None:
    rows = [row(level="REGION", region="53"), taking("31", "53", date(2016, 1, 1), date(2016, 12, 31))]
    for day, usable in ((date(2015, 12, 31), False), (ON, True), (date(2017, 1, 1), False)):
        then = replace(SEEKER, on=day)
        assert explain("RNCP1", rows, then, NAMES).eligible == ("RNCP1" in eligible_codes(rows, then)) == usable


def test_the_list_taken_from_a_region_elsewhere_changes_nothing_here() -> None:
    rows = [row(level="REGION", region="53"), taking("11", "53")]
    assert not explain("RNCP1", rows, SEEKER, NAMES).eligible


def programme(region: str) -> ListRow:
    return row(level="PROGRAMME", region=region, code_cpf="", body="Programme régional")


def test_without_a_list_the_programme_of_the_region_opens_its_trainings() -> None:
    rows = [programme("31"), row(level="REGION", region="53")]
    answer = explain("RNCP1", rows, SEEKER, NAMES)
    assert answer.eligible
    said = told(*answer.reasons)
    assert "n’a pas adopté de liste : son programme de formation s’applique, et elle y est" in said
    assert "code" not in said


def test_where_a_list_was_adopted_the_programme_opens_nothing() -> None:
    rows = [programme("31"), row("RNCP2", "REGION", "22")]
    answer = explain("RNCP1", rows, SEEKER, NAMES)
    assert not answer.eligible
    assert "Elles ont une liste : elle seule compte" in told(*answer.reasons)
    assert answer.would_change


def test_the_programme_of_a_region_is_for_job_seekers() -> None:
    answer = explain("RNCP1", [programme("31"), row("RNCP2", "REGION", "53")], EMPLOYEE, NAMES)
    assert not answer.eligible
    assert "réservée aux demandeurs d’emploi" in told(*answer.reasons)
    assert "programme de formation" not in told(*answer.would_change)


def test_a_list_that_ended_or_speaks_to_others_is_no_list() -> None:
    ended = row("RNCP2", "REGION", "31", end=date(2016, 5, 31))
    others = row("RNCP2", "REGION", "31", public="SALARIE")
    assert explain("RNCP1", [programme("31"), ended, others], SEEKER, NAMES).eligible
    assert not explain("RNCP1", [programme("31"), ended], replace(SEEKER, on=date(2016, 5, 31)), NAMES).eligible


def test_a_region_says_that_it_has_no_list() -> None:
    silent = explain("RNCP9", [row()], SEEKER, NAMES)
    assert "n’a pas de liste" not in told(*silent.would_change)
    declared = row("", "SANS_LISTE", "31", "DE", code_cpf="")
    assert "n’a pas de liste" in told(*explain("RNCP9", [row(), declared], SEEKER, NAMES).would_change)


def test_the_answer_says_its_day() -> None:
    answers = [
        explain(code, [row(), row("RNCP2", public="SALARIE")], SEEKER, NAMES)
        for code in ("RNCP1", "RNCP2", "RNCP3", "VAE")
    ]
    assert [answer.on for answer in answers] == [ON] * 4


def test_an_unknown_residence_asks_for_it() -> None:
    lost = Situation(Employment.JOB_SEEKER, None, "", ON)
    answer = explain("RNCP1", [row(level="REGION", region="53")], lost, NAMES)
    assert not answer.eligible
    assert "n’est pas connu" in told(*answer.reasons)
    assert "Indiquez votre commune" in told(*answer.would_change)


def test_only_for_employees() -> None:
    answer = explain("RNCP1", [row(public="SALARIE")], SEEKER, NAMES)
    assert told(*answer.reasons) == "Elle est réservée aux salariés."
    assert "contrat de travail" in told(*answer.would_change)
    assert explain("RNCP1", [row(public="SALARIE")], EMPLOYEE, NAMES).article == "L6323-16"


def test_only_for_job_seekers() -> None:
    assert "demandeurs d’emploi" in told(*explain("RNCP1", [row(public="DE")], EMPLOYEE, NAMES).reasons)


def test_expired_and_not_yet_begun_are_told_apart() -> None:
    expired = explain("RNCP1", [row(end=date(2016, 5, 31))], SEEKER, NAMES)
    assert "après le 31 mai 2016" in told(*expired.reasons)
    coming = explain("RNCP1", [row(end=date(2016, 5, 31)), row(start=date(2016, 6, 2))], SEEKER, NAMES)
    assert "à partir du 2 juin 2016" in told(*coming.reasons, *coming.would_change)
    assert explain("RNCP1", [row(start=ON, end=ON)], SEEKER, NAMES).eligible


def test_only_on_a_branch_list() -> None:
    branch = row(level="BRANCHE", public="SALARIE", body="CPNE Métallurgie")
    answer = explain("RNCP1", [branch], SEEKER, NAMES)
    assert "liste de branche" in told(*answer.reasons)
    assert explain("RNCP1", [branch], EMPLOYEE, NAMES).eligible
    other = Situation(Employment.EMPLOYEE, NORD, "Hauts-de-France", ON)
    assert not explain("RNCP1", [branch], other, NAMES).eligible


def test_the_closest_row_explains() -> None:
    rows = [row(level="REGION", region="53", public="SALARIE", end=date(2015, 2, 1)), row(public="SALARIE")]
    answer = explain("RNCP1", rows, SEEKER, NAMES)
    assert told(*answer.reasons) == "Elle est réservée aux salariés."


def test_two_conditions_missed_by_one_row_must_both_change() -> None:
    two = row(level="REGION", region="53", public="SALARIE")
    answer = explain("RNCP1", [two], SEEKER, NAMES)
    assert len(answer.reasons) == 2
    assert str(answer.would_change[0]) == "Il faudrait que tout cela change :"
    other = row(level="REGION", region="11", public="SALARIE", end=date(2016, 1, 1))
    assert explain("RNCP1", [two, other], SEEKER, NAMES).reasons == answer.reasons


def test_one_condition_missed_here_and_another_there_are_two_ways() -> None:
    answer = explain("RNCP1", [row(public="SALARIE"), row(level="REGION", region="53")], SEEKER, NAMES)
    assert len(answer.reasons) == 2
    assert "tout cela" not in told(*answer.would_change)


@pytest.mark.parametrize("code", sorted(ALWAYS_ELIGIBLE))
def test_clea_and_vae_are_always_possible(code: str) -> None:
    answer = explain(code, [], Situation(Employment.JOB_SEEKER, None, "", ON), NAMES)
    assert answer.eligible
    assert "toujours possible" in told(*answer.reasons)
    assert answer.article == "L6323-6"
    assert code in eligible_codes([], SEEKER)


@pytest.mark.parametrize(("code_cpf", "says"), [("200", "VAE"), ("201", "CléA"), ("207", "CléA"), ("208", "CléA")])
def test_their_cpf_codes_are_always_possible(code_cpf: str, says: str) -> None:
    answer = explain("RS1", [row("RS1", "REGION", "53", code_cpf=code_cpf)], SEEKER, NAMES)
    assert answer.eligible
    assert says in told(*answer.reasons)


def possible(one: ListRow) -> bool:
    """Importers refuse a regional programme for employees, and a row that ends before it begins."""
    return (one.level, one.public) != ("PROGRAMME", "SALARIE") and (one.end is None or one.start <= one.end)


rows_strategy = st.lists(
    st.builds(
        row,
        st.sampled_from(["RNCP1", "RNCP2", "RS3"]),
        st.sampled_from(["NATIONAL", "REGION", "BRANCHE", "PROGRAMME"]),
        st.sampled_from(["", "31", "32", "53"]),
        st.sampled_from(["TOUT_PUBLIC", "DE", "SALARIE"]),
        st.dates(date(2015, 1, 1), date(2017, 12, 31)),
        st.none() | st.dates(date(2015, 1, 1), date(2017, 12, 31)),
        st.sampled_from(["1", "201"]),
        st.sampled_from(["CPNE Métallurgie", "COPANEF"]),
    ).filter(possible)
    | st.builds(taking, st.sampled_from(["31", "53"]), st.sampled_from(["31", "53", "11"])),
    max_size=8,
)
situations = st.sampled_from([SEEKER, EMPLOYEE, Situation(Employment.JOB_SEEKER, None, "", ON)])


@given(rows_strategy, situations)
def test_the_fast_answer_and_the_explained_one_agree(rows: list[ListRow], situation: Situation) -> None:
    usable = eligible_codes(rows, situation)
    for code in ("RNCP1", "RNCP2", "RS3"):
        answer = explain(code, rows, situation, NAMES)
        assert answer.eligible == (code in usable)
        assert answer.reasons
        assert answer.eligible or answer.would_change


@given(rows_strategy)
def test_what_is_said_to_change_the_answer_does(rows: list[ListRow]) -> None:
    # Whose list counts may change as well, on another day or for another public: nothing is promised of that.
    rows = [one for one in rows if one.level in {"NATIONAL", "REGION", "BRANCHE"}]
    answer = explain("RNCP1", rows, SEEKER, NAMES)
    changes = told(*answer.would_change)
    if answer.eligible or "tout cela" in changes:
        return
    if "en habitant ici : Bretagne" in changes:
        assert explain("RNCP1", rows, replace(SEEKER, regions=("53",)), NAMES).eligible
    if "avec un contrat de travail" in changes:
        hired = replace(SEEKER, employment=Employment.EMPLOYEE)
        assert explain("RNCP1", rows, hired, NAMES).eligible
    if "sera possible à partir du" in changes:
        starts = [one.start for one in rows if one.certification == "RNCP1" and one.start > ON]
        assert any(explain("RNCP1", rows, replace(SEEKER, on=day), NAMES).eligible for day in starts)
