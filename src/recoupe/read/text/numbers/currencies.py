"""Money: signs, codes and names of currencies, English and French, to ISO 4217 codes and the names of small coins.

`before(tokens, at)` reads what may stand before an amount ($, US$, C $, EUR), `after(tokens, at)` what may follow it
(euros, US dollars, dollars canadiens, $ hk, pence). The unit of a coin is its name (cent, penny); of a currency
without a code its name.
"""

from __future__ import annotations

from dataclasses import dataclass

from recoupe.read.text.numbers.lexer import Token, plain, tokens, words

_SIGNS = {
    "$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY", "₹": "INR", "₽": "RUB", "₪": "shekel", "₩": "KRW", "₺": "TRY",
    "₴": "UAH",
    "₦": "NGN", "₫": "VND", "฿": "THB", "₱": "PHP", "₡": "CRC", "₲": "PYG", "₭": "LAK", "¢": "cent", "￥": "JPY",
    "₵": "GHS", "₸": "KZT", "₼": "AZN", "₾": "GEL", "＄": "USD",
}  # fmt: skip
_DOLLARS = {
    "us": "USD", "usa": "USD", "c": "CAD", "ca": "CAD", "can": "CAD", "cdn": "CAD", "cad": "CAD", "a": "AUD",
    "au": "AUD",
    "aus": "AUD", "aud": "AUD", "hk": "HKD", "hkd": "HKD", "nz": "NZD", "nzd": "NZD", "s": "SGD", "sg": "SGD",
    "sgd": "SGD",
    "nt": "TWD", "r": "BRL", "usd": "USD", "mx": "MXN", "z": "ZWL", "tt": "TTD", "ec": "XCD", "bds": "BBD", "j": "JMD",
    "n": "NAD",
}  # fmt: skip
_CODES = words(
    "USD EUR GBP JPY CHF CAD AUD NZD HKD SGD CNY RMB INR RUB ILS NIS KRW TRY UAH NGN VND THB PHP SEK NOK DKK ISK PLN "
    "CZK HUF RON BGN HRK RSD ZAR BRL MXN ARS CLP COP PEN EGP MAD TND DZD XAF XOF SAR AED QAR KWD BHD OMR JOD LBP IQD "
    "IRR SYP PKR BDT LKR MYR IDR TWD KES GHS TZS UGX ETB SDG MOP KZT AZN GEL AMD"
)
_SAME = {"RMB": "CNY", "NIS": "shekel", "ILS": "shekel"}
_NAMES = {
    "USD": "dollar, dollars, us dollar, us dollars, u.s. dollar, u.s. dollars, american dollar, american dollars, "
    "united states dollar, united states dollars, dollar americain, dollars americains, dollar us, dollars us, "
    "bucks, buck, dollar des etats unis, dollars des etats unis",
    "CAD": "canadian dollar, canadian dollars, dollar canadien, dollars canadiens",
    "AUD": "australian dollar, australian dollars, dollar australien, dollars australiens",
    "NZD": "new zealand dollar, new zealand dollars, dollar neo zelandais, dollars neo zelandais",
    "HKD": "hong kong dollar, hong kong dollars, dollar de hong kong, dollars de hong kong",
    "SGD": "singapore dollar, singapore dollars, dollar de singapour, dollars de singapour",
    "TWD": "taiwan dollar, taiwan dollars, new taiwan dollar, new taiwan dollars",
    "EUR": "euro, euros",
    "GBP": "pound sterling, pounds sterling, sterling, british pound, british pounds, livre sterling, livres "
    "sterling, quid",
    "JPY": "yen, yens, japanese yen, yen japonais, yens japonais",
    "CNY": "yuan, yuans, chinese yuan, renminbi, rmb, yuan chinois, yuans chinois",
    "CHF": "swiss franc, swiss francs, franc suisse, francs suisses",
    "INR": "rupee, rupees, indian rupee, indian rupees, roupie, roupies, roupie indienne, roupies indiennes, rs",
    "PKR": "pakistani rupee, pakistani rupees, roupie pakistanaise, roupies pakistanaises",
    "RUB": "rouble, roubles, ruble, rubles, russian rouble, russian roubles, russian ruble, russian rubles",
    "shekel": "shekel, shekels, israeli shekel, israeli shekels, new israeli shekels",
    "MYR": "ringgit, ringgits, malaysian ringgit, rm",
    "KRW": "won, korean won, south korean won",
    "TRY": "turkish lira, turkish liras, lira, liras, livre turque, livres turques",
    "EGP": "egyptian pound, egyptian pounds, livre egyptienne, livres egyptiennes",
    "LBP": "lebanese pound, lebanese pounds, livre libanaise, livres libanaises",
    "SYP": "syrian pound, syrian pounds, livre syrienne, livres syriennes",
    "IEP": "irish pound, irish pounds, punt, punts, livre irlandaise, livres irlandaises",
    "SEK": "swedish krona, swedish kronor, couronne suedoise, couronnes suedoises, swedish crown, swedish crowns",
    "NOK": "norwegian krone, norwegian kroner, couronne norvegienne, couronnes norvegiennes, norwegian crown, "
    "norwegian crowns",
    "danish krone": "danish krone, danish kroner, couronne danoise, couronnes danoises, danish crown, danish crowns",
    "ISK": "icelandic krona, icelandic kronur",
    "PLN": "zloty, zlotys, zlotych, polish zloty, polish zlotys",
    "CZK": "czech koruna, czech korunas, czech crown, czech crowns, couronne tcheque, couronnes tcheques",
    "HUF": "forint, forints, hungarian forint, hungarian forints",
    "croatian kuna": "kuna, kunas, croatian kuna",
    "UAH": "hryvnia, hryvnias, ukrainian hryvnia, ukrainian hryvnias, hryvnia ukrainienne",
    "ZAR": "rand, rands, south african rand",
    "NGN": "naira, nairas, nigerian naira",
    "KES": "kenyan shilling, kenyan shillings",
    "BRL": "real, reais, brazilian real, brazilian reais, reals",
    "MXN": "mexican peso, mexican pesos, peso mexicain, pesos mexicains",
    "ARS": "argentine peso, argentine pesos, peso argentin, pesos argentins",
    "PHP": "philippine peso, philippine pesos",
    "peso": "peso, pesos",
    "SAR": "saudi riyal, saudi riyals, riyal, riyals",
    "IRR": "iranian rial, iranian rials, rial, rials",
    "AED": "dirham, dirhams, uae dirham, uae dirhams",
    "dinar": "dinar, dinars",
    "TND": "tunisian dinar, tunisian dinars, dinar tunisien, dinars tunisiens",
    "DZD": "algerian dinar, algerian dinars, dinar algerien, dinars algeriens",
    "MAD": "moroccan dirham, moroccan dirhams, dirham marocain, dirhams marocains",
    "XOF": "cfa franc, cfa francs, franc cfa, francs cfa",
    "french franc": "franc, francs, french franc, french francs, franc francais, francs francais",
    "belgian franc": "belgian franc, belgian francs, franc belge, francs belges",
    "THB": "baht, bahts, thai baht",
    "VND": "dong, dongs, vietnamese dong",
    "IDR": "rupiah, rupiahs, indonesian rupiah",
    "LAK": "kip, kips, lao kip",
    "BDT": "taka, takas",
    "GHS": "cedi, cedis",
    "ETB": "birr, ethiopian birr",
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
COINS = words("cent penny sen pesewa kopeck paisa")
_CAPITALS = words("rs rm dm eth rmb cfa")
"""Short forms that are other words in small letters."""


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
    if tok.text in _CODES and following.kind == "d":
        return Money(at, at + 1, _SAME.get(tok.text, tok.text))
    if tok.text in ("Rs", "RM") and (following.kind == "d" or following.text == "."):
        end = at + 2 if following.text == "." else at + 1
        return Money(at, end, "INR" if tok.text == "Rs" else "MYR")
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
    if tok.key == "p" and tok.glued and tok.text == "p" and pos == at and toks[at - 1].kind == "d":
        return Money(at, pos + 1, "penny")
    if tok.key in _DOLLARS and pos + 1 < len(toks) and toks[pos + 1].text == "$" and toks[pos + 1].glued:
        return Money(at, pos + 2, _DOLLARS[tok.key])
    if tok.text in _CODES or (tok.text.upper() in ("USD", "EUR", "GBP", "SEK", "CHF") and tok.key != "chf"):
        code = tok.text.upper()
        return Money(at, pos + 1, _SAME.get(code, code))
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
