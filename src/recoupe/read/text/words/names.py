"""Given names, places and organisations that help to tell a name's kind. Written for this project; no list is complete.

A name that no list knows is still found: the lists only weigh. Countries come from CLDR through babel, in English and French.
"""

from __future__ import annotations

import functools

_FEMALE = """
mary patricia jennifer linda elizabeth barbara susan jessica sarah karen lisa nancy betty margaret sandra ashley kimberly emily donna michelle carol
amanda dorothy melissa deborah stephanie rebecca sharon laura cynthia kathleen amy angela shirley anna brenda pamela emma nicole helen samantha katherine
christine debra rachel carolyn janet catherine maria heather diane ruth julie olivia joyce virginia victoria kelly lauren christina joan evelyn judith megan
andrea cheryl hannah jacqueline martha gloria teresa ann sara madison frances kathryn janice jean abigail alice julia judy sophia grace denise amber doris
marilyn danielle beverly isabella theresa diana natalie brittany charlotte marie kayla alexis lori claire chloe ella lucy zoe ivanka melania hillary chelsea
loretta elena rosa carmen lucia ana sofia camila valentina gabriela paula daniela juana luisa pilar dolores mercedes ines beatriz irene silvia monica
nathalie sandrine isabelle sylvie catherine françoise monique brigitte véronique valérie céline aurélie émilie élodie léa manon camille pauline mathilde marine marion
juliette louise jeanne agathe clara inès lola jade zoé anaïs laetitia delphine corinne martine nicole josiane ségolène rachida najat christiane cécile hélène
agnès florence anne annie bernadette bénédicte caroline chantal clémence clémentine colette dominique élisabeth estelle eugénie fabienne gaëlle ghislaine ginette
huguette jacqueline joëlle josette laurence lucie madeleine magali maryse mélanie michèle mireille muriel nadine noémie odette odile pascale patricia paulette
raymonde régine renée sabrina séverine simone solange sophie stéphanie suzanne thérèse viviane yvette yvonne amélie alix apolline roxane victoire
fatima aisha khadija amina leila layla nadia samira yasmina karima malika zahra zineb mariam maryam noor hanan rania dina salma sana huda ibtisam souad latifa
angela ursula ingrid astrid greta helga sigrid anneliese heidi katja petra sabine monika renate birgit annegret sahra
olga natasha svetlana irina tatiana ludmila yulia anastasia ekaterina oksana galina nina vera larisa
priya anjali sunita meera indira sonia kavita mei li-na yuki keiko naomi sakura aiko hana min-ji
sally jill jenny kate katie beth meg peggy molly polly wendy tracy stacy holly robin leslie lindsey kirsten kristen tammy gwen ava mia alma edna elsie ethel
erin fiona siobhan moira bridget nuala orla sinead theresa nicola gillian hilary penny ruby rose ivy iris violet daisy hazel karla elise marta greta
carly kamala tulsi nikki condoleezza madeleine sonya ilhan rashida ayanna alexandria kirstjen betsy kellyanne huma cheryl maxine dianne barbara tammy mazie
dalia maya dahlia mona lina reem rasha shirin azadeh nasrin parisa farah soraya shereen kimberley tiffany crystal misty april june sydney paige gail
"""
_MALE = """
james robert john michael david william richard joseph thomas christopher charles daniel matthew anthony mark donald steven andrew paul joshua kenneth kevin
brian timothy ronald george jason edward jeffrey ryan jacob gary nicholas eric jonathan stephen larry justin scott brandon benjamin samuel gregory alexander
patrick frank raymond jack dennis jerry tyler aaron jose adam nathan henry zachary douglas peter kyle noah ethan jeremy walter christian keith roger terry
austin sean gerald carl harold dylan arthur lawrence jordan jesse bryan billy bruce gabriel joe logan alan juan albert willie elijah wayne randy vincent mason
roy ralph bobby russell bradley philip eugene ben bernie barack bill bob brad chad chris chuck clark craig curtis dale dan dave dean derek doug dwayne
earl ed eddie elliott ernest evan floyd fred glen glenn gordon graham grant greg guy hank harry harvey herbert howard hugh ian isaac jake jay jeff jim jimmy
joel johnny jon josh ken kurt lance lee leo leonard lewis lloyd louis lucas luke malcolm marcus mario martin marvin max mel melvin mike mitch morgan neil ned
norman oliver oscar owen pete phil preston ray reggie rick ricky rob rod rodney ron ross ruben rudy sam seth shane sid simon stan stanley steve stuart ted theodore
tim toby todd tom tommy tony travis trevor troy vernon victor wade warren wesley will zach mitt newt rand marco rahm beto pat kirk boris nigel jeremy tony gareth
rhys angus alistair callum declan cormac niall liam conor seamus padraig finn ewan hamish duncan fergus rory
jean pierre jacques michel andré philippe alain bernard daniel claude gérard rené marcel roger christian laurent nicolas olivier pascal thierry stéphane éric
françois frédéric julien sébastien antoine alexandre maxime guillaume mathieu vincent romain clément thibault hugo lucas théo louis jules arthur adrien benoît bruno
cédric christophe cyril damien denis didier dominique édouard emmanuel étienne eugène fabien fabrice florent florian franck gaël gauthier georges gilbert gilles grégoire grégory
guy hervé hubert jérémy jérôme joël jordan joseph kévin lionel loïc luc ludovic manuel marc martial martin mickaël mohamed nathan noël patrice patrick paul quentin raphaël raymond
régis rémi rémy richard robert robin rodolphe roland samuel serge simon sylvain tanguy tristan valentin victor wilfried xavier yann yannick yves yvan xavier bertrand jean-marie jean-luc jean-pierre
jean-paul jean-claude jean-michel jean-louis jean-françois jean-jacques jean-yves jean-marc jean-baptiste pierre-yves marc-antoine charles-henri anne-marie marie-claude marie-christine marie-france
mohammed muhammad mohamed ahmed ali omar hassan hussein ibrahim youssef yusuf mustafa khalid karim rachid said abdul abdullah abdel bashar saddam muammar mahmoud hamid tariq samir nabil jamal malik bilal
ismail idris anwar rashid salah walid ziad fadi rami sami tarek adel amir ayman bassam faisal hakim imad jalal kamal mansour nasser osama qasim reza saeed yasser zaki
carlos luis miguel jorge pedro manuel antonio francisco javier alejandro fernando rafael eduardo ricardo roberto sergio raul alberto enrique pablo diego andres felipe santiago mateo emiliano hector
giovanni giuseppe marco matteo luca francesco lorenzo alessandro andrea stefano paolo silvio sergio mario enzo beppe romano
hans klaus jürgen jörg wolfgang dieter helmut gerhard heinz karl friedrich otto günter manfred horst uwe sven lars björn olaf jens nils erik stefan matthias markus sebastian tobias florian
vladimir dmitry sergei alexei mikhail igor ivan nikolai andrei yuri viktor oleg boris pavel anatoly konstantin maxim roman ruslan volodymyr petro mykola
raj ravi amit sanjay vijay rahul narendra anil arun arjun deepak vikram imran shahid salman akbar jin wei ming jian hiroshi kenji takeshi shinzo akira satoshi yuki jung min-ho
jake kofi kwame nelson desmond jomo uhuru thabo jacob chinua wole tunde emeka olusegun ngozi bongani sipho mandla
luther darnell tyrone jamal terrence deshawn elias ezra silas amos caleb levi jonah abel enoch moses aaron eli jared brett corey dustin garrett lamar nate
banksy pope elon mark tim sundar satya jeff steve warren larry sergey
"""

