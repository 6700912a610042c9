"""`cpf-tui acces` and what `cpf-tui conseiller` does with an advisor who is there, on a real data folder."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest

from cpf_tui.bootstrap import build
from cpf_tui.cli.main import run
from cpf_tui.domain.access import Demand
from cpf_tui.domain.audit import Action
from cpf_tui.domain.errors import NotAllowed
from cpf_tui.domain.lock import LIMIT
from cpf_tui.domain.nir import Nir
from cpf_tui.domain.people import OPERATOR_ACTOR, Right, Role
from cpf_tui.security import totp
from cpf_tui.services.administration import Administration
from cpf_tui.settings import Settings
from tests.support.knocking import CheapHasher

SECRET, OTHER = "citron nuage tambour girafe", "quatre fenêtres sur la mer"
KNOWN, UNKNOWN = Nir("200999999900174"), Nir("100999999900226")


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder with a holder and an advisor; argon2 costs less."""
    folder = tmp_path / "etat"
    monkeypatch.setenv("CPF_TUI_DATA_DIR", str(folder))
    monkeypatch.setattr("cpf_tui.security.hasher.Argon2Hasher", CheapHasher)
    with build() as container:
        container.services.accounts.start(KNOWN, SECRET, "op")
        Administration(container.database, container.hasher, container.clock).add_advisor(
            OPERATOR_ACTOR, "paul", "Paul Conseil", "APEC", {Right.CREATE}, secret=SECRET
        )
    return folder


def said(capsys: pytest.CaptureFixture[str], *arguments: str, code: int = 0) -> str:
    capsys.readouterr()
    assert run(arguments) == code
    told = capsys.readouterr()
    return told.err if code else told.out


def listed(capsys: pytest.CaptureFixture[str], *arguments: str) -> Any:
    return json.loads(said(capsys, *arguments, "--json"))


def typed(monkeypatch: pytest.MonkeyPatch, line: str) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(line.encode()), encoding="utf-8"))


def close_doors() -> str:
    """Close the doors of the holder, of the advisor and of a number that nobody has; return the holder's id."""
    with build() as container:
        sign_in = container.services.sign_in
        actor = sign_in.holder(KNOWN, SECRET)
        for _ in range(LIMIT):
            for nir in (KNOWN, UNKNOWN):
                with pytest.raises(NotAllowed):
                    sign_in.holder(nir, OTHER)
            with pytest.raises(NotAllowed):
                sign_in.advisor("paul", OTHER)
    return actor.id


def test_nothing_is_listed_when_every_door_is_open(capsys: pytest.CaptureFixture[str]) -> None:
    assert "Aucun accès n’est fermé." in said(capsys, "acces", "lister")
    assert listed(capsys, "acces", "lister") == []


def test_closed_doors_are_listed_without_name_nor_number(capsys: pytest.CaptureFixture[str]) -> None:
    holder = close_doors()
    words = said(capsys, "acces", "lister")
    assert f"titulaire {holder}" in words
    assert "conseiller paul" in words
    assert "numéro ou identifiant inconnu" in words
    assert KNOWN.compact not in words
    found = listed(capsys, "acces", "lister")
    assert {(one["de"], one["identifiant"], one["pseudonyme"] == holder, one["essais"]) for one in found} == {
        ("titulaire", None, True, LIMIT),
        ("conseiller", "paul", False, LIMIT),
        (None, None, False, LIMIT),
    }


