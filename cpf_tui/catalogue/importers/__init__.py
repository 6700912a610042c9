"""Importers, one module per format: a new format is a module and one line of `FORMATS`."""

from __future__ import annotations

from cpf_tui.catalogue.datasets import Dataset
from cpf_tui.catalogue.importers import (
    formacode,
    france_competences,
    interlocuteurs,
    lheo,
    listes_cpf,
    mcf,
    offres,
    organismes,
    rome,
)
from cpf_tui.catalogue.importers.base import Format, ImportReport, Progress, ProgressCallback, Reader
from cpf_tui.catalogue.importers.rejects import BadRow, RejectFile
from cpf_tui.domain.text import text

__all__ = ["FORMATS", "BadRow", "Format", "ImportReport", "Progress", "ProgressCallback", "Reader", "RejectFile"]

_ALL = (
    Format(
        "offres",
        Dataset.OFFERS,
        offres.Offers,
        text("offres de formation, avec les colonnes du réseau des Carif-Oref"),
        offres.recognises,
    ),
    Format(
        "mcf",
        Dataset.OFFERS,
        mcf.McfOffers,
        text("offres de Mon compte formation, en données ouvertes"),
        mcf.recognises,
    ),
    Format(
        "lheo",
        Dataset.OFFERS,
        lheo.LheoOffers,
        text("offres en XML, au format LHÉO 2.x, et index Intercarif"),
        lheo.recognises,
    ),
    Format(
        "france-competences",
        Dataset.CERTIFICATIONS,
        france_competences.Certifications,
        text("certifications des répertoires nationaux : les CSV officiels ensemble, ou leur zip"),
        france_competences.recognises,
        together=True,
    ),
    Format(
        "listes-cpf",
        Dataset.LISTS,
        listes_cpf.Lists,
        text("listes des formations éligibles : COPANEF, COPAREF, branches"),
        listes_cpf.recognises,
    ),
    Format(
        "interlocuteurs",
        Dataset.ADVISORS,
        interlocuteurs.Places,
        text("lieux où des conseillers reçoivent"),
        interlocuteurs.recognises,
    ),
    Format(
        "organismes",
        Dataset.ORGANISATIONS,
        organismes.Organisations,
        text("organismes de formation, par SIRET"),
        organismes.recognises,
    ),
    Format(
        "formacode",
        Dataset.FORMACODE,
        formacode.Formacodes,
        text("thésaurus Formacode : libellés et synonymes"),
        formacode.recognises,
    ),
    Format(
        "rome",
        Dataset.ROME,
        rome.JobTitles,
        text("répertoire ROME : libellés et appellations de métiers"),
        rome.recognises,
    ),
)
FORMATS = {one.name: one for one in _ALL}
