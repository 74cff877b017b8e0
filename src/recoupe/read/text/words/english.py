"""English words of saying, titles, persons and the closed classes."""

from __future__ import annotations

from recoupe.read.text.words.lexicon import Lexicon

_REGULAR = """
acknowledge add address admit advise affirm agree allege amplify announce answer appeal argue ask assert assess assure attest
bark beg bellow blog boast blurt bemoan brag caution challenge charge chant cite claim clarify command comment complain
concede conclude concur confess confide confirm contend continue counter counsel croak cry declare decry demand deny
deadpan disclose dismiss echo elaborate email emphasize emphasise enthuse estimate exclaim explain express exhort exult
fret fume gasp greet groan gripe grumble gush highlight hint hiss holler howl imply indicate inform inquire insist interject
interrupt intone invoke joke jibe jest justify lament lecture list mention message moan mumble murmur muse mutter narrate
note object observe offer opine order outline plead pledge point ponder post posit praise pray preach predict proclaim
promise pronounce propose protest purr query question quip rant reaffirm reason reassure recall recite recommend recount
reflect refuse reiterate relate relay remark remember remind reply report request respond retort retweet reveal roar rule
scoff scream screech shout shriek sigh signal slam snap snarl sneer sob speculate specify state stipulate stress
suggest summarize surmise sum tease testify text thank theorize threaten thunder trumpet tweet underline underscore
urge utter venture vow volunteer wail warn whine whisper wonder yell yelp
"""
_IRREGULAR = {
    "say": ("says", "said", "said", "saying"),
    "tell": ("tells", "told", "told", "telling"),
    "write": ("writes", "wrote", "written", "writing"),
    "speak": ("speaks", "spoke", "spoken", "speaking"),
    "read": ("reads", "read", "read", "reading"),
    "think": ("thinks", "thought", "thought", "thinking"),
    "believe": ("believes", "believed", "believed", "believing"),
    "begin": ("begins", "began", "begun", "beginning"),
    "go on": ("goes on", "went on", "gone on", "going on"),
    "put": ("puts", "put", "put", "putting"),
    "swear": ("swears", "swore", "sworn", "swearing"),
    "sing": ("sings", "sang", "sung", "singing"),
    "maintain": ("maintains", "maintained", "maintained", "maintaining"),
    "find": ("finds", "found", "found", "finding"),
    "hear": ("hears", "heard", "heard", "hearing"),
    "quote": ("quotes", "quoted", "quoted", "quoting"),
    "sign": ("signs", "signed", "signed", "signing"),
    "vent": ("vents", "vented", "vented", "venting"),
    "admit": ("admits", "admitted", "admitted", "admitting"),
    "quip": ("quips", "quipped", "quipped", "quipping"),
    "brag": ("brags", "bragged", "bragged", "bragging"),
    "sob": ("sobs", "sobbed", "sobbed", "sobbing"),
    "snap": ("snaps", "snapped", "snapped", "snapping"),
    "slam": ("slams", "slammed", "slammed", "slamming"),
    "concur": ("concurs", "concurred", "concurred", "concurring"),
    "sum": ("sums", "summed", "summed", "summing"),
    "purr": ("purrs", "purred", "purred", "purring"),
    "beg": ("begs", "begged", "begged", "begging"),
    "vow": ("vows", "vowed", "vowed", "vowing"),
    "blog": ("blogs", "blogged", "blogged", "blogging"),
    "refer": ("refers", "referred", "referred", "referring"),
}
_WEAK = """
accuse attack blast blame brand call characterize characterise compare condemn consider credit criticize criticise decry
denounce depict deride describe dub label laud liken mock paint portray predict refer ridicule regard tout view wish want feel
believe think hope expect support oppose know see use say cite find hear quote sign attribute express defend warn slam bill
"""
_MANNER = """
laugh smile grin nod shrug chuckle giggle beam bristle frown grimace stutter stammer gesture explode erupt
crow drawl chime cut finish close open start agonize bristle scold chide pipe press cackle smirk applaud
"""

_VOWELS = "aeiou"


def _forms(verb: str) -> tuple[str, str, str, str]:
    if verb in _IRREGULAR:
        return _IRREGULAR[verb]
    if verb.endswith("e"):
        return f"{verb}s", f"{verb}d", f"{verb}d", f"{verb[:-1]}ing"
    if verb.endswith("y") and verb[-2] not in _VOWELS:
        return f"{verb[:-1]}ies", f"{verb[:-1]}ied", f"{verb[:-1]}ied", f"{verb}ing"
    if verb.endswith(("s", "sh", "ch", "x", "z")):
        return f"{verb}es", f"{verb}ed", f"{verb}ed", f"{verb}ing"
    return f"{verb}s", f"{verb}ed", f"{verb}ed", f"{verb}ing"


