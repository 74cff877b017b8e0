"""A web page as a document: trafilatura finds the article, the elements of the page give what it drops.

Captions, related links, embedded posts, pull quotes, headings and comments come from the elements themselves, since
the extractor merges or drops them. The result is a rendition: offsets count in it, not in the page's bytes.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator
from typing import Any

import lxml.html
from trafilatura import bare_extraction

from recoupe.errors import DamagedFile
from recoupe.model import Document, Post
from recoupe.read.text.composing import Composer, squeezed
from recoupe.read.text.decode import decode_page
from recoupe.read.text.language import quick_language
from recoupe.read.text.moments import moment
from recoupe.read.text.page_tables import PageTable, key, row_keys, tables
from recoupe.read.text.segments import CORRECTION, EDITOR_NOTE, EDITOR_NOTE_LINE, RELATED, by_wording
from recoupe.read.text.threads import Said, paragraphs_of, threads
from recoupe.read.text.words.lists import words as word_list

MAX_BYTES = 12_000_000
MAX_BLOCKS = 4_000

_SKIP = frozenset(
    {"script", "style", "noscript", "template", "svg", "form", "nav", "button", "iframe", "select", "option"}
)
_BLOCKS = frozenset(
    {
        "p",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "li",
        "figcaption",
        "blockquote",
        "aside",
        "td",
        "th",
        "dd",
        "pre",
        "time",
    }
)
_CAPTION = re.compile(
    r"(?:^|[\s_-])(?:fig)?captions?(?:$|[\s_-])|legende|photo-?(?:credit|caption)|image-?caption", re.IGNORECASE
)
_RELATED = re.compile(
    r"related|read-?more|see-?also|recirc|recommend|a-lire|lire-aussi|more-(?:on|from|stories)", re.IGNORECASE
)
_PULL = re.compile(r"pull-?quote|pullquote|exergue|quote-?(?:block|box)", re.IGNORECASE)
_EMBED = re.compile(
    r"twitter-tweet|instagram-media|fb-post|tiktok-embed|bluesky-embed|mastodon-embed|reddit-embed|telegram-post",
    re.IGNORECASE,
)
_INVITES = re.compile(
    r"\b(?:leave|post|write|add|share|laisser|ajouter|poster|écrire) (?:a |your |un |votre )?(?:comment|reply|réponse)"
    r"|\bjoin the (?:discussion|conversation)|in reply to|powered by|\b(?:log|sign) in\b"
    r"|please enable javascript|be the first to",
    re.IGNORECASE,
)
_SIGNED = re.compile(
    r"[—–-]\s?(?P<who>[^()@\n]{1,60})\s?\((?P<handle>@\w[\w.]{0,39}(?:@[\w.-]{3,60})?)\)\s*(?P<when>.{0,60})$"
)
_SHARED = re.compile(
    r"(?:a post shared by|une publication partagée par) (?P<who>.{1,60}?)\s?\((?P<handle>@[\w.]{1,40})\)", re.I
)
_STANDFIRST = re.compile(
    r"stand-?first|(?:^|[\s_-])chapo|(?:^|[\s_-])(?:dek|deck)(?:$|[\s_-])|sub-?head(?:line|ing)?|"
    r"article-?(?:summary|intro)",
    re.IGNORECASE,
)


def read_page(data: bytes, *, url: str = "", language: str = "", published: str = "") -> Document:
    """The document of an HTML page.

    Args:
        data: The page's bytes; the encoding is read from them.
        url: Address it came from, which helps with date and publisher; empty if unknown.
        language: BCP 47 tag when the user states it.
        published: Date (EDTF) when the user states it.
    Raises:
        DamagedFile: No element can be made out at all.
    """
    remarks: list[str] = []
    if len(data) > MAX_BYTES:
        remarks.append(f"only the first {MAX_BYTES:,} of {len(data):,} bytes of the page were read")
        data = data[:MAX_BYTES]
    page, encoding = decode_page(data, remarks)
    tree = _tree(page)
    said = threads(tree)
    facts = _article(_without_comments(page, tree, said), url)
    body = [line for line in (facts.text or "").split("\n") if line.strip()] if facts is not None else []
    grids = tables(tree)
    body = _without_posts(body, said)
    composer = Composer()
    publisher = facts.sitename or "" if facts is not None else ""
    title = _headline((facts.title or "" if facts is not None else "") or _title(tree), publisher, tree)
    composer.add(title, "headline")
    extras = list(_extras(tree, {each.element for each in said if each.role == "comment"}))
    standfirst = next((words for words, role in extras if role == "standfirst"), "")
    if standfirst and standfirst not in map(squeezed, body[:2]):
        composer.add(standfirst, "standfirst", aside=True)
    names = [n for n in _names(facts.author if facts is not None else "") if plain(n) != plain(publisher)]
    names = names or _byline(tree, publisher)
    _body(composer, body, title, standfirst, tree, extras, grids)
    for each in said:
        composer.add(each.words, each.role, post=each.post)
    if not said:
        for words in _comments(facts):
            composer.add(words, "comment")
    if not body and not said:
        remarks.append("no article was found on this page; what is shown is its visible text")
        cells = {c.words for grid in grids for row in grid.rows for c in row}
        for words in _visible(tree):
            if words not in cells:
                composer.add(words, by_wording(words))
        for grid in grids:
            grid.add_to(composer, aside=False)
    text, parts = composer.done()
    if not text:
        remarks.append("the page holds no text: it may be filled in by a script in the browser")
    return Document(
        text=text,
        offsets_into="rendition",
        encoding=encoding,
        language=language or quick_language("\n".join(body) or text),
        parts=parts,
        headline=title,
        authors=tuple(names),
        published=published or (facts.date or "" if facts is not None else ""),
        published_as_written=_date_as_written(tree, {each.element for each in said}),
        publisher=publisher,
        url=url or (facts.url or "" if facts is not None else ""),
        remarks=tuple(remarks),
    )


def _tree(text: str) -> Any:
    try:
        parser = lxml.html.HTMLParser(encoding="utf-8", huge_tree=False, recover=True)
        tree = lxml.html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (lxml.etree.ParserError, lxml.etree.XMLSyntaxError, ValueError, LookupError) as error:
        raise DamagedFile(f"no page can be made out of these bytes: {error}", todo="save the page again") from error
    return tree


def _without_comments(page: str, tree: Any, said: list[Said]) -> str:
    """The page without its comments and the times of posts in it, whose dates and names are not the article's."""
    comments = [each.element for each in said if each.role == "comment" and each.element is not None]
    times = [t for e in tree.iter("blockquote") if _EMBED.search(e.get("class") or "") for t in e.iter("time")]
    if not comments and not times:
        return page
    copied = copy.deepcopy(tree)
    for place in [tree.getroottree().getpath(element) for element in times]:
        for element in copied.getroottree().xpath(place):
            element.tag = "span"
            element.attrib.clear()
    # in reverse, so that emptying one does not move the place of another
    for place in [tree.getroottree().getpath(element) for element in reversed(comments)]:
        for element in copied.getroottree().xpath(place):
            element.text = None
            del element[:]
    return str(lxml.html.tostring(copied, encoding="unicode"))


