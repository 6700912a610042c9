"""The advisor's screens, on the real use cases and fake storage."""

from __future__ import annotations

import pytest

from cpf_tui.domain.people import RequestState
from cpf_tui.domain.records import FundingState, ProofState, State
from cpf_tui.journey.forms.project import AssistanceForm
from screens.advisor.desk import DeskScreen
from screens.advisor.queue import Trail, fold, surname_first
from screens.advisor.review import ReviewScreen
from screens.dialogs.confirm import ConfirmDialog
from screens.dialogs.form import FormDialog
from screens.welcome import WelcomeScreen
from tests.support.advisor_desk import another, at_the_desk, helpdesk
from tests.support.dossier_stage import COLLEAGUE, FUNDER, Stage, filled
from tests.support.fakes import ADVISOR, HOLDER
from tests.support.screen_stage import Hand
from widgets.act_bar import ActBar
from widgets.choice_list import ChoiceList
from widgets.filter_tabs import FilterTabs

HOSTILE = "Jean [/red][@click=app.quit]PIRATE[/] 😀"


def names(hand: Hand) -> list[str]:
    """Read the first line of each row of the queue."""
    return [one.lines[0].left.plain for one in hand.rows("#queue").rows]


def keys(hand: Hand) -> str:
    """Read which acts are allowed."""
    return "".join(hand.one(ActBar).keys)


def boxed(hand: Hand) -> str:
    """Read what the dialog says on one line, without the screen behind it."""
    return " ".join(
        " ".join(" ".join(line.split("│")[1:-1]) for line in hand.text.splitlines()).replace("█", " ").split()
    )


def stored(stage: Stage, dossier_id: str) -> State:
    return stage.database.tables.dossiers.get(dossier_id).state


async def test_the_queue_is_read_by_filters_search_and_order() -> None:
    stage = Stage()
    stage.submitted()
    another(stage, 1, "Camille HÉRAULT", days=20)
    another(stage, 2, "Karim AZIZ", State.CORRECTION, days=3)
    another(stage, 3, "Zoé BERNARD", State.IN_TRAINING, title="Agent de propreté")
    async with at_the_desk(stage) as hand:
        assert "[1 À traiter 2]" in hand.text
        assert [one.split(" · ")[0] for one in names(hand)] == ["Camille HÉRAULT", "Claire EXEMPLE"]
        assert "en retard de 6 jours" in hand.text
        assert "À examiner" in hand.text
        assert "à vous" in hand.text
        await hand.press("2")
        assert "[2 Titulaire 1]" in hand.text
        assert "depuis 3 jours" in hand.text
        assert "au titulaire" in hand.text
        await hand.press("right")
        assert "Aucun dossier n’attend un financeur" in hand.said
        await hand.press("5", "s")
        assert [one.split(" · ")[0] for one in names(hand)] == [
            "Karim AZIZ",
            "Zoé BERNARD",
            "Claire EXEMPLE",
            "Camille HÉRAULT",
        ]
        await hand.press("slash")
        await hand.write("herault soudeur")
        assert len(names(hand)) == 1
        await hand.write("rien de tel")
        assert "ne contient « rien de tel »" in hand.said
        await hand.press("escape")
        assert len(names(hand)) == 4
        await hand.write("")
        assert isinstance(hand.screen, DeskScreen)


async def test_an_empty_queue_says_so_and_leaving_wipes_everything() -> None:
    async with at_the_desk(Stage()) as hand:
        assert "Rien à traiter" in hand.text
        await hand.press("enter")
        assert isinstance(hand.screen, DeskScreen)
        await hand.press("f10")
        assert isinstance(hand.screen, WelcomeScreen)
        assert not any(isinstance(one, DeskScreen) for one in hand.app.screen_stack)


async def test_names_like_markup_are_shown_as_they_are() -> None:
    stage = Stage()
    another(stage, 1, HOSTILE, title="[b]TIG[/b] " + "x" * 200)
    async with at_the_desk(stage, size=(120, 40)) as hand:
        assert "Jean [/RED][@CLICK=APP.QUIT]P" in hand.text
        assert "[b]TIG[/b]" in hand.text
        await hand.press("enter")
        assert "Jean [/RED][@CLICK=APP.QUIT]PIRATE[/] 😀" in hand.text
        assert "[b]TIG[/b]" in hand.text


async def test_a_wide_terminal_shows_the_dossier_in_hand_beside_the_queue() -> None:
    stage = Stage()
    stage.submitted()
    async with at_the_desk(stage, size=(120, 40)) as hand:
        assert "Durée prévue : 120 h" in hand.text
        assert "Devenir soudeur" not in hand.text  # the answers are read with the file, which leaves its line
        await hand.pilot.resize_terminal(80, 24)
        await hand.settle()
        assert "Durée prévue : 120 h" not in hand.text


