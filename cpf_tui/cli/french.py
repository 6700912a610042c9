"""The sentences of argparse in French: its own are English, and it asks a gettext function of its module for them."""

from __future__ import annotations

import argparse

from cpf_tui import i18n

FRENCH = {
    "usage: ": "utilisation : ",
    "positional arguments": "arguments",
    "options": "options",
    "show this help message and exit": "montrer cette aide",
    "show program's version number and exit": "montrer la version",
    "%(prog)s: error: %(message)s\n": "%(prog)s : %(message)s\n",
    "argument %(argument_name)s: %(message)s": "%(argument_name)s : %(message)s",
    "unrecognized arguments: %s": "argument inconnu : %s",
    "the following arguments are required: %s": "il manque : %s",
    "one of the arguments %s is required": "il faut l’un de : %s",
    "not allowed with argument %s": "ne va pas avec %s",
    "expected one argument": "une valeur est attendue",
    "expected at most one argument": "une valeur au plus est attendue",
    "expected at least one argument": "une valeur au moins est attendue",
    "expected %s argument": "%s valeur est attendue",
    "expected %s arguments": "%s valeurs sont attendues",
    "ambiguous option: %(option)s could match %(matches)s": "option ambiguë : %(option)s peut être %(matches)s",
    "ignored explicit argument %r": "cette option ne prend pas de valeur (%r est de trop)",
    "unexpected option string: %s": "option inattendue : %s",
    "invalid choice: %(value)r (choose from %(choices)s)": "%(value)r n’est pas possible (au choix : %(choices)s)",
    "invalid choice: %(value)r, maybe you meant %(suggestion)r? (choose from %(choices)s)": (
        "%(value)r n’est pas possible, peut-être %(suggestion)r ? (au choix : %(choices)s)"
    ),
    "unknown parser %(parser_name)r (choices: %(choices)s)": (
        "la commande %(parser_name)r n’existe pas (au choix : %(choices)s)"
    ),
    "invalid %(type)s value: %(value)r": "%(value)r ne convient pas",
    "can't open '%(filename)s': %(error)s": "« %(filename)s » ne s’ouvre pas : %(error)s",
    'argument "-" with mode %r': "« - » ne peut pas être ouvert en %r",
    "option '%(option)s' is deprecated": "l’option %(option)s est abandonnée",
    "argument '%(argument_name)s' is deprecated": "l’argument %(argument_name)s est abandonné",
    "command '%(parser_name)s' is deprecated": "la commande %(parser_name)s est abandonnée",
}
"""What a person can read of argparse, versions 3.11 to 3.14; the rest is said to programmers only."""


def translate(sentence: str) -> str:
    """Give a sentence of argparse in the language in use."""
    return FRENCH.get(sentence, sentence) if i18n.language() == "fr" else sentence


def translate_count(one: str, many: str, count: int) -> str:
    """Give the singular or the plural, translated: French counts 0 and 1 as singular."""
    return translate(one if count < 2 else many)


def install() -> None:
    """Make argparse speak through `translate`."""
    vars(argparse).update(_=translate, ngettext=translate_count)
