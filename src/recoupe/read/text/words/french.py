"""French words of saying, titles, persons and the closed classes."""

from __future__ import annotations

from recoupe.read.text.words.lexicon import Lexicon

_ER = """
accuser acquiescer admonester affirmer ajouter alerter analyser annoncer appeler argumenter arguer articuler assener asséner assurer attester avancer
avouer balbutier blâmer bredouiller caler certifier chuchoter citer clamer commander commencer commenter compléter conclure confesser
confier confirmer conseiller considérer constater continuer contester corriger crier critiquer déclamer déclarer décréter demander dénoncer déplorer
détailler deviner développer dicter dévoiler écrier embrayer énoncer enchaîner énumérer espérer estimer évaluer évoquer exclamer exhorter exiger
expliquer exploser exposer expliciter exprimer fustiger glisser gronder hasarder hurler imaginer implorer indiquer indigner informer
ironiser inquiéter insister insinuer interpeller interroger intimer invectiver invoquer jubiler jurer juger justifier
lâcher lamenter lancer livrer marmonner marteler mentionner menacer moquer murmurer narrer nier noter objecter observer opiner
ordonner parler penser persifler plaider plaisanter poster poursuivre préciser préconiser pester prêcher présager prévenir proclamer
professer promettre prôner proposer protester prophétiser pronostiquer proférer questionner raconter râler railler rappeler rapporter
rassurer réagir réaffirmer récapituler reconnaître recommander récuser redouter réfuter regretter remarquer remercier
répéter répliquer répondre réclamer résumer rétorquer révéler rêver riposter saluer scander seriner signaler signifier
souffler souhaiter soupirer souligner soupçonner soutenir spécifier suggérer supplier supposer témoigner tempérer tempêter tonner tranquilliser
trancher twitter tweeter vanter vitupérer vociférer alléguer
"""
_IRREGULAR: dict[str, tuple[str, ...]] = {
    # lemma: present 3s, 3p, past simple 3s, 3p, imperfect 3s, 3p, participle, present participle, future 3s
    "dire": ("dit", "disent", "dit", "dirent", "disait", "disaient", "dit", "disant", "dira"),
    "redire": ("redit", "redisent", "redit", "redirent", "redisait", "redisaient", "redit", "redisant", "redira"),
    "écrire": ("écrit", "écrivent", "écrivit", "écrivirent", "écrivait", "écrivaient", "écrit", "écrivant", "écrira"),
    "répondre": (
        "répond",
        "répondent",
        "répondit",
        "répondirent",
        "répondait",
        "répondaient",
        "répondu",
        "répondant",
        "répondra",
    ),
    "conclure": (
        "conclut",
        "concluent",
        "conclut",
        "conclurent",
        "concluait",
        "concluaient",
        "conclu",
        "concluant",
        "conclura",
    ),
    "poursuivre": (
        "poursuit",
        "poursuivent",
        "poursuivit",
        "poursuivirent",
        "poursuivait",
        "poursuivaient",
        "poursuivi",
        "poursuivant",
        "poursuivra",
    ),
    "prévenir": (
        "prévient",
        "préviennent",
        "prévint",
        "prévinrent",
        "prévenait",
        "prévenaient",
        "prévenu",
        "prévenant",
        "préviendra",
    ),
    "soutenir": (
        "soutient",
        "soutiennent",
        "soutint",
        "soutinrent",
        "soutenait",
        "soutenaient",
        "soutenu",
        "soutenant",
        "soutiendra",
    ),
    "promettre": (
        "promet",
        "promettent",
        "promit",
        "promirent",
        "promettait",
        "promettaient",
        "promis",
        "promettant",
        "promettra",
    ),
    "admettre": (
        "admet",
        "admettent",
        "admit",
        "admirent",
        "admettait",
        "admettaient",
        "admis",
        "admettant",
        "admettra",
    ),
    "reconnaître": (
        "reconnaît",
        "reconnaissent",
        "reconnut",
        "reconnurent",
        "reconnaissait",
        "reconnaissaient",
        "reconnu",
        "reconnaissant",
        "reconnaîtra",
    ),
    "croire": ("croit", "croient", "crut", "crurent", "croyait", "croyaient", "cru", "croyant", "croira"),
    "prétendre": (
        "prétend",
        "prétendent",
        "prétendit",
        "prétendirent",
        "prétendait",
        "prétendaient",
        "prétendu",
        "prétendant",
        "prétendra",
    ),
    "réagir": (
        "réagit",
        "réagissent",
        "réagit",
        "réagirent",
        "réagissait",
        "réagissaient",
        "réagi",
        "réagissant",
        "réagira",
    ),
    "avertir": (
        "avertit",
        "avertissent",
        "avertit",
        "avertirent",
        "avertissait",
        "avertissaient",
        "averti",
        "avertissant",
        "avertira",
    ),
    "gémir": ("gémit", "gémissent", "gémit", "gémirent", "gémissait", "gémissaient", "gémi", "gémissant", "gémira"),
    "rugir": ("rugit", "rugissent", "rugit", "rugirent", "rugissait", "rugissaient", "rugi", "rugissant", "rugira"),
    "reprendre": (
        "reprend",
        "reprennent",
        "reprit",
        "reprirent",
        "reprenait",
        "reprenaient",
        "repris",
        "reprenant",
        "reprendra",
    ),
    "surenchérir": (
        "surenchérit",
        "surenchérissent",
        "surenchérit",
        "surenchérirent",
        "surenchérissait",
        "surenchérissaient",
        "surenchéri",
        "surenchérissant",
        "surenchérira",
    ),
    "renchérir": (
        "renchérit",
        "renchérissent",
        "renchérit",
        "renchérirent",
        "renchérissait",
        "renchérissaient",
        "renchéri",
        "renchérissant",
        "renchérira",
    ),
    "relire": ("relit", "relisent", "relut", "relurent", "relisait", "relisaient", "relu", "relisant", "relira"),
    "lire": ("lit", "lisent", "lut", "lurent", "lisait", "lisaient", "lu", "lisant", "lira"),
    "se souvenir": (
        "souvient",
        "souviennent",
        "souvint",
        "souvinrent",
        "souvenait",
        "souvenaient",
        "souvenu",
        "souvenant",
        "souviendra",
    ),
    "se plaindre": (
        "plaint",
        "plaignent",
        "plaignit",
        "plaignirent",
        "plaignait",
        "plaignaient",
        "plaint",
        "plaignant",
        "plaindra",
    ),
    "démentir": (
        "dément",
        "démentent",
        "démentit",
        "démentirent",
        "démentait",
        "démentaient",
        "démenti",
        "démentant",
        "démentira",
    ),
    "garantir": (
        "garantit",
        "garantissent",
        "garantit",
        "garantirent",
        "garantissait",
        "garantissaient",
        "garanti",
        "garantissant",
        "garantira",
    ),
    "décrire": (
        "décrit",
        "décrivent",
        "décrivit",
        "décrivirent",
        "décrivait",
        "décrivaient",
        "décrit",
        "décrivant",
        "décrira",
    ),
    "prédire": (
        "prédit",
        "prédisent",
        "prédit",
        "prédirent",
        "prédisait",
        "prédisaient",
        "prédit",
        "prédisant",
        "prédira",
    ),
    "faire savoir": ("fait", "font", "fit", "firent", "faisait", "faisaient", "fait", "faisant", "fera"),
    "faire valoir": ("fait", "font", "fit", "firent", "faisait", "faisaient", "fait", "faisant", "fera"),
    "entendre": (
        "entend",
        "entendent",
        "entendit",
        "entendirent",
        "entendait",
        "entendaient",
        "entendu",
        "entendant",
        "entendra",
    ),
    "défendre": (
        "défend",
        "défendent",
        "défendit",
        "défendirent",
        "défendait",
        "défendaient",
        "défendu",
        "défendant",
        "défendra",
    ),
    "maintenir": (
        "maintient",
        "maintiennent",
        "maintint",
        "maintinrent",
        "maintenait",
        "maintenaient",
        "maintenu",
        "maintenant que",
        "maintiendra",
    ),
    "convenir": (
        "convient",
        "conviennent",
        "convint",
        "convinrent",
        "convenait",
        "convenaient",
        "convenu",
        "convenant",
        "conviendra",
    ),
}
_MANNER = "sourire rire soupirer s'agacer s'emporter s'étonner s'amuser s'offusquer s'alarmer se réjouir se féliciter s'inquiéter s'insurger s'émouvoir"
_WEAK = """
qualifier traiter décrire accuser critiquer dénoncer fustiger évoquer parler citer entendre considérer juger croire penser espérer redouter
saluer vanter appeler lire défendre exiger réclamer promettre faire
"""


