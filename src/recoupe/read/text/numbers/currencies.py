"""Money: signs, codes and names of currencies, English and French, to the ISO 4217 codes everybody knows (USD, EUR) or
the English name of the currency, and the names of small coins.

`before(tokens, at)` reads what may stand before an amount ($, US$, C $, EUR), `after(tokens, at)` what may follow it
(euros, US dollars, dollars canadiens, $ hk, pence). The unit of a coin is its name (cent, penny); of a currency
without a code its name.
"""

from __future__ import annotations

from dataclasses import dataclass

from recoupe.read.text.numbers.lexer import Token, plain, tokens, words

_SIGNS = {
    "$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY", "₹": "INR", "₽": "russian ruble", "₪": "shekel",
    "₩": "south korean won", "₺": "turkish lira",
    "₴": "ukrainian hryvnia",
    "₦": "nigerian naira", "₫": "vietnamese dong", "฿": "thai baht", "₱": "philippine peso", "₡": "costa rican "
    "colon", "₲": "paraguayan guarani", "₭": "lao kip", "¢": "cent", "￥": "JPY",
    "₵": "ghanaian cedi", "₸": "kazakhstani tenge", "₼": "azerbaijani manat", "₾": "georgian lari", "＄": "USD",
}  # fmt: skip
_DOLLARS = {
    "us": "USD", "usa": "USD", "c": "CAD", "ca": "CAD", "can": "CAD", "cdn": "CAD", "cad": "CAD", "a": "AUD",
    "au": "AUD",
    "aus": "AUD", "aud": "AUD", "hk": "HKD", "hkd": "HKD", "nz": "new zealand dollar", "nzd": "new zealand "
    "dollar", "s": "singapore dollar", "sg": "singapore dollar",
    "sgd": "singapore dollar",
    "nt": "new taiwan dollar", "r": "brazilian real", "usd": "USD", "mx": "mexican peso", "z": "zimbabwean "
    "dollar", "tt": "trinidad and tobago dollar", "ec": "eastern caribbean dollar", "bds": "barbadian dollar",
    "j": "jamaican dollar",
    "n": "namibian dollar",
}  # fmt: skip
_CODES = words("USD EUR GBP JPY CHF CAD AUD HKD CNY INR")
_CODED = {
    "AED": "united arab emirates dirham",
    "AFN": "afghan afghani",
    "AMD": "armenian dram",
    "AOA": "angolan kwanza",
    "ARS": "argentine peso",
    "AZN": "azerbaijani manat",
    "BBD": "barbadian dollar",
    "BDT": "bangladeshi taka",
    "BGN": "bulgarian lev",
    "BHD": "bahraini dinar",
    "BOB": "bolivian boliviano",
    "BRL": "brazilian real",
    "BWP": "botswana pula",
    "BYN": "belarusian ruble",
    "CDF": "congolese franc",
    "CLP": "chilean peso",
    "COP": "colombian peso",
    "CRC": "costa rican colon",
    "CZK": "czech koruna",
    "DEM": "deutschmark",
    "DKK": "danish krone",
    "DOP": "dominican peso",
    "DZD": "algerian dinar",
    "EGP": "egyptian pound",
    "ETB": "ethiopian birr",
    "FRF": "french franc",
    "GEL": "georgian lari",
    "GHS": "ghanaian cedi",
    "GTQ": "guatemalan quetzal",
    "HRK": "croatian kuna",
    "HUF": "hungarian forint",
    "IDR": "indonesian rupiah",
    "IEP": "irish pound",
    "ILS": "shekel",
    "IQD": "iraqi dinar",
    "IRR": "iranian rial",
    "ISK": "icelandic krona",
    "ITL": "italian lira",
    "JMD": "jamaican dollar",
    "JOD": "jordanian dinar",
    "KES": "kenyan shilling",
    "KHR": "cambodian riel",
    "KRW": "south korean won",
    "KWD": "kuwaiti dinar",
    "KZT": "kazakhstani tenge",
    "LAK": "lao kip",
    "LBP": "lebanese pound",
    "LKR": "sri lankan rupee",
    "LYD": "libyan dinar",
    "MAD": "moroccan dirham",
    "MMK": "burmese kyat",
    "MOP": "macanese pataca",
    "MXN": "mexican peso",
    "MYR": "malaysian ringgit",
    "MZN": "mozambican metical",
    "NAD": "namibian dollar",
    "NGN": "nigerian naira",
    "NIS": "shekel",
    "NOK": "norwegian krone",
    "NPR": "nepalese rupee",
    "NZD": "new zealand dollar",
    "OMR": "omani rial",
    "PEN": "peruvian sol",
    "PHP": "philippine peso",
    "PKR": "pakistani rupee",
    "PLN": "polish zloty",
    "PYG": "paraguayan guarani",
    "QAR": "qatari riyal",
    "RMB": "CNY",
    "RON": "romanian leu",
    "RSD": "serbian dinar",
    "RUB": "russian ruble",
    "RWF": "rwandan franc",
    "SAR": "saudi riyal",
    "SDG": "sudanese pound",
    "SEK": "swedish krona",
    "SGD": "singapore dollar",
    "SYP": "syrian pound",
    "THB": "thai baht",
    "TND": "tunisian dinar",
    "TRY": "turkish lira",
    "TTD": "trinidad and tobago dollar",
    "TWD": "new taiwan dollar",
    "TZS": "tanzanian shilling",
    "UAH": "ukrainian hryvnia",
    "UGX": "ugandan shilling",
    "UYU": "uruguayan peso",
    "VES": "venezuelan bolivar",
    "VND": "vietnamese dong",
    "XAF": "cfa franc",
    "XCD": "eastern caribbean dollar",
    "XOF": "cfa franc",
    "XPF": "pacific franc",
    "YER": "yemeni rial",
    "ZAR": "south african rand",
    "ZMW": "zambian kwacha",
    "ZWL": "zimbabwean dollar",
}
"""Currencies that go by their English name here, by their ISO 4217 code; those of `_CODES` alone go by the code."""
_NAMES = {
    "USD": "dollar, dollars, us dollar, us dollars, u.s. dollar, u.s. dollars, american dollar, american dollars, "
    "united states dollar, united states dollars, dollar americain, dollars americains, dollar us, dollars us, "
    "bucks, buck, dollar des etats unis, dollars des etats unis",
    "CAD": "canadian dollar, canadian dollars, dollar canadien, dollars canadiens",
    "AUD": "australian dollar, australian dollars, dollar australien, dollars australiens",
    "new zealand dollar": "new zealand dollar, new zealand dollars, dollar neo zelandais, dollars neo zelandais",
    "HKD": "hong kong dollar, hong kong dollars, dollar de hong kong, dollars de hong kong",
    "singapore dollar": "singapore dollar, singapore dollars, dollar de singapour, dollars de singapour",
    "new taiwan dollar": "taiwan dollar, taiwan dollars, new taiwan dollar, new taiwan dollars",
    "EUR": "euro, euros",
    "GBP": "pound sterling, pounds sterling, sterling, british pound, british pounds, livre sterling, livres "
    "sterling, quid",
    "JPY": "yen, yens, japanese yen, yen japonais, yens japonais",
    "CNY": "yuan, yuans, chinese yuan, renminbi, rmb, yuan chinois, yuans chinois",
    "CHF": "swiss franc, swiss francs, franc suisse, francs suisses",
    "INR": "rupee, rupees, indian rupee, indian rupees, roupie, roupies, roupie indienne, roupies indiennes, rs",
    "pakistani rupee": "pakistani rupee, pakistani rupees, roupie pakistanaise, roupies pakistanaises",
    "russian ruble": "rouble, roubles, ruble, rubles, russian rouble, russian roubles, russian ruble, russian rubles",
    "shekel": "shekel, shekels, israeli shekel, israeli shekels, new israeli shekels",
    "malaysian ringgit": "ringgit, ringgits, malaysian ringgit, rm",
    "south korean won": "won, korean won, south korean won",
    "turkish lira": "turkish lira, turkish liras, lira, liras, livre turque, livres turques",
    "egyptian pound": "egyptian pound, egyptian pounds, livre egyptienne, livres egyptiennes",
    "lebanese pound": "lebanese pound, lebanese pounds, livre libanaise, livres libanaises",
    "syrian pound": "syrian pound, syrian pounds, livre syrienne, livres syriennes",
    "irish pound": "irish pound, irish pounds, punt, punts, livre irlandaise, livres irlandaises",
    "swedish krona": "swedish krona, swedish kronor, couronne suedoise, couronnes suedoises, swedish crown, "
    "swedish crowns",
    "norwegian krone": "norwegian krone, norwegian kroner, couronne norvegienne, couronnes norvegiennes, "
    "norwegian crown, "
    "norwegian crowns",
    "danish krone": "danish krone, danish kroner, couronne danoise, couronnes danoises, danish crown, danish crowns",
    "icelandic krona": "icelandic krona, icelandic kronur",
    "polish zloty": "zloty, zlotys, zlotych, polish zloty, polish zlotys",
    "czech koruna": "czech koruna, czech korunas, czech crown, czech crowns, couronne tcheque, couronnes tcheques",
    "hungarian forint": "forint, forints, hungarian forint, hungarian forints",
    "croatian kuna": "kuna, kunas, croatian kuna",
    "ukrainian hryvnia": "hryvnia, hryvnias, ukrainian hryvnia, ukrainian hryvnias, hryvnia ukrainienne",
    "south african rand": "rand, rands, south african rand",
    "nigerian naira": "naira, nairas, nigerian naira",
    "kenyan shilling": "kenyan shilling, kenyan shillings",
    "brazilian real": "real, reais, brazilian real, brazilian reais, reals",
    "mexican peso": "mexican peso, mexican pesos, peso mexicain, pesos mexicains",
    "argentine peso": "argentine peso, argentine pesos, peso argentin, pesos argentins",
    "philippine peso": "philippine peso, philippine pesos",
    "peso": "peso, pesos",
    "saudi riyal": "saudi riyal, saudi riyals, riyal, riyals",
    "iranian rial": "iranian rial, iranian rials, rial, rials",
    "united arab emirates dirham": "dirham, dirhams, uae dirham, uae dirhams",
    "dinar": "dinar, dinars",
    "tunisian dinar": "tunisian dinar, tunisian dinars, dinar tunisien, dinars tunisiens",
    "algerian dinar": "algerian dinar, algerian dinars, dinar algerien, dinars algeriens",
    "moroccan dirham": "moroccan dirham, moroccan dirhams, dirham marocain, dirhams marocains",
    "cfa franc": "fcfa, f cfa, cfa franc, cfa francs, franc cfa, francs cfa",
    "qatari riyal": "qatari riyal, qatari riyals",
    "kuwaiti dinar": "kuwaiti dinar, kuwaiti dinars, dinar koweitien, dinars koweitiens",
    "iraqi dinar": "iraqi dinar, iraqi dinars, dinar irakien, dinars irakiens",
    "jordanian dinar": "jordanian dinar, jordanian dinars, dinar jordanien, dinars jordaniens",
    "libyan dinar": "libyan dinar, libyan dinars, dinar libyen, dinars libyens",
    "bahraini dinar": "bahraini dinar, bahraini dinars",
    "serbian dinar": "serbian dinar, serbian dinars, dinar serbe, dinars serbes",
    "omani rial": "omani rial, omani rials",
    "yemeni rial": "yemeni rial, yemeni rials, rial yemenite, rials yemenites",
    "bulgarian lev": "lev, leva, bulgarian lev, bulgarian leva, bulgarian levs",
    "romanian leu": "leu, lei, romanian leu, romanian lei",
    "moldovan leu": "moldovan leu, moldovan lei",
    "albanian lek": "lek, leks, albanian lek, albanian leks",
    "georgian lari": "lari, laris, georgian lari",
    "armenian dram": "armenian dram, armenian drams",
    "azerbaijani manat": "manat, manats, azerbaijani manat, azerbaijani manats",
    "turkmen manat": "turkmen manat, turkmen manats",
    "kazakhstani tenge": "tenge, tenges, kazakh tenge, kazakhstani tenge",
    "uzbek sum": "uzbek sum, uzbek sums, uzbek soum",
    "kyrgyz som": "kyrgyz som, kyrgyz soms, kyrgyzstani som",
    "tajik somoni": "somoni, somonis, tajik somoni",
    "belarusian ruble": "belarusian ruble, belarusian rubles, belarusian rouble, belarusian roubles",
    "mongolian tugrik": "tugrik, tugriks, mongolian tugrik, togrog",
    "afghan afghani": "afghani, afghanis, afghan afghani",
    "sri lankan rupee": "sri lankan rupee, sri lankan rupees, roupie sri lankaise, roupies sri lankaises",
    "nepalese rupee": "nepalese rupee, nepalese rupees, nepali rupee, nepali rupees",
    "mauritian rupee": "mauritian rupee, mauritian rupees",
    "maldivian rufiyaa": "rufiyaa, maldivian rufiyaa",
    "burmese kyat": "kyat, kyats, myanmar kyat, burmese kyat",
    "cambodian riel": "riel, riels, cambodian riel",
    "north korean won": "north korean won",
    "macanese pataca": "pataca, patacas, macanese pataca",
    "brunei dollar": "brunei dollar, brunei dollars",
    "fijian dollar": "fijian dollar, fijian dollars, fiji dollar, fiji dollars",
    "papua new guinean kina": "kina, papua new guinean kina",
    "jamaican dollar": "jamaican dollar, jamaican dollars",
    "barbadian dollar": "barbadian dollar, barbadian dollars",
    "trinidad and tobago dollar": "trinidad and tobago dollar, trinidad and tobago dollars",
    "bahamian dollar": "bahamian dollar, bahamian dollars",
    "belize dollar": "belize dollar, belize dollars",
    "guyanese dollar": "guyanese dollar, guyanese dollars",
    "eastern caribbean dollar": "eastern caribbean dollar, eastern caribbean dollars",
    "liberian dollar": "liberian dollar, liberian dollars",
    "namibian dollar": "namibian dollar, namibian dollars",
    "zimbabwean dollar": "zimbabwean dollar, zimbabwean dollars, zimbabwe dollar, zimbabwe dollars",
    "chilean peso": "chilean peso, chilean pesos, peso chilien, pesos chiliens",
    "colombian peso": "colombian peso, colombian pesos, peso colombien, pesos colombiens",
    "cuban peso": "cuban peso, cuban pesos, peso cubain, pesos cubains",
    "uruguayan peso": "uruguayan peso, uruguayan pesos, peso uruguayen, pesos uruguayens",
    "dominican peso": "dominican peso, dominican pesos, peso dominicain, pesos dominicains",
    "peruvian sol": "peruvian sol, peruvian soles, nuevo sol, nuevos soles",
    "bolivian boliviano": "boliviano, bolivianos",
    "venezuelan bolivar": "bolivar, bolivars, bolivares, venezuelan bolivar, venezuelan bolivars",
    "paraguayan guarani": "guarani, guaranis, paraguayan guarani",
    "costa rican colon": "costa rican colon, costa rican colones",
    "guatemalan quetzal": "quetzal, quetzals, quetzales",
    "honduran lempira": "lempira, lempiras",
    "nicaraguan cordoba": "cordobas, nicaraguan cordoba",
    "panamanian balboa": "balboas, panamanian balboa",
    "haitian gourde": "gourde, gourdes, haitian gourde, haitian gourdes",
    "ugandan shilling": "ugandan shilling, ugandan shillings, shilling ougandais, shillings ougandais",
    "tanzanian shilling": "tanzanian shilling, tanzanian shillings",
    "somali shilling": "somali shilling, somali shillings",
    "rwandan franc": "rwandan franc, rwandan francs, franc rwandais, francs rwandais",
    "burundian franc": "burundian franc, burundian francs, franc burundais, francs burundais",
    "congolese franc": "congolese franc, congolese francs, franc congolais, francs congolais",
    "djiboutian franc": "djiboutian franc, djiboutian francs",
    "guinean franc": "guinean franc, guinean francs, franc guineen, francs guineens",
    "malagasy ariary": "ariary, ariarys, malagasy ariary",
    "mozambican metical": "metical, meticais, mozambican metical",
    "angolan kwanza": "kwanza, kwanzas, angolan kwanza",
    "zambian kwacha": "kwacha, kwachas, zambian kwacha",
    "malawian kwacha": "malawian kwacha",
    "botswana pula": "pula, pulas, botswana pula",
    "sudanese pound": "sudanese pound, sudanese pounds, livre soudanaise, livres soudanaises",
    "south sudanese pound": "south sudanese pound, south sudanese pounds",
    "gambian dalasi": "dalasi, dalasis, gambian dalasi",
    "sierra leonean leone": "leones, sierra leonean leone",
    "mauritanian ouguiya": "ouguiya, ouguiyas",
    "italian lira": "italian lira, italian lire, lire italienne, lires italiennes",
    "austrian schilling": "austrian schilling, austrian schillings, schilling, schillings",
    "pacific franc": "cfp franc, cfp francs, franc pacifique, francs pacifique, franc cfp, francs cfp",
    "french franc": "franc, francs, french franc, french francs, franc francais, francs francais",
    "belgian franc": "belgian franc, belgian francs, franc belge, francs belges",
    "thai baht": "baht, bahts, thai baht",
    "vietnamese dong": "dong, dongs, vietnamese dong",
    "indonesian rupiah": "rupiah, rupiahs, indonesian rupiah",
    "lao kip": "kip, kips, lao kip",
    "bangladeshi taka": "taka, takas",
    "ghanaian cedi": "cedi, cedis",
    "ethiopian birr": "birr, ethiopian birr",
    "deutschmark": "deutschmark, deutschmarks, deutsche mark, deutsche marks, mark, marks, german mark, german "
    "marks, dm",
    "finnish markka": "finnish mark, finnish marks, markka, markkaa, fim, mark finlandais, marks finlandais",
    "peseta": "peseta, pesetas",
    "guilder": "guilder, guilders, dutch guilder, dutch guilders, florin, florins",
    "escudo": "escudo, escudos",
    "drachma": "drachma, drachmas",
    "bitcoin": "bitcoin, bitcoins, btc",
    "ether": "ether, eth",
    "satoshi": "satoshi, satoshis",
    "cent": "cent, cents, centime, centimes, us cents, canadian cents, australian cents, us cent",
    "penny": "penny, pennies, pence",
    "sen": "sen",
    "pesewa": "pesewa, pesewas",
    "kopeck": "kopeck, kopecks, copeck, copecks",
    "paisa": "paisa, paise",
}  # fmt: skip
_LINES = words("240 360 480 720 1080 1440 2160 4320")
"""Lines of a picture, behind which p is no penny."""
COINS = words("cent penny sen pesewa kopeck paisa")
_CAPITALS = words("rs rm dm eth rmb cfa")
"""Short forms that are other words in small letters."""


