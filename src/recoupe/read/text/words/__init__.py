"""Closed lists of words that the text readers go by, English and French. Written for this project."""

from recoupe.read.text.words.lexicon import Lexicon, lexicon_for

__all__ = ["Lexicon", "lexicon_for"]
