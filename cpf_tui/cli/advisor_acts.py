"""`cpf-tui conseiller desactiver`, `reactiver`, `droits`, `mot-de-passe`, `second-facteur`: an advisor who is there."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from cpf_tui.cli.codes import Code
from cpf_tui.cli.output import say
from cpf_tui.cli.secret import read_secret
from cpf_tui.domain.errors import InvalidInput
from cpf_tui.domain.people import OPERATOR_ACTOR, Right
from cpf_tui.i18n import _

if TYPE_CHECKING:
    from cpf_tui.cli.arguments import Commands
    from cpf_tui.services.administration import Administration

USUAL = ",".join((Right.CREATE, Right.VALIDATE))


def add(acts: Commands) -> None:
    """Add the acts to the family."""
    for name, help_words, run in (
        ("desactiver", _("ne plus laisser entrer un conseiller qui est parti"), deactivate),
        ("reactiver", _("laisser entrer de nouveau un conseiller"), reactivate),
    ):
        _act(acts, name, help_words).set_defaults(run=run)
    rights = _act(acts, "droits", _("donner à un conseiller ces droits, et eux seuls"))
    rights.add_argument("droits", metavar=_("LISTE"), help=_("parmi {known}", known=",".join(Right)))
    rights.set_defaults(run=set_rights)
    secret = _act(acts, "mot-de-passe", _("donner un autre mot de passe à un conseiller qui a oublié le sien"))
    add_secret(secret)
    secret.set_defaults(run=set_secret)
    factor = _act(acts, "second-facteur", _("dire si un conseiller a un code à usage unique, ou le retirer"))
    factor.add_argument("--retirer", action="store_true", help=_("le retirer : son téléphone est perdu"))
    factor.set_defaults(run=second_factor)


def add_secret(parser: argparse.ArgumentParser) -> None:
    """Add where a password is read, and whether it stays."""
    parser.add_argument(
        "--mot-de-passe-fichier",
        metavar=_("FICHIER"),
        help=_("lire le mot de passe dans ce fichier (« - » : l’entrée standard)"),
    )
    parser.add_argument(
        "--definitif",
        action="store_true",
        help=_("le conseiller l’a tapé lui-même : ne pas lui demander d’en changer à sa prochaine connexion"),
    )


def _act(acts: Commands, name: str, help_words: str) -> argparse.ArgumentParser:
    parser = acts.add_parser(name, help=help_words, description=f"{help_words[0].upper()}{help_words[1:]}.")
    parser.add_argument("identifiant", metavar=_("IDENTIFIANT"), help=_("celui du conseiller"))
    return parser


@contextmanager
def administration() -> Iterator[Administration]:
    """Open the use cases of the operator."""
    from cpf_tui.bootstrap import build  # the database is loaded by the command that needs it
    from cpf_tui.services.administration import Administration

    with build() as container:
        yield Administration(container.database, container.hasher, container.clock)


def deactivate(options: argparse.Namespace) -> int:
    """Let an advisor in no more."""
    with administration() as acts:
        advisor = acts.set_active(OPERATOR_ACTOR, options.identifiant, active=False)
    say(_("{name} ne peut plus entrer. Son code à usage unique est retiré.", name=advisor.name))
    return Code.DONE


def reactivate(options: argparse.Namespace) -> int:
    """Let an advisor in again."""
    with administration() as acts:
        advisor = acts.set_active(OPERATOR_ACTOR, options.identifiant, active=True)
    say(_("{name} peut entrer de nouveau, avec son mot de passe.", name=advisor.name))
    return Code.DONE


def set_rights(options: argparse.Namespace) -> int:
    """Replace the rights of an advisor."""
    rights = read_rights(options.droits)
    with administration() as acts:
        advisor = acts.set_rights(OPERATOR_ACTOR, options.identifiant, rights)
    say(
        _("Droits de {name} : {rights}.", name=advisor.name, rights=",".join(sorted(advisor.rights)))
        if advisor.rights
        else _("{name} n’a plus aucun droit.", name=advisor.name)
    )
    return Code.DONE


def set_secret(options: argparse.Namespace) -> int:
    """Replace a forgotten password."""
    with administration() as acts:
        acts.advisor(OPERATOR_ACTOR, options.identifiant)  # said before anybody types a password
        secret = read_secret(options.mot_de_passe_fichier)
        advisor = acts.set_secret(OPERATOR_ACTOR, options.identifiant, secret, temporary=not options.definitif)
    if advisor.secret_to_change:
        say(_("Mot de passe de {name} remplacé ; il devra en choisir un autre en entrant.", name=advisor.name))
    else:
        say(_("Mot de passe de {name} remplacé.", name=advisor.name))
    return Code.DONE


def second_factor(options: argparse.Namespace) -> int:
    """Say whether an advisor has a second factor, or take it away."""
    with administration() as acts:
        if not options.retirer:
            advisor = acts.advisor(OPERATOR_ACTOR, options.identifiant)
            has = advisor.id in acts.enrolled(OPERATOR_ACTOR)
            say(_("Un code à usage unique est en place.") if has else _("Aucun code à usage unique n’est en place."))
            return Code.DONE
        removed = acts.remove_second_factor(OPERATOR_ACTOR, options.identifiant)
    say(
        _("Code à usage unique et codes de secours retirés.")
        if removed
        else _("Aucun code à usage unique n’était en place : rien n’a été retiré.")
    )
    return Code.DONE


def read_rights(typed: str) -> frozenset[Right]:
    """Read a list of rights. Raises `InvalidInput`."""
    try:
        return frozenset(Right(one.strip()) for one in typed.split(",") if one.strip())
    except ValueError:
        raise InvalidInput(
            "« {typed} » : les droits sont parmi {known}, séparés par des virgules.",
            typed=typed,
            known=", ".join(Right),
        ) from None
