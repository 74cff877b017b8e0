"""`recoupe collect`: take something in from the public web."""

from __future__ import annotations

from pathlib import Path

import click
from rich.markup import escape

from recoupe import jail
from recoupe.cli.console import Console, visible
from recoupe.cli.signing import signer
from recoupe.collect import advice, footage, recognise, supported
from recoupe.collect.web import fetched, look
from recoupe.errors import CollectError, UsageError
from recoupe.events import Events, Notice
from recoupe.preserve import Case

EPILOG = """\b
Examples:
  recoupe collect harbour https://example.org/article             fetch it and add it
  recoupe collect harbour --footage https://example.org/watch?v=1 the clip that a page plays
  recoupe collect harbour --look https://example.org/v            is it still there, and is it the same?
  recoupe collect harbour --look                                  the same of every address in the case
"""


@click.command(epilog=EPILOG)
@click.argument("case", type=click.Path(path_type=Path))
@click.argument("urls", nargs=-1, metavar="URL...")
@click.option("--footage", "is_footage", is_flag=True, help="Take the clip behind a player, through yt-dlp.")
@click.option("--look", "only_look", is_flag=True, help="Only note whether it is to be had now, and what changed.")
@click.option("--json", "as_json", is_flag=True, help="Print what was fetched as JSON.")
def command(case: Path, urls: tuple[str, ...], is_footage: bool, only_look: bool, as_json: bool) -> int:
    """Fetch each URL over the network and add it to CASE, with where it came from.

    The site learns your address and that recoupe asked. Only public addresses are asked: one plain request each, with
    no cookies, no scripts, no login. With --footage yt-dlp reads the page in the jail, and every request of it is
    checked in the same way; that needs the extra `collect`. For a page as a browser shows it, use a web archiver and
    add what it gives. With --look nothing is taken in: each look is noted in the case, and without a URL every address
    that was collected from or looked at before is looked at again, as it was then.

    Exit status 1 says that something could not be fetched or is not to be had any more; that is noted in the case.
    """
    if not urls and not only_look:
        raise UsageError("an address is missing", todo="recoupe collect CASE URL, or --look for those in the case")
    console = Console(as_json=as_json)
    key = signer(console)
    results: list[dict[str, object]] = []
    with console.progress() as events, Case.open(case, write=True, signer=key) as opened:
        asked = [(url, is_footage) for url in urls] or known(opened)
        for url, film in asked:
            if only_look:
                results.append(_looked(opened, url, film))
                continue
            try:
                results += _footage(opened, url, events) if film else _plain(opened, url, events)
            except CollectError as error:
                opened.refuse(visible(url), error.slug, error.reason, error.todo)
                events(Notice(level="failure", item=url, text=error.reason, todo=error.todo))
                results.append({"url": url, "failed": error.reason})
    console.result(results)
    for result in results:
        console.print(escape(visible(_told(result))))
    if not results:
        console.print("No address is in the case yet.")
    return 1 if any("failed" in result or result.get("outcome") == "not there" for result in results) else 0


def known(case: Case) -> list[tuple[str, bool]]:
    """Every address that was collected from or looked at, each once, and whether for its footage."""
    found: dict[tuple[str, bool], None] = {}
    for source in case.sources():
        for origin in source.origins:
            if origin.method in ("fetch", footage.METHOD):
                found[origin.path or origin.url, origin.method == footage.METHOD] = None
    for act in case.custody():
        if act.act == "look" and "url" in act.details:
            found[act.details["url"], act.details.get("as") == "footage"] = None
    return list(found)


def _plain(case: Case, url: str, events: Events) -> list[dict[str, object]]:
    with fetched(url, case.cache("fetch")) as answer:
        media_type = recognise(answer.path, declared=answer.declared_type)
        added = case.add(
            answer.path, media_type=media_type, declared_type=answer.declared_type, origin=answer.origin()
        )  # fmt: skip
    if not supported(media_type):
        events(Notice(level="warning", item=url, text="no reader here reads this", todo=advice(media_type)))
    return [{"url": url, "source": added.source.digest, "new": added.new, "type": media_type}]


def _footage(case: Case, url: str, events: Events) -> list[dict[str, object]]:
    results: list[dict[str, object]] = []
    with footage.taken(url, case.cache("fetch"), events=events) as haul:
        case.put_layers(jail.present())
        for found in haul.found:
            added = case.add(
                found.path, media_type=found.media_type, declared_type=found.declared_type, origin=found.origin
            )
            results.append(
                {"url": url, "name": found.origin.name, "source": added.source.digest, "new": added.new,
                 "type": found.media_type}
            )  # fmt: skip
    for reason in haul.failed:
        events(Notice(level="warning", item=url, text=f"a part of it was not taken: {reason}"))
    return results


def _looked(case: Case, url: str, film: bool) -> dict[str, object]:
    """Look, note it in the case, and say what is different from the look before."""
    before = [act.details for act in case.custody() if act.act == "look" and act.details.get("url") == url]
    before = [details for details in before if (details.get("as") == "footage") == film]
    found = {"as": "footage", **footage.look(url)} if film else look(url, case.cache("fetch"))
    case.put_look(url, **found)
    was = before[-1] if before else {}
    changed = {
        key: [was.get(key, ""), found.get(key, "")] for key in sorted(_TELLING) if was.get(key) != found.get(key)
    }
    result: dict[str, object] = {"url": url, **found, "looks": len(before) + 1, "changed": changed if was else {}}
    if not film:
        result["in_case"] = any(source.digest == found.get("sha256") for source in case.sources())
    return result


_TELLING = frozenset({"outcome", "sha256", "title", "duration", "availability", "age-limit", "pieces"})


def _told(result: dict[str, object]) -> str:
    if "failed" in result:
        return f"✗ {result['url']}: {result['failed']}"
    if "outcome" in result:
        return f"{result['url']}: {_seen(result)}"
    name = f" ({result['name']})" if "name" in result else ""
    digest = str(result["source"])[:12]
    return f"{result['url']}{name}: {'added' if result['new'] else 'in the case already'} as {digest}"


def _seen(result: dict[str, object]) -> str:
    said = str(result["outcome"])
    if said == "there" and "in_case" in result:
        said += ", the same bytes as in the case" if result["in_case"] else ", bytes that are not in the case"
    elif said == "there":
        more = [f"{result[key]}{unit}" for key, unit in (("duration", " s"), ("availability", "")) if result.get(key)]
        more += [f"for {result['age-limit']} years and older"] if result.get("age-limit") else []
        said += "".join(f", {word}" for word in more)
    changed = result["changed"]
    if isinstance(changed, dict) and changed:
        said += f"; changed since the look before: {', '.join(changed)}"
    return said
