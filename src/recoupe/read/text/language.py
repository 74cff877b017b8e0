"""Which language a text is in, and which of them the readers here understand.

"und" (undetermined) for strings too short to tell: a guess on three words is wrong as often as not.
"""

from __future__ import annotations

import functools
import re

UNDETERMINED = "und"
READ = frozenset({"en", "fr"})
"""Languages whose quotations, names and figures are read. Others are kept and segmented, and said to be unread."""

MIN_LETTERS = 25
SAMPLE = 3_000
CERTAIN = 0.85
"""py3langid's normalised probability below which a text of fewer than 200 letters stays undetermined."""

_FRENCH = frozenset(
    ["le", "la", "les", "de", "des", "du", "un", "une", "et", "est", "que", "qui", "dans", "pour", "sur", "pas", "il", "elle", "ne", "ce", "cette", "au", "aux", "avec", "par", "plus", "sont", "nous", "vous", "ils", "mais", "été", "avait", "était", "ont", "son", "ses", "leur", "où", "été"]
)
_ENGLISH = frozenset(
    ["the", "of", "and", "to", "in", "is", "that", "for", "it", "was", "on", "with", "as", "he", "she", "are", "be", "at", "by", "this", "have", "from", "they", "not", "has", "had", "his", "her", "were", "will", "would", "been", "who", "which", "their", "said", "you", "we"]
)


@functools.cache
def _identifier() -> object:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_pickled_model(MODEL_FILE, norm_probs=True)


def language_of(text: str) -> str:
    """BCP 47 tag of the main language, or "und".

    Common words of English and French decide first, which is quicker and surer on news prose; py3langid decides
    the rest. Reads at most the first characters of a long text.
    """
    sample = text[:SAMPLE]
    words = re.findall(r"[^\W\d_]+", sample.casefold())
    letters = sum(map(len, words))
    if letters < MIN_LETTERS or (len(words) < 4 and not _dense(sample)):
        return UNDETERMINED
    english, french = sum(w in _ENGLISH for w in words), sum(w in _FRENCH for w in words)
    if max(english, french) >= max(3, 0.12 * len(words)) and abs(english - french) > 0.5 * max(english, french):
        return "en" if english > french else "fr"
    tag, probability = _identifier().classify(sample)  # type: ignore[attr-defined]
    if letters < 200 and probability < CERTAIN:
        return UNDETERMINED
    return str(tag)


def _dense(text: str) -> bool:
    """Scripts that write without blanks say much in few words."""
    return bool(re.search(r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]{6}", text))
