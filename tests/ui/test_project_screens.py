"""The screens of « Mon projet », on the real use cases and fake storage."""

from __future__ import annotations

from cpf_tui.domain.people import Scope
from screens.dialogs.compare import CompareDialog
from screens.dialogs.confirm import ConfirmDialog
from screens.dialogs.eligibility import EligibilityDialog
from screens.dialogs.note import NoteDialog
from screens.dialogs.qr import QrDialog
from screens.holder.search import SearchScreen
from screens.holder.training_sheet import TrainingSheetScreen
from tests.support.fakes import HOLDER
from tests.support.project_desk import ENGLISH, HOSTILE, WELDING, WELDING_LILLE, Hands, at_work
from widgets.found_trainings import FoundTrainings
from widgets.offer_card import OfferCard
from widgets.search_line import LONGEST, SearchLine


def _kept(hands: Hands) -> list[str]:
    return [one.item.offer_id for one in hands.app.project.kept(HOLDER)]


def _chosen(hands: Hands) -> list[str]:
    return [one.item.offer_id for one in hands.app.project.kept(HOLDER) if one.item.chosen]


# ---------------------------------------------------------------------- the search


async def test_results_follow_each_key_and_say_what_was_understood() -> None:
    async with at_work() as hands:
        await hands.open("search")
        assert "Chercher · Roubaix (59)" in hands.read()
        assert "Près de chez vous" in hands.read()
        await hands.type("soudur")
        assert hands.listed() == [WELDING.offer_id, WELDING_LILLE.offer_id]
        assert "Résultats pour « Soudeur » (corrigé)" in hands.read()
        assert "2 utilisables avec vos heures · 0 non (F4)" in hands.read()
        assert [one.text for one in hands.app.catalogue.requests][-1] == "Soudeur"


async def test_what_matched_is_marked_otherwise_than_by_colour() -> None:
    async with at_work() as hands:
        await hands.open("search")
        await hands.type("Soudeur")
        title = hands.rows().rows[0].lines[0].left
        assert ("Soudeur", "bold underline") in [
            (title.plain[one.start : one.end], str(one.style)) for one in title.spans
        ]


async def test_f4_shows_what_the_hours_cannot_pay_and_f5_says_why() -> None:
    async with at_work() as hands:
        await hands.open("search")
        await hands.type("Anglais")
        assert hands.listed() == ["loosen:USABLE="]
        assert "Voir celles que les heures ne peuvent pas payer : 1 formation" in hands.read()
        await hands.press("enter")
        assert hands.listed() == [ENGLISH.offer_id]
        assert "non utilisable" in hands.read()
        await hands.press("f5")
        assert isinstance(hands.app.screen, EligibilityDialog)
        assert "aucune liste" in hands.read()
        assert "L6323-21" in hands.read()
        await hands.press("escape", "f4")
        assert hands.listed() == ["loosen:USABLE="]


async def test_the_lists_of_another_day_are_read() -> None:
    async with at_work() as hands:
        await hands.open("search")
        await hands.type("Soudeur")
        await hands.press("f5", "d")
        await hands.type("31/02/2014")
        await hands.press("enter")
        assert "31/02/2014 n’existe pas" in hands.read()
        await hands.press("home", "shift+end")
        await hands.type("31/12/2014")
        await hands.press("enter")
        said = hands.read()
        assert "Non : vos heures ne peuvent pas payer" in said
        assert "31 décembre 2014" in said
        assert "n’existe pas" not in said


async def test_the_list_of_the_training_is_named_when_it_can_be_used() -> None:
    async with at_work() as hands:
        await hands.open("search")
        await hands.type("Soudeur")
        await hands.press("f5")
        assert "Oui : vous pouvez utiliser vos heures" in hands.read()
        assert "COPANEF (liste nationale)" in hands.read()
        assert "Code CPF : 900011" in hands.read()


