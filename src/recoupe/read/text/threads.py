"""Posts and comments of a page: who wrote each, when, and what it answers.

    for said in threads(tree): said.role, said.words, said.post.handle

Told from structures that many sites share: microdata and microformats, `article` and `time` elements, classes that
name a comment, JSON-LD. No site is known by name. Author, handle and time are the page's own words about its users.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from recoupe.model import Post
from recoupe.read.text.composing import squeezed
from recoupe.read.text.moments import moment, moment_of_epoch

MAX_POSTS = 5_000
MAX_WORDS = 20_000
MAX_POST = 5_000
"""Characters of an `article` that may still be a post; a longer one is the page's story."""

MAX_NAME = 80

_COMMENT = re.compile(
    r"(?:.*[-_])?(?:comment(?:aire)?|reply|r[ée]ponse|answer|h-cite)"
    r"(?:[-_]*(?:item|entry|node|box|block|card|single|post|wrapper|container|article|\d[\w-]*))?",
    re.IGNORECASE,
)
_NO_COMMENT = re.compile(
    r"pingback|trackback|recent-?comments|respond$|comment-?(?:form|reply-title|template)", re.IGNORECASE
)
_AGO = re.compile(r"\d|\b(?:ago|yesterday|today|just now|hier|aujourd|il y a|à l['’]instant)", re.IGNORECASE)
_COMMENT_TYPE = re.compile(r"schema\.org/(?:Comment|UserComments|Answer)\b|\bsioc:Post\b|schema:Comment", re.IGNORECASE)
_POST_TYPE = re.compile(r"schema\.org/(?:SocialMediaPosting|DiscussionForumPosting)\b", re.IGNORECASE)
_LIST = re.compile(
    r"(?!(?:has|no|with|open|show|hide|post|recent|latest|top)[-_])(?:.*[-_])?(?:comments?|commentaires|replies|responses|discussions?)"
    r"(?:[-_]*(?:list|thread|section|area|tree|stream|container|wrapper|feed|items))?|commentlist",
    re.IGNORECASE,
)
_BELOW = re.compile(r"child|repl|nested|thread|answers|r[ée]ponses", re.IGNORECASE)
_AUTHOR = re.compile(
    r"(?:.*[-_])?(?:author|auteur|user-?name|poster|nick(?:name)?|commenter|fn|screen-?name|display-?name|byline|user)"
    r"(?:[-_]*(?:name|link))?",
    re.IGNORECASE,
)
_HANDLE_CLASS = re.compile(r"(?:.*[-_])?(?:handle|screen-?name|user-?name|acct)", re.IGNORECASE)
_WHEN = re.compile(r"(?:.*[-_])?(?:date|time|datetime|timestamp|ago|posted|published|age)(?:[-_].*)?", re.IGNORECASE)
_WORDS = re.compile(
    r"(?:.*[-_])?(?:comment|post|message|reply|tweet|status|note|entry|e)[-_]*(?:text|content|body|message)"
    r"|usertext(?:-body)?|(?:tweet|post|comment)Text",
    re.IGNORECASE,
)
_TOOLS = re.compile(
    r"(?:.*[-_])?(?:reply|share|like|likes|vote|votes|actions?|tools?|report|permalink|metadata|meta|controls|buttons?|"
    r"avatar|badge|footer|toolbar|menu)(?:[-_].*)?",
    re.IGNORECASE,
)
_IS_HANDLE = re.compile(r"@[\w.-]{2,60}(?:@[\w.-]+)?")
_SKIPPED = frozenset({"script", "style", "noscript", "template", "svg", "form", "nav", "button", "select", "iframe"})
_NEW_PARAGRAPH = frozenset({"p", "div", "li", "blockquote", "pre", "ul", "ol", "section", "h1", "h2", "h3", "h4"})
_SAYS = re.compile(
    r"^(?:by|par|posted by|publié par)\s+|\s*(?:says|said|wrote|a dit|a écrit|dit|écrit)?\s*:?\s*$", re.IGNORECASE
)
_TYPES = frozenset({"Comment", "UserComments", "Answer", "SocialMediaPosting", "DiscussionForumPosting"})


@dataclass(frozen=True, slots=True)
class Said:
    """A post or comment: its words, paragraphs one blank line apart; `element` is None where it came from JSON-LD."""

    role: str
    words: str
    post: Post
    element: Any = None


def threads(tree: Any) -> list[Said]:
    """The posts and comments of a page in its order; those of its JSON-LD where the elements have none."""
    found = _of_elements(tree)
    return found if any(said.role == "comment" for said in found) else found + _of_json_ld(tree)