def _stem_change(stem: str) -> str:
    """appel- → appell-, complét- → complèt-, achev- → achèv-: the stem before a silent ending."""
    for i in range(len(stem) - 1, -1, -1):
        if stem[i] in "aeiouéèêàâîôûy":
            if stem[i] == "é" and i < len(stem) - 1:
                return stem[:i] + "è" + stem[i + 1 :]
            if stem.endswith("appel"):
                return stem + "l"
            if stem[i] == "e" and i == len(stem) - 2:
                return stem[:i] + "è" + stem[i + 1 :]
            break
    return stem


def _er(verb: str) -> tuple[str, ...]:
    stem = verb[:-2]
    soft = stem + "e" if stem.endswith("g") else stem[:-1] + "ç" if stem.endswith("c") else stem
    silent = _stem_change(stem)
    return (
        silent + "e",
        silent + "ent",
        soft + "a",
        stem + "èrent",
        soft + "ait",
        soft + "aient",
        stem + "é",
        soft + "ant",
        silent + "era",
    )


_KINDS = ("present", "present", "past", "past", "past", "past", "participle", "ing", "present")


def conjugated(verbs: list[str]) -> dict[str, tuple[str, str]]:
    """Third-person forms, participles (with agreement) and infinitives → (lemma, form)."""
    table: dict[str, tuple[str, str]] = {}
    for verb in verbs:
        forms = _IRREGULAR.get(verb) or (_er(verb) if verb.endswith("er") else ())
        lemma = verb
        table.setdefault(verb, (lemma, "infinitive"))
        for form, kind in zip(forms, _KINDS, strict=False):
            if kind == "participle":
                for ending in ("", "e", "s", "es"):
                    table.setdefault(form + ending, (lemma, "participle"))
            elif form not in table or table[form][1] == "participle":
                table[form] = (lemma, kind)
    return table


