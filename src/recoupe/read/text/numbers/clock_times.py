"""Times of the day: 7:10pm · 11am · 9 a.m. EST · 17h30 · 14 heures · half past seven · noon · à midi · 8 o'clock."""

from __future__ import annotations

from recoupe.read.text.numbers.cardinals import read as number_at
from recoupe.read.text.numbers.lexer import Token, words
from recoupe.read.text.numbers.moments import Moment

_ZONES = words(
    "est edt cst cdt mst mdt pst pdt et pt ct mt gmt utc cet cest bst ist msk jst aest z am zulu eastern pacific "
    "central"
)
_NAMED: dict[str, dict[tuple[str, ...], int]] = {
    "en": {("noon",): 12, ("midday",): 12, ("midnight",): 0, ("12", "noon"): 12},
    "fr": {("midi",): 12, ("minuit",): 0},
}
_NAMING = {language: frozenset(key[0] for key in named) for language, named in _NAMED.items()}
_MINUTES = {"en": {"half": 30, "quarter": 15}, "fr": {"demi": 30, "demie": 30, "quart": 15}}
_LED_EN = words("at by around about until till before after since from")
_LED_FR = words("a vers des jusqu avant apres")
_NEAR_FR = words("autour alentours environs coups coup partir compter")
_AM = {"am": "am", "pm": "pm", "a": "am", "p": "pm"}


def read(toks: list[Token], at: int, language: str) -> Moment | None:
    """The clock time that begins at token `at`; a bare hour is marked as one that needs a date beside it."""
    tok = toks[at]
    if tok.kind == "d":
        return _named(toks, at, language) or _spoken(toks, at, language) or _digits(toks, at, language)
    if tok.kind != "w":
        return None
    named = _named(toks, at, language)
    if named:
        return named
    if language == "en":
        return _spoken(toks, at, language) or _worded(toks, at, language)
    return _worded(toks, at, language)


def _named(toks: list[Token], at: int, language: str) -> Moment | None:
    if toks[at].key not in _NAMING[language] or (at and toks[at - 1].key == "high"):
        return None
    for key, hour in _NAMED[language].items():
        if _is(toks, at, key):
            end = at + len(key)
            minute = 0
            if (
                language == "fr"
                and end + 1 < len(toks)
                and toks[end].key == "et"
                and toks[end + 1].key in _MINUTES["fr"]
            ):
                minute, end = _MINUTES["fr"][toks[end + 1].key], end + 2
            elif language == "fr" and end < len(toks) and toks[end].key == "moins":
                hour, minute, end = _short_of(toks, hour, minute, end)
            return Moment(at, end, "time", hour=hour, minute=minute, half="pm" if hour == 12 else "am")
    return None


def _is(toks: list[Token], at: int, key: tuple[str, ...]) -> bool:
    return at + len(key) <= len(toks) and all(toks[at + i].key == word for i, word in enumerate(key))


def _digits(toks: list[Token], at: int, language: str) -> Moment | None:
    text = toks[at].text
    hour, minute, second, end = -1, None, None, at + 1
    if text.isdecimal() and len(text) <= 2:
        hour = int(text)
        minute, second, end = _after_colon(toks, end)
    elif len(text) in (3, 4) and text.isdecimal() and int(text[:-2]) <= 12 and int(text[-2:]) < 60:
        half, end = _half(toks, end)
        clock = Moment(at, _zone(toks, end), "time", hour=int(text[:-2]), minute=int(text[-2:]), half=half)
        return clock if half else _military(toks, at)
    elif len(text) == 4 and text.isdecimal():
        return _military(toks, at)
    elif len(text) in (4, 5) and text[-3] == "." and text[:-3].isdecimal():
        return _pointed(toks, at)
    if not 0 <= hour <= 24:
        return None
    colon = minute is not None
    half, end = _half(toks, end)
    if half:
        return (
            Moment(at, _zone(toks, end), "time", hour=hour, minute=minute, second=second, half=half)
            if hour <= 12 or (hour < 24)
            else None
        )
    if colon:
        end = _hours_word(toks, end)
        return Moment(at, _zone(toks, end), "time", hour=hour, minute=minute, second=second)
    return _hours(toks, at, hour, language)


