"""What a person may choose as a secret, and the sentence for each refusal."""

from __future__ import annotations

import pytest

from cpf_tui.domain.errors import InvalidInput
from cpf_tui.security.common_secrets import COMMON
from cpf_tui.security.secrets_policy import check, problem

NAMES = ("Lefèvre-Müller", "Anne Sophie")
NUMBER = "200999999900174"


@pytest.mark.parametrize(
    "secret",
    [
        "quatre mots sans rapport",
        "tournevis bleu lundi",
        "Xk7!pq92Zr#d",
        "7391846205518264",
        "éééàààùùùçç-velours",
        "correct cheval pile agrafe",
        "日本語のパスワードです。長い",
        "annesophie aime le velours rouge",
        "chocolat et tournevis bleu",
    ],
)
def test_long_and_unlikely_is_accepted(secret: str) -> None:
    assert problem(secret, names=NAMES, number=NUMBER) is None


@pytest.mark.parametrize(
    ("secret", "sentence"),
    [
        ("", "trop court : 0 caractères sur 12"),
        ("Xk7!pq92Zr#", "trop court : 11"),
        ("739184620551826", "seulement de chiffres doit en avoir au moins 16 : il en a 15"),
        ("x" * 1001, "trop long"),
        ("aaaaaaaaaaaaaaaa", "répète"),
        ("abcabcabcabcabc", "répète"),
        ("1212121212121212", "répète"),
        ("azertyuiopqsdfgh", "suite de touches"),
        ("abcdefghijklmnop", "suite de touches"),
        ("9876543210987654", "suite de touches"),
        ("Azertyuiop-1234!", "suite de touches"),
        ("Mot de passe 2026 !", "plus utilisés"),
        ("MotDePasse12345", "plus utilisés"),
        ("Bonjour-Soleil-2025", "plus utilisés"),
        ("Liberté Égalité Fraternité", "plus utilisés"),
        ("correct horse battery staple", "plus utilisés"),
        ("Anne-Sophie Lefèvre", "fait de votre nom"),
        ("LEFEVRE.muller.12", "fait de votre nom"),
        ("2 00 99 99 999 001 74", "numéro de Sécurité sociale"),
        ("moi-2009999999001", "numéro de Sécurité sociale"),
        ("zz2009999zzzz", "numéro de Sécurité sociale"),
    ],
)
def test_the_refusal_says_why(secret: str, sentence: str) -> None:
    with pytest.raises(InvalidInput, match=sentence):
        check(secret, names=NAMES, number=NUMBER)


@pytest.mark.parametrize("secret", sorted(COMMON))
def test_every_common_secret_is_refused(secret: str) -> None:
    assert problem(secret) is not None