def _article(page: str, url: str) -> Any:
    return bare_extraction(
        page,
        url=url or None,
        with_metadata=True,
        include_comments=True,
        include_tables=True,
        favor_precision=True,
        # the extensive search tries 205 languages, imports as it goes, and found no date more on the pages measured
        date_extraction_params={"extensive_search": False, "original_date": True},
    )


def _title(tree: Any) -> str:
    for path in ("//h1", "//title"):
        for element in tree.xpath(path):
            if words := squeezed(element.text_content()):
                return str(words)
    return ""


def _headline(title: str, publisher: str, tree: Any) -> str:
    """The title without the site's name behind or before it."""
    for words in (squeezed(e.text_content()) for e in tree.xpath("//h1")[:3]):
        rest = title.replace(words, "", 1) if len(words) >= 10 else title
        if words and rest != title and re.fullmatch(r"\s*[-|–—:•·].{2,60}|.{2,60}[-|–—:•·]\s*", rest):
            return str(words)
    match = re.fullmatch(r"(.{10,}?)\s+[-|–—•·]\s+([^-|–—•·]{2,40})", title)
    site = plain(match[2]) if match else ""
    if match and publisher and (site == plain(publisher) or (len(site) >= 5 and plain(publisher).startswith(site))):
        return match[1]
    return title


def plain(words: str) -> str:
    """Letters and digits only, in lower case."""
    return re.sub(r"\W+", "", words).casefold()


def _byline(tree: Any, publisher: str) -> list[str]:
    """Names in the elements that pages use for their authors."""
    found: list[str] = []
    for element in tree.xpath("//*[@rel='author' or @itemprop='author' or contains(@class, 'author')]")[:12]:
        words = re.sub(r"^(?:by|par|de)\s+", "", squeezed(element.text_content()), flags=re.IGNORECASE)
        parts = words.split()
        like_a_name = 1 < len(parts) <= 4 and words[0].isupper() and not re.search(r"[\d@:|]", words)
        if like_a_name and plain(words) != plain(publisher) and all(w[0].isupper() or len(w) < 4 for w in parts):
            found.append(words)
    return list(dict.fromkeys(found))[:4]


def _names(author: str | None) -> list[str]:
    names = [squeezed(n) for n in re.split(r";|,| and | et ", author or "")]
    offices = word_list("common", "no_author")
    return list(dict.fromkeys(n for n in names if n and not offices & set(n.lower().split())))


