"""Which language a text is in, and which of them the readers here understand.

"und" (undetermined) for strings too short to tell: a guess on three words is wrong as often as not.
"""

from __future__ import annotations

import functools
import re
from typing import Any

from recoupe.read.text.words.lists import words

UNDETERMINED = "und"
READ = frozenset({"en", "fr"})
"""Languages whose quotations, names and figures are read. Others are kept and segmented, and said to be unread."""

MIN_LETTERS = 25
SAMPLE = 3_000
CERTAIN = 0.85
"""py3langid's normalised probability below which a text of fewer than 200 letters stays undetermined."""

_SCRIPTS = (
    ("ja", re.compile(r"[\u3040-\u30ff]")),
    ("ko", re.compile(r"[\uac00-\ud7af]")),
    ("zh", re.compile(r"[\u3400-\u9fff]")),
    ("he", re.compile(r"[\u0590-\u05ff]")),
    ("th", re.compile(r"[\u0e00-\u0e7f]")),
    ("el", re.compile(r"[\u0370-\u03ff]")),
    ("hy", re.compile(r"[\u0530-\u058f]")),
    ("ka", re.compile(r"[\u10a0-\u10ff]")),
)
_SCRIPT_SHARE = 0.25


def quick_language(text: str) -> str:
    """English or French by their common words, a language by its own script, or "und". Opens nothing."""
    sample = text[:SAMPLE]
    found = re.findall(r"[^\W\d_]+", sample.casefold())
    letters = sum(map(len, found))
    for tag, script in _SCRIPTS:
        if letters >= 6 and len(script.findall(sample)) >= _SCRIPT_SHARE * letters:
            return tag
    if letters < MIN_LETTERS:
        return UNDETERMINED
    english = sum(w in words("common", "english") for w in found)
    french = sum(w in words("common", "french") for w in found)
    if max(english, french) >= max(3, 0.12 * len(found)) and abs(english - french) > 0.5 * max(english, french):
        return "en" if english > french else "fr"
    return UNDETERMINED


def language_of(text: str) -> str:
    """BCP 47 tag of the main language, or "und": common words and scripts first, then py3langid.

    The model of py3langid is a file, so this runs outside the jail, on characters that are decoded already.
    """
    quick = quick_language(text)
    if quick != UNDETERMINED:
        return quick
    sample = text[:SAMPLE]
    letters = len(re.findall(r"[^\W\d_]", sample))
    if letters < MIN_LETTERS or len(sample.split()) < 4:
        return UNDETERMINED
    tag, probability = _identifier().classify(sample)
    if letters < 200 and probability < CERTAIN:
        return UNDETERMINED
    return str(tag)


@functools.cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
