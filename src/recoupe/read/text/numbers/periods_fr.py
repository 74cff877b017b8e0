"""French times counted from another: la semaine dernière · il y a deux ans · les trois derniers mois."""

from __future__ import annotations

from recoupe.read.text.numbers.amounts import amount, iso, stretch
from recoupe.read.text.numbers.calendars import DAY_PARTS, PERIODS, RELATIVE, SEASONS, SHIFTS, UNITS, WEEKDAYS
from recoupe.read.text.numbers.cardinals import read as number_at
from recoupe.read.text.numbers.lexer import Token
from recoupe.read.text.numbers.moments import Moment
from recoupe.read.text.numbers.written_dates import month_of


def shifted_fr(toks: list[Token], at: int) -> Moment | None:
    """la semaine dernière, le mois prochain, ce matin, lundi dernier, cet été, les trois derniers mois, l'an
    dernier."""
    if toks[at].low == "là":
        return None  # il était là le dernier jour
    pos = at
    this = toks[pos].key in ("ce", "cet", "cette")
    while (
        pos < len(toks)
        and pos < at + 3
        and (toks[pos].key in ("la", "le", "l", "les", "ce", "cet", "cette", "au", "du") or (toks[pos].text in "'’"))
    ):
        pos += 1
    if pos >= len(toks):
        return None
    reach = _reach_fr(toks, at, pos)
    if reach:
        return reach
    if toks[pos].kind != "w":
        return None
    lead = SHIFTS["fr"].get(toks[pos].key)
    if lead is not None and toks[pos].key not in ("passe",) and pos + 1 < len(toks):
        return _named_fr(toks, at, pos + 1, lead)
    end = _span_fr(toks, pos)
    if end is None:
        return None
    n = SHIFTS["fr"].get(toks[end].key) if end < len(toks) and toks[end].kind == "w" else None
    if n is not None:
        found = _named_fr(toks, at, pos, n)
        relative = toks[end].key in RELATIVE
        if found:
            return Moment(
                at,
                end + 1,
                shift=found.shift,
                season=found.season,
                weekday=found.weekday,
                month=found.month,
                part=found.part,
                feast=found.feast,
                edge="relative" if relative else "",
            )
    return _named_fr(toks, at, pos, 0) if this else None


def _span_fr(toks: list[Token], pos: int) -> int | None:
    """The token behind the noun of a French period: semaine, week-end, après-midi, octobre."""
    if pos + 2 < len(toks) and toks[pos + 1].text == "-" and toks[pos].key in ("week", "apres"):
        return pos + 3
    return pos + 1


def _named_fr(toks: list[Token], at: int, pos: int, n: int) -> Moment | None:
    if pos >= len(toks) or toks[pos].kind != "w":
        return None
    key, end = toks[pos].key, _span_fr(toks, pos) or pos + 1
    if end == pos + 3:
        key = f"{key}-{toks[pos + 2].key}"
    unit = UNITS["fr"].get(key)
    if unit in PERIODS and not (key.endswith("s") and key != "mois"):
        return Moment(at, end, shift=(unit, n))
    weekday = WEEKDAYS["fr"].get(key)
    if weekday:
        return Moment(at, end, weekday=weekday, shift=("weekday", n))
    month = month_of(toks[pos], "fr")
    if month:
        return Moment(at, end, month=month, shift=("month name", n))
    if key in SEASONS["fr"]:
        return Moment(at, end, season=SEASONS["fr"][key], shift=("season", n))
    if key in DAY_PARTS["fr"]:
        return Moment(at, end, shift=("day", -1 if n < 0 else 0), part=DAY_PARTS["fr"][key])
    return None


def _reach_fr(toks: list[Token], at: int, pos: int) -> Moment | None:
    """les trois derniers mois, les 15 prochains jours, 13 dernières minutes, ces derniers jours."""
    number = number_at(toks, pos, "fr")
    count = None
    if number is not None and number.value is not None and number.value.denominator == 1:
        count, pos = int(number.value), number.end
    if pos + 1 >= len(toks) or toks[pos].kind != "w":
        return None
    n = SHIFTS["fr"].get(toks[pos].key)
    unit = UNITS["fr"].get(toks[pos + 1].key)
    if n is None or n == 0 or unit is None:
        return None
    if count is None:
        plural = toks[pos].key.endswith("s")
        if unit in ("minute", "second", "hour") and not plural:
            return Moment(at, pos + 2, reach=(unit, n))
        return Moment(at, pos + 2, "duration", value=iso(unit, None)) if plural else None
    return stretch(at, pos + 2, unit, n, count)


def ago_fr(toks: list[Token], at: int) -> Moment | None:
    """il y a deux ans, voici trois jours, dans deux semaines, d'ici trois mois."""
    key = toks[at].key
    pos = None
    if key == "il" and at + 2 < len(toks) and toks[at + 1].key == "y" and toks[at + 2].key == "a":
        pos = at + 3
    elif key == "il" and at + 1 < len(toks) and toks[at + 1].key == "ya":
        pos = at + 2
    elif key in ("voici", "voila"):
        pos = at + 1
    sign = -1
    if key in ("dans", "ici"):
        if key == "ici" and not (at >= 2 and toks[at - 1].text in "'’" and toks[at - 2].key == "d"):
            return None
        pos, sign = at + (2 if at + 1 < len(toks) and key == "ici" and toks[at + 1].key == "a" else 1), 1
    if pos is None or pos >= len(toks):
        return None
    while (
        pos < len(toks)
        and toks[pos].key in ("environ", "pres", "de", "a", "peine", "plus", "moins", "presque", "d", "'")
        and pos < at + 6
    ):
        pos += 1
    if pos >= len(toks) or toks[pos].kind == "s":
        return None
    found = amount(toks, pos, "fr")
    if found is None:
        return None
    end, parts, value = found
    if value.startswith(("PX", "PTX")):
        return Moment(at, end, "vague", value="PAST_REF" if sign < 0 else "FUTURE_REF")
    return Moment(at, end, ago=tuple((u, sign * n) for u, n in parts), length=value)