_PREPOSITIONS = """
à au aux de du des en dans sur sous par pour avec sans chez vers contre entre depuis pendant durant après avant devant derrière
parmi selon malgré outre hors dès jusque jusqu' d' lors près auprès face grâce suite afin
"""
_SUBORDINATORS = (
    "quand lorsque lorsqu' si comme puisque puisqu' tandis alors parce dès bien quoique après avant pendant où"
)
_AUXILIARIES = """
a ont avait avaient aura auront eu est sont était étaient sera seront été fut furent soit soient ait aient serait seraient aurait auraient
peut peuvent pourrait pourraient doit doivent devrait devraient va vont allait allaient vient viennent fait font n' ne s' se y en l' m' me lui leur nous vous
"""
_ADVERBS = """
aussi alors ensuite puis encore toujours déjà même jamais souvent parfois également ainsi plus tard tôt hier aujourd'hui demain désormais récemment
notamment notamment simplement seulement pas bien finalement enfin d'abord longuement sobrement vivement fermement immédiatement
publiquement régulièrement volontiers toutefois cependant néanmoins pourtant notamment
"""
_TITLES_M = "m. mm. monsieur maître me père frère roi prince sir lord"
_TITLES_F = "mme mmes madame mlle mademoiselle reine princesse sœur soeur lady dame"
_TITLES = """
président présidente ministre premier première sénateur sénatrice député députée maire préfet préfète procureur procureure général générale colonel capitaine
commandant commandante commissaire juge docteur dr pr professeur professeure directeur directrice secrétaire porte-parole chef cheffe
chancelier chancelière gouverneur ambassadeur ambassadrice évêque cardinal pape imam rabbin avocat avocate candidat candidate
journaliste chercheur chercheuse économiste historien historienne sociologue politologue militant militante fondateur fondatrice
"""
_PERSONS = """
homme femme garçon fille enfant enfants gens hommes femmes personne personnes jeune jeunes adolescent adolescente adulte
responsable responsables agent agents policier policiers policière gendarme gendarmes porte-parole représentant représentante représentants
source sources expert experte experts analyste spécialiste spécialistes critique partisan partisans opposant opposants opposante électeur électeurs électrice
habitant habitants habitante riverain riverains riveraine voisin voisins voisine témoin témoins passant passants manifestant manifestants manifestante
militant militants militante migrant migrants réfugié réfugiés réfugiée employé employés employée salarié salariés ouvrier ouvriers patron patrons patronne
client clients cliente visiteur touriste touristes étudiant étudiants étudiante élève élèves enseignant enseignants enseignante professeur professeurs
chercheur chercheurs chercheuse auteur autrice écrivain journaliste journalistes reporter internaute internautes utilisateur utilisatrice membre membres
élu élus élue ministre président présidente maire préfet député sénateur candidat candidate procureur procureure juge avocat avocats avocate
médecin médecins infirmier infirmière infirmiers patient victime victimes survivant survivante suspect prévenu accusé conducteur chauffeur soldat soldats général
père mère papa maman fils fille frère sœur mari épouse époux oncle tante cousin cousine parent parents ami amis amie amies collègue collègues
joueur joueuse entraîneur chanteur chanteuse acteur actrice artiste directeur directrice chef cheffe patronne gérant gérante commerçant commerçante pêcheur
agriculteur agricultrice bénévole bénévoles secouriste pompier pompiers syndicaliste autre autres certains certaines plusieurs beaucoup
retraité retraitée quinquagénaire sexagénaire septuagénaire trentenaire quadragénaire intéressé intéressée dirigeant dirigeants dirigeante locataire cadre
économiste historien historienne sociologue politologue restaurateur restauratrice serveur serveuse boulanger boulangère
"""
_GROUPS = """
rapport communiqué document lettre note courriel étude enquête sondage journal quotidien magazine article éditorial site blog
tribunal cour conseil commission comité agence département ministère bureau administration gouvernement parti groupe organisation entreprise
société association syndicat équipe chaîne ambassade université institut église police armée préfecture mairie parquet collectif ong
foule communauté famille ville état pays assemblée sénat parlement banderole pancarte tract slogan tweet message publication page légende
intersyndicale fédération direction fondation
"""
_MONTHS_DAYS = """
janvier février mars avril mai juin juillet août septembre octobre novembre décembre lundi mardi mercredi jeudi vendredi samedi dimanche
noël pâques ramadan
"""
_PRONOUNS = {
    "il": "m",
    "elle": "f",
    "ils": "p",
    "elles": "p",
    "on": "n",
    "celui-ci": "m",
    "celle-ci": "f",
    "ce": "n",
    "ceux-ci": "p",
    "celles-ci": "p",
}
_DETERMINERS = """
le la les l' un une des du de ce cet cette ces mon ton son ma ta sa mes tes ses notre votre leur nos vos leurs quelque quelques plusieurs chaque
aucun aucune tout toute tous toutes certains certaines autre autres deux trois quatre cinq six sept huit neuf dix
"""
_FUNCTION = frozenset(
    (
        _PREPOSITIONS
        + _SUBORDINATORS
        + " "
        + _AUXILIARIES
        + " "
        + _DETERMINERS
        + " et ou mais ni car donc or il elle ils elles on nous vous je tu j' qui que qu' quoi dont où pas plus moins très ce c' "
        "cela ça y ne non oui aussi lui eux si quel quelle quels quelles voici voilà ici là"
    ).split()
)
_VERBS = (
    [v for v in _ER.split() if v.endswith("er")] + list(_IRREGULAR) + ["qualifier", "traiter", "s'agacer", "murmurer"]
)

