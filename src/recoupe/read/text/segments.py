"""The parts of a plain text and their roles on the page, by general rules of layout and wording.

Pages carry their roles in their elements (`recoupe.read.text.pages`); here only words and line ends speak. Roles:
headline, standfirst, byline, dateline, timestamp, body, pull_quote, crosshead, caption, credit, embed, related,
editor_note, correction, notice, boilerplate. What no rule knows is body.
"""

from __future__ import annotations

import re
from difflib import SequenceMatcher

from recoupe.model import Document, Part
from recoupe.read.text.layout import Stretch, paragraphs, trimmed
from recoupe.read.text.words.needles import search
from recoupe.read.text.words.wording import wording

NOTICE = wording("layout", "notice")
RELATED = wording("layout", "related")
EDITOR_NOTE = wording("layout", "editor_note")
EDITOR_NOTE_LINE = wording("layout", "editor_note_line")
CORRECTION = wording("layout", "correction")
CREDIT = wording("layout", "credit")
CAPTION_TAIL = wording("layout", "caption_tail")
CAPTION_HEAD = wording("layout", "caption_head")
BOILERPLATE = wording("layout", "boilerplate")
TIMESTAMP = wording("layout", "timestamp")
BYLINE = wording("layout", "byline", case=True)
NAME_LINE = wording("layout", "name_line", case=True)
DATELINE = wording("layout", "dateline", case=True)
SIGNATURE = wording("layout", "signature", case=True)
SHARED_POST = wording("layout", "shared_post")
_A_NAME = wording("layout", "name", case=True)

_OPEN, _CLOSE = "\"“«„'‘”’", "\"”»“'’"
_TERMINAL = re.compile(r"[.!?…:;][\s\"”»'’)\]]*$")
_NUMBERED = re.compile(r"\d{1,2}[.)]\s+[\"“«‘]")
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")

HEAD_LINES = 12
PULL_QUOTE_LIKENESS = 0.8
"""Share of a pull quote's words found in order in one passage of the text; the hedge an editor dropped costs some."""


def with_segments(document: Document) -> Document:
    """The document with roles for its parts; parts it brings along (from a page, a table) are kept."""
    if document.parts:
        return document
    import msgspec

    parts = segment(document.text)
    headline = next((document.text[p.start : p.end] for p in parts if p.role == "headline"), "")
    byline = next((document.text[p.start : p.end] for p in parts if p.role == "byline"), "")
    authors = document.authors or authors_of(byline)
    return msgspec.structs.replace(document, parts=parts, headline=document.headline or headline, authors=authors)


def authors_of(byline: str) -> tuple[str, ...]:
    """The names in a byline: "By Ana Roy and Leo Marsh, Staged News" → Ana Roy, Leo Marsh."""
    words = re.sub(r"^(?:by|par|texte?\s?:)\s+", "", byline.strip(), flags=re.IGNORECASE)
    words = re.split(r"\s[|·–—-]\s|\s(?:in|à)\s(?=[A-ZÀ-Þ])", words)[0]
    names = [name.strip() for name in re.split(r",| and | et | & ", words)]
    return tuple(dict.fromkeys(name for name in names if _A_NAME.fullmatch(name)))


def segment(text: str) -> tuple[Part, ...]:
    """The parts of a plain text in order, a paragraph or less each."""
    blocks = paragraphs(text)
    roles = _head(text, blocks)
    words = None
    for n, block in enumerate(blocks):
        if n in roles:
            continue
        role = by_wording(text[block.start : block.end])
        if role == "body" and enclosed(text[block.start : block.end]):
            words = words if words is not None else [folded_words(text[b.start : b.end]) for b in blocks]
            if _repeats(words, n) or _stands_alone(text, blocks, n):
                role = "pull_quote"
        if role == "body" and _is_crosshead(text, blocks, n, roles):
            role = "crosshead"
        roles[n] = role
    _embeds(text, blocks, roles)
    return tuple(part for n, block in enumerate(blocks) for part in _with_notes(text, block, roles[n]))