async def test_f2_keeps_the_training_in_hand_and_takes_it_off_again() -> None:
    async with at_work() as hands:
        await hands.open("search")
        await hands.type("Soudeur")
        await hands.press("down", "f2")
        assert _kept(hands) == [WELDING_LILLE.offer_id]
        assert hands.rows().rows[1].lines[0].right.plain.endswith("*")
        assert hands.app.changes == 1
        await hands.press("f2")
        assert _kept(hands) == []


async def test_a_chosen_training_is_not_lost_by_a_key_of_the_search() -> None:
    async with at_work() as hands:
        hands.app.project.choose(HOLDER, WELDING.offer_id, "choose")
        await hands.open("search")
        await hands.press("f2")
        assert _chosen(hands) == [WELDING.offer_id]
        assert "étape 6" in hands.read()


async def test_the_search_is_found_as_it_was_after_the_sheet() -> None:
    async with at_work() as hands:
        await hands.open("search")
        await hands.type("Soudeur")
        await hands.press("down", "enter")
        assert hands.app.asked[-1] == ("training_sheet", WELDING_LILLE.offer_id)
        await hands.press("escape")
        assert isinstance(hands.app.screen, SearchScreen)
        assert hands.app.screen.query_one(SearchLine).value == "Soudeur"
        assert hands.rows().current == WELDING_LILLE.offer_id


async def test_the_search_is_found_as_it_was_after_leaving_it() -> None:
    async with at_work() as hands:
        await hands.open("search")
        await hands.type("Soudeur")
        await hands.press("f4", "down", "escape")
        assert not isinstance(hands.app.screen, SearchScreen)
        await hands.open("search")
        assert hands.app.screen.query_one(SearchLine).value == "Soudeur"
        assert hands.rows().current == WELDING_LILLE.offer_id
        assert "toutes : 2 utilisables" in hands.read()


async def test_what_led_to_a_training_is_proposed_again_and_forgotten_when_asked() -> None:
    async with at_work() as hands:
        await hands.open("search")
        await hands.type("Soudeur")
        await hands.press("enter", "escape")
        await hands.press("ctrl+u")
        assert hands.listed()[:2] == ["again:Soudeur", "forget"]
        assert hands.rows().current == "again:Soudeur"
        await hands.press("enter")
        assert hands.app.screen.query_one(SearchLine).value == "Soudeur"
        assert hands.listed() == [WELDING.offer_id, WELDING_LILLE.offer_id]
        await hands.press("ctrl+u", "down", "enter")
        assert "Vos recherches sont oubliées" in hands.read()
        assert hands.listed() == [WELDING.offer_id, WELDING_LILLE.offer_id]
        assert hands.app.database.tables.drafts.get(HOLDER.id, "recent_searches", "") is None


async def test_stored_titles_and_pastes_are_shown_as_they_are() -> None:
    async with at_work() as hands:
        await hands.open("search")
        await hands.press("f4")
        assert HOSTILE in hands.read()
        await hands.paste("[/b] 😀 é\n" * 500)
        line = hands.app.screen.query_one(SearchLine)
        assert len(line.value) == LONGEST
        assert "\n" not in line.value
        assert "Résultats pour « [/b] 😀" in hands.read() or "Aucune formation trouvée" in hands.read()


async def test_a_wide_terminal_tells_the_training_beside_the_list() -> None:
    async with at_work((120, 40)) as hands:
        await hands.open("search")
        await hands.type("Soudeur")
        card = hands.app.screen.query_one(OfferCard)
        assert card.display
        assert "Utilisable avec vos heures" in card.told
        await hands.pilot.resize_terminal(80, 24)
        await hands.settle()
        assert not hands.app.screen.query_one(OfferCard).display


async def test_the_mouse_chooses_a_result_and_the_line_keeps_the_focus() -> None:
    async with at_work() as hands:
        await hands.open("search")
        await hands.type("Soudeur")
        await hands.pilot.click("#results", offset=(5, 2))
        await hands.settle()
        found = hands.app.screen.query_one(FoundTrainings)
        assert found.in_hand is not None
        assert found.in_hand.offer == WELDING_LILLE
        assert isinstance(hands.app.screen.focused, SearchLine)


