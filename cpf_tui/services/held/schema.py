"""The shape of the document, as models: what `docs/mes-donnees.schema.json` says, and what a test holds exports to.

`python -m cpf_tui.services.held.schema` writes the JSON schema.
"""

from __future__ import annotations

import json
from datetime import date, datetime

from pydantic import BaseModel, ConfigDict, Field

Hours = int | float
Text = str


class Part(BaseModel):
    """A part of the document: every field is always there, and no other is."""

    model_config = ConfigDict(extra="forbid", strict=False)


class Code(Part):
    """Un code et ce qu’il veut dire."""

    code: Text
    libelle: Text


class Identite(Part):
    """Qui vous êtes."""

    numero_de_securite_sociale: Text = Field(pattern=r"^\d[\dAB]{14}$")
    civilite: Code | None
    nom: Text
    prenoms: Text
    date_de_naissance: date | None
    commune_de_residence: Code | None
    situation: Code
    sorti_de_l_ecole: bool
    niveau_de_diplome: Code | None
    handicap_reconnu: bool
    cadre: bool
    courriel: Text
    telephone: Text


class Compte(Part):
    """Le compte et qui vous conseille."""

    identifiant: Text
    commence_le: datetime | None
    ouvert_le: datetime | None
    derniere_connexion_le: datetime | None
    lieu_de_conseil: Text
    operateur: Code | None


class Solde(Part):
    """Un compte d’heures."""

    compte: Text
    source: Code
    inscrites: Hours
    bloquees: Hours
    debitees: Hours
    disponibles: Hours


class Mouvement(Part):
    """Un mouvement d’heures et sa raison."""

    numero: int
    date: datetime
    compte: Text
    nature: Code
    heures: Hours
    motif: Code
    en_clair: Text
    article: Text
    dossier: Text | None
    termine_le_mouvement: int | None
    fait_par: Text
    disponibles_avant: Hours
    disponibles_apres: Hours
    bloquees_apres: Hours
    liberees: Hours


class Dif(Part):
    """Une déclaration de DIF ; les anciennes restent, une seule est en vigueur."""

    en_vigueur: bool
    heures: Hours
    employeur: Text
    document: Code
    date_du_document: date
    inscrite_le: datetime
    justificatif: Code
    commentaire: Text


class FormationGardee(Part):
    """Une formation gardée."""

    offre: Code
    note: Text
    gardee_le: datetime | None
    choisie: bool


class Diplome(Part):
    """Un diplôme déclaré."""

    identifiant: Text
    diplome: Code
    intitule: Text
    annee: int | None


class Contact(Part):
    """Un contact avec un organisme."""

    identifiant: Text
    offre: Code
    date: date
    personne_contactee: Text
    moyen: Code
    reponse: Text
    prerequis_remplis: Code
    note_par: Text
    note_le: datetime


class Autorisation(Part):
    """Une autorisation donnée à un organisme."""

    identifiant: Text
    organisme: Code
    porte_sur: list[Code]
    du: date
    au: date
    retiree_le: datetime | None


class Reponse(Part):
    """Une réponse d’un dossier."""

    question: Code
    reponse: Text
    en_clair: Text


class Evenement(Part):
    """Une ligne de l’historique d’un dossier."""

    numero: int
    date: datetime
    de: Code
    nom: Text
    fait: Code
    etat: Code
    raison: Text
    detail: Text


class Correction(Part):
    """Une correction demandée."""

    identifiant: Text
    question: Code
    pourquoi: Code
    message: Text
    demandee_par: Text
    demandee_le: datetime
    faite_le: datetime | None


class Financement(Part):
    """Une demande à un financeur et sa réponse."""

    identifiant: Text
    financeur: Code
    heures: Hours
    euros: int | float
    etat: Code
    demande_par: Text
    demande_le: datetime
    commentaire: Text
    repondu_le: datetime | None
    reponse: Text


class Dossier(Part):
    """Un dossier et tout ce qui s’y attache."""

    identifiant: Text
    reference: Text
    etat: Code
    offre: Text
    formation: Text
    organisme: Text
    certification: Text
    organisme_qui_suit: Code | None
    heures_prevues: Hours
    heures_realisees: Hours | None
    prix_en_euros: int | float | None
    debut: date | None
    fin: date | None
    cree_le: datetime
    modifie_le: datetime
    accord_donne_le: datetime | None
    heures_accordees_par_vous: Hours
    reponses: list[Reponse]
    historique: list[Evenement]
    corrections: list[Correction]
    financements: list[Financement]


class Message(Part):
    """Un message d’une demande d’aide."""

    de: Code
    nom: Text
    date: datetime
    texte: Text


class Demande(Part):
    """Une demande d’aide."""

    identifiant: Text
    reference: Text
    sujet: Code
    etat: Code
    faite_le: datetime
    messages: list[Message]


class Saisie(Part):
    """Des réponses pas encore envoyées, ou les recherches récentes."""

    formulaire: Text
    sujet: Text
    reponses: dict[str, str]
    modifiee_le: datetime


class Essais(Part):
    """Des connexions manquées."""

    essais: int
    dernier_le: datetime
    bloque_jusqu_a: datetime | None


class Renouvellement(Part):
    """Une identité attestée pour choisir un nouveau mot de passe."""

    identifiant: Text
    identite_attestee_par: Text
    atteste_le: datetime
    valable_jusqu_a: datetime
    utilise_le: datetime | None


class Ligne(Part):
    """Une ligne du journal : qui a consulté ou fait quoi."""

    numero: int
    date: datetime
    de: Code
    personne: Text
    organisme: Text
    acte: Code
    detail: Text


class MesDonnees(Part):
    """Tout ce que cpf-tui garde sur une personne."""

    format: Text = Field(pattern=r"^cpf-tui/mes-donnees/1$")
    etabli_le: datetime
    lisez_moi: list[Text]
    identite: Identite
    compte: Compte
    heures: list[Solde]
    mouvements: list[Mouvement]
    dif: list[Dif]
    formations_gardees: list[FormationGardee]
    diplomes: list[Diplome]
    contacts: list[Contact]
    autorisations: list[Autorisation]
    dossiers: list[Dossier]
    demandes_d_aide: list[Demande]
    saisies_en_cours: list[Saisie]
    connexions_manquees: list[Essais]
    nouveaux_mots_de_passe: list[Renouvellement]
    journal: list[Ligne]
    non_fourni: dict[str, str]


def json_schema() -> str:
    """Return the JSON schema of the document."""
    return json.dumps(MesDonnees.model_json_schema(), ensure_ascii=False, indent=2) + "\n"


if __name__ == "__main__":
    import sys

    sys.stdout.write(json_schema())