def _of_elements(tree: Any) -> list[Said]:
    candidates = [(e, role) for e in tree.iter("*") if isinstance(e.tag, str) and (role := _role_of(e))][:MAX_POSTS]
    elements = {element for element, _ in candidates}
    # what has neither name nor time of its own is a wrapper, or a box inside a comment whose words belong to it
    told = {element for element, _ in candidates if _is_told(element, elements)}
    own = {
        e: _own(e, role, told, _identity(e) or _wrapper_id(e, elements - told) or f"post-{n}")
        for n, (e, role) in enumerate(candidates, start=1)
        if e in told
    }
    kept = {e: said for e, said in own.items() if said is not None and (said.role == "comment" or _is_post(said))}
    ids = {e: said.post.id for e, said in kept.items()}
    out: list[Said] = []
    for element, _ in candidates:
        said = kept.get(element)
        if said is None:
            continue
        answered = _answered(element)
        parent = None if answered else _parent(element, elements, kept)
        reply_to = answered or (ids.get(parent, "") if parent is not None else "")
        post = said.post
        out.append(
            Said(
                said.role,
                said.words,
                Post(
                    author=post.author,
                    handle=post.handle,
                    published=post.published,
                    published_as_written=post.published_as_written,
                    url=post.url,
                    id=post.id,
                    reply_to=reply_to if reply_to != post.id else "",
                ),
                element,
            )
        )
    return out


def _role_of(element: Any) -> str:
    """Whether an element may hold a comment or a post: a first look at its tag, type and classes."""
    kind = f"{element.get('itemtype') or ''} {element.get('typeof') or ''}"
    if _COMMENT_TYPE.search(kind) or "comment" in (element.get("itemprop") or "").split():
        return "comment"
    if _POST_TYPE.search(kind):
        return "post"
    tag = element.tag
    if tag not in {"article", "li", "div", "section", "tr", "td", "dd", "blockquote"} and "-" not in tag:
        return ""
    names = (element.get("class") or "").split()
    if element.get("id"):
        names.append(element.get("id"))
    if any(_NO_COMMENT.search(name) for name in names):
        return ""
    if any(_COMMENT.fullmatch(name) for name in names[:8]) or (
        "-" in tag and _COMMENT.fullmatch(tag.rpartition("-")[2])
    ):
        return "comment"
    if tag in {"article", "li"} and element.find(".//h1") is None and any(map(_is_list, _above(element, 6))):
        return "comment"
    if tag == "article" or element.get("role") == "article" or "h-entry" in names:
        return "post"
    return ""


def _is_list(element: Any) -> bool:
    return element.tag not in {"body", "html", "main"} and any(map(_LIST.fullmatch, _named(element).split()))


def _named(element: Any) -> str:
    return f"{element.get('class') or ''} {element.get('id') or ''}"


def _above(element: Any, most: int) -> list[Any]:
    return [a for _, a in zip(range(most), element.iterancestors(), strict=False)]


def _is_told(element: Any, elements: set[Any]) -> bool:
    inside = list(_inside(element, elements))
    return bool("".join(_author(element, inside)[:2]) or "".join(_when(element, inside)[:2]))


def _wrapper_id(element: Any, wrappers: set[Any]) -> str:
    """The id of the wrapper right around a post, which links to the post name."""
    for above in _above(element, 3):
        if above in wrappers:
            return _identity(above)
        if above.tag in {"ol", "ul"}:
            break
    return ""


def _own(element: Any, role: str, elements: set[Any], identity: str) -> Said | None:
    """What an element says itself, posts inside it left out; None where it has no words."""
    inside = list(_inside(element, elements))
    author, handle, marked = _author(element, inside)
    published, written, dated = _when(element, inside)
    words = _body(element, inside, {*marked, *dated}, elements)
    if not words:
        return None
    link = next((e for e in inside if e.get("itemprop") == "url" or "u-url" in (e.get("class") or "")), None)
    url = ""
    if link is not None:
        url = str(link.get("href") or link.get("content") or "")
    elif dated and dated[0].getparent() is not None and dated[0].getparent().tag == "a":
        url = str(dated[0].getparent().get("href") or "")
    post = Post(author=author, handle=handle, published=published, published_as_written=written, url=url, id=identity)
    return Said(role, words[:MAX_WORDS], post, element)


def _identity(element: Any) -> str:
    for name in ("id", "data-id", "data-comment-id", "data-post-id", "data-commentid", "thingid"):
        if value := element.get(name):
            return str(value)
    return ""


def _inside(element: Any, elements: set[Any]) -> Iterator[Any]:
    """The element and what is in it, without the posts in it and what nobody sees."""
    yield element
    stack = list(reversed(element))
    while stack:
        each = stack.pop()
        if not isinstance(each.tag, str) or each in elements or each.tag in _SKIPPED or each.tag == "label":
            continue
        yield each
        stack.extend(reversed(each))