async def test_a_terminal_made_narrow_under_the_sheet_is_right_when_coming_back() -> None:
    async with at_work((120, 40)) as hands:
        await hands.open("search")
        await hands.type("Soudeur")
        await hands.press("enter")
        await hands.pilot.resize_terminal(80, 24)
        await hands.settle()
        await hands.press("escape")
        assert not hands.app.screen.query_one(OfferCard).display
        assert hands.rows().size.width > 70


# ---------------------------------------------------------------------- the sheet


async def test_the_sheet_says_whether_one_can_use_hours_and_enter() -> None:
    async with at_work() as hands:
        await hands.open("training_sheet", WELDING.offer_id)
        said = hands.read()
        assert "Oui : vous pouvez utiliser vos heures" in said
        assert "Le vôtre : Niveau 3" in said
        assert "03 99 00 00 01" in said
        assert "1 080 €" in said
        assert "Atelier de Lille" in said
        await hands.press("w")
        assert isinstance(hands.app.screen, EligibilityDialog)


async def test_a_training_is_kept_then_chosen_from_its_sheet() -> None:
    async with at_work() as hands:
        await hands.open("training_sheet", WELDING.offer_id)
        await hands.press("f2")
        assert _kept(hands) == [WELDING.offer_id]
        await hands.press("c")
        assert _chosen(hands) == [WELDING.offer_id]
        assert "Choisie pour votre dossier" in hands.read()
        await hands.press("f2")
        assert _chosen(hands) == [WELDING.offer_id]


async def test_another_organisation_opens_from_the_sheet() -> None:
    async with at_work((120, 40)) as hands:
        await hands.open("training_sheet", WELDING.offer_id)
        await hands.press("tab", "enter")
        assert hands.app.asked[-1] == ("training_sheet", WELDING_LILLE.offer_id)
        assert isinstance(hands.app.screen, TrainingSheetScreen)


async def test_a_training_that_left_the_catalogue_is_said() -> None:
    async with at_work() as hands:
        await hands.open("training_sheet", "partie")
        assert "n’est plus dans le catalogue" in hands.read()


# ---------------------------------------------------------------------- the kept trainings


async def test_an_empty_list_says_what_to_do() -> None:
    async with at_work() as hands:
        await hands.open("shortlist")
        assert "gardé aucune formation" in hands.read()
        await hands.press("enter")
        assert hands.app.asked[-1][0] == "search"


async def test_kept_trainings_are_compared_noted_chosen_and_removed() -> None:
    async with at_work() as hands:
        for one in (WELDING, WELDING_LILLE):
            hands.app.project.keep(HOLDER, one.offer_id)
        await hands.open("shortlist")
        await hands.press("space", "down", "space", "v")
        assert isinstance(hands.app.screen, CompareDialog)
        assert "B. Atelier de Lille" in hands.read()
        await hands.press("escape", "n")
        assert isinstance(hands.app.screen, NoteDialog)
        await hands.type("rappeler")
        await hands.press("enter")
        assert "rappeler" in hands.read()
        await hands.press("c")
        assert _chosen(hands) == [WELDING_LILLE.offer_id]
        assert "choisie" in hands.read()
        await hands.press("delete")
        assert isinstance(hands.app.screen, ConfirmDialog)
        await hands.press("escape")
        assert len(_kept(hands)) == 2
        await hands.press("delete", "2", "enter")
        assert _kept(hands) == [WELDING.offer_id]


async def test_four_trainings_at_most_are_compared_and_those_gone_are_said() -> None:
    async with at_work() as hands:
        hands.app.project.keep(HOLDER, WELDING.offer_id)
        hands.app.catalogue.offers = ()
        await hands.open("shortlist")
        assert "n’est plus dans le catalogue" in hands.read()
        await hands.press("space", "c")
        assert _chosen(hands) == []
        assert "Cherchez-en une autre" in hands.read()


# ---------------------------------------------------------------------- diplomas


