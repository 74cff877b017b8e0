"""Units of measure by every name the press gives them, English and French, to one canonical name.

`measure(tokens, at)` reads the longest unit that begins at a token: "kilometres per hour", "km/h", "square feet",
"cubic metres", "tonnes", "°C", "livres". Canonical names are the singular English ones of the BIPM brochure and of
trade, so that figures of two texts in two languages compare. Money is in `currencies`.
"""

from __future__ import annotations

from dataclasses import dataclass

from recoupe.read.text.numbers import si_units
from recoupe.read.text.numbers.lexer import Token, plain, tokens, words

_NAMED = {
    # time
    "second": "second, seconds, seconde, secondes, sec, secs",
    "minute": "minute, minutes, min, mins",
    "hour": "hour, hours, heure, heures, hr, hrs",
    "day": "day, days, jour, jours, journee, journees",
    "night": "night, nights, nuit, nuits",
    "week": "week, weeks, semaine, semaines, wk, wks",
    "fortnight": "fortnight, fortnights",
    "month": "month, months, mois",
    "quarter": "trimestre, trimestres",
    "year": "year, years, yr, yrs, an, ans, annee, annees",
    "decade": "decade, decades, decennie, decennies",
    "century": "century, centuries, siecle, siecles",
    "millennium": "millennium, millennia, millenaire, millenaires",
    "millisecond": "millisecond, milliseconds, milliseconde, millisecondes, ms",
    "microsecond": "microsecond, microseconds, microseconde, microsecondes, µs",
    "nanosecond": "nanosecond, nanoseconds, nanoseconde, nanosecondes, ns",
    # length
    "metre": "metre, metres, meter, meters, m",
    "kilometre": "kilometre, kilometres, kilometer, kilometers, km, kms",
    "centimetre": "centimetre, centimetres, centimeter, centimeters, cm, cms",
    "decimetre": "decimetre, decimetres, decimeter, decimeters, dm",
    "hectometre": "hectometre, hectometres, hectometer, hectometers, hm",
    "decametre": "decametre, decametres, decameter, decameters, dam",
    "millimetre": "millimetre, millimetres, millimeter, millimeters, mm",
    "micrometre": "micrometre, micrometres, micrometer, micrometers, micron, microns, µm",
    "nanometre": "nanometre, nanometres, nanometer, nanometers, nm",
    "picometre": "picometre, picometres, picometer, picometers, pm",
    "mile": "mile, miles, mi",
    "nautical mile": "nautical mile, nautical miles, mille nautique, milles nautiques, mille marin, milles marins",
    "yard": "yard, yards, yd, yds, verge, verges",
    "foot": "foot, feet, ft, pied, pieds",
    "inch": "inch, inches, pouce, pouces",
    "light-year": "light year, light years, annee lumiere, annees lumiere",
    "league": "league under, leagues under, lieue, lieues",
    "furlong": "furlong, furlongs",
    "fathom": "fathom, fathoms, brasse, brasses",
    "astronomical unit": "astronomical unit, astronomical units, unite astronomique, unites astronomiques",
    "thou": "mils",
    # area
    "square metre": "square metre, square metres, square meter, square meters, sq m, sqm, sq. m, m², m2, m^2, "
    "metre carre, metres carres",
    "square kilometre": "square kilometre, square kilometres, square kilometer, square kilometers, sq km, sq. km, km², "
    "km2, km^2, km squared, kilometre carre, kilometres carres, km carres",
    "square centimetre": "square centimetre, square centimetres, square centimeter, square centimeters, cm², cm2, "
    "centimetre carre, centimetres carres",
    "square millimetre": "square millimetre, square millimetres, square millimeter, square millimeters, mm², mm2",
    "square mile": "square mile, square miles, sq mi, sq. mi, sq. mile, sq. miles, sq mile, sq miles, "
    "mile carre, miles carres",
    "square foot": "square foot, square feet, sq ft, sq. ft, sqft, ft², pied carre, pieds carres",
    "square inch": "square inch, square inches, sq in",
    "square yard": "square yard, square yards, sq yd, sq yds",
    "hectare": "hectare, hectares, ha",
    "acre": "acre, acres",
    "are": "ares",
    # volume
    "litre": "litre, litres, liter, liters, l",
    "millilitre": "millilitre, millilitres, milliliter, milliliters, ml",
    "centilitre": "centilitre, centilitres, centiliter, centiliters, cl",
    "hectolitre": "hectolitre, hectolitres, hectoliter, hectoliters, hl",
    "gallon": "gallon, gallons, gal, us gallon, us gallons, imperial gallon, imperial gallons",
    "fluid ounce": "fluid ounce, fluid ounces, fl oz, fl. oz",
    "bushel": "bushel, bushels, boisseau, boisseaux",
    "acre-foot": "acre foot, acre feet",
    "twenty-foot equivalent unit": "teu, teus, twenty foot equivalent unit, twenty foot equivalent units, evp",
    "barrel of oil equivalent": "boe, barrels of oil equivalent, barrel of oil equivalent",
    "cord": "cords of wood",
    "decilitre": "decilitre, decilitres, deciliter, deciliters, dl",
    "standard cubic foot": "scf",
    "billion cubic feet": "bcf",
    "trillion cubic feet": "tcf",
    "pint": "pint, pints, pinte, pintes",
    "quart": "quarts, quart",
    "cup": "cup, cups",
    "tablespoon": "tablespoon, tablespoons, tbsp",
    "teaspoon": "teaspoon, teaspoons, tsp",
    "barrel": "barrel, barrels, baril, barils, bbl",
    "cubic metre": "cubic metre, cubic metres, cubic meter, cubic meters, m³, m3, m^3, metre cube, metres cubes",
    "cubic kilometre": "cubic kilometre, cubic kilometres, cubic kilometer, cubic kilometers, km³, km3, kilometre "
    "cube, kilometres cubes",
    "cubic centimetre": "cubic centimetre, cubic centimetres, cubic centimeter, cubic centimeters, cm³, cm3, cc, "
    "centimetre cube, centimetres cubes",
    "cubic foot": "cubic foot, cubic feet, cu ft, cu. ft, ft³, pied cube, pieds cubes",
    "cubic inch": "cubic inch, cubic inches, cu in",
    "cubic mile": "cubic mile, cubic miles",
    "cubic yard": "cubic yard, cubic yards",
    # mass
    "gram": "gram, grams, gramme, grammes, g, gm",
    "kilogram": "kilogram, kilograms, kilogramme, kilogrammes, kilo, kilos, kg, kgs",
    "milligram": "milligram, milligrams, milligramme, milligrammes, mg",
    "microgram": "microgram, micrograms, microgramme, microgrammes, µg, mcg",
    "tonne": "tonne, tonnes, metric ton, metric tons, tonne metrique, tonnes metriques",
    "ton": "ton, tons",
    "kilotonne": "kilotonne, kilotonnes, kiloton, kilotons, kt",
    "megatonne": "megatonne, megatonnes, megaton, megatons, mt",
    "pound-mass": "lb, lbs",
    "ounce": "ounce, ounces, oz, once, onces",
    "troy ounce": "troy ounce, troy ounces, once troy, onces troy",
    "quintal": "quintal, quintals, quintaux",
    "hundredweight": "hundredweight, hundredweights, cwt",
    "grain": "grains of gunpowder",
    "short ton": "short ton, short tons",
    "long ton": "long ton, long tons",
    "stone": "stone, stones",
    "carat": "carat, carats, karat, karats",
    # speed
    "kilometre per hour": "kilometre per hour, kilometres per hour, kilometer per hour, kilometers per hour, km/h, "
    "km / h, kph, kmh, kmph, km/hr, kilometres an hour, kilometers an hour, kilometre an hour, kilometre heure, "
    "kilometres heure, kilometres par heure, kilometres a l heure, km a l heure, km heure, km per hour",
    "mile per hour": "mile per hour, miles per hour, mph, miles an hour, mile an hour, mi/h, miles par heure, miles "
    "a l heure, miles/h, miles/hour, miles / hour",
    "metre per second": "metre per second, metres per second, meter per second, meters per second, m/s, metres par "
    "seconde",
    "foot per second": "feet per second, foot per second, fps, ft/s",
    "kilometre per second": "kilometres per second, kilometers per second, km/s, kilometres par seconde",
    "knot": "knot, knots, noeud, noeuds, kt, kts",
    "mach": "mach",
    # fuel, flow
    "mile per gallon": "mile per gallon, miles per gallon, mpg",
    "litre per 100 kilometres": "l/100km, l/100 km, litres per 100 km, litres aux 100 km, litres aux cent",
    "barrel per day": "barrels per day, barrels a day, bpd, barils par jour, b/d",
    "ton per day": "tpd",
    "megabit per second": "mbps, mb/s, mbit/s, megabits per second, megabits par seconde",
    "gigabit per second": "gbps, gbit/s, gigabits per second, gigabits par seconde",
    "kilobit per second": "kbps, kbit/s",
    "gigatonne": "gigatonne, gigatonnes, gigaton, gigatons",
    "barrel of oil equivalent per day": "boepd, boe/d",
    "cubic foot per second": "cfs, cubic feet per second, cubic feet a second",
    "cubic metre per second": "cubic metres per second, cubic meters per second, cubic metres a second, m3/s, m³/s, "
    "metres cubes par seconde",
    "litre per second": "litres per second, litres a second, l/s, litres par seconde",
    "gallon per minute": "gpm, gallons per minute, gallons a minute",
    "beat per minute": "bpm, beats per minute, battements par minute, beats a minute",
    "gram per kilometre": "g/km, grams per kilometre, grammes par kilometre",
    "milligram per decilitre": "mg/dl, mg/dL",
    "microgram per cubic metre": "µg/m3, µg/m³, ug/m3, microgrammes par metre cube, micrograms per cubic metre, "
    "micrograms per cubic meter",
    "metre per second squared": "m/s2, m/s², metres per second squared",
    "frame per second": "frames per second, images par seconde, frame per second",
    # data
    "bit": "bit, bits",
    "byte": "byte, bytes, octet, octets",
    "kilobyte": "kilobyte, kilobytes, kb, ko, kilooctet, kilooctets",
    "megabyte": "megabyte, megabytes, mb, mo, megaoctet, megaoctets, mega-octets",
    "gigabyte": "gigabyte, gigabytes, gb, go, gigaoctet, gigaoctets",
    "terabyte": "terabyte, terabytes, tb, to, teraoctet, teraoctets",
    "petabyte": "petabyte, petabytes, pb, petaoctet, petaoctets",
    "kilobit": "kilobit, kilobits, kbit",
    "megabit": "megabit, megabits, mbit",
    "gigabit": "gigabit, gigabits, gbit",
    "megapixel": "megapixel, megapixels, mp",
    "pixel": "pixel, pixels, px",
    "dot per inch": "dpi, ppi, pixels per inch, dots per inch",
    # temperature, angle
    "celsius": "celsius, degree celsius, degrees celsius, degre celsius, degres celsius, degrees c, degree c, degre "
    "c, degres c, ° c, °c, ℃, º c, degrees centigrade, degree centigrade, centigrade, deg c",
    "fahrenheit": "fahrenheit, degree fahrenheit, degrees fahrenheit, degre fahrenheit, degres fahrenheit, degrees "
    "f, degree f, degres f, degre f, ° f, °f, ℉, º f, deg f",
    "kelvin": "kelvin, kelvins, degrees kelvin, degree kelvin, degres kelvin",
    "degree": "degree, degrees, degre, degres, deg, °, º",
    "radian": "radian, radians",
    # energy, power, force, electricity
    "watt": "watt, watts, w",
    "kilowatt": "kilowatt, kilowatts, kw",
    "megawatt": "megawatt, megawatts, mw",
    "gigawatt": "gigawatt, gigawatts, gw",
    "terawatt": "terawatt, terawatts, tw",
    "milliwatt": "milliwatt, milliwatts",
    "watt hour": "watt hour, watt hours, wh, wattheure, wattheures",
    "kilowatt hour": "kilowatt hour, kilowatt hours, kwh, kilowattheure, kilowattheures, kilowatt heure, kilowatts "
    "heure",
    "megawatt hour": "megawatt hour, megawatt hours, mwh, megawattheure, megawattheures",
    "gigawatt hour": "gigawatt hour, gigawatt hours, gwh, gigawattheure, gigawattheures",
    "terawatt hour": "terawatt hour, terawatt hours, twh, terawattheure, terawattheures",
    "horsepower": "horsepower, hp, ps, cv, cheval vapeur, chevaux vapeur, chevaux, ch",
    "brake horsepower": "brake horsepower, bhp",
    "joule": "joule, joules",
    "kilojoule": "kilojoule, kilojoules, kj",
    "megajoule": "megajoule, megajoules, mj",
    "calorie": "calorie, calories, cal",
    "kilocalorie": "kilocalorie, kilocalories, kcal",
    "british thermal unit": "british thermal unit, british thermal units, btu, btus",
    "mega british thermal unit": "mmbtu, million btu, million british thermal units",
    "electronvolt": "electronvolt, electronvolts, ev",
    "newton": "newton, newtons, n",
    "newton metre": "newton metre, newton metres, newton meter, newton meters, nm torque, n m, n·m",
    "pound-foot": "pound foot, pound feet, pounds foot, pounds feet, lb ft, lbs ft, pound foot of torque, ft lb, ft "
    "lbs, lb.ft",
    "pascal": "pascal, pascals, pa",
    "kilopascal": "kilopascal, kilopascals, kpa",
    "megapascal": "megapascal, megapascals, mpa",
    "gigapascal": "gigapascal, gigapascals, gpa",
    "hectopascal": "hectopascal, hectopascals, hpa",
    "millibar": "millibar, millibars, mbar",
    "bar": "bars",
    "pound per square inch": "psi, pounds per square inch",
    "volt": "volt, volts, v",
    "kilovolt": "kilovolt, kilovolts, kv",
    "millivolt": "millivolt, millivolts, mv",
    "ampere": "ampere, amperes, amp, amps, a",
    "milliampere": "milliampere, milliamperes, milliamp, milliamps, ma",
    "milliampere-hour": "mah, milliamp hour, milliamp hours, milliampere hour, milliampere hours",
    "ampere hour": "amp hour, amp hours, ampere hour, ampere hours",
    "ohm": "ohm, ohms",
    "farad": "farad, farads",
    "hertz": "hertz, hz",
    "kilohertz": "kilohertz, khz",
    "megahertz": "megahertz, mhz",
    "gigahertz": "gigahertz, ghz",
    "revolutions per minute": "rpm, revolutions per minute, tours par minute, tours minute, tr/min, tours/min",
    "decibel": "decibel, decibels, db, dba",
    "horsepower hour": "horsepower hour, horsepower hours",
    "therm": "therm, therms",
    "atmosphere": "atmospheres, atm",
    "torr": "torr",
    "inch of mercury": "inhg, inches of mercury",
    "millimetre of mercury": "mmhg, millimetres of mercury, millimetres de mercure",
    "pound-force": "lbf, pounds of thrust, pounds of force",
    "kilogram-force": "kgf",
    "g-force": "gs of force",
    "ton of tnt": "tons of tnt, tonnes of tnt",
    "arcminute": "arcminute, arcminutes, minutes of arc",
    "arcsecond": "arcsecond, arcseconds, seconds of arc",
    "ph": "ph units",
    "tonne of oil equivalent": "toe, mtoe, tonnes of oil equivalent",
    "lumen": "lumen, lumens",
    "lux": "lux",
    "nit": "nits",
    "candela": "candela, candelas",
    "mole": "mole, moles, mol",
    "becquerel": "becquerel, becquerels, bq",
    "sievert": "sievert, sieverts, sv",
    "millisievert": "millisievert, millisieverts, msv",
    # shares
    "percent": "%, pc, percent, percents, per cent, pct, percentage, pour cent, pourcent, pourcents, pour cents, "
    "pourcentage, ٪",
    "percentage_point": "percentage point, percentage points, percent point, percent points, % point, % points, "
    "points percentage, point de pourcentage, points de pourcentage, points de pourcentages, pp",
    "per mille": "‰, per mille, pour mille",
    "parts-per-trillion": "ppt, parts per trillion, part per trillion",
    "basis point": "basis point, basis points, bps, bp, points de base, point de base",
    "parts-per-million": "ppm, part per million, parts per million, parties par million",
    "parts-per-billion": "ppb, part per billion, parts per billion, parties par milliard",
    "point": "point, points, pt, pts",
    "count": "times, fois, x",
}  # fmt: skip

