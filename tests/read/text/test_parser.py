"""A spaCy model's second opinion on names: which models are accepted, and what they change.

The models here are made by the tests, of spaCy's own parts and a few rules, so that no model has to be installed.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import subprocess
from pathlib import Path

import pytest

from recoupe.cli import execute as run
from recoupe.errors import ComponentMissing
from recoupe.model import Document, Mention
from recoupe.preserve import Case
from recoupe.read.text import models as texts_models
from recoupe.read.text.analysis import analyse
from recoupe.read.text.entities import Entity
from recoupe.read.text.models import accepted, by_language, described, digest_of, from_environment
from recoupe.read.text.parser import MONEY, PEOPLE, Spotted
from recoupe.read.text.reader import settings
from recoupe.run import run_case

CONFIG = '[nlp]\nlang = "en"\npipeline = []\n\n[components]\n'
RULED = {"PERSON": ["Zorvane", "Marn Zorvane"], "ORG": ["Quellmark", "Bureau of Staged Tides"], "MONEY": ["Florin 40"]}
needs_spacy = pytest.mark.skipif(
    importlib.util.find_spec("spacy") is None, reason='spaCy is not installed: pip install "recoupe[text]"'
)


def model_folder(folder: Path, config: str = CONFIG) -> Path:
    """A folder that looks like a model; no test that uses it loads it."""
    folder.mkdir()
    (folder / "config.cfg").write_text(config, encoding="utf-8")
    (folder / "meta.json").write_text("{}", encoding="utf-8")
    (folder / "vocab").mkdir()
    (folder / "vocab" / "strings.json").write_text("[]", encoding="utf-8")
    return folder


def pinned(folder: Path) -> str:
    return f"{folder}#sha256={digest_of(folder)}"


@pytest.fixture(autouse=True)
def no_models_named(monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in texts_models.VARIABLES.values():
        monkeypatch.delenv(variable, raising=False)


@pytest.fixture
def ruled(tmp_path: Path) -> str:
    """A real model of spaCy with an entity ruler, saved and pinned."""
    spacy = pytest.importorskip("spacy", reason='spaCy is not installed: pip install "recoupe[text]"')
    pipeline = spacy.blank("en")
    ruler = pipeline.add_pipe("entity_ruler")
    ruler.add_patterns([{"label": label, "pattern": name} for label, names in RULED.items() for name in names])
    pipeline.to_disk(tmp_path / "ruled")
    return pinned(tmp_path / "ruled")


def entities(text: str, place: str = "") -> dict[str, Entity]:
    from recoupe.read.text.parser import parser_for

    parser = parser_for("en", by_language([place] if place else []))
    return {e.name: e for e in analyse(Document(text=text, language="en"), parser).entities}


def test_the_digest_is_that_of_a_listing_by_sha256sum(tmp_path: Path) -> None:
    folder = model_folder(tmp_path / "model")
    listing = "".join(
        f"{hashlib.sha256((folder / name).read_bytes()).hexdigest()}  {name}\n"
        for name in ("config.cfg", "vocab/strings.json")
    )
    assert digest_of(folder) == hashlib.sha256(listing.encode()).hexdigest()


def test_the_command_in_the_documentation_gives_the_digest(tmp_path: Path) -> None:
    folder = model_folder(tmp_path / "model")
    lines = (digest_of.__doc__ or "").replace("\\\\n", "\\n").splitlines()
    first = next(n for n, line in enumerate(lines) if line.strip().startswith("find "))
    command = " ".join(line.strip() for line in lines[first : first + 2])
    try:
        done = subprocess.run(["sh", "-c", command], cwd=folder, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError) as error:
        pytest.skip(f"needs find, sort and sha256sum of GNU: {error}")
    assert done.stdout.split()[0] == digest_of(folder)


def test_what_only_describes_a_model_does_not_change_its_digest(tmp_path: Path) -> None:
    folder = model_folder(tmp_path / "model")
    before = digest_of(folder)
    (folder / "meta.json").write_text('{"name": "another"}', encoding="utf-8")
    (folder / "LICENSE").write_text("staged", encoding="utf-8")
    assert digest_of(folder) == before
    (folder / "vocab" / "strings.json").write_text('["x"]', encoding="utf-8")
    assert digest_of(folder) != before


def test_an_unknown_model_is_refused_and_the_error_says_how_to_pin_it(tmp_path: Path) -> None:
    folder = model_folder(tmp_path / "model")
    with pytest.raises(ComponentMissing, match="none of those that were checked") as caught:
        accepted(str(folder))
    assert caught.value.todo.endswith(pinned(folder))
    assert accepted(pinned(folder)).digest == digest_of(folder)


def test_a_changed_model_is_refused(tmp_path: Path) -> None:
    folder = model_folder(tmp_path / "model")
    place = pinned(folder)
    (folder / "vocab" / "strings.json").write_text('["changed"]', encoding="utf-8")
    with pytest.raises(ComponentMissing, match="has the SHA-256"):
        accepted(place)


def test_no_known_model_is_accepted_against_another_pin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = model_folder(tmp_path / "model")
    monkeypatch.setitem(texts_models.PINS, digest_of(folder), "staged 1.0")
    assert accepted(str(folder)).name == "staged 1.0"
    with pytest.raises(ComponentMissing, match="not 00"):
        accepted(f"{folder}#sha256={'00' * 32}")


@pytest.mark.parametrize(
    ("config", "what"),
    [
        (CONFIG + '[components.x]\nfactory = "llm"\n', "llm"),
        (CONFIG + '[components.x.model]\n@architectures = "staged.Net.v1"\n', "staged.Net.v1"),
        (CONFIG + '[components.x]\nfactory : "a=b"\n', "a=b"),
        (CONFIG + '[components.x]\nsource = "staged_package"\n', "staged_package"),
        (CONFIG + "[components.x]\nfactory = ${vars.name}\n", r"\$\{vars.name\}"),
        (CONFIG + '[components.x]\nmodel = {"\\u0040misc":"staged.Net.v1"}\n', "staged.Net.v1"),
        (CONFIG.replace("pipeline", 'before_creation = {"@callbacks":"staged.run"}\npipeline'), "staged.run"),
    ],
)
def test_a_model_that_calls_code_of_its_own_is_refused(tmp_path: Path, config: str, what: str) -> None:
    folder = model_folder(tmp_path / "model", config)
    with pytest.raises(ComponentMissing, match=f"code of its own \\({what}\\)"):
        accepted(pinned(folder))


@pytest.mark.parametrize("name", ["functions.py", "ner/model.pkl", "part.so"])
def test_a_model_that_brings_code_is_refused(tmp_path: Path, name: str) -> None:
    folder = model_folder(tmp_path / "model")
    (folder / name).parent.mkdir(exist_ok=True)
    (folder / name).write_bytes(b"staged")
    with pytest.raises(ComponentMissing, match="brings or calls code"):
        accepted(pinned(folder))


def test_a_model_for_another_language_is_refused(tmp_path: Path) -> None:
    folder = model_folder(tmp_path / "model", CONFIG.replace('"en"', '"de"'))
    with pytest.raises(ComponentMissing, match="is for 'de'"):
        accepted(pinned(folder))


def test_the_data_is_found_inside_a_package_that_is_not_imported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "staged_model"
    package.mkdir()
    (package / "__init__.py").write_text("raise SystemExit('imported')\n", encoding="utf-8")
    folder = model_folder(package / "staged_model-1.0")
    monkeypatch.syspath_prepend(str(tmp_path))
    assert accepted(f"staged_model#sha256={digest_of(folder)}").folder == folder


def test_a_place_without_a_model_is_said_to_have_none(tmp_path: Path) -> None:
    with pytest.raises(ComponentMissing, match="there is no spaCy model"):
        accepted("no_such_model_anywhere")
    with pytest.raises(ComponentMissing, match=r"no config\.cfg"):
        accepted(str(tmp_path))


def test_without_spacy_a_model_is_not_silently_left_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(texts_models, "spacy_version", lambda: "")
    with pytest.raises(ComponentMissing, match="is not installed") as caught:
        by_language([pinned(model_folder(tmp_path / "model"))])
    assert "recoupe[text]" in caught.value.todo


def test_two_models_for_one_language_are_refused(tmp_path: Path) -> None:
    first, second = model_folder(tmp_path / "first"), model_folder(tmp_path / "second", CONFIG + "# another\n")
    with pytest.raises(ComponentMissing, match="two models for 'en'"):
        by_language([pinned(first), pinned(second)])


def test_a_reading_names_its_models_and_their_digests(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = model_folder(tmp_path / "model")
    monkeypatch.setattr(texts_models, "spacy_version", lambda: "3.8.0")
    assert settings() == {"parser": "none"}
    monkeypatch.setenv("RECOUPE_SPACY_EN", pinned(folder))
    assert settings() == {"parser": f"spacy 3.8.0, model sha256:{digest_of(folder)}"}


def test_a_setting_for_french_takes_no_english_model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(texts_models, "spacy_version", lambda: "3.8.0")
    monkeypatch.setenv("RECOUPE_SPACY_FR", pinned(model_folder(tmp_path / "model")))
    with pytest.raises(ComponentMissing, match="for another language"):
        from_environment()


def test_the_command_refuses_before_it_reads(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    story = tmp_path / "story.txt"
    story.write_text("A staged story.\n", encoding="utf-8")
    out = tmp_path / "out"
    assert run(["text", str(story), "--out", str(out), "--model", str(model_folder(tmp_path / "model"))]) == 1
    assert "#sha256=" in capsys.readouterr().err
    assert not out.exists()


def test_without_a_model_the_answer_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    story = tmp_path / "story.txt"
    story.write_text("A staged story.\n", encoding="utf-8")
    assert run(["text", str(story), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["documents"][0]["parser"] == "none"


class Seeing:
    """What a model would see, written down."""

    def __init__(self, *seen: tuple[str, str]) -> None:
        self.seen = seen

    def spotted(self, text: str, stretches: object) -> list[Spotted]:
        places = [(text.index(words), words, kind) for words, kind in self.seen]
        return [Spotted(at, at + len(words), kind) for at, words, kind in sorted(places)]


def seen(text: str, *names: tuple[str, str], language: str = "en") -> dict[str, str]:
    """Names and kinds of a text with a second opinion."""
    found = analyse(Document(text=text, language=language), Seeing(*names)).entities  # type: ignore[arg-type]
    return {e.name: e.kind for e in found}


def test_the_model_decides_the_kind_that_no_sign_tells() -> None:
    text = "They met Zorvane again. It was about Quellmark."
    assert entities(text)["Zorvane"].kind == "organisation"
    assert seen(text, ("Zorvane", "person"), ("Quellmark", "organisation"))["Zorvane"] == "person"


def test_a_sure_sign_in_the_text_outweighs_the_model() -> None:
    assert seen("It rained in Paris.", ("Paris", "person"))["Paris"] == "place"


def test_the_does_not_stand_before_a_person() -> None:
    assert seen("They came with the Zorvane again.", ("Zorvane", "person"))["Zorvane"] == "other"


def test_a_name_between_marks_is_no_person() -> None:
    text = "They sang ‘Zorvane Quells’ and the group ‘Hulv Orra’ listened."
    found = seen(text, ("Zorvane Quells", "person"), ("Hulv Orra", "person"))
    assert (found["Zorvane Quells"], found["Hulv Orra"]) == ("other", "organisation")


def test_a_long_name_is_joined_and_two_names_are_not() -> None:
    text = "The Bureau of Staged Tides wrote. They heard Hulv and Orra sing."
    found = seen(text, ("Bureau of Staged Tides", "organisation"), ("Hulv and Orra", "organisation"))
    assert found["Bureau of Staged Tides"] == "organisation"
    assert {"Hulv", "Orra"} <= found.keys()


def test_a_french_institution_keeps_its_words_with_small_letters() -> None:
    text = "Hier, le Comité national de la houle fictive a répondu, et Zorvane avec lui."
    found = seen(text, ("Comité national de la houle fictive", "place"), ("Zorvane", "person"), language="fr")
    assert found == {"Comité national de la houle fictive": "organisation", "Zorvane": "person"}


def test_money_and_peoples_are_no_names() -> None:
    text = "They paid 40 Florin Gold. The Zorvanish Quells came."
    found = seen(text, ("40 Florin Gold", MONEY), ("Zorvanish Quells", PEOPLE))
    assert found == {}


def test_a_name_that_the_rules_passed_over_is_added_inside_a_sentence_only() -> None:
    text = "Both Mr. King and others came. Battleground opinions differ."
    assert "King" not in entities(text)
    found = seen(text, ("King", "person"), ("Battleground", "organisation"))
    assert found == {"King": "person"}


def test_a_word_for_people_is_added_only_behind_a_title() -> None:
    assert seen("They usually vote Socialist here.", ("Socialist", "person")) == {}


@needs_spacy
def test_a_model_of_spacy_is_loaded_and_asked(ruled: str) -> None:
    text = "They met Zorvane again.\n\nIt was Quellmark that paid the Bureau of Staged Tides."
    found = entities(text, ruled)
    assert (found["Zorvane"].kind, found["Quellmark"].kind) == ("person", "organisation")
    assert "Bureau of Staged Tides" in found


@needs_spacy
def test_places_stay_exact_and_another_paragraph_changes_nothing(ruled: str) -> None:
    text = "They met Marn Zorvane’s friends — “hm” — again."
    (one,) = [e for e in entities(text, ruled).values() if e.kind == "person"]
    more = entities("A staged line about rain.\n\n" + text, ruled)
    assert text[one.names[0].start : one.names[0].end] == "Marn Zorvane"
    assert {e.kind for e in more.values() if e.name == one.name} == {"person"}


@needs_spacy
def test_the_answer_names_the_model(ruled: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    story = tmp_path / "story.txt"
    story.write_text("They met Zorvane again.\n", encoding="utf-8")
    assert run(["text", str(story), "--lang", "en", "--json", "--model", ruled]) == 0
    (answer,) = json.loads(capsys.readouterr().out)["documents"]
    assert answer["parser"] == described(by_language([ruled]))
    assert [(e["name"], e["type"]) for e in answer["entities"]] == [("Zorvane", "person")]


def mentions(folder: Path) -> list[tuple[str, str]]:
    with Case.open(folder) as case:
        bodies = [mark.body for mark in case.marks(types={"mention"})]
    return [(body.name, body.kind) for body in bodies if isinstance(body, Mention)]


def test_a_case_keeps_its_readings_when_a_model_cannot_be_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    story = tmp_path / "story.txt"
    story.write_text("Ana Roy came to Lyon.\n", encoding="utf-8")
    run_case(tmp_path / "case", [story])
    before = mentions(tmp_path / "case")
    monkeypatch.setenv("RECOUPE_SPACY_EN", "no_such_model_anywhere")
    with pytest.raises(ComponentMissing, match="there is no spaCy model"):
        run_case(tmp_path / "case", [story])
    assert before == [("Ana Roy", "person"), ("Lyon", "place")]
    assert mentions(tmp_path / "case") == before


@needs_spacy
def test_a_reading_with_a_model_takes_the_place_of_the_one_without(
    ruled: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    story = tmp_path / "story.txt"
    story.write_text("They met Zorvane again, and it was late in the evening.\n", encoding="utf-8")
    run_case(tmp_path / "case", [story])
    assert mentions(tmp_path / "case") == [("Zorvane", "organisation")]
    monkeypatch.setenv("RECOUPE_SPACY_EN", ruled)
    run_case(tmp_path / "case", [story])
    assert mentions(tmp_path / "case") == [("Zorvane", "person")]


@needs_spacy
def test_a_model_that_spacy_cannot_load_is_named(tmp_path: Path) -> None:
    folder = model_folder(tmp_path / "model", CONFIG.replace("[]", '["ner"]') + '[components.ner]\nfactory = "ner"\n')
    with pytest.raises(ComponentMissing, match="cannot load the model"):
        entities("They met Zorvane again.", pinned(folder))
