"""Offers in LHEO, made by hand for the tests; every name in them is invented."""

from __future__ import annotations

from pathlib import Path

ACTION = """
<action numero="{number}">
  <rythme-formation>Temps plein</rythme-formation>
  <modalites-enseignement>{mode}</modalites-enseignement>
  <conditions-specifiques>&lt;p&gt;Savoir lire&lt;/p&gt; &lt;b&gt;un plan&lt;/b&gt;</conditions-specifiques>
  <lieu-de-formation><coordonnees><adresse>
    <ligne>12 rue des Essais</ligne><ligne>-</ligne><codepostal>59100</codepostal><ville>Roubaix</ville>
    <departement>59</departement><code-INSEE-commune>{insee}</code-INSEE-commune><region>31</region>
    <geolocalisation><latitude>50.69</latitude><longitude>3.17</longitude></geolocalisation>
  </adresse></coordonnees></lieu-de-formation>
  <session><periode><debut>20270900</debut><fin>20280600</fin></periode></session>
  <session><periode><debut>20270315</debut><fin>99999999</fin></periode></session>
  <session><periode><debut>00000000</debut></periode></session>
  <nombre-heures-centre>500</nombre-heures-centre><nombre-heures-entreprise>120,5</nombre-heures-entreprise>
  <prix-total-TTC>{price}</prix-total-TTC>
  <organisme-formateur>
    <SIRET-formateur><SIRET>000 000 018 00021</SIRET></SIRET-formateur>
    <raison-sociale-formateur>Atelier du Nord</raison-sociale-formateur>
    <contact-formateur><coordonnees>
      <portable><numtel>06 00 00 00 00</numtel></portable><courriel>atelier@exemple.example</courriel>
    </coordonnees></contact-formateur>
  </organisme-formateur>
</action>
"""

FORMATION = """
<formation numero="F1">
  <domaine-formation>
    <code-FORMACODE>23004</code-FORMACODE><code-FORMACODE tag="principal">23016</code-FORMACODE>
    <code-ROME>H2913</code-ROME>
  </domaine-formation>
  <intitule-formation>{title}</intitule-formation>
  <certification><code-RNCP>-</code-RNCP><code-CERTIFINFO>80735</code-CERTIFINFO></certification>
  <certification><code-RNCP>34502</code-RNCP></certification>
  <code-niveau-sortie>{level}</code-niveau-sortie>
  {actions}
  <organisme-formation-responsable>
    <nom-organisme>Groupe du Nord</nom-organisme>
    <coordonnees-organisme><coordonnees>
      <telfixe><numtel>03 00 00 00 00</numtel></telfixe>
    </coordonnees></coordonnees-organisme>
  </organisme-formation-responsable>
</formation>
"""

SUMMARY = """<?xml version="1.0" encoding="UTF-8"?>
<lheo-index xmlns="http://www.lheo.org/2.2"><resumes-offres>
<resume-offre numero="R1">
  <domaine-formation><code-FORMACODE>42602</code-FORMACODE></domaine-formation>
  <intitule-formation>Accueil
  des visiteurs</intitule-formation>
  <nom-organisme>Maison des Métiers</nom-organisme><SIRET>00000001800039</SIRET>
  <codepostal>69003</codepostal><code-INSEE-commune>69383</code-INSEE-commune><ville>Lyon 3e Arrondissement</ville>
  <departement>69</departement><region>84</region><nombre-heures-total>140</nombre-heures-total>
  <session><periode><debut>20271004</debut></periode></session>
  <extras info="geolocalisation"><extra info="latitude">45.75</extra><extra info="longitude">4.85</extra></extras>
  <extras info="complements"><extra info="code-niveau-sortie">14</extra></extras>
</resume-offre>
</resumes-offres></lheo-index>
"""


def action(number: str = "A1", mode: str = "0", insee: str = "59512", price: str = "1250,50") -> str:
    """Return one action."""
    return ACTION.format(number=number, mode=mode, insee=insee, price=price)


def formation(*actions: str, title: str = "Soudeur industriel", level: str = "4") -> str:
    """Return one training with its actions."""
    return FORMATION.format(title=title, level=level, actions="".join(actions or (action(),)))


def write_lheo(path: Path, *formations: str, encoding: str = "utf-8", prologue: str = "") -> Path:
    """Write a LHEO file of these trainings (one, by default) and return its path."""
    body = "".join(formations or (formation(),))
    text = f'<?xml version="1.0" encoding="{encoding}"?>\n{prologue}<lheo xmlns="http://www.lheo.org/2.2"><offres>{body}</offres></lheo>\n'
    path.write_bytes(text.encode(encoding))
    return path