def by_wording(block: str) -> str:
    """The role that the words of one paragraph give away, or body."""
    short = len(block) <= 400
    if short and NOTICE.match(block):
        return "notice"
    if short and RELATED.match(block):
        return "related"
    if EDITOR_NOTE_LINE.match(block) or ((m := EDITOR_NOTE.match(block)) and m.end() >= len(block) - 1):
        return "editor_note"
    if len(block) <= 800 and CORRECTION.match(block):
        return "correction"
    if len(block) <= 250 and BOILERPLATE.match(block):
        return "boilerplate"
    if short and (search(SIGNATURE, block) or search(SHARED_POST, block)):
        return "embed"
    if len(block) <= 500 and (CAPTION_HEAD.match(block) or (search(CAPTION_TAIL, block) and not CREDIT.match(block))):
        return "caption"
    if len(block) <= 250 and CREDIT.match(block):
        return "credit"
    return "body"


def enclosed(block: str) -> bool:
    """Whether the paragraph is one quotation and nothing else."""
    if len(block) < 12 or block[0] not in _OPEN or block[-1] not in _CLOSE:
        return False
    inner = block[1:-1]
    mark = {"“": "“”", "”": "“”", "«": "«»", '"': '"', "„": "„“”"}.get(block[0])
    if mark is not None:
        return not any(c in inner for c in mark)
    return not re.search(r"(?<!\w)['‘’](?=\w)|(?<=[.,!?])['’](?=\s)", inner)


def _head(text: str, blocks: list[Stretch]) -> dict[int, str]:
    """Roles of the lines before the first paragraph of the body, if the text has such a head."""
    roles: dict[int, str] = {}
    headline: int | None = None
    for n, block in enumerate(blocks[:HEAD_LINES]):
        words = text[block.start : block.end]
        role = _head_role(words, headline is not None)
        if role is None:
            break
        if role == "headline":
            headline = n
        roles[n] = role
    if headline is None:
        return {n: role for n, role in roles.items() if role == "notice"}
    _standfirst(text, blocks, roles, headline)
    return roles


def _head_role(words: str, after_headline: bool) -> str | None:
    if len(words) <= 200:
        if NOTICE.match(words):
            return "notice"
        if TIMESTAMP.match(words):
            return "timestamp"
        if after_headline:
            if (role := by_wording(words)) in {"credit", "caption", "boilerplate"}:
                return role
            if BYLINE.match(words) or (len(words) <= 80 and NAME_LINE.match(words) and not DATELINE.match(words)):
                return "byline"
            if len(words) <= 50 and DATELINE.match(words):
                return "dateline"
    if not after_headline and _like_headline(words):
        return "headline"
    return None


def _like_headline(words: str) -> bool:
    count = len(words.split())
    if not 3 <= count <= 30 or len(words) > 200 or enclosed(words) or by_wording(words) != "body":
        return False
    letters = [w for w in _WORD.findall(words) if len(w) > 3]
    titled = bool(letters) and sum(w[0].isupper() for w in letters) >= 0.7 * len(letters)
    return titled or not _TERMINAL.search(words)


def _standfirst(text: str, blocks: list[Stretch], roles: dict[int, str], headline: int) -> None:
    """The paragraph under the headline is a standfirst when byline, date or place come after it."""
    n = headline + 1
    if n in roles or n + 1 >= len(blocks):
        return
    after: dict[int, str] = {}
    for m in range(n + 1, min(len(blocks), n + 7)):
        role = _head_role(text[blocks[m].start : blocks[m].end], True)
        if role is None:
            break
        after[m] = role
    if set(after.values()) & {"byline", "timestamp", "dateline"} and blocks[n].end - blocks[n].start <= 500:
        roles[n] = "standfirst"
        roles.update(after)