def _military(toks: list[Token], at: int) -> Moment | None:
    """2200 GMT, 0630 hours: four digits are a clock time beside the name of a zone, or "hours" behind a nought."""
    text = toks[at].text
    if len(text) != 4 or int(text[:2]) > 23 or int(text[2:]) > 59:
        return None
    end = _zone(toks, at + 1)
    if end == at + 1 and text[0] == "0" and _led_military(toks, at):
        return Moment(at, end, "time", hour=int(text[:2]), minute=int(text[2:]))
    hours = at + 1 < len(toks) and toks[at + 1].key in ("hours", "hrs", "h")
    if hours and (
        text[0] == "0"
        or toks[at + 1].key == "h"
        or (at and toks[at - 1].key in ("at", "by", "until", "from", "before", "after"))
    ):
        end = at + 2
    return Moment(at, end, "time", hour=int(text[:2]), minute=int(text[2:])) if end > at + 1 else None


def _led_military(toks: list[Token], at: int) -> bool:
    """Whether 0730 stands where a clock time would: at 0730, between 0730 and 0930, 0730-0930."""
    if at and toks[at - 1].key in _LED_EN | {"between"}:
        return True
    other = toks[at - 2].text if at >= 2 and toks[at - 1].key in ("-", "–", "and", "to") else ""
    return len(other) == 4 and other.isdecimal() and other[0] == "0" and int(other[2:]) < 60


def _after_colon(toks: list[Token], at: int) -> tuple[int | None, int | None, int]:
    """The minutes and seconds behind an hour: (minute, second, token after)."""
    if not _pair(toks, at):
        return None, None, at
    minute = int(toks[at + 1].text)
    if _pair(toks, at + 2):
        return minute, int(toks[at + 3].text), at + 4
    return minute, None, at + 2


def _pair(toks: list[Token], at: int) -> bool:
    if at + 1 >= len(toks) or toks[at].text != ":" or not (toks[at].glued and toks[at + 1].glued):
        return False
    text = toks[at + 1].text.split(".")[0]
    return len(text) == 2 and text == toks[at + 1].text and text.isdecimal() and int(text) < 60


def _pointed(toks: list[Token], at: int) -> Moment | None:
    """8.30pm: only with am or pm, else bare."""
    hour, minute = (int(p) for p in toks[at].text.split("."))
    if hour > 24 or minute > 59:
        return None
    half, end = _half(toks, at + 1)
    stop = _zone(toks, end)
    sure = bool(half) or stop > end
    return Moment(at, stop, "time", hour=hour, minute=minute, half=half, bare=not sure, weak=not sure)


def _half(toks: list[Token], at: int) -> tuple[str, int]:
    """am or pm at `at`: (half, token after it)."""
    pos = at
    if pos + 1 < len(toks) and toks[pos].text == "." and toks[pos + 1].key in ("am", "pm"):
        pos += 1
    if pos >= len(toks):
        return "", at
    key = toks[pos].key
    if key in ("am", "pm"):
        return key, pos + 1
    if key in ("a", "p") and toks[pos].glued:
        return _AM[key], pos + 1
    if key in ("a", "p") and _is(toks, pos + 1, ("m",)):
        return _AM[key], pos + 2
    if key in ("a", "p") and pos + 2 < len(toks) and toks[pos + 1].text == "." and toks[pos + 2].key == "m":
        dot = pos + 3 < len(toks) and toks[pos + 3].text == "." and toks[pos + 3].glued
        return _AM[key], pos + 4 if dot else pos + 3
    return "", at


def _zone(toks: list[Token], at: int) -> int:
    """Past the name of a time zone."""
    if at < len(toks) and toks[at].key in _ZONES and toks[at].text.isupper():
        return at + 1
    if at + 1 < len(toks) and toks[at + 1].key == "time" and toks[at].kind == "w":
        return at + 2 if toks[at].key in _ZONES or toks[at].key in ("local", "beijing", "london", "paris") else at
    return at


