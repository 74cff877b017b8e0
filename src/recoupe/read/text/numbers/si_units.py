"""Units of the SI with their prefixes, and units put together of two: milligray, GW, tonnes per hectare, A/cm².

The table of `units` holds the names the press uses most; this one makes the rest by rule, so that no prefix is missed.
Symbols keep their capitals (mW is not MW), which the table of names, read without capitals, cannot.

Source:
    BIPM, The International System of Units, 9th edition, 2019: tables 2, 4, 7 and 8.
"""

from __future__ import annotations

PREFIXES = {
    "quetta": "Q", "ronna": "R", "yotta": "Y", "zetta": "Z", "exa": "E", "peta": "P", "tera": "T", "giga": "G",
    "mega": "M", "kilo": "k", "hecto": "h", "deca": "da", "deci": "d", "centi": "c", "milli": "m", "micro": "µ",
    "nano": "n", "pico": "p", "femto": "f", "atto": "a",
}  # fmt: skip
_NAMES = {
    # name → symbol, spellings beside the name itself
    "metre": ("m", "meter"), "gram": ("g", "gramme"), "second": ("s", "seconde"), "ampere": ("A", "amp"),
    "kelvin": ("K", ""), "mole": ("mol", ""), "candela": ("cd", ""), "hertz": ("Hz", ""), "newton": ("N", ""),
    "pascal": ("Pa", ""), "joule": ("J", ""), "watt": ("W", ""), "coulomb": ("C", ""), "volt": ("V", ""),
    "farad": ("F", ""), "ohm": ("Ω", ""), "siemens": ("S", ""), "weber": ("Wb", ""), "tesla": ("T", ""),
    "henry": ("H", "henries"), "lumen": ("lm", ""), "lux": ("lx", ""), "becquerel": ("Bq", ""), "gray": ("Gy", ""),
    "sievert": ("Sv", ""), "katal": ("kat", ""), "litre": ("l", "liter"), "tonne": ("t", ""), "bar": ("bar", ""),
    "electronvolt": ("eV", ""), "byte": ("B", "octet"), "bit": ("bit", ""), "watt hour": ("Wh", "wattheure"),
    "parsec": ("pc", ""), "curie": ("Ci", ""), "rem": ("rem", ""), "calorie": ("cal", ""), "pixel": ("px", ""),
    "flop": ("FLOPS", "flops"), "volt-ampere": ("VA", ""), "ampere-hour": ("Ah", "amp-hour"),
}  # fmt: skip
_BARE_SYMBOLS = frozenset({"Hz", "Pa", "Wb", "lm", "lx", "Bq", "Gy", "Sv", "kat", "eV", "Wh", "VA", "Ah", "mol", "Ω"})
"""Symbols that stand for nothing else in a text even without a prefix."""
_NOT_SYMBOLS = frozenset(
    {
        "cd", "pt", "ft", "Mb", "Gb", "kb", "Tb", "Pb", "PB", "am", "pm", "as", "at", "da", "das", "hA", "dB", "Ms",
        "ms", "PC", "TV", "DC", "AC", "EC", "PA", "GA", "MA", "MS", "MT", "CT", "ha", "Ha", "pc", "mC", "fc", "EV",
        "Mt", "Gt", "kt", "dad", "dag", "mA", "PT", "ZA", "EA", "TA", "MK", "MH", "ET", "ES", "TS", "GS", "PS", "YS",
        "MC", "GC", "TC", "HC", "RC", "QC", "dC", "cC", "nC", "pC", "PF", "EF", "TF", "GF", "MF", "YK", "EK", "TK",
        "PK", "GK", "HK", "UK", "RK", "QF", "RF", "RT", "QT", "Qm", "Rm", "Rs", "QS", "RS", "RA", "QA", "RV", "QV",
        "YV", "EN", "RN", "TN", "GN", "MN", "PN", "ZN", "QN", "YN", "GT", "TT", "YT", "ZT", "EH", "RH", "GH", "PH",
        "TH", "QH", "YH", "ZH", "EB", "TB", "GB", "MB", "kB", "Em", "Tm", "Pm", "Gm", "Mm", "Ym", "Zm", "Ps", "Es",
        "Ts", "Gs", "Ys", "Zs", "Eg", "Pg", "Tg", "Gg", "Yg", "Zg", "Qg", "Rg", "Et", "Pt", "Tt", "Yt", "Zt", "Qt",
        "Rt", "El", "Pl", "Tl", "Gl", "Yl", "Zl", "Rl", "Ql", "al", "fl", "pl", "hl", "cl", "dl", "ml", "ps", "ns",
        "cs", "hs", "ks", "ag", "fg", "pg", "ng", "hg", "dt", "ct", "mt", "nt", "ht", "fs", "dm", "cm", "mm", "nm",
        "hm", "km", "fm", "dam", "kg", "cg", "mg",
    }
)  # fmt: skip
"""Short forms that are other words, codes or places, or that the table of `units` already reads."""


def spelled() -> dict[str, str]:
    """Names with prefixes, singular and plural, to the canonical name: milligrays → milligray."""
    out: dict[str, str] = {}
    for name, (_, other) in _NAMES.items():
        for stem in filter(None, (name, other)):
            for prefix in ("", *PREFIXES):
                canonical = prefix + name
                for form in (prefix + stem, prefix + stem + "s"):
                    out.setdefault(form.replace("µ", "micro"), canonical)
    return out


def symbols() -> dict[str, str]:
    """Symbols with prefixes, capitals kept, to the canonical name: mGy → milligray."""
    out: dict[str, str] = {}
    for name, (symbol, _) in _NAMES.items():
        if symbol in _BARE_SYMBOLS:
            out[symbol] = name
        for prefix, sign in PREFIXES.items():
            for form in (sign + symbol, *(("μ" + symbol, "u" + symbol) if sign == "µ" else ())):
                if form not in _NOT_SYMBOLS and len(form) > 1:
                    out.setdefault(form, prefix + name)
    return out