def _is_crosshead(text: str, blocks: list[Stretch], n: int, roles: dict[int, str]) -> bool:
    words = text[blocks[n].start : blocks[n].end]
    if not 0 < n < len(blocks) - 1 or len(words) > 90 or len(words.split()) > 12 or _TERMINAL.search(words):
        return False
    if _NUMBERED.match(words):
        return len(text[blocks[n + 1].start : blocks[n + 1].end]) > 120
    if (not words[0].isupper() and not words[0].isdigit()) or any(c in words for c in '“”«»"'):
        return False
    follows = text[blocks[n + 1].start : blocks[n + 1].end]
    return len(follows) > 120 and bool(_TERMINAL.search(follows))


def _stands_alone(text: str, blocks: list[Stretch], n: int) -> bool:
    """A short quotation over a paragraph, without an end point inside and without words of its own around it."""
    words = text[blocks[n].start + 1 : blocks[n].end - 1]
    if len(words) > 140 or re.search(r"[.,;:…]$", words) or n == 0 or n + 1 >= len(blocks):
        return False
    before = text[blocks[n - 1].start : blocks[n - 1].end]
    after = text[blocks[n + 1].start : blocks[n + 1].end]
    return (
        not before.endswith((":", ","))
        and len(after) > 80
        and after[0] not in _OPEN + "—–-"
        and not words.endswith(("?", "!"))
    )


def folded_words(words: str) -> list[str]:
    """The words in lower case with straight apostrophes."""
    return [w.replace("’", "'").casefold() for w in _WORD.findall(words)]


def _repeats(words: list[list[str]], n: int) -> bool:
    """Whether another paragraph holds nearly all words of this one, in order and close together."""
    mine = words[n]
    if len(mine) < 4:
        return False
    common = set(mine)
    for m, other in enumerate(words):
        if m == n or len(other) <= len(mine) // 2 or len(common & set(other)) < PULL_QUOTE_LIKENESS * len(common) - 1:
            continue
        if likeness(mine, other) >= PULL_QUOTE_LIKENESS:
            return True
    return False


def likeness(part: list[str], whole: list[str]) -> float:
    """Share of `part`'s words that stand in order within one window of `whole` of half as many words again."""
    window = len(part) + max(3, len(part) // 2)
    best = 0.0
    for start in range(0, max(1, len(whole) - len(part) // 2), max(1, len(part) // 4)):
        matcher = SequenceMatcher(None, part, whole[start : start + window], autojunk=False)
        best = max(best, sum(block.size for block in matcher.get_matching_blocks()) / len(part))
        if best == 1.0:
            break
    return best


def _embeds(text: str, blocks: list[Stretch], roles: dict[int, str]) -> None:
    """A signature that stands alone belongs to the post in the paragraph before it."""
    for n in range(1, len(blocks)):
        if roles[n] == "embed" and roles[n - 1] in {"body", "pull_quote"}:
            words = text[blocks[n].start : blocks[n].end]
            before = blocks[n - 1].end - blocks[n - 1].start
            if (m := SIGNATURE.match(words)) and m.start() == 0 and before <= 320:
                roles[n - 1] = "embed"


def _with_notes(text: str, block: Stretch, role: str) -> list[Part]:
    """The paragraph, with editor's notes inside it as parts of their own."""
    parts: list[Part] = []
    at = block.start
    if role == "body":
        for match in EDITOR_NOTE.finditer(text, block.start, block.end):
            before = trimmed(text, at, match.start())
            if before.end > before.start:
                parts.append(Part(start=before.start, end=before.end, role=role))
            parts.append(Part(start=match.start(), end=match.end(), role="editor_note"))
            at = match.end()
    rest = trimmed(text, at, block.end)
    if rest.end > rest.start and (rest.end - rest.start > 1 or not parts):
        parts.append(Part(start=rest.start, end=rest.end, role=role))
    return parts
