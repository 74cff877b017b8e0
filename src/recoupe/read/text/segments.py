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

_I = re.IGNORECASE
_NAME = r"(?:[A-ZÀ-ÖØ-Þ][\w’'.-]*\.?)(?:[ -](?:de|du|des|le|la|van|von|bin|al|el|ben|[A-ZÀ-ÖØ-Þ][\w’'.-]*)){1,4}"
_MONTH = (
    r"(?:jan(?:uary|vier|v)?|feb(?:ruary)?|f[ée]v(?:rier|r)?|mar(?:ch|s)?|apr(?:il)?|avr(?:il)?|may|mai|june?|juin|"
    r"july?|juil(?:let)?|aug(?:ust)?|ao[uû]t|sept?(?:ember|embre)?|oct(?:ober|obre)?|nov(?:ember|embre)?|"
    r"dec(?:ember)?|d[ée]c(?:embre)?)\.?"
)
_DAY = r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)"
_CLOCK = r"(?:\d{1,2}(?:[:h.]\d{2})?\s*(?:[ap]\.?m\.?|h\d{0,2}|[A-Z]{2,4})?|\d{1,2}:\d{2}(?::\d{2})?)"
_DATE = (
    rf"(?:{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+\d{{4}}|\d{{1,2}}(?:er|st|nd|rd|th)?\s+{_MONTH},?\s+\d{{4}}|"
    r"\d{4}-\d{2}-\d{2}|\d{1,2}[/.]\d{1,2}[/.]\d{2,4})"
)