def _hours_word(toks: list[Token], at: int) -> int:
    return at + 1 if at < len(toks) and toks[at].key in ("hours", "hrs", "h", "heures") else at


def _hours(toks: list[Token], at: int, hour: int, language: str) -> Moment | None:
    """17h30, 14 heures, 8 o'clock, or a bare hour."""
    pos = at + 1
    if (language == "en" and _is(toks, pos, ("o", "'", "clock"))) or _is(toks, pos, ("o", "’", "clock")):
        return Moment(at, pos + 3, "time", hour=hour, minute=0)
    if language == "en" and pos < len(toks) and toks[pos].key in ("oclock",):
        return Moment(at, pos + 1, "time", hour=hour, minute=0)
    if pos < len(toks) and toks[pos].key in ("h", "heure", "heures") and language == "fr":
        minute, end = _minutes(toks, pos + 1)
        hour, minute, end = _short_of(toks, hour, minute, end)
        half, end = _half(toks, end)
        led = at > 0 and (toks[at - 1].key in _LED_FR or (at > 1 and toks[at - 2].key in _NEAR_FR))
        return Moment(at, end, "time", hour=hour, minute=minute, half=half, weak=not (toks[pos].glued or minute or led))
    return Moment(at, pos, "time", hour=hour, minute=None, bare=True, weak=True) if toks[at].text.isdecimal() else None


def _short_of(toks: list[Token], hour: int, minute: int, at: int) -> tuple[int, int, int]:
    """neuf heures moins le quart, moins dix: (hour, minute, token after)."""
    if minute or at + 1 >= len(toks) or toks[at].key != "moins":
        return hour, minute, at
    pos = at + 2 if toks[at + 1].key == "le" and at + 2 < len(toks) else at + 1
    if toks[pos].key == "quart":
        return (hour or 24) - 1, 45, pos + 1
    number = number_at(toks, pos, "fr")
    if number is None or number.value not in (5, 10, 20, 25):
        return hour, minute, at
    return (hour or 24) - 1, 60 - int(number.value), number.end


def _minutes(toks: list[Token], at: int) -> tuple[int, int]:
    """Minutes behind a French hour: (minute, token after)."""
    pos = at
    if pos < len(toks) and toks[pos].key == "et":
        pos += 1
        if pos < len(toks) and toks[pos].key in _MINUTES["fr"]:
            return _MINUTES["fr"][toks[pos].key], pos + 1
        if pos + 1 < len(toks) and toks[pos].kind == "d" and toks[pos + 1].key not in ("minute", "minutes", "mn"):
            return 0, at  # entre 9 h et 10 h
    digits = pos < len(toks) and toks[pos].text.isdecimal() and len(toks[pos].text) == 2
    if digits and int(toks[pos].text) < 60 and (toks[pos].glued or pos > at or not _counts(toks, pos + 1)):
        said = pos + 1 < len(toks) and toks[pos + 1].key in ("minute", "minutes", "mn")
        return int(toks[pos].text), pos + 2 if said else pos + 1
    number = number_at(toks, pos, "fr") if pos < len(toks) and toks[pos].kind == "w" else None
    if number is None or number.value is None or not 0 < number.value < 60 or number.value.denominator != 1:
        return 0, at
    if number.end >= len(toks) or toks[number.end].kind == "s":
        return int(number.value), number.end
    if toks[number.end].key in ("minute", "minutes"):
        return int(number.value), number.end + 1
    return (int(number.value), number.end) if pos > at else (0, at)


def _counts(toks: list[Token], at: int) -> bool:
    return (
        at < len(toks)
        and toks[at].kind == "w"
        and toks[at].key not in ("precises", "environ", "le", "du", "ce", "et", "a", "le", "les", "dans")
    )


