"""`recoupe collect`: take something in from the public web."""

from __future__ import annotations

from pathlib import Path

import click
from rich.markup import escape

from recoupe.cli.console import Console, visible
from recoupe.cli.signing import signer
from recoupe.collect import advice, recognise, supported
from recoupe.collect.web import fetched, look
from recoupe.errors import CollectError
from recoupe.events import Notice
from recoupe.preserve import Case

EPILOG = """\b
Examples:
  recoupe collect harbour https://example.org/article   fetch it and add it
  recoupe collect harbour --look https://example.org/v  is it still there, and is it the same?
"""


@click.command(epilog=EPILOG)
@click.argument("case", type=click.Path(path_type=Path))
@click.argument("urls", nargs=-1, required=True, metavar="URL...")
@click.option("--look", "only_look", is_flag=True, help="Only note whether it is to be had now, and its digest.")
@click.option("--json", "as_json", is_flag=True, help="Print what was fetched as JSON.")
def command(case: Path, urls: tuple[str, ...], only_look: bool, as_json: bool) -> int:
    """Fetch each URL over the network and add it to CASE, with where it came from.

    The site learns your address and that recoupe asked. Only public addresses are asked, one plain request each: no
    cookies, no scripts, no login. For a page as a browser shows it, or a clip behind a player, use a web archiver or
    yt-dlp and add what it gives. Exit status 1 says that something could not be fetched; that is noted in the case.
    """
    console = Console(as_json=as_json)
    key = signer(console)
    results: list[dict[str, object]] = []
    with console.progress() as events, Case.open(case, write=True, signer=key) as opened:
        for url in urls:
            if only_look:
                found = look(url, opened.cache("fetch"))
                opened.put_look(url, **found)
                known = any(source.digest == found.get("sha256") for source in opened.sources())
                results.append({"url": url, **found, "in_case": known})
                continue
            try:
                with fetched(url, opened.cache("fetch")) as answer:
                    media_type = recognise(answer.path, declared=answer.declared_type)
                    added = opened.add(
                        answer.path, media_type=media_type, declared_type=answer.declared_type, origin=answer.origin()
                    )
                results.append({"url": url, "source": added.source.digest, "new": added.new, "type": media_type})
                if not supported(media_type):
                    events(Notice(level="warning", item=url, text="no reader here reads this", todo=advice(media_type)))
            except CollectError as error:
                opened.refuse(visible(url), error.slug, error.reason, error.todo)
                events(Notice(level="failure", item=url, text=error.reason, todo=error.todo))
                results.append({"url": url, "failed": error.reason})
    console.result(results)
    for result in results:
        console.print(escape(visible(_told(result))))
    return 1 if any("failed" in result or result.get("outcome") == "not there" for result in results) else 0


def _told(result: dict[str, object]) -> str:
    if "failed" in result:
        return f"✗ {result['url']}: {result['failed']}"
    if "outcome" in result:
        same = "the same bytes as in the case" if result["in_case"] else "bytes that are not in the case"
        return f"{result['url']}: {result['outcome']}" + (f", {same}" if result["outcome"] == "there" else "")
    return f"{result['url']}: {'added' if result['new'] else 'in the case already'} as {str(result['source'])[:12]}"
