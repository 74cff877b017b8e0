"""Paragraphs: spans into the untouched characters."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from recoupe.read.text.layout import MAX_PARAGRAPH, lines, paragraphs

WRAPPED = (
    "This staged message was wrapped by the program that sent it, as\n"
    "programs do, at a width of sixty-four characters a line, so its\n"
    "line ends mean nothing."
)


def words(text: str) -> list[str]:
    return [text[a:b] for a, b in paragraphs(text)]


def test_blank_lines_and_every_kind_of_line_end() -> None:
    assert words("one\r\n\r\ntwo\n \n three \r\rfour\u2028five") == ["one", "two", "three", "four", "five"]


def test_a_wrapped_block_is_one_paragraph() -> None:
    assert len(words(WRAPPED)) == 1


def test_short_lines_stay_apart() -> None:
    assert words("By Ana Roy\nPortville\nMarch 3, 2031") == ["By Ana Roy", "Portville", "March 3, 2031"]


def test_a_list_in_a_wrapped_block_keeps_its_items() -> None:
    assert len(words(WRAPPED + "\n- first thing that was seen that evening, by somebody there,\n- second thing")) == 3


def test_an_endless_line_is_cut() -> None:
    pieces = paragraphs("word " * MAX_PARAGRAPH)
    assert all(b - a <= MAX_PARAGRAPH for a, b in pieces)


@given(st.text(alphabet="ab \n\r\t\u2028", max_size=200))
def test_spans_are_ordered_and_trimmed(text: str) -> None:
    last = 0
    for start, end in paragraphs(text):
        assert last <= start < end <= len(text)
        assert text[start:end] == text[start:end].strip()
        last = end
    assert "".join("".join(words(text)).split()) == "".join(text.split())


@given(st.text(alphabet="abc d.\n", max_size=150), st.text(alphabet="abc d.\n", max_size=150))
def test_a_block_is_read_the_same_whatever_follows_it(one: str, two: str) -> None:
    alone = words(one)
    assert words(one + "\n\n" + two)[: len(alone)] == alone


def test_lines_leave_blank_ones_out() -> None:
    assert len(lines("a\n\n \nb")) == 2