def _spoken(toks: list[Token], at: int, language: str) -> Moment | None:
    """half past seven, quarter to five, ten past nine, 20 min past eight."""
    if language != "en":
        return None
    pos = at + 1 if toks[at].key == "a" else at
    if pos + 2 >= len(toks):
        return None
    minutes = _MINUTES["en"].get(toks[pos].key)
    end = pos + 1
    if minutes is None:
        number = number_at(toks, pos, "en")
        if number is None or number.value is None or number.value not in (5, 10, 20, 25):
            return None
        minutes, end = int(number.value), number.end
        said = end < len(toks) and toks[end].key in ("minutes", "min", "mins", "minute")
        end += said
        if not said and (toks[pos].kind == "d" or not (pos and toks[pos - 1].key in ("at", "by", "until", "around"))):
            return None
    if end + 1 >= len(toks) or toks[end].key not in ("past", "to", "after", "before", "till"):
        return None
    named = {"midnight": 0, "noon": 12, "midday": 12}.get(toks[end + 1].key)
    if named is not None and toks[end].key in ("past", "after"):
        return Moment(at, end + 2, "time", hour=named, minute=minutes, half="pm" if named else "am")
    if named is not None and toks[end].key in ("to", "before", "till"):
        return Moment(at, end + 2, "time", hour=23 if not named else 11, minute=60 - minutes)
    hour = number_at(toks, end + 1, "en")
    if hour is None or hour.value is None or not 1 <= hour.value <= 12 or hour.value.denominator != 1:
        return None
    value, back = int(hour.value), toks[end].key in ("to", "before", "till")
    if back:
        value, minutes = (value - 1) or 12, 60 - minutes
    half, stop = _half(toks, hour.end)
    led = at > 0 and toks[at - 1].key in _LED_EN
    past = toks[end].key == "past" or led
    return Moment(at, stop, "time", hour=value, minute=minutes, half=half, weak=not half and not past)


def _one_o_clock(toks: list[Token], at: int) -> Moment | None:
    """à une heure du matin, vers une heure trente; not à une heure de Paris."""
    if not at or toks[at - 1].key not in ("a", "vers", "des"):
        return None
    minute, end = _minutes(toks, at + 2)
    said = minute or (end + 1 < len(toks) and toks[end].key == "du" and toks[end + 1].key in ("matin", "soir"))
    return Moment(at, end, "time", hour=1, minute=minute) if said else None


def _worded(toks: list[Token], at: int, language: str) -> Moment | None:
    """seven o'clock, twenty heures, six forty-three: an hour in words."""
    if language == "fr" and toks[at].key == "une" and _is(toks, at + 1, ("heure",)):
        return _one_o_clock(toks, at)
    number = number_at(toks, at, language)
    if number is None or number.value is None or number.value.denominator != 1 or not 0 <= number.value <= 24:
        return None
    if number.article or number.end >= len(toks) + 1 or number.digits:
        return None
    hour, pos = int(number.value), number.end
    if language == "en":
        if _is(toks, pos, ("o", "'", "clock")) or _is(toks, pos, ("o", "’", "clock")):
            return Moment(at, pos + 3, "time", hour=hour, minute=0)
        half, end = _half(toks, pos)
        if half:
            return Moment(at, end, "time", hour=hour, minute=0, half=half)
        more = number_at(toks, pos, "en") if pos < len(toks) and toks[pos].kind == "w" else None
        if (
            more
            and more.value is not None
            and 10 <= more.value < 60
            and not more.article
            and more.value.denominator == 1
        ):
            half, end = _half(toks, more.end)
            if end < len(toks) and toks[end].key == "minutes":
                end += 1
            led = at > 0 and toks[at - 1].key in _LED_EN and (more.end >= len(toks) or toks[more.end].kind == "s")
            return Moment(at, end, "time", hour=hour, minute=int(more.value), half=half, weak=not (half or led))
        return Moment(at, pos, "time", hour=hour, bare=True, weak=True)
    if pos < len(toks) and toks[pos].key in ("h", "heure", "heures"):
        minute, end = _minutes(toks, pos + 1)
        hour, minute, end = _short_of(toks, hour, minute, end)
        led = at > 0 and (toks[at - 1].key in _LED_FR or (at > 1 and toks[at - 2].key in _NEAR_FR))
        return Moment(at, end, "time", hour=hour, minute=minute, weak=minute == 0 and not led)
    return None