def _without_posts(body: list[str], said: list[Said]) -> list[str]:
    """The lines of the article that are not the words of a post or comment as well."""
    posted = {squeezed(p) for each in said for p in re.split(r"\n+", each.words)}
    return [line for line in body if squeezed(line.lstrip("- ")) not in posted] if posted else body


def _body(
    composer: Composer,
    body: list[str],
    title: str,
    standfirst: str,
    tree: Any,
    extras: list[tuple[str, str]],
    grids: list[PageTable],
) -> None:
    """Lines of the article in order; each extra behind the line it follows on the page, tables as cells."""
    places = _order(tree, body, extras, grids)
    known = {squeezed(line): role for line, role in extras}
    posts = {words: _post_of(words, tree) for words, role in extras if role == "embed"}
    rows = {k: grid for grid in grids for k in row_keys(grid)}
    shown: set[int] = set()
    seen: set[str] = set()
    for n, line in enumerate(body):
        words = squeezed(line.lstrip("- ").strip())
        if n == 0 and words == squeezed(title):
            continue
        if (grid := _row_of(line, rows)) is not None:
            if id(grid) not in shown:
                shown.add(id(grid))
                grid.add_to(composer, aside=False)
        elif (embed := next((e for e in posts if _stands_in(words, e)), None)) is not None:
            if embed not in seen:
                composer.add(embed, "embed", post=posts[embed])
                seen.add(embed)
        elif not (shown and _RULE.fullmatch(line)):
            role = known.get(words) or by_wording(words)
            if words == standfirst:
                role = "standfirst"
            composer.add(line, role)
            seen.add(words)
        for extra, kind in places.get(n, ()):
            if isinstance(extra, PageTable):
                if id(extra) not in shown and not _in_body(extra, body, rows):
                    shown.add(id(extra))
                    extra.add_to(composer, aside=True)
            elif extra not in seen:
                composer.add(extra, kind, aside=True, post=posts.get(extra))
                seen.add(extra)


_LONG = 25
_RULE = re.compile(r"\|?(?:\s*:?-{2,}:?\s*\|)+\s*")


def _stands_in(words: str, embed: str) -> bool:
    """Whether a line of the article is part of an embedded post: its beginning, its end, or a long piece of it."""
    return embed.startswith(words) or embed.endswith(words) or (len(words) >= _LONG and words in embed)


def _row_of(line: str, rows: dict[str, PageTable]) -> PageTable | None:
    """The table that a line with bars is a row of."""
    return rows.get(key(line)) if "|" in line else None


def _in_body(grid: PageTable, body: list[str], rows: dict[str, PageTable]) -> bool:
    return any(_row_of(line, rows) is grid for line in body)


def _post_of(words: str, tree: Any) -> Post | None:
    """Who signed an embedded post, and when, as its last line says."""
    signed, shared = _SIGNED.search(words), _SHARED.search(words)
    match = signed or shared
    if match is None:
        return None
    element = next((e for e in tree.iter("blockquote") if _words(e) == words), None)
    links = [str(a.get("href")) for a in element.iterfind(".//a[@href]")] if element is not None else []
    times = [moment(t.get("datetime")) for t in element.iterfind(".//time[@datetime]")] if element is not None else []
    return Post(
        author=match["who"].strip(" —–-"),
        handle=match["handle"],
        published=times[-1] if times else "",
        published_as_written=signed["when"].strip() if signed else "",
        url=links[-1] if links else "",
    )


def _words(element: Any) -> str:
    """The words of an element, runs of blanks as one; in a post, paragraphs keep apart."""
    return squeezed(paragraphs_of(element) if element.tag == "blockquote" else element.text_content())


def _order(
    tree: Any, body: list[str], extras: list[tuple[str, str]], grids: list[PageTable]
) -> dict[int, list[tuple[str | PageTable, str]]]:
    """After which line of the body each extra and table stands; those before the first line come after it."""
    lines: dict[str, int] = {}
    for n, line in enumerate(body):
        lines.setdefault(squeezed(line.lstrip("- "))[:80], n)
    waiting = {words: role for words, role in extras if role not in {"standfirst", "crosshead"}}
    blocks = [(element, _words(element)) for element in _blocks(tree)]
    article = _common([element for element, words in blocks if words[:80] in lines])
    by_element = {grid.element: grid for grid in grids}
    out: dict[int, list[tuple[str | PageTable, str]]] = {}
    at = 0
    for element, words in blocks:
        inside = bool(body) and (article is None or article in element.iterancestors())
        if inside and element.tag in {"td", "th"}:
            around = next((by_element.pop(a) for a in _near_table(element) if a in by_element), None)
            if around is not None:
                out.setdefault(at, []).append((around, "cell"))
        if (place := lines.get(words[:80])) is not None:
            at = place
        elif words in waiting and inside:
            out.setdefault(at, []).append((words, waiting.pop(words)))
    return out