CODED = _CODES | frozenset(_CODED) | {"Rs", "RM", "PS", "Y", "SFr", "Sfr", "sFr"}
"""What may stand before an amount as it is written."""
SIGNS = frozenset(_SIGNS)
OPENING = frozenset(_DOLLARS)
"""Letters that may stand before a sign of dollars."""


@dataclass(frozen=True, slots=True)
class Money:
    """A currency at tokens [first, end)."""

    first: int
    end: int
    unit: str


def _table() -> dict[str, dict[tuple[str, ...], str]]:
    out: dict[str, dict[tuple[str, ...], str]] = {}
    for unit, forms in _NAMES.items():
        for form in forms.split(", "):
            key = tuple(t.key for t in tokens(plain(form)))
            out.setdefault(key[0], {}).setdefault(key, unit)
    return out


_TABLE = _table()


def before(toks: list[Token], at: int) -> Money | None:
    """A sign or code that stands before an amount and begins at `at`."""
    tok = toks[at]
    tied = tok.text == "$" and at + 2 < len(toks) and toks[at + 1].glued and toks[at + 2].glued
    if tied and toks[at + 1].key in _DOLLARS and toks[at + 2].kind == "d":
        return Money(at, at + 2, _DOLLARS[toks[at + 1].key])  # $US55
    if tok.text in _SIGNS and tok.text != "¢":
        return Money(at, at + 1, _SIGNS[tok.text])
    if tok.kind != "w" or at + 1 >= len(toks):
        return None
    following = toks[at + 1]
    if (
        following.text in ("$", "＄")
        and tok.key in _DOLLARS
        and (following.glued or len(tok.key) > 1 or tok.key == "c")
    ):
        return Money(at, at + 2, _DOLLARS[tok.key])
    if (tok.text in _CODES or tok.text in _CODED) and following.kind == "d":
        return Money(at, at + 1, _CODED.get(tok.text, tok.text))
    if tok.text == "PS" and following.kind == "d" and following.glued:
        return Money(at, at + 1, "GBP")  # what is left of £ in a text made plain ASCII, as Y= is of ¥
    if tok.text == "Y" and following.text == "=" and following.glued and at + 2 < len(toks) and toks[at + 2].glued:
        return Money(at, at + 2, "JPY")
    if tok.text in ("SFr", "Sfr", "sFr") and following.kind == "d":
        return Money(at, at + 1, "CHF")
    if tok.text in ("Rs", "RM") and (following.kind == "d" or following.text == "."):
        end = at + 2 if following.text == "." else at + 1
        return Money(at, end, "INR" if tok.text == "Rs" else "malaysian ringgit")
    return None