async def test_a_correction_without_a_message_is_refused_then_asked() -> None:
    stage = Stage()
    sent = stage.submitted()
    async with at_the_desk(stage) as hand:
        await hand.press("enter")
        assert isinstance(hand.screen, ReviewScreen)
        await hand.press("c")
        assert "2. Durée prévue 120" in boxed(hand)
        await hand.press("2", "enter", "2", "enter")
        await hand.press("ctrl+s")
        assert "Répondez à cette question." in boxed(hand)
        assert stored(stage, sent.id) is State.SUBMITTED
        await hand.answer("Le devis dit 100 heures.")
        assert stored(stage, sent.id) is State.CORRECTION
        assert "Correction demandée" in hand.said
        assert "En attente d’une correction" in hand.said
        await hand.press("v")
        assert "« Valider » n’est pas possible" in hand.said
        await hand.press("escape", "2")
        assert len(names(hand)) == 1  # the queue was read again
    [asked] = stage.database.tables.dossiers.corrections(sent.id)
    assert (asked.field, asked.message) == ("planned", "Le devis dit 100 heures.")


async def test_a_dossier_goes_from_the_refused_validation_to_the_debit() -> None:
    stage = Stage(proof=ProofState.EXPECTED)
    sent = stage.submitted()
    async with at_the_desk(stage) as hand:
        await hand.press("enter", "v")
        assert isinstance(hand.screen, ConfirmDialog)
        assert "il manque 32,67 h, justificatif du DIF à voir" in boxed(hand)
        await hand.press("2", "enter")
        assert "Il manque 32,67 h pour couvrir la formation. Cherchez un financement" in hand.said
        assert stored(stage, sent.id) is State.SUBMITTED
        await hand.press("f", "n", "1", "ctrl+s")
        assert "12,67 h au plus pour ce dossier. Demandez le reste à un autre financeur." in boxed(hand)
        await hand.press("3", "ctrl+s")
        assert "attend sa réponse" in hand.text
        assert "rien d’autre à demander" in hand.said
        await hand.press("enter", "1", "ctrl+s")
        assert "il ne manque plus rien" in hand.said
        [line] = stage.database.tables.dossiers.funding(sent.id)
        assert (line.state, str(line.quantity), line.euros_cents) == (FundingState.AGREED, "32,67", 29403)
        await hand.press("escape", "j", "1", "ctrl+s")
        await hand.press("v")
        assert "DIF 87,33 h + financeurs 32,67 h" in boxed(hand)
        await hand.press("2", "enter")
        assert "les heures sont bloquées" in hand.said
        assert stage.amounts("DIF") == ("0", "87,33", "0")
        await hand.press("e")
        await hand.answer("10/04/2027")
        assert "Ce jour est dans l’avenir" in boxed(hand)
        await hand.press("end", "ctrl+u")
        await hand.answer("10/04/2026")
        assert stored(stage, sent.id) is State.IN_TRAINING
        await hand.press("l")
        await hand.answer("121")
        assert "on ne peut pas en débiter davantage" in boxed(hand)
        await hand.answer("100")
        assert stored(stage, sent.id) is State.CLOSED
        assert stage.amounts("DIF") == ("0", "0", "87,33")
        assert "réalisé 100 h" in hand.text
        assert keys(hand) == "fh"


@pytest.mark.parametrize(
    ("key", "typed", "state"),
    [("r", "Projet à revoir", State.REFUSED), ("j", "Le document dit 80", State.SUSPENDED)],
)
async def test_a_dossier_may_be_refused_or_suspended_with_its_reason(key: str, typed: str, state: State) -> None:
    stage = Stage(proof=ProofState.EXPECTED)
    sent = stage.submitted()
    async with at_the_desk(stage) as hand:
        await hand.press("enter", key)
        if key == "j":
            await hand.press("2", "enter")
        await hand.press("ctrl+s")
        assert isinstance(hand.screen, FormDialog)
        assert stored(stage, sent.id) is State.SUBMITTED
        if key == "j":
            assert "la personne doit savoir quoi corriger" in boxed(hand)
            await hand.press("enter")
        await hand.answer(typed)
        if state is State.SUSPENDED:
            assert "u" in keys(hand)
            await hand.press("u")
            assert "Attendez sa correction" in hand.said
    assert stored(stage, sent.id) is state


async def test_an_abandonment_frees_the_hours() -> None:
    stage = Stage(cpf="40")
    accepted = stage.validated()
    async with at_the_desk(stage) as hand:
        await hand.press("4", "enter")
        assert keys(hand) == "exh"
        await hand.press("x")
        await hand.answer("Emploi trouvé")
        assert "les heures sont libérées" in hand.said
    assert stored(stage, accepted.id) is State.ABANDONED
    assert stage.amounts("DIF") == ("87,33", "0", "0")


async def test_only_the_acts_one_has_the_right_to_are_offered() -> None:
    stage = Stage(cpf="40")
    stage.in_training()
    async with at_the_desk(stage, ADVISOR) as hand:
        await hand.press("4", "enter")
        assert keys(hand) == "x"
    async with at_the_desk(stage, FUNDER) as hand:
        await hand.press("4", "enter")
        assert keys(hand) == "lh"
        await hand.press("x")
        assert "« Abandon » n’est pas possible" in hand.said