def _near_table(element: Any) -> list[Any]:
    return [a for _, a in zip(range(4), element.iterancestors(), strict=False) if a.tag == "table"]


def _common(elements: list[Any]) -> Any:
    """The nearest element around the first and the last of these: where the article is. None for fewer than two."""
    if len(elements) < 2:
        return None
    around = list(elements[0].iterancestors())
    return next((a for a in elements[-1].iterancestors() if a in around), None)


def _extras(tree: Any, comments: set[Any]) -> Iterator[tuple[str, str]]:
    """Captions, related links, posts, pull quotes, headings, notes: words and role, each once; no comment's."""
    seen: set[str] = set()
    for element in _blocks(tree):
        if comments and not comments.isdisjoint((element, *element.iterancestors())):
            continue
        words = _words(element)
        if not 3 <= len(words) <= 1_500 or words in seen:
            continue
        if role := _role(element, words):
            seen.add(words)
            yield words, role


def _role(element: Any, words: str) -> str:
    tag = str(element.tag)
    own = f"{element.get('class') or ''} {element.get('id') or ''}"
    around = " ".join(f"{a.get('class') or ''} {a.get('id') or ''}" for a in _near(element))
    if tag == "figcaption" or _CAPTION.search(own):
        return "caption"
    if _EMBED.search(own):
        return "embed"
    if _PULL.search(own) or (tag in {"aside", "blockquote", "p"} and _PULL.search(around)):
        return "pull_quote"
    if tag in {"p", "h1", "h2", "div"} and _STANDFIRST.search(own) and 40 <= len(words) <= 600:
        return "standfirst"
    if tag in {"h2", "h3", "h4"} and element.xpath("boolean(ancestor::article or ancestor::main)"):
        return "related" if _RELATED.search(f"{own} {around}") else "crosshead"
    if (
        tag in {"li", "p", "aside"}
        and len(words) <= 300
        and (_RELATED.search(f"{own} {around}") or RELATED.match(words))
        and _mostly_link(element, words)
    ):
        return "related"
    if EDITOR_NOTE_LINE.match(words) or EDITOR_NOTE.match(words):
        return "editor_note"
    if tag == "p" and len(words) < 800 and CORRECTION.match(words):
        return "correction"
    return ""


def _mostly_link(element: Any, words: str) -> bool:
    return sum(len(squeezed(a.text_content())) for a in element.iterfind(".//a")) >= 0.6 * len(words)


def _near(element: Any) -> list[Any]:
    return [a for _, a in zip(range(2), element.iterancestors(), strict=False)]


def _blocks(tree: Any) -> Iterator[Any]:
    count = 0
    for element in tree.iter(*_BLOCKS, "div", "span"):
        if element.tag in {"div", "span"} and not (
            _CAPTION.search(element.get("class") or "") or _STANDFIRST.search(element.get("class") or "")
        ):
            continue
        if any(a.tag in _SKIP for a in element.iterancestors()):
            continue
        count += 1
        if count > MAX_BLOCKS:
            return
        yield element


def _visible(tree: Any) -> Iterator[str]:
    """Words of every block that holds no other block, for pages without an article."""
    seen: set[str] = set()
    for element in tree.iter("p", "h1", "h2", "h3", "li", "td", "blockquote", "div", "pre", "body"):
        if any(a.tag in _SKIP for a in element.iterancestors()) or (
            element.tag in {"div", "body", "li", "td", "blockquote"}
            and element.xpath("boolean(.//p|.//div|.//li|.//table|.//h1|.//h2)")
        ):
            continue
        for skipped in element.xpath(".//script|.//style|.//noscript"):
            skipped.drop_tree()
        words = squeezed(element.text_content())
        if words and words not in seen:
            seen.add(words)
            yield words


def _comments(facts: Any) -> list[str]:
    """What the extractor takes for comments where no structure tells them: lines long enough to say something."""
    comments = getattr(facts, "comments", "") if facts is not None else ""
    return [line for line in (comments or "").split("\n") if len(line.split()) >= 5 and not _INVITES.search(line)]


def _date_as_written(tree: Any, posts: set[Any]) -> str:
    for element in tree.xpath("//time[@datetime]")[:200]:
        if posts and not posts.isdisjoint(element.iterancestors()):
            continue
        return squeezed(element.text_content()) or str(element.get("datetime"))
    for element in tree.xpath(
        "//meta[@property='article:published_time' or @name='date' or @itemprop='datePublished']"
    )[:1]:
        return str(element.get("content") or "")
    return ""
