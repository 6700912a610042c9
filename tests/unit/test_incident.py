"""What is kept of an unexpected error: places in the code, never what anybody typed."""

from __future__ import annotations

import re
import stat
from pathlib import Path

import pytest

from cpf_tui.incident import record_incident, scrub

NUMBER = "200999999900174"  # fictitious
NAME = "Claire Exemple"


def _fail(number: str) -> None:
    name = NAME
    try:
        raise KeyError(number)
    except KeyError as error:
        raise ValueError(f"{name} {number}") from error


def _caught() -> ValueError:
    with pytest.raises(ValueError, match=NAME) as caught:
        _fail(NUMBER)
    return caught.value


def test_a_report_holds_neither_the_message_nor_the_values() -> None:
    report = scrub(_caught())
    assert NUMBER not in report
    assert NAME not in report
    assert "ValueError" in report
    assert "caused by KeyError" in report
    assert re.search(r"test_incident\.py:\d+ _fail", report)


def test_a_cause_kept_by_the_context_is_told_too() -> None:
    def fail() -> None:
        try:
            raise KeyError(NUMBER)
        except KeyError:
            raise RuntimeError(NUMBER)  # noqa: B904 - the implicit context is what is tried

    with pytest.raises(RuntimeError) as caught:
        fail()
    assert "caused by KeyError" in scrub(caught.value)
    assert NUMBER not in scrub(caught.value)


def test_paths_of_the_machine_are_cut_to_the_file_name() -> None:
    assert str(Path(__file__).parent) not in scrub(_caught())


def test_an_error_never_raised_is_only_its_type() -> None:
    assert scrub(ValueError(NAME)) == "ValueError"


def test_the_reference_can_be_said_on_the_phone() -> None:
    references = {record_incident(ValueError(NAME)).reference for _ in range(50)}
    assert len(references) > 40
    for one in references:
        assert re.fullmatch(r"INC-[2-9A-HJKMNP-TV-Z]{6}", one)


def test_the_file_is_readable_by_its_owner_only(tmp_path: Path) -> None:
    incident = record_incident(_caught(), tmp_path / "etat")
    path = tmp_path / "etat" / "incidents" / f"{incident.reference}.txt"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    written = path.read_text(encoding="utf-8")
    assert incident.report in written
    assert NUMBER not in written
    assert NAME not in written


def test_nothing_is_written_without_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    record_incident(ValueError(NAME))
    assert list(tmp_path.iterdir()) == []
