"""Every form: right answers fill it, wrong ones say what is wrong, under the right question."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

import pytest

from cpf_tui.domain.quantity import Quantity
from cpf_tui.journey import forms
from cpf_tui.journey.forms.advisor import (
    ClosingForm,
    CorrectionForm,
    FundingRequestForm,
)
from cpf_tui.journey.forms.attestation import AttestationForm
from cpf_tui.journey.forms.dif import DifForm
from cpf_tui.journey.forms.dossier import DossierForm
from cpf_tui.journey.forms.project import AuthorisationForm, DiplomaForm
from cpf_tui.journey.forms.sign_in import ChangeSecretForm, RenewSecretForm, SignInForm
from cpf_tui.journey.forms.sign_up import IdentityForm, ProfileForm
from cpf_tui.journey.questions import Form, Kind
from tests.support.right_answers import NIR, RIGHT, SECRET, WIDE_NIR

ALL = sorted(RIGHT, key=lambda form: form.__name__)


def filled(form: type[Form], **changed: str) -> Any:
    read, problems = form.fill(RIGHT[form] | changed)
    assert read is not None, [(one.field, str(one.sentence)) for one in problems]
    return read


def refused(form: type[Form], **changed: str) -> tuple[list[str], str]:
    """Return the fields refused and the first sentence."""
    read, problems = form.fill(RIGHT[form] | changed)
    assert read is None
    return [one.field for one in problems], str(problems[0].sentence)


def _declared() -> Iterator[type[Form]]:
    for module in iter_modules(forms.__path__):
        for one in vars(import_module(f"{forms.__name__}.{module.name}")).values():
            if isinstance(one, type) and issubclass(one, Form) and one is not Form:
                yield one


def test_every_form_is_tried_here() -> None:
    assert set(RIGHT) == set(_declared())


def test_no_two_forms_share_a_key_a_draft_could_be_read_by_the_other() -> None:
    keys = [form.key for form in ALL]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize("form", ALL, ids=lambda form: form.__name__)
def test_right_answers_fill_the_form(form: type[Form]) -> None:
    filled(form)


@pytest.mark.parametrize("form", ALL, ids=lambda form: form.__name__)
def test_required_answers_are_missed_each_under_its_question_and_optional_ones_are_not(form: type[Form]) -> None:
    read, problems = form.fill({})
    required = [one.name for one in form.asked({}) if not one.question.optional]
    assert [one.field for one in problems] == required
    assert (read is None) == bool(required)
    only_required = {name: typed for name, typed in RIGHT[form].items() if name in required}
    assert form.fill(only_required)[0] is not None


_CHOICES = [(form, one.name) for form in ALL for one in form.questions() if one.question.kind is Kind.CHOICE]


@pytest.mark.parametrize(("form", "name"), _CHOICES, ids=[f"{form.__name__}-{name}" for form, name in _CHOICES])
def test_an_answer_that_was_not_offered_is_refused_and_every_offered_one_accepted(form: type[Form], name: str) -> None:
    for unknown in ("autre chose", "[/]", "Oui"):
        assert refused(form, **{name: unknown})[0] == [name]
    question = next(one.question for one in form.questions() if one.name == name)
    assert question.choices
    for choice in question.choices:
        if (form, name, choice.value) != (AttestationForm, "photograph", "non"):
            filled(form, **{name: choice.value})


@pytest.mark.parametrize("form", ALL, ids=lambda form: form.__name__)
def test_what_a_person_reads_of_a_form_is_complete(form: type[Form]) -> None:
    assert str(form.title)
    for one in form.questions():
        assert str(one.question.title)
        assert str(one.question.name)
        if one.question.kind is Kind.SECRET:
            assert not one.question.kept, "a draft may hold no secret"


# ---------------------------------------------------------------------- the number


@pytest.mark.parametrize(
    "typed",
    ["2 00 99 99 999 001 74", "2-00-99-99-999-001-74", " 200.99.99.999.001.74 ", WIDE_NIR],
)
def test_a_number_is_read_however_it_is_spaced(typed: str) -> None:
    assert filled(IdentityForm, nir=typed).nir.compact == NIR


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("200999999900175", "clé"),
        ("200139999900174", "mois de naissance"),
        ("900999999900174", "premier chiffre"),
        ("2009999999001A4", "« A »"),
        ("deux cents", "« D »"),
        ("2009999999001", "Il manque la clé"),
        ("20099", "Il manque des chiffres"),
        ("2009999999001741", "trop de chiffres"),
        ("[/]", "« [ »"),
        ("---", "15 chiffres"),
        ("", "15 chiffres"),
    ],
)
def test_a_wrong_number_is_explained_and_never_repeated(typed: str, said: str) -> None:
    for form in (IdentityForm, SignInForm):
        fields, sentence = refused(form, nir=typed)
        assert fields == ["nir"]
        assert said in sentence
        assert len(typed) < 5 or typed not in sentence


# ---------------------------------------------------------------------- passwords


@pytest.mark.parametrize("secret", ["court", "123456789012345", "motdepasse12", "azertyuiop12"])
def test_a_weak_password_is_refused_under_the_password(secret: str) -> None:
    assert refused(IdentityForm, secret=secret, secret_again=secret)[0] == ["secret"]


def test_two_different_passwords_are_refused_under_the_second() -> None:
    fields, sentence = refused(IdentityForm, secret_again=SECRET + "!")
    assert fields == ["secret_again"]
    assert SECRET not in sentence


def test_a_password_keeps_its_spaces_and_signs() -> None:
    secret = "  [/] girafe  tambour "
    assert filled(IdentityForm, secret=secret, secret_again=secret).secret == secret


# ---------------------------------------------------------------------- names, lines, paragraphs


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Émilie", "Émilie"),
        ("Emilie\u0301", "Emilié"),
        ("d'Exemple-Modèle", "d’Exemple-Modèle"),
        ("  Jean   Paul ", "Jean Paul"),
        ("Nguyễn", "Nguyễn"),
        ("Θεοδώρα", "Θεοδώρα"),
        ("N" * 100, "N" * 100),
    ],
)
def test_names_of_all_sorts_are_kept(typed: str, kept: str) -> None:
    assert filled(ProfileForm, last_name=typed).last_name == kept


@pytest.mark.parametrize("typed", ["[/]", "[@click=app.quit]x", "Claire 😀", "N" * 200, "R2D2", "’-’", "{name}"])
def test_what_cannot_be_a_name_is_refused_under_the_name(typed: str) -> None:
    for name in ("last_name", "first_names"):
        assert refused(ProfileForm, **{name: typed})[0] == [name]


@pytest.mark.parametrize("typed", ["[/]", "[@click=app.quit]Atelier[/]", "Atelier 😀", "L'Œuvre & fils", "{name}"])
def test_a_line_keeps_what_looks_like_markup(typed: str) -> None:
    assert filled(DifForm, employer=typed).employer == typed


def test_a_line_drops_what_would_drive_the_terminal_and_refuses_two_hundred_letters() -> None:
    assert filled(DifForm, employer="Ate\x1b[31mlier\u202e\n Exemple").employer == "Ate[31mlier Exemple"
    assert refused(DifForm, employer="a" * 200)[0] == ["employer"]


def test_a_paragraph_keeps_its_lines_and_has_an_end() -> None:
    assert filled(DossierForm, objective="Un\r\n\n\n\nDeux [/]").objective == "Un\n\nDeux [/]"
    assert filled(DossierForm, objective="a" * 200).objective == "a" * 200
    assert refused(DossierForm, objective="a" * 2001)[0] == ["objective"]


# ---------------------------------------------------------------------- numbers, money, dates


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("-1", "négatif"),
        ("−1", "n’est pas un nombre"),
        ("121", "entre 0 et 120"),
        ("120,01", "entre 0 et 120"),
        ("abc", "« abc »"),
        ("87,333", "n’est pas un nombre"),
        ("0", "rien à inscrire"),
        ("", "Écrivez un nombre"),
        ("[/]", "« [/] »"),
    ],
)
def test_a_dif_that_cannot_be_is_explained(typed: str, said: str) -> None:
    fields, sentence = refused(DifForm, quantity=typed)
    assert fields == ["quantity"]
    assert said in sentence


@pytest.mark.parametrize(("typed", "hundredths"), [("87,33", 8733), ("87.33", 8733), ("120", 12000), (" 0,5 ", 50)])
def test_a_right_dif_is_read_to_the_hundredth(typed: str, hundredths: int) -> None:
    assert filled(DifForm, quantity=typed).quantity == Quantity(hundredths)


@pytest.mark.parametrize("typed", ["0", "-3", "cent"])
def test_a_training_lasts_more_than_nothing(typed: str) -> None:
    assert refused(DossierForm, planned=typed)[0] == ["planned"]


@pytest.mark.parametrize("typed", ["-1", "cent", ""])
def test_counted_hours_are_a_number_not_below_zero(typed: str) -> None:
    assert refused(ClosingForm, realised=typed)[0] == ["realised"]
    assert refused(FundingRequestForm, quantity=typed)[0] == ["quantity"]
    assert filled(ClosingForm, realised="0").realised == Quantity(0)


@pytest.mark.parametrize(("typed", "cents"), [("1 080,50 €", 108050), ("1080", 108000), ("0", 0), ("12.5", 1250)])
def test_money_is_read_in_cents(typed: str, cents: int) -> None:
    assert filled(DossierForm, price=typed).price == cents


@pytest.mark.parametrize("typed", ["-5", "beaucoup", "12,345", "€"])
def test_wrong_money_is_refused_under_its_question(typed: str) -> None:
    assert refused(DossierForm, price=typed)[0] == ["price"]


@pytest.mark.parametrize(
    "typed", ["31/12/2014", "31-12-2014", "31.12.2014", "31 12 2014", "2014-12-31", " 31/12/2014 "]
)
def test_a_date_is_read_as_people_write_it(typed: str) -> None:
    assert filled(DifForm, document_date=typed).document_date == date(2014, 12, 31)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("31/02/2015", "n’existe pas"),
        ("2015-02-31", "n’existe pas"),
        ("29/02/2015", "n’existe pas"),
        ("00/01/2015", "n’existe pas"),
        ("01/01/0000", "n’existe pas"),
        ("hier", "n’est pas une date"),
        ("12/04/15", "n’est pas une date"),
        ("12 avril", "n’est pas une date"),
        ("[@click=app.quit]", "n’est pas une date"),
        ("", "Écrivez une date"),
    ],
)
def test_a_date_that_is_none_is_explained(typed: str, said: str) -> None:
    fields, sentence = refused(DifForm, document_date=typed)
    assert fields == ["document_date"]
    assert said in sentence


@pytest.mark.parametrize("typed", ["09", "209", "1850", "vers 2009", "2009,5"])
def test_a_year_has_four_digits(typed: str) -> None:
    assert refused(DiplomaForm, year=typed)[0] == ["year"]


def test_a_year_is_read_with_spaces_around() -> None:
    assert filled(DiplomaForm, year=" 2009 ").year == 2009


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("01 99 00 12 34", "+33199001234"),
        ("+33 1 99 00 12 34", "+33199001234"),
        ("0262 12 34 56", "+33262123456"),
        ("+262 262 12 34 56", "+262262123456"),
        ("+590 590 12 34 56", "+590590123456"),
        ("06.39.98.12.34", "+33639981234"),
    ],
)
def test_phone_numbers_of_france_and_overseas_are_read(typed: str, kept: str) -> None:
    assert filled(ProfileForm, phone=typed).phone == kept


@pytest.mark.parametrize("typed", ["12", "zéro six", "01 99 00 12", "[/]"])
def test_a_wrong_phone_number_is_refused_under_the_phone(typed: str) -> None:
    fields, sentence = refused(ProfileForm, phone=typed)
    assert fields == ["phone"]
    assert f"« {typed} »" in sentence


@pytest.mark.parametrize("typed", ["claire@exemple.fr", " claire.exemple@exemple.fr "])
def test_an_email_is_read_without_asking_the_network(typed: str) -> None:
    assert filled(ProfileForm, email=typed).email == typed.strip()


@pytest.mark.parametrize("typed", ["claire", "claire@", "@exemple.fr", "claire@exemple", "a b@exemple.fr", "[/]@x.fr"])
def test_a_wrong_email_is_refused_under_the_email(typed: str) -> None:
    assert refused(ProfileForm, email=typed)[0] == ["email"]


# ---------------------------------------------------------------------- several answers together


def test_a_training_does_not_end_before_it_starts() -> None:
    fields, sentence = refused(DossierForm, start="12/02/2027", end="11/02/2027")
    assert fields == ["end"]
    assert "avant d’avoir commencé" in sentence
    filled(DossierForm, start="12/02/2027", end="12/02/2027")


def test_how_long_is_asked_only_if_something_is_allowed() -> None:
    assert [one.name for one in AuthorisationForm.asked({"scope": "rien"})] == ["scope"]
    assert [one.name for one in AuthorisationForm.asked({"scope": "heures"})] == ["scope", "months"]
    assert filled(AuthorisationForm, scope="rien").months == 0


def test_every_question_of_the_dossier_can_be_sent_back_for_correction() -> None:
    field = next(one for one in CorrectionForm.questions() if one.name == "field")
    assert [choice.value for choice in field.question.choices] == [one.name for one in DossierForm.questions()]


def test_an_identity_is_not_attested_without_certainty() -> None:
    assert refused(AttestationForm, photograph="non")[0] == ["photograph"]


@pytest.mark.parametrize("form", [ChangeSecretForm, RenewSecretForm])
def test_a_new_password_is_held_to_the_policy_and_written_twice(form: type[Form]) -> None:
    assert refused(form, secret="court", secret_again="court")[0] == ["secret"]
    assert refused(form, secret_again="autre chose de bien long")[0] == ["secret_again"]