async def test_a_diploma_is_declared_in_two_questions_then_withdrawn() -> None:
    async with at_work() as hands:
        await hands.open("diplomas")
        await hands.press("enter")
        await hands.take("BAC")
        await hands.press("enter")
        await hands.type("Bac pro")
        await hands.press("enter", "enter")
        assert [one.title for one in hands.app.project.diplomas(HOLDER)] == ["Bac pro"]
        assert "Ajouté : Bac pro" in hands.read()
        await hands.take(hands.app.project.diplomas(HOLDER)[0].id)
        await hands.press("delete", "2", "enter")
        assert hands.app.project.diplomas(HOLDER) == ()


async def test_a_diploma_changes_the_answer_of_the_sheet_below() -> None:
    async with at_work() as hands:
        await hands.open("training_sheet", WELDING.offer_id)
        await hands.press("d", "a")
        await hands.take("BAC")
        await hands.press("enter")
        await hands.type("Bac")
        await hands.press("enter", "enter", "escape")
        assert "Vous l’avez" in hands.read()


# ---------------------------------------------------------------------- the advisor


async def test_an_advisor_is_suggested_chosen_and_the_permission_withdrawn() -> None:
    async with at_work() as hands:
        await hands.open("advisors")
        assert "Pôle emploi conseille tout le monde" in hands.read()
        await hands.take("place:pe-roubaix")
        await hands.press("enter")
        assert hands.app.asked[-1] == ("authorise", "pe-roubaix")
        await hands.press("2", "enter", "enter")
        assert "Votre interlocuteur sera : Pôle emploi Roubaix" in hands.read()
        await hands.press("enter")
        given = hands.app.database.tables.projects.authorisations(HOLDER.id)
        assert [one.scopes for one in given] == [frozenset({Scope.HOURS})]
        assert hands.rows().current == "mine:pe-roubaix"
        assert "jusqu’au 10 juillet 2026" in hands.read()
        await hands.take(f"given:{given[0].id}")
        await hands.press("delete", "2", "enter")
        assert hands.app.database.tables.projects.authorisations(HOLDER.id)[0].revoked_at is not None
        assert "Rien pour l’instant" in hands.read()


async def test_every_organisation_can_be_looked_at_and_examples_say_so() -> None:
    async with at_work((120, 40)) as hands:
        await hands.open("advisors")
        assert "ml-lille" not in " ".join(hands.listed())
        await hands.take("operator:*")
        await hands.press("enter")
        assert "place:ml-lille" in hands.listed()
        assert "Mission locale [/] Lille (exemple)" in hands.read()


# ---------------------------------------------------------------------- contacts


async def test_without_a_choice_the_contacts_lead_to_it() -> None:
    async with at_work() as hands:
        await hands.open("contacts")
        assert "Choisissez d’abord une formation (étape 6)" in hands.read()
        await hands.press("enter")
        assert hands.app.asked[-1][0] == "shortlist"


async def test_a_contact_is_noted_and_a_yes_leads_to_the_dossier() -> None:
    async with at_work() as hands:
        hands.app.project.choose(HOLDER, WELDING.offer_id, "choose")
        await hands.open("contacts")
        assert "Aucun contact noté" in hands.read()
        await hands.press("n")
        assert hands.app.asked[-1] == ("contact_form", WELDING.offer_id)
        await hands.press("enter", "1", "enter")
        await hands.type("Mme [b]Modèle")
        await hands.press("enter", "1", "enter")
        await hands.type("Oui")
        await hands.press("enter", "enter")
        assert "10 avril 2026 · Mme [b]Modèle" in hands.read()
        assert "Oui, je peux entrer" in hands.read()
        await hands.take("+dossier")
        await hands.press("enter")
        assert hands.app.asked[-1][0] == "dossier"


async def test_the_card_of_the_organisation_is_a_qr_code_that_fits_the_screen() -> None:
    async with at_work() as hands:
        hands.app.project.choose(HOLDER, WELDING.offer_id, "choose")
        await hands.open("contacts")
        await hands.press("t")
        assert hands.app.asked[-1] == ("take_away", WELDING.offer_id)
        await hands.press("enter")
        assert isinstance(hands.app.screen, QrDialog)
        picture = hands.app.screen.query_one("#qr")
        assert picture.region.bottom < 24
        assert picture.size.height == picture.container_size.height