def conjugated(verbs: list[str]) -> dict[str, tuple[str, str]]:
    """Every one-word form of the verbs → (lemma, form). A past tense that is a participle, too, counts as past."""
    table: dict[str, tuple[str, str]] = {}
    for verb in verbs:
        third, past, participle, ing = _forms(verb)
        table.setdefault(participle, (verb, "participle"))
        table.setdefault(verb, (verb, "base"))
        table.setdefault(ing, (verb, "ing"))
        table[third] = (verb, "present")
        table[past] = (verb, "past")
    return {form.split(" ")[0]: value for form, value in table.items()}


_PREPOSITIONS = """
about above across after against along alongside amid amidst among around as at atop before behind below beneath beside
besides between beyond by concerning despite down during except following for from in inside into like near of off on
onto opposite out outside over past per regarding since than through throughout till to toward towards under
underneath unlike until up upon versus via with within without
"""
_SUBORDINATORS = "although because if since though unless until when whenever where whereas wherever while whether once after before as"
_AUXILIARIES = """
am is are was were be been being have has had having do does did can could may might must shall should will would ought
isn't aren't wasn't weren't hasn't haven't hadn't doesn't don't didn't can't cannot couldn't won't wouldn't shouldn't
mustn't 's 've 're 'd 'll
"""
_ADVERBS = """
also then later once again still even just now never often always already recently soon earlier simply only
repeatedly reportedly famously publicly privately briefly quickly angrily quietly loudly bluntly flatly clearly finally
initially originally previously subsequently eventually immediately explicitly specifically further first
yesterday today tonight not n't ever long rightly wrongly sarcastically jokingly proudly sadly afterward
afterwards meanwhile instead thereafter apparently sometimes frequently typically usually generally largely mostly
however moreover furthermore indeed perhaps therefore thus otherwise nonetheless nevertheless likewise similarly ominously defiantly matter-of-factly cryptically pointedly triumphantly tearfully emphatically strongly
"""
_TITLES_M = "mr. mr sir lord baron king prince sultan emperor father brother monsieur m."
_TITLES_F = "mrs. mrs ms. ms miss lady dame queen princess sister baroness madame mme"
_TITLES = """
president vice-president senator sen. sens. representative rep. reps. congressman congresswoman governor gov. govs. mayor minister premier
chancellor secretary ambassador general gen. colonel col. major maj. captain capt. lieutenant lt. sergeant sgt. corporal admiral
commander officer detective inspector sheriff judge justice attorney professor prof. dr. dr doctor rev. reverend pastor
bishop archbishop cardinal pope rabbi imam sheikh ayatollah coach chairman chairwoman chairperson chief director
spokesman spokeswoman spokesperson commissioner councilman councilwoman councillor deputy leader candidate nominee
adviser advisor strategist editor reporter correspondent journalist analyst economist author actor actress singer artist designer photographer
historian lawyer activist campaigner founder co-founder ceo cfo principal superintendent lawmaker delegate del. assemblyman
assemblywoman speaker whip manager consultant pollster scientist researcher physicist expert
"""
_PERSONS = """
man woman boy girl child person people men women boys girls children guy guys lady ladies gentleman kid teenager teen youth adult
official officials officer officers policeman policewoman police spokesman spokeswoman spokesperson spokespeople representative representatives
source sources expert experts analyst analysts critic critics supporter supporters opponent opponents voter voters
resident residents neighbor neighbors neighbour neighbours witness witnesses onlooker onlookers bystander bystanders passer-by passers-by
protester protesters protestor demonstrator demonstrators activist activists campaigner migrant migrants refugee refugees
worker workers employee employees employer owner owners manager managers patron patrons customer customers visitor tourist tourists
student students teacher teachers professor professors researcher researchers scientist scientists author authors writer writers
reporter reporters journalist journalists editor editors moderator host anchor commentator blogger columnist user users member members
leader leaders lawmaker lawmakers senator senators congressman congresswoman governor mayor minister president candidate candidates nominee
adviser advisers advisor advisors aide aides ally allies strategist strategists pollster consultant lawyer lawyers attorney attorneys
prosecutor prosecutors judge judges justice justices doctor doctors nurse patient patients victim victims survivor suspect defendant driver
soldier soldiers veteran veterans commander general chief director head chairman chairwoman ceo executive executives founder
father mother dad mom mum son daughter brother sister husband wife uncle aunt cousin grandfather grandmother parent parents friend friends
colleague colleagues neighbor native expat player coach star singer actor actress artist fan fans mogul billionaire businessman businesswoman
republican democrat republicans democrats conservative liberal conservatives liberals progressive socialist
another others one some many few several both someone somebody everyone anyone nobody somewhat
investigator investigators detective detectives economist economists scholar historian fisherman farmer shopkeeper trader
diplomat diplomats ambassador secretary pastor priest rabbi imam pope activist organizer organiser volunteer volunteers speaker lawyer negotiator
"""
_GROUPS = """
report reports statement document documents letter memo email study survey poll paper newspaper magazine article story editorial site website blog
court ruling panel committee commission council board agency department ministry office bureau administration government campaign
party group groups organization organisation company firm association union team network station channel embassy university institute church
police army military force squad crowd group community family city state country nation house senate congress parliament
lawsuit complaint indictment filing affidavit transcript decision opinion order law bill constitution tweet post message page caption
sign banner slogan headline ad advertisement spot video text line verse song lyrics note post advisory release description
nypd fbi cia un eu nato ngo
"""
_MONTHS_DAYS = """
january february march april may june july august september october november december jan. feb. mar. apr. aug. sept. sep. oct. nov. dec.
monday tuesday wednesday thursday friday saturday sunday mondays tuesdays wednesdays thursdays fridays saturdays sundays
christmas easter ramadan eid thanksgiving
"""
_PRONOUNS = {"he": "m", "she": "f", "they": "p", "it": "n", "who": "n", "we": "1", "i": "1"}
_DETERMINERS = """
a an the this that these those my your his her its our their some any no each every either neither both all many much
several few most more another other one two three four five six seven eight nine ten dozens hundreds thousands
such what whose which
"""