_PLACES = """
africa asia europe america americas oceania antarctica scandinavia balkans caucasus crimea donbas donbass siberia kashmir kurdistan palestine gaza
middle-east levant maghreb sahel caribbean mediterranean atlantic pacific channel arctic sahara
london paris berlin madrid rome brussels vienna amsterdam lisbon dublin athens warsaw prague budapest bucharest sofia belgrade zagreb sarajevo skopje tirana kyiv kiev moscow minsk
oslo stockholm copenhagen helsinki reykjavik bern geneva zurich luxembourg monaco tallinn riga vilnius ankara istanbul cairo tripoli tunis algiers rabat casablanca khartoum nairobi
mogadishu kinshasa lagos abuja accra dakar bamako niamey ouagadougou abidjan johannesburg pretoria harare lusaka addis-ababa baghdad mosul basra erbil kirkuk fallujah damascus aleppo homs
idlib raqqa deir-ez-zor beirut amman jerusalem tel-aviv haifa ramallah hebron riyadh jeddah mecca medina sanaa aden doha dubai abu-dhabi kuwait tehran kabul kandahar islamabad karachi lahore
delhi new-delhi mumbai kolkata chennai bangalore dhaka colombo kathmandu beijing shanghai hong-kong taipei tokyo osaka seoul pyongyang hanoi bangkok manila jakarta singapore kuala-lumpur
sydney melbourne canberra auckland wellington ottawa toronto montreal vancouver quebec washington new-york los-angeles chicago houston philadelphia phoenix san-antonio san-diego dallas austin
san-francisco seattle denver boston detroit miami atlanta baltimore cleveland pittsburgh charlotte orlando tampa minneapolis st.-louis st-louis milwaukee portland las-vegas nashville memphis
new-orleans ferguson brooklyn manhattan queens bronx harlem tulsa flint hollywood silicon-valley wall-street capitol-hill cupertino redmond mountain-view palo-alto toulouse seattle everett
mexico-city havana bogota caracas lima quito santiago buenos-aires montevideo brasilia rio-de-janeiro sao-paulo la-paz asuncion panama
calais lille lyon marseille bordeaux nantes nice strasbourg montpellier rennes reims toulon grenoble dijon angers nîmes le-havre saint-étienne saint-denis clermont-ferrand brest tours amiens limoges
metz perpignan besançon orléans rouen mulhouse caen nancy dunkerque dunkirk avignon poitiers cannes ajaccio bastia boulogne-sur-mer arras douai valenciennes roubaix tourcoing lens béthune
saint-malo lorient quimper bayonne biarritz pau tarbes carcassonne béziers sète arles aix-en-provence versailles nanterre bobigny créteil évry melun chartres bondy grigny villeurbanne vénissieux
nord pas-de-calais picardie normandie bretagne alsace lorraine bourgogne aquitaine occitanie provence corse île-de-france auvergne rhône-alpes grand-est hauts-de-france nouvelle-aquitaine
normandy brittany burgundy corsica provence cornwall wales scotland england northern-ireland ulster yorkshire kent dover folkestone manchester birmingham liverpool leeds glasgow edinburgh
cardiff belfast bristol sheffield nottingham leicester hamburg munich frankfurt cologne stuttgart düsseldorf leipzig dresden barcelona valencia seville bilbao milan naples turin venice florence
alabama alaska arizona arkansas california colorado connecticut delaware florida georgia hawaii idaho illinois indiana iowa kansas kentucky louisiana maine maryland massachusetts michigan minnesota
mississippi missouri montana nebraska nevada new-hampshire new-jersey new-mexico north-carolina south-carolina north-dakota south-dakota ohio oklahoma oregon pennsylvania rhode-island
tennessee texas utah vermont virginia west-virginia wisconsin wyoming ontario alberta manitoba saskatchewan
uk u.k. u.s. us usa u.s.a. uae britain great-britain holland burma ivory-coast cote-d'ivoire united-states united-kingdom soviet-union ussr czech-republic
londres bruxelles vienne lisbonne athènes varsovie moscou genève le-caire tripoli alger bagdad mossoul damas alep beyrouth jérusalem téhéran kaboul pékin séoul tokyo new-york washington
angleterre écosse pays-de-galles grande-bretagne bretagne californie floride états-unis royaume-uni afrique asie europe amérique méditerranée manche cisjordanie gaza crimée kinshasa
"""
_PLACE_TAILS = frozenset(
    ["street", "avenue", "road", "square", "boulevard", "lane", "park", "river", "lake", "mountain", "mountains", "valley", "island", "islands", "county", "province", "state", "region", "district", "borough", "airport", "station", "bridge", "harbor", "harbour", "port", "beach", "bay", "sea", "ocean", "gulf", "peninsula", "coast", "desert", "forest", "hill", "hills", "village", "town", "city", "camp", "prison", "stadium", "arena", "tower", "palace", "cathedral", "mosque", "hospital", "café", "cafe", "restaurant", "bar", "pizzeria", "hotel", "plaza", "center", "centre"]
)
_PLACE_HEADS = frozenset(
    ["rue", "avenue", "boulevard", "place", "quai", "pont", "gare", "aéroport", "stade", "hôpital", "lac", "mont", "rivière", "île", "îles", "port", "plage", "forêt", "vallée", "mount", "lake", "river", "fort", "cape", "saint-quentin", "cathédrale", "mosquée", "parc", "square", "quartier", "camp", "région"]
)
_ORG_WORDS = frozenset(
    ["party", "committee", "commission", "council", "court", "university", "college", "school", "institute", "agency", "ministry", "department", "bureau", "office", "association", "federation", "union", "organization", "organisation", "foundation", "fund", "bank", "company", "corporation", "corp", "corp.", "inc", "inc.", "ltd", "ltd.", "llc", "plc", "group", "holdings", "industries", "partners", "airlines", "airways", "motors", "systems", "technologies", "software", "networks", "records", "pictures", "studios", "entertainment", "media", "news", "times", "post", "journal", "herald", "tribune", "gazette", "guardian", "telegraph", "chronicle", "press", "radio", "television", "tv", "network", "channel", "magazine", "review", "weekly", "daily", "club", "team", "league", "senate", "congress", "parliament", "assembly", "house", "government", "administration", "army", "navy", "force", "forces", "police", "guard", "corps", "brigade", "battalion", "front", "movement", "brotherhood", "alliance", "coalition", "campaign", "caucus", "society", "center", "centre", "initiative", "project", "church", "diocese", "authority", "service", "services", "board", "trust", "ngo", "hospital", "museum", "library", "international", "conference", "convention", "summit", "republicans", "democrats", "parti", "comité", "commission", "conseil", "cour", "université", "école", "institut", "agence", "ministère", "bureau", "fédération", "syndicat", "organisation", "fondation", "fonds", "banque", "société", "groupe", "association", "collectif", "front", "mouvement", "assemblée", "sénat", "parlement", "gouvernement", "armée", "police", "gendarmerie", "préfecture", "mairie", "parquet", "secours", "croix-rouge", "ligue", "union", "confédération", "radio", "télévision", "presse", "église", "auberge", "médecins", "observatoire"]
)
_ORGS = """
youtube facebook twitter instagram tiktok whatsapp telegram snapchat reddit linkedin google apple microsoft amazon netflix wikipedia uber airbnb tesla boeing airbus
samsung sony nokia intel ibm dell hp oracle adobe yahoo ebay paypal walmart starbucks mcdonald's nike adidas ford toyota volkswagen renault peugeot citroën bmw eads
cnn bbc nbc cbs abc msnbc pbs npr afp reuters bloomberg politico vox breitbart buzzfeed vice al-jazeera rt itv
nato otan un onu eu ue imf fmi who oms unicef unesco unhcr hcr opec wto osce interpol europol fbi cia nsa irs epa fda doj dhs ice nypd lapd fifa uefa ioc nfl nba mlb
isis isil daesh hamas hezbollah taliban al-qaeda al-qaida boko-haram pkk ypg hrw msf amnesty oxfam greenpeace cgt cfdt fo unsa medef sncf ratp edf gdf edf rte
france-24 france-info bfmtv cnews lci tf1 mediapart libération lefigaro ouest-france
house-of-representatives supreme-court white-house congress parliament senate pentagon kremlin élysée matignon bundestag knesset duma
google-maps android iphone
"""
_ORG_EXACT = frozenset(["white-house", "pentagon", "kremlin", "élysée", "congress", "senate"])
_NOT_NAMES = """
god internet web tv ok mr mrs ms dr mp mps ceo cfo phd dna hiv aids covid covid-19 gdp usb pdf gps am pm et est gmt utc photo video image editor note update correction related
sunday monday tuesday wednesday thursday friday saturday january february march april may june july august september october november december
english french american british german spanish italian russian chinese japanese arab arabic islamic muslim muslims christian christians jewish jews
european african asian latino latinos hispanic hispanics black white democrat democrats democratic republican republicans conservative socialist communist
americans britons frenchmen germans russians syrians afghans iraqis iranians israelis palestinians ukrainians poles turks kurds
likes like tweet tweets post posts gop prime president santa christmas easter ramadan
"""
_ALIASES = {
    "britain": "uk",
    "great-britain": "uk",
    "united-kingdom": "uk",
    "u.k.": "uk",
    "royaume-uni": "uk",
    "grande-bretagne": "uk",
    "england": "england",
    "u.s.": "us",
    "usa": "us",
    "u.s.a.": "us",
    "united-states": "us",
    "états-unis": "us",
    "america": "us",
    "united-states-of-america": "us",
    "onu": "un",
    "united-nations": "un",
    "nations-unies": "un",
    "ue": "eu",
    "european-union": "eu",
    "union-européenne": "eu",
    "otan": "nato",
    "burma": "myanmar",
    "holland": "netherlands",
}


