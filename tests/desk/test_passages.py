"""Cutting a text into runs: nothing lost, nothing twice, marks where they are."""

from __future__ import annotations

import time
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from recoupe.desk.passages import blocks, runs
from recoupe.model import Document, Figure, Mark, Part, Post, Quote, Span, mark, text_span

SOURCE = "0" * 64


def on(text: str, start: int, end: int, body: Quote | Figure) -> Mark:
    return mark(Span(source=SOURCE, text=text_span(text, start, end)), body, reading="r")


@st.composite
def marked(draw: st.DrawFn) -> tuple[str, list[Mark], tuple[Part, ...]]:
    text = draw(st.text(alphabet="ab \n“é😀", min_size=1, max_size=80))
    place = st.tuples(st.integers(0, len(text)), st.integers(0, len(text))).map(sorted)
    spans = draw(st.lists(place, max_size=8))
    marks = [on(text, a, b, Quote() if n % 2 else Figure()) for n, (a, b) in enumerate(spans)]
    parts = tuple(Part(start=a, end=b) for a, b in draw(st.lists(place, max_size=4)))
    return text, marks, parts


@given(marked())
def test_runs_give_the_text_back_with_each_mark_over_its_words(given: tuple[str, list[Mark], tuple[Part, ...]]) -> None:
    text, marks, _ = given
    cut = runs(text, 0, len(text), marks)
    assert "".join(run.text for run in cut) == text
    for m in marks:
        assert m.span.text is not None
        covered = "".join(run.text for run in cut if m.id in run.marks)
        assert covered == m.span.text.exact
    starts = [name for run in cut for name in run.starts]
    assert len(starts) == len(set(starts)), "an anchor stands once"


@given(marked())
def test_blocks_lose_no_word_whatever_the_parts_say(given: tuple[str, list[Mark], tuple[Part, ...]]) -> None:
    text, marks, parts = given
    shown = "".join(run.text for block in blocks(Document(text=text, parts=parts), marks) for run in block.runs)
    assert "".join(shown.split()) == "".join(text.split())


def test_a_figure_inside_a_quotation_is_both() -> None:
    text = "he said 40 left"
    [before, figure, after] = runs(text, 3, 15, [on(text, 3, 15, Quote()), on(text, 8, 10, Figure())])
    assert figure.kinds == ("quote", "figure") and figure.text == "40"
    assert before.kinds == after.kinds == ("quote",)


def test_a_mark_over_two_blocks_begins_once() -> None:
    text = "one\n\ntwo"
    quote = on(text, 0, 8, Quote(speaker="A"))
    first, second = blocks(Document(text=text), [quote])
    assert first.runs[0].starts == (quote.id,) and second.runs[0].starts == ()
    assert [voice.name for voice in first.voices] == ["A"] and second.voices == ()


def test_cells_become_rows_sheet_by_sheet() -> None:
    text = "abcd"
    cells = [
        Part(start=n, end=n + 1, role="cell", sheet="s" if n < 3 else "t", row=r, column=c)
        for n, (r, c) in enumerate([(1, 1), (1, 2), (2, 2), (1, 1)])
    ]
    first, second = blocks(Document(text=text, parts=tuple(cells)), [])
    assert [["".join(r.text for r in cell) for cell in row] for row in first.rows] == [["a", "b"], ["", "c"]]
    assert (first.sheet, second.sheet) == ("s", "t")


def test_a_large_table_is_cut_and_quick() -> None:
    words = [str(n) for n in range(40_000)]
    text = "\n".join(words)
    cells, marks, at = [], [], 0
    for n, word in enumerate(words):
        cells.append(Part(start=at, end=at + len(word), role="cell", row=n // 4 + 1, column=n % 4 + 1))
        if n < 4_000:
            marks.append(on(text, at, at + len(word), Figure(value=float(n))))
        at += len(word) + 1
    marks.append(on(text, 0, len(text), Quote()))
    began = time.monotonic()
    [table] = blocks(Document(text=text, parts=tuple(cells)), marks)
    assert time.monotonic() - began < 5
    assert (len(table.rows), table.all_rows) == (500, 10_000)
    assert table.rows[3][2][0].kinds == ("quote", "figure") and table.rows[3][2][0].text == "14"


def thread(*replies: tuple[str, str]) -> Document:
    """A staged thread: one word each, from (id, the id it answers)."""
    parts, at = [], 0
    for name, above in replies:
        post = Post(author=f"Staged {name}", handle=f"@{name}", published_as_written="May 3", id=name, reply_to=above)
        parts.append(Part(start=at, end=at + 4, role="comment", post=post))
        at += 5
    return Document(text=" ".join("word" for _ in replies), parts=tuple(parts))


def test_a_comment_says_who_wrote_it_and_what_it_answers() -> None:
    first, second, third, other = blocks(thread(("a", ""), ("b", "a"), ("c", "b"), ("d", "gone")), [])
    assert first.author is not None and (first.author.name, first.author.handle) == ("Staged a", "@a")
    assert first.author.when == "May 3"
    assert [block.depth for block in (first, second, third, other)] == [0, 1, 2, 0]


def test_comments_that_answer_each_other_in_a_ring_begin_somewhere() -> None:
    assert [block.depth for block in blocks(thread(("a", "b"), ("b", "a"), ("c", "c")), [])] == [1, 0, 0]


def test_a_post_in_two_parts_names_its_author_once_and_a_cue_has_its_time() -> None:
    post = Post(author="Staged author")
    text = "one two"
    parts = (Part(start=0, end=3, role="post", post=post), Part(start=4, end=7, role="post", post=post))
    first, second = blocks(Document(text=text, parts=parts), [])
    assert first.author is not None and second.author is None
    (cue,) = blocks(Document(text="one", parts=(Part(start=0, end=3, cue_ms=(1500, 2750)),)), [])
    assert cue.cue == (Fraction(3, 2), Fraction(11, 4))