_SAYING = conjugated(
    [v for v in _REGULAR.split() if v not in _IRREGULAR]
    + [v for v in _IRREGULAR if v not in {"go on"}]
    + [
        v
        for v in _WEAK.split()
        if v not in _IRREGULAR and v not in _REGULAR.split() and v not in {"use", "know", "see", "want", "feel"}
    ]
)
_SAYING["went"] = ("go on", "past")
_SAYING["goes"] = ("go on", "present")
_SAYING["thought"] = ("think", "past")

_FUNCTION = frozenset(
    (
        _PREPOSITIONS
        + _SUBORDINATORS
        + " "
        + _AUXILIARIES
        + " "
        + _DETERMINERS
        + " and or but nor so yet he she it they we i you him her them us me who whom whose which that there here not "
        "his hers theirs ours mine yours what why how if then than too very just also"
    ).split()
)

ENGLISH = Lexicon(
    language="en",
    saying=_SAYING,
    manner=conjugated([v for v in _MANNER.split() if v not in {"cut", "begin"}]),
    weak=frozenset(_WEAK.split()) - {"say", "warn"},
    pronouns=_PRONOUNS,
    first_person=frozenset(
        ["i", "i'm", "i've", "i'd", "i'll", "me", "my", "mine", "myself", "we", "we're", "we've", "we'd", "we'll", "us", "our", "ours", "ourselves"]
    ),
    determiners=frozenset(_DETERMINERS.split()),
    prepositions=frozenset(_PREPOSITIONS.split()),
    subordinators=frozenset(_SUBORDINATORS.split()),
    conjunctions=frozenset(["and", "or", "but", "nor", "yet", "so", "&"]),
    auxiliaries=frozenset(_AUXILIARIES.split()),
    adverbs=frozenset(_ADVERBS.split()),
    relatives=frozenset(["who", "whom", "whose", "which", "that", "where"]),
    titles={
        **dict.fromkeys(_TITLES.split(), "n"),
        **dict.fromkeys(_TITLES_M.split(), "m"),
        **dict.fromkeys(_TITLES_F.split(), "f"),
    },
    persons=frozenset(_PERSONS.split()),
    groups=frozenset(_GROUPS.split()),
    according=("according to", "in the words of", "as per", "per"),
    function_words=_FUNCTION,
    months_days=frozenset(_MONTHS_DAYS.split()),
    naming=frozenset(
        ["called", "named", "nicknamed", "dubbed", "titled", "entitled", "termed", "so-called", "baptized", "baptised", "christened", "headlined", "labeled", "labelled"]
    ),
    hedges=(
        "as many as",
        "as much as",
        "up to",
        "at least",
        "at most",
        "more than",
        "less than",
        "fewer than",
        "some",
        "about",
        "around",
        "roughly",
        "nearly",
        "almost",
        "barely",
        "allegedly",
        "reportedly",
        "apparently",
        "seemingly",
        "purportedly",
        "appears to",
        "appeared to",
        "seems to",
        "seemed to",
        "it appears",
        "it seems",
        "what appears",
        "what could be",
        "may have",
        "might have",
        "could have",
        "is believed to",
        "are believed to",
        "is thought to",
        "claims to",
        "claimed to",
        "claim to",
        "is said to",
        "possibly",
        "probably",
        "perhaps",
        "likely",
        "unconfirmed",
        "suspected",
        "alleged",
        "or so",
    ),
)