NOTICE = re.compile(
    r"(?:this (?:story|article|post|page) is (?:over|more than) \w+ (?:years?|months?|days?) old|"
    r"cet article (?:a|date de) plus de|this (?:article|story) (?:is|was) (?:archived|sponsored|paid)|"
    r"sponsored (?:content|post)|advertisement$|publicit[ée]$|contenu sponsoris[ée]|archived? (?:story|article)$|"
    r"article r[ée]serv[ée] aux abonn[ée]s|(?:viewer|reader) discretion|warning: (?:graphic|this)|attention\s?: (?:images|ces))",
    _I,
)
RELATED = re.compile(
    r"(?:related(?: (?:stories|articles?|coverage|content|links?))?\s?:|(?:read|see|watch|listen|learn)(?: (?:more|also|next|now))?\s?:|"
    r"(?:read|see|watch) (?:also|next|more)\b(?!.*\.$)|more (?:on|from|about) (?:this|the|our)\b.{0,40}$|"
    r"don['’]t miss\s?:|you may also like|recommended\s?:|from (?:our|the) archives?\s?:|"
    r"(?:[àa] )?(?:lire|voir|relire|[ée]couter|d[ée]couvrir)(?: aussi| [ée]galement)?\s?:|"
    r"(?:[àa] )?(?:lire|voir|relire) (?:aussi|[ée]galement)\b|sur le m[êe]me sujet|notre dossier\s?:|pour aller plus loin)",
    _I,
)
EDITOR_NOTE = re.compile(
    r"[\[(]\s?(?:editor['’]?s['’]? notes?|eds?\. notes?|author['’]?s note|note to readers|ndlr|n\.d\.l\.r\.|note de la r[ée]daction|"
    r"note de l['’][ée]diteur)\b[^\])]*[\])]",
    _I,
)
EDITOR_NOTE_LINE = re.compile(
    r"(?:editor['’]?s['’]? notes?|eds?\. note|note to (?:readers|editors)|ndlr|note de la r[ée]daction|"
    r"(?:disclaimer|disclosure))\s?[:–—.-]",
    _I,
)
CORRECTION = re.compile(
    r"(?:\(?(?:correction|clarification|erratum|corrected|update|updated|mise [àa] jour|rectificatif|pr[ée]cision)\)?"
    r"(?:,? (?:on |at |du |le )?[^:.]{0,40})?\s?[:—–]\s|an earlier version of this (?:article|story|post|report)|"
    r"this (?:article|story|post|report) (?:has been|was) (?:updated|corrected|amended)|"
    r"une (?:premi[èe]re|pr[ée]c[ée]dente) version de cet article|cet article a [ée]t[ée] (?:mis [àa] jour|modifi[ée]|corrig[ée]))",
    _I,
)
CREDIT = re.compile(
    r"(?:(?:photos?|images?|imagen(?:es)?|pictures?|video|vid[ée]o|foto|illustrations?|graphics?|infographie|map|carte)"
    r"\s?(?:\(s\))?\s?(?:by|por|par|credit|cr[ée]dits?|courtesy(?: of)?|via|de)?\s?[:/]?\s(?:by |par |por )?"
    rf"{_NAME}(?:\s?[/|,–-]\s?[\w .&’'-]+)?\.?$|"
    r"(?:photo |image )?cr[ée]dits?\s?(?:photo)?\s?:|©\s?\S+|\(?getty images\)?$|"
    r"this (?:article|story|report|piece) was (?:co-?)?(?:written|produced|reported|published|translated|first published)\b"
    r"(?=.{0,60}\b(?:with|by|in collaboration|in partnership|from|with the help|thanks)\b)|"
    r"(?:cet|l['’]) ?article a [ée]t[ée] (?:[ée]crit|r[ée]dig[ée]|r[ée]alis[ée]|publi[ée]|traduit)|"
    r"(?:additional |with )?report(?:ing|ed) by\b|(?:edited|translated|compiled|written|produced|fact-checked) by\b|"
    r"(?:traduit|adapt[ée]|propos recueillis|r[ée]alis[ée]|r[ée]dig[ée]) (?:de l['’]\w+ )?par\b|contributed to this (?:report|story|article)|"
    r".{1,90}\bcontributed (?:reporting|to this (?:report|story|article))|avec (?:l['’])?(?:afp|reuters|ap)\.?$|"
    r"\(?(?:afp|reuters|ap|associated press|avec afp)\)?\.?$)",
    _I,
)
CAPTION_TAIL = re.compile(
    r"(?:[(\[](?:photo|photograph|image|picture|video|vid[ée]o|illustration|cr[ée]dit|credit|source|screenshot|capture)s?\b[^)\]]{0,120}[)\]]\.?$|"
    r"(?:©|\bphoto(?:graph)?s?(?: by|\s?:)|\bcr[ée]dits?\s?(?:photo)?\s?:|\bcredit:|\bphoto credit)\s?.{2,60}$|"
    r"[\w.’'-]+\s?/\s?(?:afp|reuters|ap|getty|epa|sipa|maxppp|belga|dpa|ansa|efe)\b[^.]{0,40}\)?\.?$)",
    _I,
)
_MEDIA = (
    r"(?:(?:a|an|this|the|une?|cette|le|la|undated|file|archive|still|handout|amateur|mobile|cell ?phone|aerial|satellite)\s+){0,2}"
    r"(?:videos?|vid[ée]os?|footage|photos?|photographs?|pictures?|images?|imagery|screen ?-?(?:grabs?|shots?)|captures? d['’][ée]cran|stills?|map|carte|"
    r"graphique|infographie|illustration|sc[èe]ne)"
)
CAPTION_HEAD = re.compile(
    rf"{_MEDIA}(?:\s(?:from|of|on|du|de la|de|des)\s[\w’'“”\" -]{{2,50}}?)?\s(?:filmed|taken|shot|posted|uploaded|published|showing|shared|released|obtained|captured|"
    r"grabbed|circulated|shows?ing|dated|recorded|provided|made|"
    r"film[ée]e?s?|prise?s?|tourn[ée]e?s?|publi[ée]e?s?|montrant|diffus[ée]e?s?|post[ée]e?s?|partag[ée]e?s?|extraite?s?|dat[ée]e?s?|mise?s? en ligne)\b|"
    r"(?:file|archive) (?:photo|image|picture)\b|image (?:d['’]illustration|illustrative)|photo d['’](?:illustration|archives?)|"
    r"(?:pictured|caption|l[ée]gende|in this (?:photo|image|picture|file|still)|ci-(?:dessus|contre|dessous))\b",
    _I,
)
BOILERPLATE = re.compile(
    r"(?:follow (?:@|us\b|me\b|him\b|her\b|.{2,60} on (?:twitter|facebook|instagram|x|bluesky|threads|mastodon)\b)|"
    r"(?:suivez|retrouvez)(?:-nous| [\w-]+)? .{0,60}sur (?:twitter|facebook|instagram|x)\b|"
    r"like us on|sign up (?:for|to|here)|subscribe\b.{0,60}(?:newsletter|channel|podcast|today|now|here)|"
    r"(?:inscrivez|abonnez)-vous|click here|cliquez ici|share (?:this|on)\b|partager (?:sur|cet|l['’]article)|"
    r"(?:this|the) (?:site|page) uses cookies|all rights reserved|tous droits r[ée]serv[ée]s|copyright\b|"
    r"contact (?:the )?(?:author|us|me) (?:at|on|via)|(?:e-?mail|write to) .{0,40}@|read (?:the )?(?:rest|full|more|whole)\b.{0,40}here|"
    r"t[ée]l[ée]charge[rz] (?:notre|l['’])appli|download (?:our|the) app|(?:©|\(c\)) ?\d{4})",
    _I,
)
BYLINE = re.compile(
    rf"(?:(?i:by|par|de notre (?:correspondante?|envoy[ée]e?)[^,]*,|texte\s?:|text\s?:))\s+(?:{_NAME}|[A-ZÀ-Þ]\w+)\b[^.!?]{{0,80}}$"
)
NAME_LINE = re.compile(rf"{_NAME}(?:(?:,| and| et| &)\s{_NAME}){{0,3}}(?:,\s[\w .&'’-]{{2,40}})?$")
TIMESTAMP = re.compile(
    rf"(?:(?:published|posted|updated|last updated|last modified|first published|modified|publi[ée]|mis [àa] jour|modifi[ée]|cr[ée][ée]?)"
    rf"(?:\s?:|\s(?:on|at|le|du|il y a))?\s*)*(?:{_DAY},?\s+)?(?:the |le )?{_DATE}"
    rf"(?:\s*[,|·•–-]?\s*(?:at |[àa] |- )?{_CLOCK}(?:\s?(?:\([A-Z]{{2,5}}\)|[A-Z]{{2,5}}|UTC[+-]\d+))?)?"
    r"(?:\s*[·•|/–-]?\s*(?:updated|modified|mis [àa] jour|modifi[ée]).{0,60})?\.?$",
    _I,
)
DATELINE = re.compile(
    r"(?:[A-ZÀ-Þ][\w’'.-]+(?:[ -][A-ZÀ-Þ]?[\w’'.-]+){0,3}),\s(?:[A-Z]{2,3}|[A-ZÀ-Þ][\w.’'-]+(?: [A-Z][\w.]+)?)(?:\s?[—–-])?$|"
    r"[A-ZÀ-Þ]{3,}(?:[ -][A-ZÀ-Þ]{2,}){0,3}(?:\s\([A-Z]+\))?(?:\s?[—–-])?$"
)
SIGNATURE = re.compile(rf"[—–-]\s?[^()@\n]{{1,60}}\s?\(@\w{{1,30}}\)\s*(?:{_DATE}|le {_DATE}|\d)?.{{0,20}}$")
SHARED_POST = re.compile(
    r"(?:a post shared by|une publication partag[ée]e par|view this post on|pic\.twitter\.com/\w+)", _I
)

_OPEN, _CLOSE = "\"“«„'‘”’", "\"”»“'’"
_TERMINAL = re.compile(r"[.!?…:;][\"”»'’)\]]*$")
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
    return msgspec.structs.replace(document, parts=parts, headline=document.headline or headline)


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
            words = words if words is not None else [_folded(text[b.start : b.end]) for b in blocks]
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
    if short and (SIGNATURE.search(block) or SHARED_POST.search(block)):
        return "embed"
    if len(block) <= 500 and (CAPTION_HEAD.match(block) or (CAPTION_TAIL.search(block) and not CREDIT.match(block))):
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
            if BYLINE.match(words) or (len(words) <= 80 and NAME_LINE.match(words) and not DATELINE.match(words)):
                return "byline"
            if len(words) <= 50 and DATELINE.match(words):
                return "dateline"
            if (role := by_wording(words)) in {"credit", "caption"}:
                return role
    if not after_headline and _like_headline(words):
        return "headline"
    return None


def _like_headline(words: str) -> bool:
    count = len(words.split())
    if not 3 <= count <= 30 or len(words) > 200 or enclosed(words):
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


def _folded(words: str) -> list[str]:
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
