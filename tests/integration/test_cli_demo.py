"""The demonstration: somebody at each stage, reached by the use cases alone, on a database that verifies."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from cpf_tui.bootstrap import Container, build
from cpf_tui.cli.main import run
from cpf_tui.demonstration.build import Demonstration, furnish
from cpf_tui.demonstration.people import DESKS, PEOPLE, SECRET, Person, Stage
from cpf_tui.domain.errors import DomainError
from cpf_tui.domain.nir import cross_check
from cpf_tui.domain.people import Actor
from cpf_tui.domain.records import State
from cpf_tui.journey.forms.advisor import ClosingForm
from cpf_tui.journey.state import Progress
from cpf_tui.journey.steps import number_of
from cpf_tui.settings import Settings

REACHED = {
    Stage.STARTED: None,
    Stage.OPEN: None,
    Stage.PROJECT: None,
    Stage.DRAFT: State.DRAFT,
    Stage.SUBMITTED: State.SUBMITTED,
    Stage.CORRECTION: State.CORRECTION,
    Stage.FUNDING: State.FUNDING,
    Stage.VALIDATED: State.VALIDATED,
    Stage.TRAINING: State.IN_TRAINING,
    Stage.CLOSED: State.CLOSED,
}
every_person = pytest.mark.parametrize("person", PEOPLE, ids=lambda one: one.stage.value)


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """An installation of its own."""
    return Settings(data_dir=tmp_path_factory.mktemp("demo") / "etat", key_file=None)


@pytest.fixture(scope="module")
def made(settings: Settings) -> Demonstration:
    """The demonstration, played once."""
    return furnish(settings)


@pytest.fixture(scope="module")
def container(settings: Settings, made: Demonstration) -> Iterator[Container]:
    """The program, opened on it."""
    with build(settings) as opened:
        yield opened


def _enter(container: Container, person: Person) -> Actor:
    return container.services.sign_in.holder(person.nir, SECRET)


def _of(stage: Stage) -> Person:
    return next(one for one in PEOPLE if one.stage is stage)


def test_somebody_is_at_each_stage() -> None:
    assert [one.stage for one in PEOPLE] == list(Stage)


@every_person
def test_numbers_are_valid_and_belong_to_nobody(person: Person) -> None:
    assert person.nir.compact[3:10] == "9999999"  # month 99, place 99 999
    assert len({one.nir.compact for one in PEOPLE}) == len(PEOPLE)


@every_person
def test_each_person_enters_and_is_where_they_are_said_to_be(container: Container, person: Person) -> None:
    actor = _enter(container, person)
    dossiers = container.services.dossiers.of_holder(actor)

    assert [one.state for one in dossiers] == [state for state in [REACHED[person.stage]] if state is not None]
    holder = container.services.accounts.holder(actor)
    assert cross_check(person.nir, holder.civility, holder.birth_date) == ()


def test_the_further_a_person_went_the_more_steps_are_done(container: Container) -> None:
    journey = (Stage.STARTED, Stage.OPEN, Stage.PROJECT, Stage.SUBMITTED, Stage.VALIDATED, Stage.CLOSED)
    states = [container.services.journeys.state(_enter(container, _of(stage))) for stage in journey]
    done = [one.done for one in states]

    assert done == sorted(done)
    assert len(set(done)) == len(done)
    assert states[-1].statuses[number_of("closing") - 1].progress is Progress.DONE


def test_the_history_took_days_and_none_of_it_is_to_come(container: Container) -> None:
    actor = _enter(container, _of(Stage.CLOSED))
    (dossier,) = container.services.dossiers.of_holder(actor)
    events = container.services.dossiers.file(actor, dossier.id).events

    assert (events[-1].at - events[0].at).days > 30
    assert events[-1].at < container.clock.now()
    assert [one.at for one in events] == sorted(one.at for one in events)


def test_the_hours_of_each_dossier_are_where_the_rules_put_them(container: Container) -> None:
    view = container.services.balance.view
    validated = view(_enter(container, _of(Stage.VALIDATED)))
    closed = view(_enter(container, _of(Stage.CLOSED)))

    assert (str(validated.available), str(validated.blocked)) == ("0", "120")
    assert (str(closed.available), str(closed.blocked), str(closed.debited)) == ("20", "0", "100")


def test_the_advisors_find_their_dossiers_and_only_one_may_close(container: Container) -> None:
    mission, employment = (container.services.sign_in.advisor(desk.login, SECRET) for desk in DESKS)
    waiting = {item.dossier.state for item in container.services.review.queue(mission)}
    training = next(
        item.dossier for item in container.services.review.queue(employment) if item.dossier.state is State.IN_TRAINING
    )

    assert {State.SUBMITTED, State.CORRECTION, State.FUNDING, State.VALIDATED} <= waiting
    form, _ = ClosingForm.fill({"realised": "1"})
    assert form is not None
    with pytest.raises(DomainError):
        container.services.review.close(mission, training.id, form, "essai")


def test_the_assistance_has_a_question_to_answer(container: Container) -> None:
    advisor = container.services.sign_in.advisor(DESKS[0].login, SECRET)

    assert len(container.services.assistance.queue(advisor)) == 1


def test_the_database_of_the_demonstration_is_sound(container: Container) -> None:
    report = container.verify()

    assert report.findings == ()
    assert report.accounts >= 18
    assert report.entries >= 12


def test_without_opening_the_folder_is_kept_and_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.setattr("signal.signal", lambda *_: None)

    assert run(["demo", "--sans-ouvrir", "--json"]) == 0

    told = json.loads(capsys.readouterr().out)
    assert Path(told["dossier"]).parent == tmp_path
    assert Path(told["dossier"]).stat().st_mode & 0o077 == 0
    assert [one["dossier"] for one in told["titulaires"]][-1] == "clos"
    assert [one["identifiant"] for one in told["conseillers"]] == ["ml.exemple", "pe.exemple"]


def test_the_names_and_the_password_are_told_to_a_person(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.setattr("signal.signal", lambda *_: None)

    assert run(["demo", "--sans-ouvrir"]) == 0

    told = capsys.readouterr().out
    assert SECRET in told
    assert all(person.nir.formatted() in told and person.first_name in told for person in PEOPLE)
    assert max(map(len, told.splitlines()[:-1])) <= 80


def test_a_demonstration_that_fails_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError

    monkeypatch.setenv("CPF_TUI_DATA_DIR", str(tmp_path / "etat"))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.setattr("signal.signal", lambda *_: None)
    monkeypatch.setattr("cpf_tui.demonstration.build.furnish", fail)

    assert run(["demo", "--sans-ouvrir"]) == 3
    assert list(tmp_path.glob("cpf-tui-demo-*")) == []
