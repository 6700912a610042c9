"""One small file of each format, made by hand: every name, number and address in them is invented."""

from __future__ import annotations

_OFFRES = """\
id_formation,id_action,intitule,organisme_nom,lieu_insee,lieu_commune,code_rncp,niveau,lat,lon,duree_heures,prix,periodes
F1,A1,Soudeur fictif,"Atelier, du Nord",59512,Roubaix,RNCP1,niveau3,50.69,3.17,"120,5",1500,2026-01-05
F2,A2,"Cuisine
inventée",École des Saveurs,69123,Lyon,,niveau4,45.76,4.84,,,
F3,A3,Anglais imaginé,Langues « Ouvertes »,59350,Lille,RS7,,50.63,3.06,35,,2026-02-01|2026-03-01
F1,A1,Soudeur fictif,"Atelier, du Nord",59512,Roubaix,RNCP1,niveau3,50.69,3.17,"120,5",1500,2026-01-05
"""

_MCF = """\
date_extract,nom_of,nom_departement,nom_region,type_referentiel,code_inventaire,code_rncp,intitule_certification,\
libelle_niveau_sortie_formation,code_formacode_1,code_certifinfo,siret,nb_session_active,nombre_heures_total_mean,\
frais_ttc_tot_mean,code_departement,code_region,numero_formation,intitule_formation
2026-01-01,ATELIER FICTIF,Nord,Hauts-de-France,RNCP,-1,1,Soudeur d’essai,NIVEAU 3,23026,1,00000000100012,2,120,1500.0,\
59,32,0001_A,
2026-01-01,ÉCOLE FICTIVE,Rhône,Auvergne-Rhône-Alpes,RS,7,-1,Anglais d’essai,,15234,2,00000000200010,1,35,900.5,69,84,\
0002_B,"Anglais, en soirée"
"""

_LHEO = """\
<?xml version="1.0" encoding="UTF-8"?>
<lheo xmlns="http://www.lheo.org/2.2"><offres>
<formation numero="F_1">
<domaine-formation><code-FORMACODE ref="V12">23026</code-FORMACODE><code-ROME>H2913</code-ROME></domaine-formation>
<intitule-formation>Soudage d’essai &amp; d’exemple</intitule-formation>
<objectif-formation><![CDATA[Souder <bien>.]]></objectif-formation>
<certification><code-RNCP>1</code-RNCP></certification>
<action numero="A_1">
<modalites-enseignement>0</modalites-enseignement>
<lieu-de-formation><coordonnees><adresse><codepostal>59100</codepostal><ville>Roubaix</ville>
<code-INSEE-commune>59512</code-INSEE-commune></adresse></coordonnees></lieu-de-formation>
<session><periode><debut>20260105</debut><fin>20260401</fin></periode></session>
<nombre-heures-total>120</nombre-heures-total>
</action>
<organisme-formation-responsable><SIRET-organisme-formation><SIRET>00000000100012</SIRET></SIRET-organisme-formation>
<nom-organisme>Atelier fictif</nom-organisme></organisme-formation-responsable>
</formation>
</offres></lheo>
"""

_LHEO_INDEX = """\
<?xml version="1.0" encoding="UTF-8"?>
<lheo-index xmlns="http://www.lheo.org/2.2"><resumes-offres>
<resume-offre numero="R_1"><intitule-formation>Anglais d’essai</intitule-formation>
<nom-organisme numero="O_1">Langues fictives</nom-organisme><SIRET>00000000200010</SIRET>
<codepostal>59000</codepostal><code-INSEE-commune>59350</code-INSEE-commune><ville>Lille</ville>
<nombre-heures-total>35</nombre-heures-total>
<certification><code-RNCP>2</code-RNCP><code-CERTIFINFO>3</code-CERTIFINFO></certification>
</resume-offre></resumes-offres></lheo-index>
"""

_STANDARD = """\
"Numero_Fiche";"Intitule";"Abrege_Libelle";"Abrege_Intitule";"Nomenclature_Europe_Niveau";\
"Nomenclature_Europe_Intitule";"Type_Enregistrement";"Date_Fin_Enregistrement";"Actif"
"RNCP1";"Soudeur d’essai";"TP";"Titre professionnel";"NIV3";"Niveau 3";"Enregistrement de droit";"31/12/2030";"ACTIVE"
"RS7";"Anglais d’essai";"";"";"";"";"Enregistrement sur demande";"01/02/2020";"INACTIVE"
"""

_ROME_OF_CODES = '"Numero_Fiche";"Codes_Rome_Code";"Codes_Rome_Libelle"\n"RNCP1";"H2913";"Soudage manuel"\n'
_CERTIFIERS = (
    '"Numero_Fiche";"Siret_Certificateur";"Nom_Certificateur"\n"RNCP1";"\t00000000100012";"MINISTÈRE FICTIF"\n'
)

_LISTES = """\
organismeEditeur;niveau;intitule;certificateur;codeRNCP;codeInventaire;codeCertifInfo;codeCPF;public;debutValidite;finValidite
COPANEF;3;Soudeur d’essai;Personne;1;;1;130001;Tout public;01/01/2015;31/12/2018
COPAREF Nord-Pas-de-Calais;;Anglais d’essai;Personne;;7;2;160002;Demandeurs d’emploi;2015-06-01;
"""

_INTERLOCUTEURS = """\
id,operateur,nom,adresse,code_postal,insee,commune,telephone,courriel,horaires,latitude,longitude,exemple
X1,POLE_EMPLOI,Agence fictive,1 rue d’Essai,59100,59512,Roubaix,01 99 00 00 00,a@essai.example,9 h – 17 h,50.69,3.17,oui
X2,MISSION_LOCALE,Mission fictive,,69003,69123,Lyon,,,,,,non
"""

_ORGANISMES = """\
siret,nda,enseigne,entreprise_raison_sociale,numero_voie,nom_voie,code_postal,localite,info_qualiopi_info
00000000100012,11750000001,L’Atelier fictif,ATELIER SA,3,RUE DE L’ESSAI,59100,ROUBAIX,OUI
00000000200010,,,ÉCOLE SARL,,,,,NON
"""

_FORMACODE = """\
Code du Terme;Descripteur en majuscules;Descripteur en typo riche;Synonymes;Synonymes métier
23026;SOUDAGE FICTIF;Soudage fictif;brasage inventé###soudure;braseur###braseuse
15234;ANGLAIS;Anglais;;
"""

_ROME = """\
code_rome,libelle_rome,libelle_appellation_long
H2913,Soudage manuel,Soudeur fictif / Soudeuse fictive
M1203,Comptabilité,
"""

SAMPLES: dict[str, dict[str, str]] = {
    "offres": {"offres.csv": _OFFRES},
    "mcf": {"mcf.csv": _MCF},
    "lheo": {"offres.xml": _LHEO, "index.xml": _LHEO_INDEX},
    "france-competences": {
        "export_fiches_CSV_Standard_2026_01_01.csv": _STANDARD,
        "export_fiches_CSV_Rome_2026_01_01.csv": _ROME_OF_CODES,
        "export_fiches_CSV_Certificateurs_2026_01_01.csv": _CERTIFIERS,
    },
    "listes-cpf": {"listes.csv": _LISTES},
    "interlocuteurs": {"interlocuteurs.csv": _INTERLOCUTEURS},
    "organismes": {"organismes.csv": _ORGANISMES},
    "formacode": {"formacode.csv": _FORMACODE},
    "rome": {"rome.csv": _ROME},
}
"""The files of each format, by name."""