def after(toks: list[Token], at: int) -> Money | None:
    """The longest currency that follows an amount and begins at `at`; "de" and "d'" before it are passed over."""
    pos = at
    if pos < len(toks) and toks[pos].key in ("de", "d"):
        pos += 1
        if pos < len(toks) and toks[pos].text in "'’":
            pos += 1
    if pos >= len(toks):
        return None
    tok = toks[pos]
    if tok.text in _SIGNS:
        tail = toks[pos + 1] if pos + 1 < len(toks) else None
        if tok.text == "$" and tail and tail.key in _DOLLARS and (len(tail.key) > 1 or tail.key == "c"):
            return Money(at, pos + 2, _DOLLARS[tail.key])
        return Money(at, pos + 1, _SIGNS[tok.text])
    if tok.kind != "w":
        return None
    if tok.key == "p" and toks[at - 1].text in _LINES:
        return None  # 1080p video
    if tok.key == "p" and tok.glued and tok.text == "p" and pos == at and toks[at - 1].kind == "d":
        return Money(at, pos + 1, "penny")
    if tok.key in _DOLLARS and pos + 1 < len(toks) and toks[pos + 1].text == "$" and toks[pos + 1].glued:
        return Money(at, pos + 2, _DOLLARS[tok.key])
    if (
        tok.text in _CODES
        or tok.text in _CODED
        or (tok.text.upper() in ("USD", "EUR", "GBP", "SEK", "CHF") and tok.key != "chf")
    ):
        code = tok.text.upper()
        return Money(at, pos + 1, _CODED.get(code, code))
    best: Money | None = None
    for key, unit in _TABLE.get(tok.key, {}).items():
        end = _match(toks, pos, key)
        if key[0] in _CAPITALS and len(key) == 1 and not (tok.text[0].isupper() or key[0] == "rmb"):
            continue
        if end and (best is None or end > best.end):
            best = Money(at, end, unit)
    return best


def in_words(unit: str) -> str:
    """The name of a currency as it stands in a compound unit (dollar per barrel); other units as they are."""
    if unit in ("USD", "EUR", "GBP", "JPY", "INR", "CHF"):
        return {
            "USD": "dollar",
            "EUR": "euro",
            "GBP": "pound sterling",
            "JPY": "japanese yen",
            "INR": "indian rupee",
        }.get(unit, "swiss franc")
    return _NAMES[unit].split(", ")[0] if unit in _NAMES else unit


def _match(toks: list[Token], at: int, key: tuple[str, ...]) -> int | None:
    pos = at
    for i, want in enumerate(key):
        if i and pos < len(toks) and toks[pos].text in "-‐‑'’" and want not in "-'":
            pos += 1
        if pos >= len(toks) or toks[pos].key != want:
            return None
        pos += 1
    return pos
