"""spaCy, where it is installed and a model was accepted: the names that its entity recogniser sees in each paragraph.

    Parser(model).spotted(text, [Stretch(0, 120)])

Only the recogniser is loaded, not the syntax: what its trees would add to the speakers was measured and is nothing
(`benchmarks/parser.py`). Paragraphs are read apart from each other, so one more changes nothing in the others.
"""

from __future__ import annotations

import functools
import logging
import warnings
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from recoupe.errors import ComponentMissing
from recoupe.read.text.layout import Stretch
from recoupe.read.text.models import INSTALL, Model

log = logging.getLogger(__name__)

MONEY, TIME, PEOPLE = "money", "time", "people"
"""Not a name of somebody or something: an amount, a date or time, a nationality or faith."""
KINDS = {
    "PERSON": "person", "PER": "person", "ORG": "organisation", "GPE": "place", "LOC": "place", "FAC": "place",
    "NORP": PEOPLE, "DATE": TIME, "TIME": TIME, "MONEY": MONEY, "PERCENT": MONEY, "QUANTITY": MONEY,
    "PRODUCT": "other", "EVENT": "other", "WORK_OF_ART": "other", "LAW": "other", "LANGUAGE": "other", "MISC": "other",
}  # fmt: skip
"""Kinds by the labels of OntoNotes and WikiNER, which the models for English and French were made with."""
_NAMING = ("ner", "entity_ruler", "span_ruler")
_ARTICLES = ("the ", "a ", "an ", "le ", "la ", "les ", "l'", "l’", "un ", "une ")
_TAILS = ("'s", "’s", "'", "’", ",", ";", ":")


@dataclass(frozen=True, slots=True)
class Spotted:
    """A name as the model sees it at text[start:end], without an article and a possessive. kind: of `KINDS`."""

    start: int
    end: int
    kind: str


def parser_for(language: str, models: Mapping[str, Model]) -> Parser | None:
    """The parser for a text, if there is a model for its language; a text of unknown language is read as English."""
    model = models.get("fr" if language.startswith("fr") else "en")
    return Parser(model) if model is not None else None


class Parser:
    """A model ready to be asked; it is loaded at the first question."""

    def __init__(self, model: Model) -> None:
        self.model = model

    def spotted(self, text: str, stretches: Iterable[Stretch]) -> list[Spotted]:
        """The names in some stretches of a text, in order of place.

        Raises:
            ComponentMissing: spaCy is not installed, or cannot load the model.
        """
        pipeline = _loaded(self.model)
        found = []
        places = list(stretches)
        with pipeline.memory_zone():  # else every new word stays in memory for good
            read = pipeline.pipe(text[place.start : place.end] for place in places)
            for stretch, paragraph in zip(places, read, strict=True):
                for entity in paragraph.ents:
                    kind = KINDS.get(entity.label_)
                    if kind is not None:
                        start, end = stretch.start + entity.start_char, stretch.start + entity.end_char
                        found.append(Spotted(*_bare(text, start, end), kind))
        return [item for item in found if item.start < item.end]


def _bare(text: str, start: int, end: int) -> tuple[int, int]:
    words = text[start:end].lower()
    start += next((len(a) for a in _ARTICLES if words.startswith(a)), 0)
    while end > start and (tail := next((t for t in _TAILS if text[start:end].endswith(t)), "")):
        end -= len(tail)
    return start, end


@functools.cache
def _loaded(model: Model) -> Any:
    """The model's pipeline without what names do not need; kept for as long as the process lives."""
    try:
        import spacy
    except ImportError:
        raise ComponentMissing("a model is named, and spaCy, which reads it, is not installed", todo=INSTALL) from None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # spaCy tells of versions that differ by a patch; what decides is the digest
        config = spacy.util.load_config(model.folder / "config.cfg")
        names = config["nlp"]["pipeline"]
        kept = {name for name in names if config["components"][name]["factory"] in _NAMING}
        if any("Listener" in str(config["components"][name]) for name in kept):
            kept |= {name for name in names if config["components"][name]["factory"] == "tok2vec"}
        try:
            pipeline = spacy.util.load_model_from_path(model.folder, exclude=[n for n in names if n not in kept])
        except (OSError, ValueError, KeyError) as error:
            raise ComponentMissing(
                f"spaCy {spacy.__version__} cannot load the model {model.name}: {error}",
                todo="install a version of spaCy and of the model that belong together",
            ) from error
    log.debug("loaded %s with %s", model.name, pipeline.pipe_names)
    return pipeline