_TABLE = conjugated([v for v in _VERBS if v not in {"faire savoir", "faire valoir", "maintenir", "s'agacer"}])
for _form in ("maintient", "maintiennent", "maintenait", "maintenu"):
    _TABLE[_form] = ("maintenir", "participle" if _form == "maintenu" else "present")
_REFLEXIVE = conjugated(
    ["agacer", "emporter", "étonner", "amuser", "offusquer", "alarmer", "féliciter", "inquiéter", "insurger", "désoler", "émerveiller", "énerver", "exclamer", "indigner", "interroger", "enthousiasmer", "esclaffer", "vanter", "excuser", "impatienter", "lamenter", "moquer", "emballer"]
)
_REFLEXIVE.update(
    {
        "réjouit": ("se réjouir", "present"),
        "réjoui": ("se réjouir", "participle"),
        "réjouie": ("se réjouir", "participle"),
        "réjouissait": ("se réjouir", "past"),
        "sourit": ("sourire", "present"),
        "souri": ("sourire", "participle"),
        "souriait": ("sourire", "past"),
        "rit": ("rire", "present"),
        "ri": ("rire", "participle"),
        "émeut": ("s'émouvoir", "present"),
        "soupire": ("soupirer", "present"),
        "soupiré": ("soupirer", "participle"),
        "grince": ("grincer", "present"),
        "tance": ("tancer", "present"),
    }
)