_NONE: dict[tuple[str, ...], str] = {}
TIME = words("second minute hour day night week fortnight month quarter year decade century millennium millisecond")

AFTER_DIGITS_ONLY = words(
    "x pc m l g w v n a b pm am sec min ha ch go to mo ko in bit cc mp cl dam ms ns hm dm nm px pa pb mi mw ps pp bp "
    "cup kt cal gal deg cv mt mj ma mv tw"
)
"""Short names that are words or other things elsewhere: read as a unit only behind digits."""
CAPITAL_ONLY = words("n w v a mj tw pa ps cv")
"""Symbols written with a capital letter: 5 w or 5 a is not watt or ampere."""
LOWER_ONLY = words("g m l")
"""Symbols written small: 5G is a network."""
GLUED_ONLY = frozenset({"x", "a", "n", "pm", "in", "to", "n m", "am"})
"""Symbols that are words of the language when a space stands before them."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of measure read at tokens [first, end)."""

    first: int
    end: int
    name: str


def _table() -> dict[str, dict[tuple[str, ...], str]]:
    """First token → token keys → canonical name."""
    out: dict[str, dict[tuple[str, ...], str]] = {}
    named = [(form, name) for name, forms in _NAMED.items() for form in forms.split(", ")]
    made = [(form, name) for form, name in si_units.spelled().items() if form not in _OTHER_WORDS]
    for form, name in [*named, *made]:
        key = tuple(t.key for t in tokens(plain(form)))
        out.setdefault(key[0], {}).setdefault(key, name)
    return out