def test_the_operator_opens_doors_and_it_is_audited(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    holder = close_doors()
    typed(monkeypatch, "2 00 99 99 999 001 74\n")
    assert "six essais" in said(capsys, "acces", "debloquer", "--titulaire")
    assert "six essais" in said(capsys, "acces", "debloquer", "--conseiller", "Paul")
    assert "était déjà ouvert" in said(capsys, "acces", "debloquer", "--conseiller", "paul")
    with build() as container:
        assert container.services.sign_in.holder(KNOWN, SECRET)
        assert container.services.sign_in.advisor("paul", SECRET)
        with container.database.read() as uow:
            opened = [line for line in uow.audit.all() if line.action is Action.UNLOCKED]
    assert [line.role for line in opened] == [Role.OPERATOR, Role.OPERATOR]
    assert opened[0].subject == holder


def test_a_number_mistyped_or_missing_is_one_sentence(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    typed(monkeypatch, "2 00 99 99 999 001 75\n")
    assert "clé" in said(capsys, "acces", "debloquer", "--titulaire", code=1)
    typed(monkeypatch, "")
    assert "Écrivez votre numéro" in said(capsys, "acces", "debloquer", "--titulaire", code=1)
    assert said(capsys, "acces", "debloquer", code=2)
    assert said(capsys, "acces", "debloquer", "--titulaire", "--conseiller", "paul", code=2)


# ---------------------------------------------------------------------- conseiller


def test_an_advisor_who_left_no_longer_enters(capsys: pytest.CaptureFixture[str]) -> None:
    assert "ne peut plus entrer" in said(capsys, "conseiller", "desactiver", "paul")
    assert listed(capsys, "conseiller", "lister")[0]["actif"] is False
    with build() as container, pytest.raises(NotAllowed):
        container.services.sign_in.advisor("paul", SECRET)
    assert "de nouveau" in said(capsys, "conseiller", "reactiver", "paul")
    with build() as container:
        assert container.services.sign_in.advisor("paul", SECRET)


def test_rights_are_replaced(capsys: pytest.CaptureFixture[str]) -> None:
    assert "attester,valider" in said(capsys, "conseiller", "droits", "paul", "valider,attester")
    assert listed(capsys, "conseiller", "lister")[0]["droits"] == ["attester", "valider"]
    assert "aucun droit" in said(capsys, "conseiller", "droits", "paul", "")
    assert "séparés par des virgules" in said(capsys, "conseiller", "droits", "paul", "tout", code=1)
    assert "Aucun conseiller n’a l’identifiant" in said(capsys, "conseiller", "droits", "personne", "valider", code=1)


def test_a_forgotten_password_is_replaced_by_one_to_change(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    typed(monkeypatch, OTHER + "\n")
    assert "devra en choisir un autre" in said(capsys, "conseiller", "mot-de-passe", "paul")
    assert listed(capsys, "conseiller", "lister")[0]["mot_de_passe_a_changer"] is True
    with build() as container:
        assert container.services.sign_in.advisor("paul", OTHER).role is Role.NEWCOMER
    typed(monkeypatch, SECRET + "\n")
    assert "remplacé." in said(capsys, "conseiller", "mot-de-passe", "paul", "--definitif")
    with build() as container:
        assert container.services.sign_in.advisor("paul", SECRET).role is Role.ADVISOR
    typed(monkeypatch, "motdepasse1234\n")
    assert "parmi les plus utilisés" in said(capsys, "conseiller", "mot-de-passe", "paul", code=1)


def test_the_second_factor_of_a_lost_telephone_is_taken_away(capsys: pytest.CaptureFixture[str]) -> None:
    assert "Aucun code à usage unique n’est en place" in said(capsys, "conseiller", "second-facteur", "paul")
    with build(Settings(advisor_second_factor=Demand.DEMANDED)) as container:
        newcomer = container.services.sign_in.advisor("paul", SECRET)
        drawn = container.services.second_factors.draw(newcomer)
        code = totp.code_at(drawn.grouped.replace(" ", ""), totp.step_at(container.clock.now()))
        container.services.second_factors.enrol(newcomer, drawn.ticket, code, "mise en place")
    assert listed(capsys, "conseiller", "lister")[0]["second_facteur"] is True
    assert "est en place" in said(capsys, "conseiller", "second-facteur", "paul")
    with build() as container, pytest.raises(NotAllowed):
        container.services.sign_in.advisor("paul", SECRET)
    assert "retirés" in said(capsys, "conseiller", "second-facteur", "paul", "--retirer")
    assert "rien n’a été retiré" in said(capsys, "conseiller", "second-facteur", "paul", "--retirer")
    with build() as container:
        assert container.services.sign_in.advisor("paul", SECRET)


def test_a_second_factor_is_demanded_unless_the_installation_says_otherwise(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CPF_TUI_ADVISOR_SECOND_FACTOR")
    assert Settings().advisor_second_factor is Demand.DEMANDED
