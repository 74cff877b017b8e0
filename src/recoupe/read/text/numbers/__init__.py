"""Numbers, units, calendars and EDTF: what the readers of figures, dates and asserted times share."""

from recoupe.read.text.numbers.lexer import Token, stretches, tokens

__all__ = ["Token", "languages", "stretches", "tokens"]


def languages(tag: str) -> tuple[str, ...]:
    """The grammars to read a text with: its own for English or French, both where its language is not known.

    A text in a third language is read by neither: its figures would come out wrong (6.000 is six thousand in German).
    """
    main = tag.lower().partition("-")[0]
    if main in ("en", "fr"):
        return (main,)
    return ("en", "fr") if main in ("", "und", "mul") else ()