@functools.cache
def given_names() -> dict[str, str]:
    """Given name in lower case → f, m or u (both)."""
    female, male = set(_FEMALE.split()), set(_MALE.split())
    return {name: "u" if name in female and name in male else "f" if name in female else "m" for name in female | male}


@functools.cache
def places() -> frozenset[str]:
    """Places in lower case, blanks as hyphens."""
    found = set(_PLACES.split())
    from babel import Locale

    for language in ("en", "fr"):
        territories = Locale(language).territories
        found |= {key_of(name) for code, name in territories.items() if len(code) == 2}
    return frozenset(found)


@functools.cache
def organisations() -> frozenset[str]:
    """Organisations and platforms in lower case, blanks as hyphens."""
    return frozenset(_ORGS.split()) | _ORG_EXACT


def key_of(name: str) -> str:
    """A name as these lists hold it."""
    return name.lower().replace("’", "'").replace(" ", "-")


def same_as(key: str) -> str:
    """The one key for well-known names of one thing (UK, Britain)."""
    return _ALIASES.get(key, key)


ORGANISATION_WORDS = _ORG_WORDS
PLACE_TAILS = _PLACE_TAILS
PLACE_HEADS = _PLACE_HEADS
NOT_NAMES = frozenset(_NOT_NAMES.split())