_OTHER_WORDS = words("bar gray grays henry tesla teslas rem rems second curie flop flops siemens")
"""Names of units that are more often other words: read only with a prefix, or where the table above has them."""


_UNITS = _table()
_SYMBOLS = si_units.symbols()


def measure(toks: list[Token], at: int, *, digits: bool) -> Unit | None:
    """The longest unit of measure at `at`.

    Args:
        toks: Tokens of the stretch.
        at: Where the unit should begin; a hyphen before it is the caller's to skip.
        digits: Whether the number before it is in digits (only then do short symbols count).
    """
    if at >= len(toks):
        return None
    best = _simple(toks, at, digits=digits)
    if best is None or not digits or best.end + 1 >= len(toks):
        return best
    return _over(toks, _raised(toks, best))


def _simple(toks: list[Token], at: int, *, digits: bool) -> Unit | None:
    best: Unit | None = None
    for key, name in _UNITS.get(toks[at].key, _NONE).items():
        end = _match(toks, at, key)
        if end and (best is None or end > best.end) and _credible(toks, at, end, key, digits):
            best = Unit(at, end, "newton metre" if toks[at].text == "Nm" else name)
    symbol = _SYMBOLS.get(toks[at].text) if digits else None
    if symbol is not None and (best is None or best.end == at + 1):
        return Unit(at, at + 1, symbol)
    return best


