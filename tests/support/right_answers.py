"""Right answers to every form, as a person types them."""

from __future__ import annotations

from cpf_tui.journey.forms.advisor import (
    AbandonForm,
    ClosingForm,
    CorrectionForm,
    EntryForm,
    FundingAnswerForm,
    FundingRequestForm,
    ProofForm,
    RefusalForm,
    ReplyForm,
)
from cpf_tui.journey.forms.assistance import MessageForm
from cpf_tui.journey.forms.attestation import AttestationForm
from cpf_tui.journey.forms.dif import DifForm
from cpf_tui.journey.forms.dossier import DossierForm
from cpf_tui.journey.forms.project import AssistanceForm, AuthorisationForm, ContactForm, DiplomaForm
from cpf_tui.journey.forms.rectification import RectifyForm
from cpf_tui.journey.forms.search import FromDayForm
from cpf_tui.journey.forms.sign_in import (
    AdvisorSignInForm,
    ChangeSecretForm,
    FirstCodeForm,
    RenewSecretForm,
    SecondFactorForm,
    SignInForm,
)
from cpf_tui.journey.forms.sign_up import IdentityForm, ProfileForm
from cpf_tui.journey.questions import Form

NIR = "200999999900174"  # fictitious and valid
WIDE_NIR = NIR.translate({ord(digit): chr(ord(digit) + 0xFEE0) for digit in "0123456789"})
SECRET = "girafe tambour nuage citron"
NEW_SECRET = "quatre fenêtres sur la mer"
RIGHT: dict[type[Form], dict[str, str]] = {
    IdentityForm: {"nir": NIR, "secret": SECRET, "secret_again": SECRET},
    ProfileForm: {
        "civility": "madame",
        "last_name": "Exemple",
        "first_names": "Claire",
        "birth_date": "17/05/1990",
        "residence": "59512",
        "employment": "DE",
        "highest_level": "3",
        "disability_recognised": "non",
        "executive": "oui",
        "phone": "01 99 00 12 34",
        "email": "claire@exemple.fr",
    },
    DifForm: {
        "quantity": "87,33",
        "document": "certificat",
        "document_date": "31/12/2014",
        "employer": "Atelier Exemple",
    },
    SignInForm: {"nir": NIR, "secret": SECRET},
    AdvisorSignInForm: {"login": "ml.exemple", "secret": SECRET},
    SecondFactorForm: {"code": "123 456"},
    FirstCodeForm: {"code": "123456"},
    ChangeSecretForm: {"present": SECRET, "secret": NEW_SECRET, "secret_again": NEW_SECRET},
    RenewSecretForm: {"nir": NIR, "code": "7f3k m4qx", "secret": NEW_SECRET, "secret_again": NEW_SECRET},
    AttestationForm: {
        "purpose": "renouveler",
        "document": "passeport",
        "photograph": "oui",
        "nir": NIR,
        "last_name": "Exemple",
        "birth_date": "17/05/1990",
        "secret": SECRET,
    },
    AuthorisationForm: {"scope": "tout", "months": "6"},
    DiplomaForm: {"title_held": "CAP Cuisine", "year": "2009"},
    ContactForm: {
        "on": "09/04/2026",
        "means": "telephone",
        "whom": "accueil",
        "prerequisites": "oui",
        "answer": "Une place est libre.",
    },
    AssistanceForm: {"topic": "heures", "body": "Je ne vois pas mes heures."},
    MessageForm: {"body": "Voici ce qui manquait."},
    DossierForm: {
        "objective": "Devenir soudeur.",
        "planned": "120",
        "start": "11/01/2027",
        "end": "12/02/2027",
        "rhythm": "plein",
        "mode": "place",
        "partial": "non",
        "price": "1 080,50 €",
        "other_costs": "150",
        "category": "ouvrier",
        "contact": "Mme Modèle",
        "confidential": "non",
        "comment": "Je viens à vélo.",
    },
    CorrectionForm: {"field": "end", "kind": "incorrect", "message": "Recopiez la date du devis."},
    ProofForm: {"result": "vue", "comment": "Lu."},
    FundingRequestForm: {"funder": "REGION", "quantity": "32,67", "euros": "294,03", "comment": "Urgent."},
    FundingAnswerForm: {"decision": "accorde", "answer": "Accord 12"},
    RefusalForm: {"reason": "Formation hors liste."},
    EntryForm: {"on": "11/01/2027"},
    ClosingForm: {"realised": "100"},
    AbandonForm: {"reason": "Déménagement."},
    RectifyForm: {"source": "CPF", "direction": "oter", "quantity": "12", "motive": "rectified_work"},
    ReplyForm: {"body": "Elles arrivent."},
    FromDayForm: {"day": "01/09/2027"},
}
