"""Forms filled as a person fills them, with one answer changed where a test needs it."""

from __future__ import annotations

from typing import TypeVar

from cpf_tui.journey.forms.advisor import ProofForm, ReplyForm
from cpf_tui.journey.forms.dif import DifForm
from cpf_tui.journey.forms.project import AssistanceForm, AuthorisationForm, ContactForm, DiplomaForm
from cpf_tui.journey.forms.sign_up import ProfileForm
from cpf_tui.journey.questions import Form

F = TypeVar("F", bound=Form)


def filled(form: type[F], answers: dict[str, str]) -> F:
    """Read typed answers; fails with the problems when there are any."""
    read, problems = form.fill(answers)
    assert read is not None, [(one.field, str(one.sentence)) for one in problems]
    return read


def profile(**changed: str) -> ProfileForm:
    answers = {
        "civility": "madame",
        "last_name": "Exemple",
        "first_names": "Claire",
        "birth_date": "17/05/1990",
        "residence": "59512",
        "employment": "DE",
        "highest_level": "3",
        "disability_recognised": "non",
        "executive": "non",
    }
    return filled(ProfileForm, answers | changed)


def dif(quantity: str = "87,33", **changed: str) -> DifForm:
    answers = {
        "quantity": quantity,
        "document": "certificat",
        "document_date": "31/12/2014",
        "employer": "Atelier Exemple",
    }
    return filled(DifForm, answers | changed)


def proof(result: str = "vue", comment: str = "") -> ProofForm:
    return filled(ProofForm, {"result": result, "comment": comment})


def authorisation(scope: str = "tout", months: str = "6") -> AuthorisationForm:
    return filled(AuthorisationForm, {"scope": scope, "months": months})


def diploma(title: str = "CAP Cuisine", year: str = "2009") -> DiplomaForm:
    return filled(DiplomaForm, {"title_held": title, "year": year})


def contact(on: str = "09/04/2026", prerequisites: str = "oui") -> ContactForm:
    answers = {"on": on, "means": "telephone", "whom": "accueil", "prerequisites": prerequisites, "answer": ""}
    return filled(ContactForm, answers)


def help_wanted(body: str = "Je ne vois pas mes heures.") -> AssistanceForm:
    return filled(AssistanceForm, {"topic": "heures", "body": body})


def reply(body: str = "Elles arrivent en février.") -> ReplyForm:
    return filled(ReplyForm, {"body": body})