FRENCH = Lexicon(
    language="fr",
    saying=_TABLE,
    manner=_REFLEXIVE,
    weak=frozenset(_WEAK.split()),
    pronouns=_PRONOUNS,
    first_person=frozenset(["je", "j'", "me", "m'", "moi", "mon", "ma", "mes", "nous", "notre", "nos"]),
    determiners=frozenset(_DETERMINERS.split()),
    prepositions=frozenset(_PREPOSITIONS.split()),
    subordinators=frozenset(_SUBORDINATORS.split()),
    conjunctions=frozenset(["et", "ou", "mais", "ni", "car", "donc", "or", "puis", "&"]),
    auxiliaries=frozenset(_AUXILIARIES.split()),
    adverbs=frozenset(_ADVERBS.split()),
    relatives=frozenset(["qui", "que", "qu'", "dont", "où", "lequel", "laquelle", "lesquels", "lesquelles"]),
    titles={
        **dict.fromkeys(_TITLES.split(), "n"),
        **dict.fromkeys(_TITLES_M.split(), "m"),
        **dict.fromkeys(_TITLES_F.split(), "f"),
    },
    persons=frozenset(_PERSONS.split()),
    groups=frozenset(_GROUPS.split()),
    according=("selon", "d'après", "pour", "de l'avis de", "aux dires de", "dixit"),
    function_words=_FUNCTION,
    months_days=frozenset(_MONTHS_DAYS.split()),
    naming=frozenset(
        ["appelé", "appelée", "appelés", "baptisé", "baptisée", "baptisés", "nommé", "nommée", "surnommé", "surnommée", "intitulé", "intitulée", "dit", "dite", "dits", "dénommé", "dénommée", "dénommés"]
    ),
    hedges=(
        "au moins",
        "au plus",
        "plus de",
        "moins de",
        "près de",
        "environ",
        "autour de",
        "jusqu'à",
        "quelque",
        "quelques",
        "à peine",
        "presque",
        "apparemment",
        "semble",
        "semblent",
        "semblait",
        "aurait",
        "auraient",
        "serait",
        "seraient",
        "présumé",
        "présumée",
        "présumés",
        "probablement",
        "peut-être",
        "sans doute",
        "il semble",
        "il semblerait",
        "ce qui ressemble",
        "ce qui pourrait être",
        "pourrait avoir",
        "affirme",
        "prétend",
        "soi-disant",
        "une sorte de",
        "de l'ordre de",
    ),
)
