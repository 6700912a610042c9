"""Every picture to take: who is there, which screen they open, what they press. Adding a screen is adding a line.

The people are those of the demonstration (`cpf_tui.demonstration`), one at each stage, plus two advisors.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from textual.screen import Screen

from cpf_tui.demonstration.people import SECRET, Stage
from screens.dialogs.absence import AbsenceDialog
from tests.support.screen_stage import Play

ADVISOR = "ml.exemple"
OTHER_ADVISOR = "pe.exemple"
TRAINING = "EX_59512_02"  # « Soudage TIG », Roubaix
OTHER_TRAINING = "EX_59512_53"
PLACE = "EX_MISSION_LOCALE_59512"
ATTESTED = (
    *("1", "enter", "2", "enter", "1", "enter"),
    *("1 04 99 99 999 012 14", "enter", "Exemple", "enter", "15/06/2004", "enter", SECRET, "enter"),
)


@dataclass(frozen=True, slots=True)
class Scene:
    """One picture: its spoken name, who signed in (a stage, an advisor's login, nobody), the route, then the keys.

    A key of several characters that is no key name is typed as text: `("slash", "soudeur", "enter")`.
    """

    name: str
    route: str = ""
    who: Stage | str = ""
    argument: Callable[[Play], str] = lambda _play: ""
    keys: tuple[str, ...] = ()
    above: Callable[[], Screen[Any]] | None = None
    """A dialog that no key opens."""


def fixed(argument: str) -> Callable[[Play], str]:
    """Give the same argument whatever is in the database."""
    return lambda _play: argument


def dossier(stage: Stage) -> Callable[[Play], str]:
    """Give the dossier of the person at that stage."""
    return lambda play: play.dossier_of(stage)


def request(play: Play) -> str:
    """Give the request for help of the demonstration."""
    return play.services.assistance.mine(play.holder(Stage.PROJECT))[0].id


SCENES: tuple[Scene, ...] = (
    Scene("welcome"),
    Scene("welcome-in-english", keys=("6",)),
    Scene("help-on-the-welcome", keys=("f1",)),
    Scene("information", "information"),
    Scene("information-found-by-a-word", "information", keys=("slash", "DIF")),
    Scene("information-page-read", "information", keys=("enter",)),
    Scene("sign-up", "sign_up"),
    Scene("sign-up-with-a-wrong-number", "sign_up", keys=("2 00 99 99 999 001 75", "enter")),
    Scene("help-on-a-question", "sign_up", keys=("f1",)),
    Scene("sign-in", "sign_in"),
    Scene("sign-in-refused", "sign_in", keys=("1 00 99 99 999 002 26", "enter", "faux", "enter")),
    Scene("sign-in-closed", "sign_in", keys=("1 00 99 99 999 002 26", "enter", "faux", "enter", *["enter"] * 6)),
    Scene("advisor-sign-in", "advisor_sign_in"),
    Scene("advisor-sign-in-code", "advisor_sign_in", keys=("ml.exemple", "enter", "faux", "enter")),
    Scene("renew-secret", "renew_secret"),
    Scene("renew-secret-code", "renew_secret", keys=("1 00 99 99 999 002 26", "enter")),
    Scene("access", "access", Stage.OPEN),
    Scene("access-of-an-advisor", "access", ADVISOR),
    Scene("change-secret", "change_secret", Stage.OPEN),
    Scene("enrolment-asks-the-password", "enrolment", ADVISOR),
    Scene("enrolment", "enrolment", ADVISOR, keys=(SECRET, "enter")),
    Scene("enrolment-with-a-wrong-code", "enrolment", ADVISOR, keys=(SECRET, "enter", "123456", "enter")),
    Scene("recovery-codes", "enrolment", ADVISOR, keys=(SECRET, "enter", "528540", "enter")),
    Scene("attestation", "attestation", ADVISOR),
    Scene("attestation-without-certainty", "attestation", ADVISOR, keys=("2", "enter", "1", "enter", "2", "enter")),
    Scene("attestation-code", "attestation", ADVISOR, keys=ATTESTED),
    Scene("home-of-an-account-begun", "home", Stage.STARTED),
    Scene("home-of-a-new-account", "home", Stage.OPEN),
    Scene("home", "home", Stage.FUNDING),
    Scene("nobody-answers-at-a-shared-terminal", "home", Stage.FUNDING, above=lambda: AbsenceDialog(20)),
    Scene("home-after-the-training", "home", Stage.CLOSED),
    Scene("profile-choice", "profile", Stage.STARTED),
    Scene(
        "profile-commune",
        "profile",
        Stage.STARTED,
        keys=("1", "enter", "Exemple", "enter", "Inès", "enter", "15/06/2005", "enter", "saint-denis"),
    ),
    Scene("balance", "balance", Stage.FUNDING),
    Scene("balance-of-an-empty-account", "balance", Stage.OPEN),
    Scene("balance-after-the-debit", "balance", Stage.CLOSED),
    Scene("why-this-total", "balance", Stage.CLOSED, keys=("w",)),
    Scene("why-this-movement", "balance", Stage.CLOSED, keys=("enter",)),
    Scene("who-saw-my-account", "trail", Stage.VALIDATED),
    Scene("who-saw-my-account-nobody-did", "trail", Stage.OPEN),
    Scene("what-was-changed-on-my-account", "trail", Stage.CLOSED, keys=("2",)),
    Scene("what-a-look-means", "trail", Stage.VALIDATED, keys=("enter",)),
    Scene("my-data", "my_data", Stage.CLOSED),
    Scene("my-data-until-when", "my_data", Stage.CLOSED, keys=("w",)),
    Scene("erasing-the-account", "erase_account", Stage.CLOSED),
    Scene("erasing-the-account-with-the-password", "erase_account", Stage.CLOSED, keys=("down", "enter")),
    Scene("erasing-the-account-not-yet", "erase_account", Stage.VALIDATED),
    Scene("dif", "dif", Stage.OPEN),
    Scene("dif-above-the-cap", "dif", Stage.OPEN, keys=("121", "enter")),
    Scene("dif-to-check", "dif", Stage.PROJECT),
    Scene("advisors", "advisors", Stage.OPEN),
    Scene("advisors-once-chosen", "advisors", Stage.PROJECT),
    Scene("authorise", "authorise", Stage.OPEN, fixed(PLACE)),
    Scene("search", "search", Stage.OPEN),
    Scene("search-with-results", "search", Stage.OPEN, keys=("soudeur",)),
    Scene("search-without-a-result", "search", Stage.OPEN, keys=("[/]zzzzzz",)),
    Scene("search-filters", "search", Stage.OPEN, keys=("soudeur", "f3")),
    Scene("search-filters-by-level", "search", Stage.OPEN, keys=("soudeur", "f3", *["down"] * 9, "enter")),
    Scene("search-hidden-by-a-filter", "search", Stage.OPEN, keys=("soudage", "f3", *["down"] * 8, "enter", "escape")),
    Scene("search-made-before", "search", Stage.OPEN, keys=("soudeur", "enter", "escape", "ctrl+u")),
    Scene("search-for-somebody", "search", ADVISOR, fixed("59512 DE"), ("soudeur",)),
    Scene("eligibility", "search", Stage.OPEN, keys=("soudeur", "f5")),
    Scene("training-sheet", "training_sheet", Stage.OPEN, fixed(TRAINING)),
    Scene("why-this-training", "training_sheet", Stage.PROJECT, fixed(OTHER_TRAINING), ("w",)),
    Scene("shortlist", "shortlist", Stage.PROJECT),
    Scene("shortlist-empty", "shortlist", Stage.OPEN),
    Scene("note-on-a-training", "shortlist", Stage.PROJECT, keys=("n",)),
    Scene("diplomas-none", "diplomas", Stage.OPEN),
    Scene("diplomas-which-kind", "diplomas", Stage.OPEN, keys=("a",)),
    Scene("diplomas-form", "diplomas", Stage.OPEN, keys=("a", "enter")),
    Scene("contacts", "contacts", Stage.PROJECT),
    Scene("contacts-none", "contacts", Stage.OPEN),
    Scene("contact-form", "contact_form", Stage.PROJECT, fixed(OTHER_TRAINING)),
    Scene("take-away", "take_away", Stage.PROJECT, fixed(OTHER_TRAINING)),
    Scene("take-away-as-a-code", "take_away", Stage.PROJECT, fixed(OTHER_TRAINING), ("enter",)),
    Scene("dossiers-none-yet", "dossier", Stage.PROJECT),
    Scene("dossiers", "dossier", Stage.FUNDING),
    Scene("what-if", "dossier", Stage.PROJECT, keys=("e",)),
    Scene("dossier-form", "dossier_form", Stage.PROJECT, fixed(OTHER_TRAINING)),
    Scene("dossier-form-line", "dossier_form", Stage.PROJECT, fixed(OTHER_TRAINING), ("Apprendre", "enter")),
    Scene("dossier-revise", "dossier_revise", Stage.DRAFT, dossier(Stage.DRAFT)),
    Scene("dossier-file", "dossier_file", Stage.FUNDING, dossier(Stage.FUNDING)),
    Scene("consent", "consent", Stage.DRAFT, dossier(Stage.DRAFT)),
    Scene("consent-with-the-password", "consent", Stage.DRAFT, dossier(Stage.DRAFT), ("enter",)),
    Scene("correction", "correction", Stage.CORRECTION, dossier(Stage.CORRECTION)),
    Scene("tracker-sent", "tracker", Stage.SUBMITTED, dossier(Stage.SUBMITTED)),
    Scene("tracker", "tracker", Stage.FUNDING, dossier(Stage.FUNDING)),
    Scene("tracker-after-the-training", "tracker", Stage.CLOSED, dossier(Stage.CLOSED)),
    Scene("why-these-numbers", "tracker", Stage.FUNDING, dossier(Stage.FUNDING), ("w",)),
    Scene("funding", "funding", Stage.FUNDING, dossier(Stage.FUNDING)),
    Scene("funding-not-needed", "funding", Stage.SUBMITTED, dossier(Stage.SUBMITTED)),
    Scene("training", "training", Stage.TRAINING, dossier(Stage.TRAINING)),
    Scene("training-calendar-as-a-code", "training", Stage.TRAINING, dossier(Stage.TRAINING), ("c",)),
    Scene("passport", "passport", Stage.CLOSED),
    Scene("passport-empty", "passport", Stage.OPEN),
    Scene("assistance", "assistance", Stage.PROJECT),
    Scene("assistance-none", "assistance", Stage.OPEN),
    Scene("assistance-request", "assistance_request", Stage.PROJECT, request),
    Scene("assistance-form", "assistance_form", Stage.OPEN),
    Scene("desk", "desk", ADVISOR),
    Scene("desk-of-another-operator", "desk", OTHER_ADVISOR),
    Scene("review", "review", ADVISOR, dossier(Stage.SUBMITTED)),
    Scene("review-waiting-for-funding", "review", ADVISOR, dossier(Stage.FUNDING)),
    Scene("review-asking-a-correction", "review", ADVISOR, dossier(Stage.SUBMITTED), ("c",)),
    Scene("review-validating", "review", ADVISOR, dossier(Stage.SUBMITTED), ("v",)),
    Scene("review-refusing", "review", ADVISOR, dossier(Stage.SUBMITTED), ("r",)),
    Scene("review-rectifying", "review", OTHER_ADVISOR, dossier(Stage.CLOSED), ("h",)),
    Scene("funding-desk", "funding_desk", ADVISOR, dossier(Stage.FUNDING)),
    Scene("funding-desk-who-can-pay", "funding_desk", ADVISOR, dossier(Stage.FUNDING), ("w",)),
    Scene("funding-desk-answer", "funding_desk", ADVISOR, dossier(Stage.FUNDING), ("enter",)),
    Scene("assistance-desk", "assistance_desk", ADVISOR),
    Scene("assistance-case", "assistance_case", ADVISOR, request),
    Scene("assistance-reply", "assistance_case", ADVISOR, request, ("r",)),
    Scene("assistance-closing", "assistance_case", ADVISOR, request, ("x",)),
)