def _author(element: Any, inside: list[Any]) -> tuple[str, str, list[Any]]:
    """Name and handle, and the elements they stand in."""
    handle, marked = "", []
    for each in inside[1:]:
        words = squeezed(each.text_content()) if len(each) < 4 else ""
        if _IS_HANDLE.fullmatch(words):
            handle = handle or words
            marked.append(each)
    for name in ("data-screen-name", "data-username", "data-handle"):
        if not handle and (value := element.get(name)):
            handle = f"@{value.lstrip('@')}"
    named: list[tuple[int, Any]] = []
    for each in inside[1:]:
        names = (each.get("class") or "").split()
        rank = (
            0
            if each.get("itemprop") == "author" or each.get("rel") == "author" or "p-author" in names
            else 1
            if any(_AUTHOR.fullmatch(name) for name in names)
            else 2
            if each.tag == "cite"
            else 9
        )
        if rank < 9:
            named.append((rank, each))
    for _, each in sorted(named, key=lambda pair: pair[0]):
        inner = next((e for e in each.iter() if e is not each and e.get("itemprop") == "name"), each)
        inner = next((e for e in inner.iter() if "fn" in (e.get("class") or "").split()), inner)
        words = squeezed(inner.get("content") or inner.text_content())
        if found := _IS_HANDLE.search(words):
            handle = handle or found.group()
            words = words.replace(found.group(), "").strip(" ()·-")
        words = _SAYS.sub("", words).strip()
        if words and len(words) <= MAX_NAME and not moment(words):
            return words, handle, [*marked, each]
    value = element.get("data-author") or element.get("author") or ""
    return (value if len(value) <= MAX_NAME else ""), handle, marked


def _when(element: Any, inside: list[Any]) -> tuple[str, str, list[Any]]:
    """When it was posted: for machines, as people see it, and the elements that say so."""
    for each in inside:
        if each.tag == "time" and each.get("datetime"):
            return moment(each.get("datetime")), squeezed(each.text_content()) or each.get("datetime"), [each]
    for each in inside:
        names = (each.get("class") or "").split()
        if each.get("itemprop") in {"datePublished", "dateCreated", "commentTime", "uploadDate"} or (
            "dt-published" in names
        ):
            value = each.get("content") or each.get("datetime") or each.get("title") or ""
            words = squeezed(each.text_content()) or value
            return moment(value) or moment(words), words, [each]
        for name in ("data-timestamp", "data-time", "data-utime", "data-created", "created-timestamp"):
            if each is not element and (value := each.get(name)):
                words = squeezed(each.text_content())
                return moment_of_epoch(value) or moment(value), words if len(words) < 60 else value, [each]
    for each in inside[1:]:
        words = squeezed(each.text_content())
        if not 2 < len(words) <= 60 or not _AGO.search(words):
            continue
        titled = moment(each.get("title") or "")
        if each.tag == "time" or titled or any(_WHEN.fullmatch(n) for n in (each.get("class") or "").split()):
            return titled or moment(words), words, [each]
    return "", "", []


def _body(element: Any, inside: list[Any], without: set[Any], elements: set[Any]) -> str:
    """The words: of the element that is named for them, else all that is neither name nor time nor a tool."""
    skipped = without | (elements - {element})
    for each in inside:
        names = (each.get("class") or "").split()
        stated = each.get("itemprop") in {"text", "articleBody", "commentText"} or "e-content" in names
        stated = stated or (each.get("data-testid") or "").endswith("Text")
        named = each is not element and any(_WORDS.fullmatch(name) for name in names)
        # an element named for the words that holds the name, too, is a wrapper
        if (stated or (named and not any(w in set(each.iter()) for w in without))) and (
            words := paragraphs_of(each, skipped)
        ):
            return words
    tools = {
        e
        for e in inside[1:]
        if e.tag in {"header", "footer", "form", "label"}
        or (e.tag in {"a", "span", "ul", "div", "p", "small"} and any(_TOOLS.fullmatch(n) for n in _classes(e)))
    }
    return paragraphs_of(element, skipped | tools)


def _classes(element: Any) -> list[str]:
    return (element.get("class") or "").split()


def paragraphs_of(element: Any, skipped: set[Any] | frozenset[Any] = frozenset()) -> str:
    """The words of an element, its paragraphs one blank line apart, without those of the elements left out."""
    pieces: list[str] = []
    _write(element, skipped - {element}, pieces)
    paragraphs = re.split(r"\n\s*\n", "".join(pieces))
    return "\n\n".join(words for p in paragraphs if (words := re.sub(r"[^\S\n]+", " ", p).strip()))