async def test_neighbours_are_reached_without_going_back() -> None:
    stage = Stage()
    another(stage, 1, "Camille HÉRAULT", days=20)
    another(stage, 2, "Karim AZIZ", days=10)
    async with at_the_desk(stage) as hand:
        await hand.press("enter")
        assert "CPF-AUTRE-1 · 1 sur 2" in hand.text
        await hand.press("n")
        assert "CPF-AUTRE-2 · 2 sur 2" in hand.text
        assert "Karim AZIZ" in hand.text
        await hand.press("n")
        assert "C’est le dernier dossier" in hand.text
        await hand.press("p")
        assert "Camille HÉRAULT" in hand.text


async def test_what_a_colleague_did_meanwhile_is_said_and_shown() -> None:
    stage = Stage(cpf="40")
    sent = stage.submitted()
    async with at_the_desk(stage) as hand:
        await hand.press("enter", "v", "2")
        stage.validate(sent, COLLEAGUE)
        await hand.press("enter")
        assert "Ce n’est plus possible" in hand.said
        assert "Validé, entrée à déclarer" in hand.said
        assert keys(hand) == "exh"


async def test_a_dossier_no_longer_authorised_is_not_opened_by_its_neighbour() -> None:
    stage = Stage()
    another(stage, 1, "Camille HÉRAULT", days=20)
    another(stage, 2, "Karim AZIZ", days=10)
    async with at_the_desk(stage) as hand:
        await hand.press("enter")
        del stage.database.tables.projects.permissions["a2"]
        await hand.press("n")
        assert "n’a pas autorisé votre organisme" in hand.said
        assert "Camille HÉRAULT" in hand.text
        await hand.press("escape")
        assert [one.split(" · ")[0] for one in names(hand)] == ["Camille HÉRAULT"]


async def test_the_mouse_does_what_the_keys_do() -> None:
    stage = Stage(cpf="40")
    sent = stage.submitted()
    async with at_the_desk(stage) as hand:
        await hand.pilot.click(FilterTabs, offset=(hand.text.splitlines()[2].index("5 Tous") - 1, 0))
        await hand.settle()
        assert "[5 Tous 1]" in hand.text
        await hand.pilot.click("#queue", offset=(5, 0))
        await hand.settle()
        bar = next(line for line in hand.text.splitlines() if "V Valider" in line)
        await hand.pilot.click(offset=(bar.index("V Valider") + 1, hand.text.splitlines().index(bar)))
        await hand.settle()
        await hand.pilot.click(ChoiceList, offset=(4, 1))
        await hand.press("enter")
    assert stored(stage, sent.id) is State.VALIDATED


async def test_the_file_stands_in_two_columns_when_there_is_room() -> None:
    stage = Stage(cpf="40")
    stage.submitted()
    async with at_the_desk(stage, size=(120, 30)) as hand:
        await hand.press("enter")
        assert hand.app.focused is not None
        assert "Objectif : Devenir soudeur" in hand.text
        assert "Dossier envoyé" in hand.text
        await hand.pilot.resize_terminal(80, 24)
        await hand.press("pagedown", "pagedown", "pagedown", "pagedown")
        assert "Dossier créé" in hand.text
        await hand.press("w")
        assert "D’abord le DIF : 87,33 h." in hand.said


async def test_a_request_for_help_is_answered_then_closed() -> None:
    stage = Stage()
    helpdesk(stage).ask(HOLDER, filled(AssistanceForm, topic="heures", body="Il me manque [b]32 h[/b]."), stage.op())
    async with at_the_desk(stage, size=(120, 40)) as hand:
        await hand.press("a")
        assert "Claire EXEMPLE · Mes heures" in hand.text
        assert "Il me manque" not in hand.text  # read with the request, which leaves its line in the audit
        await hand.press("enter")
        assert "Il me manque [b]32 h[/b]." in hand.text
        await hand.press("r", "ctrl+s")
        assert "Répondez à cette question." in boxed(hand)
        await hand.answer("Un financeur peut compléter.")
        assert "Un financeur peut compléter." in hand.text
        await hand.press("x", "2", "enter")
        assert "Aucune demande d’aide en attente." in hand.text
    [request] = helpdesk(stage).mine(HOLDER)
    assert request.state is RequestState.CLOSED


def test_a_trail_travels_as_an_argument() -> None:
    trail = Trail.parse("b a b c")
    assert (trail.position, trail.argument) == (2, "b a b c")
    assert trail.step(1) == Trail("c", ("a", "b", "c"))
    assert trail.step(2) is None
    assert Trail.parse("b").step(1) is None


def test_names_are_put_in_order_by_surname_whatever_their_accents() -> None:
    assert surname_first("Claire DE LA TOUR") == "de la tour claire"
    assert fold("Hérault") == fold("HERAULT")
