"""Two copies of the program on one database, two advisors, one holder's hours: one dossier gets them, not both."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cpf_tui.bootstrap import build
from cpf_tui.demonstration.build import furnish
from cpf_tui.demonstration.people import PEOPLE, SECRET, Stage
from cpf_tui.domain.people import Actor
from cpf_tui.domain.records import State
from cpf_tui.journey.forms.advisor import ProofForm
from cpf_tui.journey.forms.dossier import DossierForm
from cpf_tui.services.support import new_id
from cpf_tui.settings import Settings
from tests.e2e.acts import add_advisor, in_days, opened, sign_in_as_advisor
from tests.support.terminal import KEYS, Terminal, run

pytestmark = pytest.mark.e2e

FIRST, SECOND = "Soudage TIG - Initiation", "Soudage semi-automatique MAG - Initiation"
COLLEAGUE = "luc.exemple"
_SECOND_OFFER = "EX_59512_03"


def _ask_twice(data: Path) -> None:
    """Send a second dossier of somebody who has 120 h and asked for 120 h already: 105 h more are wanted."""
    holder = next(one for one in PEOPLE if one.stage is Stage.SUBMITTED)
    with build(Settings(data_dir=data)) as container:
        services = container.services
        actor = services.sign_in.holder(holder.nir, SECRET)
        advisor = services.sign_in.advisor("ml.exemple", SECRET)
        [first] = services.dossiers.of_holder(actor)
        proof, _ = ProofForm.fill({"result": "vue"})
        assert proof is not None
        services.dif.record_proof(advisor, first.id, proof, new_id())
        services.project.choose(actor, _SECOND_OFFER, new_id())
        answers = {**first.answers, **services.dossiers.prefill(actor, _SECOND_OFFER)}
        answers |= {"planned": "105", "start": in_days(20), "end": in_days(40)}
        form, problems = DossierForm.fill(answers)
        assert form is not None, problems
        second = services.dossiers.create(actor, _SECOND_OFFER, form, answers, new_id())
        services.dossiers.consent(actor, second.id, SECRET, new_id())
        services.dossiers.submit(actor, second.id, new_id())


def _states(data: Path) -> tuple[Actor, dict[str, State]]:
    holder = next(one for one in PEOPLE if one.stage is Stage.SUBMITTED)
    with build(Settings(data_dir=data)) as container:
        actor = container.services.sign_in.holder(holder.nir, SECRET)
        return actor, {one.title: one.state for one in container.services.dossiers.of_holder(actor)}


def _about_to_validate(t: Terminal, login: str, title: str) -> None:
    sign_in_as_advisor(t, login, SECRET)
    t.wait("Dossiers · Mission locale", title).pick(title).press("enter")
    t.wait(f"Élodie EXEMPLE · {title}", "W Pourquoi ?", "V Valider").press("v")
    t.wait("Valider le dossier ?", "Seront bloquées").pick("Oui, valider et bloquer ces heures")


def test_two_advisors_validating_at_once_grant_the_hours_once(tmp_path: Path) -> None:
    data = tmp_path / "donnees"
    furnish(Settings(data_dir=data))
    _ask_twice(data)
    place = {"operator": "MISSION_LOCALE", "place": "EX_MISSION_LOCALE_59512", "rights": "creer,valider"}
    add_advisor(data, COLLEAGUE, "Luc Exemple", **place)
    with opened(data, "Paul") as paul, opened(data, "Luc") as luc:
        _about_to_validate(paul, "ml.exemple", FIRST)
        _about_to_validate(luc, COLLEAGUE, SECOND)
        for one in (paul, luc):  # both at once, without looking at the answer
            one.send(KEYS["enter"])
        granted, refused = "Dossier validé : les heures sont bloquées", "ne peuvent servir à une autre formation"
        for one in (paul, luc):
            one.wait_until(lambda t=one: t.shows(granted) or t.shows(refused), "une réponse")  # type: ignore[misc]
        assert sorted([paul.shows(granted), luc.shows(granted)]) == [False, True]
        loser = luc if paul.shows(granted) else paul
        loser.wait("bloque", "CPF-", refused)
    _holder, states = _states(data)
    assert sorted(states.values()) == sorted([State.VALIDATED, State.SUBMITTED])
    assert json.loads(run(data, "verifier", "--json").stdout)["anomalies"] == []