def _write(element: Any, skipped: set[Any] | frozenset[Any], pieces: list[str]) -> None:
    pieces.append(re.sub(r"\s+", " ", element.text or ""))
    for each in element:
        if isinstance(each.tag, str) and each not in skipped and each.tag not in _SKIPPED:
            if each.tag == "br":
                pieces.append("\n")
            elif each.tag in _NEW_PARAGRAPH:
                pieces.append("\n\n")
                _write(each, skipped, pieces)
                pieces.append("\n\n")
            else:
                _write(each, skipped, pieces)
        pieces.append(re.sub(r"\s+", " ", each.tail or ""))


def _answered(element: Any) -> str:
    """What the markup says outright that it answers."""
    for name in ("data-parent-id", "data-parent", "data-reply-to", "data-in-reply-to", "data-parentid", "parentid"):
        if (value := element.get(name)) and value not in {"0", "null", "root"}:
            return str(value)
    for each in element.iter("a", "meta", "link"):
        names = (each.get("class") or "").split()
        if each.get("itemprop") == "parentItem" or "u-in-reply-to" in names or each.get("rel") == "in-reply-to":
            return str(each.get("href") or each.get("content") or "").lstrip("#")
    return ""


def _parent(element: Any, elements: set[Any], kept: dict[Any, Said]) -> Any:
    """The post around it, or the one whose wrapper it stands in, one list further down."""
    below = False
    for above in element.iterancestors():
        if above in kept:
            return above
        if above in elements:  # a wrapper: its own post is the first in it
            first = next((e for e in above.iter("*") if e in kept), None)
            if first is not None and first is not element and below and first not in element.iter():
                return first
        below = below or above.tag in {"ol", "ul"} or bool(_BELOW.search(_named(above)))
    return None


def _is_post(said: Said) -> bool:
    """An `article` is a post when it has a handle and a time and no heading of its own: not a page's story."""
    if _POST_TYPE.search(said.element.get("itemtype") or ""):
        return True
    if said.element.find(".//h1") is not None or len(said.words) > MAX_POST:
        return False
    if "h-entry" in _classes(said.element):
        return not said.element.xpath("boolean(.//*[contains(concat(' ', @class, ' '), ' p-name ')])")
    return bool(said.post.handle and (said.post.published or said.post.published_as_written))


def _of_json_ld(tree: Any) -> list[Said]:
    out: list[Said] = []
    for script in tree.xpath("//script[@type='application/ld+json']")[:50]:
        try:
            value = json.loads(script.text or "")
        except (ValueError, RecursionError):
            continue
        out += _in_json_ld(value, "", 0)
    unique = {(said.words, said.post.by, said.post.published): said for said in out}
    return list(unique.values())[:MAX_POSTS]


def _in_json_ld(value: Any, parent: str, depth: int) -> Iterator[Said]:
    if depth > 40:
        return
    if isinstance(value, list):
        for each in value[:MAX_POSTS]:
            yield from _in_json_ld(each, parent, depth + 1)
        return
    if not isinstance(value, dict):
        return
    kinds = value.get("@type")
    kind = next((k for k in (kinds if isinstance(kinds, list) else [kinds]) if k in _TYPES), None)
    identity = parent
    if kind is not None and (words := _text_of(value)):
        author = value.get("author") or value.get("creator") or ""
        author = author[0] if isinstance(author, list) and author else author
        name = str(author.get("name") or "") if isinstance(author, dict) else str(author or "")
        other = str(author.get("alternateName") or "") if isinstance(author, dict) else ""
        written = str(value.get("dateCreated") or value.get("datePublished") or "")
        identity = str(value.get("@id") or value.get("identifier") or value.get("url") or "")
        answered = value.get("parentItem")
        reply_to = str(answered.get("@id") or "") if isinstance(answered, dict) else str(answered or "")
        post = Post(
            author=name,
            handle=other if other.startswith("@") else "",
            published=moment(written),
            published_as_written=written,
            url=str(value.get("url") or ""),
            id=identity,
            reply_to=reply_to or parent,
        )
        yield Said("comment" if kind in {"Comment", "UserComments", "Answer"} else "post", words[:MAX_WORDS], post)
    for key in ("comment", "mainEntity", "@graph", "suggestedAnswer", "acceptedAnswer", "hasPart"):
        if key in value:
            yield from _in_json_ld(value[key], identity, depth + 1)


def _text_of(value: dict[str, Any]) -> str:
    words = value.get("text") or value.get("articleBody") or value.get("commentText") or ""
    return words.strip() if isinstance(words, str) else ""