def _raised(toks: list[Token], unit: Unit) -> Unit:
    """cm² and ft3: a symbol of a length with a power that the table does not hold."""
    power = {"²": "square", "³": "cubic", "2": "square", "3": "cubic"}.get(toks[unit.end].text)
    symbol = unit.end == unit.first + 1 and len(toks[unit.first].text) < 4
    if (
        power is None
        or not symbol
        or not toks[unit.end].glued
        or not unit.name.endswith(("metre", "foot", "inch", "mile"))
    ):
        return unit
    return Unit(unit.first, unit.end + 1, f"{power} {unit.name}")


def _over(toks: list[Token], unit: Unit) -> Unit:
    """A/cm², g/km, tonnes/hectare: one unit over another, without blanks."""
    if unit.end + 1 >= len(toks) or toks[unit.end].text != "/" or not toks[unit.end].glued:
        return unit
    if unit.name in ("percent", "point", "count"):
        return unit
    below = _simple(toks, unit.end + 1, digits=True) if toks[unit.end + 1].glued else None
    if below is None and toks[unit.end + 1].text in ("s", "h", "d", "min", "yr", "hr"):
        name = {"s": "second", "h": "hour", "d": "day", "min": "minute", "yr": "year", "hr": "hour"}
        below = Unit(unit.end + 1, unit.end + 2, name[toks[unit.end + 1].text])
    if below is None:
        return unit
    below = _raised(toks, below) if below.end < len(toks) else below
    return Unit(unit.first, below.end, f"{unit.name} per {below.name}")


def _match(toks: list[Token], at: int, key: tuple[str, ...]) -> int | None:
    """The token after the form, hyphens and apostrophes between its words passed over."""
    pos = at
    for i, want in enumerate(key):
        if i and pos < len(toks) and toks[pos].text in "-‐‑'’" and toks[pos].text != want:
            pos += 1
        if pos >= len(toks) or toks[pos].key != want or (i and toks[pos].line and toks[pos].kind == "s"):
            return None
        pos += 1
    return pos


def _credible(toks: list[Token], at: int, end: int, key: tuple[str, ...], digits: bool) -> bool:
    if len(key) > 1 or not key[0].isalpha():
        return True
    word, tok = key[0], toks[at]
    if word in GLUED_ONLY and not (tok.glued and at and toks[at - 1].kind == "d"):
        return False
    if word == "x" and (tok.text == "X" or (end < len(toks) and (toks[end].glued and toks[end].kind != "s"))):
        return False  # 4x4, 1080x720
    if (word in CAPITAL_ONLY and tok.text.islower()) or (word in LOWER_ONLY and tok.text.isupper() and word != "l"):
        return False
    return digits or word not in AFTER_DIGITS_ONLY
