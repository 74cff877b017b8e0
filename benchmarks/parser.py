"""What a spaCy model adds to the rules: a second opinion on names, use by use, and what its syntax would add.

    python -m pip install 'recoupe[text]' MODEL
    python benchmarks/parser.py --model PLACE [--data FOLDER] [--wikigold FILE] [--syntax]

Names: with the rules alone, and with each use of the model added in turn (`recoupe.read.text.seconding.USES`).
MEANTIME and WikiGold (`--wikigold`: wikigold.conll.txt, Balasuriya et al. 2009, CC BY 4.0, not among the sets) are
halved by document: weights and guards were set on the first half, and the second tells. (That of MEANTIME was looked at
once, when names had lost there, .824 to .812, before "the" kept a name from being a person; that of WikiGold never.)
ECB+ marks only some names, so it tells what share of those is found, and found with the right kind; nothing was set on
it. Speakers (PolNeAR): whether the second opinion changes who is right. `--syntax`: of the quotations found, whose
speaker the rules have right, and whose the subject that the model's parser gives to the verb of saying nearest by.
Speed: of the model alone, as recoupe uses it.

With the small English model 3.8.0 (digest 231e00aa…), F1 of names with their kind: WikiGold .673 → .723 on the first
half, .691 → .737 on the second; MEANTIME .783 → .801 and .826 → .829
(links .683 → .690 and .746 → .735); ECB+ found with the right kind .634 → .733.

Left out, since it gained nothing or lost: subjects from the syntax (of 594 quotations the rules had 570 speakers
right, the syntax 477, and the syntax alone 2); dropping names that the model does not see (MEANTIME, first half:
.802 → .797; half of those dropped were names); a vote for each place of a name instead of one for the document; votes
without the guard that "the" stands before no person (WikiGold, first half: .722, with it .724).

French has no open gold of names. On 7 French pages of trafilatura's evaluation set and the staged pieces, 495 names by
the rules, the middle model (fr_core_news_md 3.8.0) makes 121 different changes. Looked through one by one: 85 right, 26
wrong (newspapers and publishers taken for people, places or nobody), 10 wrong before and after. The small one is worse.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from unittest import mock
from xml.etree import ElementTree

from recoupe.errors import ComponentMissing
from recoupe.model import Document
from recoupe.read.text import seconding
from recoupe.read.text.analysis import Analysis, analyse
from recoupe.read.text.layout import Stretch
from recoupe.read.text.models import Model, accepted
from recoupe.read.text.parser import Parser, Spotted
from recoupe.read.text.saying import sayings
from recoupe.read.text.segments import with_segments
from recoupe.read.text.words import lexicon_for
from scorer import scorer

HERE = Path(__file__).resolve().parent
STEPS: tuple[tuple[str, ...] | None, ...] = (None, *(seconding.USES[: n + 1] for n in range(len(seconding.USES))))
NEAR = 120
"""Characters between a quotation and the verb of saying that the syntax is asked about."""
ECB_KINDS = {"HUMAN_PART_PER": "person", "HUMAN_PART_ORG": "organisation", "LOC_GEO": "place", "LOC_FAC": "place"}
CONLL_KINDS = {"PER": "person", "ORG": "organisation", "LOC": "place", "MISC": "other"}
_CLOSE, _OPEN = frozenset(".,;:?!)]%") | {"'s", "'", "n't", "'re", "'ve"}, frozenset("([$")


class Remembering(Parser):
    """A parser that asks its model once for each text, and keeps the time."""

    def __init__(self, model: Model) -> None:
        super().__init__(model)
        self.kept: dict[str, list[Spotted]] = {}
        self.seconds, self.characters = 0.0, 0

    def spotted(self, text: str, stretches: Iterable[Stretch]) -> list[Spotted]:
        if text not in self.kept:
            began = time.process_time()
            self.kept[text] = super().spotted(text, stretches)
            self.seconds += time.process_time() - began
            self.characters += len(text)
        return self.kept[text]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", default="en_core_web_sm", help="package or folder of an English model that is known")
    parser.add_argument(
        "--data", type=Path, default=Path(os.environ.get("RECOUPE_DATA") or HERE.parent.parent / "shared")
    )
    parser.add_argument("--wikigold", type=Path)
    parser.add_argument("--syntax", action="store_true", help="ask the model's syntax for speakers, too")
    options = parser.parse_args()
    try:
        ours = Remembering(accepted(options.model))
        ours.spotted("Staged.", [Stretch(0, 7)])
    except ComponentMissing as error:
        print(f"{error}; {error.todo}", file=sys.stderr)
        return 1
    ours.seconds, ours.characters = 0.0, 0
    sets = scorer(options.data)
    names("MEANTIME", sets, sorted(sets.load_entities(options.data / "text" / "meantime"), key=lambda d: d.id), ours)
    if options.wikigold is not None:
        names("WikiGold", sets, wikigold(options.wikigold), ours)
    marked_names(sets, options.data / "text" / "ecbplus", ours)
    quotations = list(sets.load_quotes(options.data / "text" / "polnear"))
    speakers(sets, quotations, ours)
    if options.syntax:
        syntax(sets, quotations, ours.model)
    print(f"the model alone: {ours.characters / 5_000 / ours.seconds:.1f} articles of 5,000 characters a second")
    return 0


def _read(text: str, ours: Parser, uses: tuple[str, ...] | None) -> Analysis:
    """A text with some uses of the model; with none of it for None."""
    document = with_segments(Document(text=text, language="en"))
    if uses is None:
        return analyse(document)
    with mock.patch("recoupe.read.text.analysis.seconded", partial(seconding.seconded, uses=uses)):
        return analyse(document, ours)


def _called(uses: tuple[str, ...] | None) -> str:
    return "rules" if uses is None else f"+ {uses[-1]}"


def names(title: str, sets: Any, docs: list[Any], ours: Parser) -> None:
    """Precision, recall and F1 of names with their kind, on each half of the documents."""
    for uses in STEPS:
        cells = []
        for half in (docs[0::2], docs[1::2]):
            answers = {}
            for d in half:
                found = _read(d.text, ours, uses).entities
                items = [{"start": n.start, "end": n.end, "type": e.kind, "id": e.id} for e in found for n in e.names]
                answers[d.id] = {"entities": items}
            rows = {row.name: sets.as_json([row])[row.name] for row in sets.score_entities(half, answers)}
            cells += ["/".join(f"{rows['all: name span'][k]:.3f}" for k in ("P", "R", "score"))]
            cells += [f"{rows['all: links, B-cubed']['score']:.3f}"]
        print(f"{title}, {_called(uses):13} first half {cells[0]}, links {cells[1]}", end=" ")
        print(f"· second half {cells[2]}, links {cells[3]}")


def wikigold(path: Path) -> list[Any]:
    """The articles of WikiGold as running text, three sentences to a paragraph, with their names."""
    docs: list[Any] = []
    for number, block in enumerate(path.read_text(encoding="utf-8").split("-DOCSTART- O\n")):
        text, quoted, gold = "", False, []
        for n, sentence in enumerate(block.strip().split("\n\n")):
            before = "O"
            for k, row in enumerate(filter(None, sentence.split("\n"))):
                word, _, tag = row.rpartition(" ")
                gap = "" if not text else ("\n\n" if n % 3 == 0 else " ") if k == 0 else " "
                if k and (word in _CLOSE or text[-1:] in _OPEN or (quoted and (word == '"' or text[-1:] == '"'))):
                    gap = ""
                quoted ^= word == '"'
                start, text = len(text) + len(gap), text + gap + word
                if tag != "O" and before == tag[2:]:
                    gold[-1]["end"] = len(text)
                elif tag != "O":
                    kind = CONLL_KINDS[tag[2:]]
                    gold.append({"start": start, "end": len(text), "type": kind, "optional": kind == "other"})
                before = tag[2:] or "O"
        named = [g | {"id": (number, text[g["start"] : g["end"]])} for g in gold]
        if text:
            docs.append(SimpleNamespace(id=f"wikigold-{number}", text=text, gold={"entities": named}))
    return docs


def marked_names(sets: Any, folder: Path, ours: Parser) -> None:
    """Of the names that ECB+ marks: how many are found, and how many with their kind."""
    docs = [_ecb(sets, path) for path in sorted(folder.rglob("*.xml"))]
    for uses in STEPS:
        count: Counter[str] = Counter()
        for text, gold in docs:
            found = [(n.start, n.end, e.kind) for e in _read(text, ours, uses).entities for n in e.names]
            for start, end, kind in gold:
                same = [k for a, b, k in found if sets.overlap((a, b), (start, end)) >= 0.5]
                count.update(marked=1, found=bool(same), right=kind in same)
        shares = " ".join(f"{name} {count[name] / count['marked']:.3f}" for name in ("found", "right"))
        print(f"ECB+, {_called(uses):13} of {count['marked']} names {shares}")


def _ecb(sets: Any, path: Path) -> tuple[str, list[tuple[int, int, str]]]:
    """The text, and the marked people, groups and places that have a capital; first words and pronouns left out."""
    root = ElementTree.parse(path).getroot()
    text, spans = sets.glue(root.findall("token"))
    words = {t.get("t_id"): t.text or "" for t in root.findall("token")}
    small = lexicon_for("en").function_words | {"i'm", "i'd"}
    gold = []
    for item in root.find("Markables") or ():
        ids = [a.get("t_id") for a in item.findall("token_anchor") if spans.get(a.get("t_id")) is not None]
        capital = [n for n, i in enumerate(ids) if words[i][:1].isupper()]
        if item.tag not in ECB_KINDS or not capital:
            continue
        start, end = spans[ids[capital[0]]][0], spans[ids[capital[-1]]][1]
        if start and words[ids[capital[0]]].lower() not in small:
            gold.append((start, end, ECB_KINDS[item.tag]))
    return text, gold


def _paired(sets: Any, d: Any, analysis: Analysis) -> Iterable[tuple[Any, tuple[int, int], Any]]:
    """Each gold quotation that was found: the gold, its place, ours."""
    found = [s for s in sayings(analysis) if s.kind != "indirect"]
    gold = [(sets.trimmed(d.text, q), q) for q in d.gold["quotes"]]
    tool = [(sets.trimmed(d.text, {"start": s.start, "end": s.end}), s) for s in found]
    enough: Callable[[float], float] = lambda overlap: overlap if overlap >= 0.8 else 0.0  # noqa: E731
    for (_, wanted), (place, said) in sets.pair(gold, tool, lambda g, t: enough(sets.overlap(g[0], t[0]))):
        yield wanted, place, said


def _right(sets: Any, mention: tuple[int, int] | None, wanted: dict[str, Any]) -> bool:
    if not wanted["sources"]:
        return mention is None
    return mention is not None and any(sets.shared(mention, source) for source in wanted["sources"])


def _of(said: Any) -> tuple[int, int] | None:
    return (said.speaker_start, said.speaker_end) if said.speaker_start is not None else None


def speakers(sets: Any, docs: list[Any], ours: Parser) -> None:
    """How many quotations are found, and how many of them have the right speaker, with each use of the model."""
    for uses in (STEPS[0], STEPS[-1]):
        right = [_right(sets, _of(s), g) for d in docs for g, _, s in _paired(sets, d, _read(d.text, ours, uses))]
        print(f"PolNeAR, {'rules' if uses is None else 'with all'}: {len(right)} quotations found, ", end="")
        print(f"{sum(right)} speakers right")


def syntax(sets: Any, docs: list[Any], model: Model) -> None:
    """Who is right about the speaker, the rules or the model's syntax."""
    import spacy

    pipeline = spacy.util.load_model_from_path(model.folder)
    began = time.process_time()
    parsed = {d.id: pipeline(d.text) for d in docs}
    seconds = time.process_time() - began
    print(f"with its syntax: {sum(len(d.text) for d in docs) / 5_000 / seconds:.1f} articles a second")
    count: Counter[tuple[bool, bool]] = Counter()
    for d in docs:
        analysis = analyse(with_segments(Document(text=d.text, language="en")))
        for wanted, place, said in _paired(sets, d, analysis):
            theirs = _parsed(parsed[d.id], place, analysis.lex)
            count[_right(sets, _of(said), wanted), _right(sets, theirs, wanted)] += 1
    print(f"speakers of {sum(count.values())} quotations: both right {count[True, True]}, only the rules", end=" ")
    print(f"{count[True, False]}, only the syntax {count[False, True]}, neither {count[False, False]}")


def _parsed(doc: Any, place: tuple[int, int], lex: Any) -> tuple[int, int] | None:
    """The subject of the verb of saying nearest to a quotation in its paragraph, as the syntax has it."""
    best: tuple[int, Any] | None = None
    for token in doc:
        if token.lower_ not in lex.saying or place[0] - 1 <= token.idx < place[1] + 1:
            continue
        low, high = (place[1], token.idx) if token.idx > place[1] else (token.idx, place[0])
        if high - low > NEAR or "\n" in doc.text[low:high]:
            continue
        subjects = [t for t in token.children if t.dep_ in {"nsubj", "nsubjpass"}]
        if not subjects and token.dep_ in {"advcl", "conj", "xcomp"}:
            subjects = [t for t in token.head.children if t.dep_ == "nsubj"]
        if subjects and (best is None or high - low < best[0]):
            best = high - low, subjects[0]
    return (best[1].idx, best[1].idx + len(best[1])) if best is not None else None


if __name__ == "__main__":
    sys.exit(main())
