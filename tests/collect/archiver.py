"""Folders as bellingcat's auto-archiver leaves them, written by our own code after its documented forms; all staged."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

URL = "https://social.example/staged/123"
TITLE = "Staged: the harbour"
POSTED = "2021-03-04T05:06:07+00:00"
ARCHIVED = "2021-03-05T10:11:12.131415+00:00"


def noted(data: bytes, method: str) -> str:
    """A hash as the hash enricher writes it."""
    kind = {"SHA-256": hashlib.sha256, "SHA3-512": hashlib.sha3_512}[method]
    return f"{method}:{kind(data).hexdigest()}"


def media(files: dict[str, bytes], method: str) -> list[dict[str, object]]:
    """The files as records: the first with a picture of its own inside its properties, as thumbnails are."""
    records: list[dict[str, object]] = [
        {
            "filename": f"/tmp/tmpabc/{name}", "_key": f"social-example-staged-123/{name}",
            "urls": [f"./archived/social-example-staged-123/{name}"], "properties": {"hash": noted(data, method)},
        }
        for name, data in files.items()
    ]  # fmt: skip
    first, *others = records
    first["properties"] = {**dict(first["properties"]), "thumbnails": others}  # type: ignore[call-overload]
    return [first]


def as_json(files: dict[str, bytes], method: str = "SHA-256") -> str:
    """`metadata.json` of the JSON enricher."""
    metadata = {"_processed_at": ARCHIVED, "url": URL, "title": TITLE, "timestamp": POSTED, "content": "Staged words"}
    return json.dumps({"status": "staged: success", "metadata": metadata, "media": media(files, method)}, indent=4)


def as_html(files: dict[str, bytes], method: str = "SHA-256") -> str:
    """The report of the HTML formatter."""
    rows = "".join(
        f"""<tr><td><ul><li><b>key:</b> <span class="copy">a/{name}</span></li>
        <li><b>hash:</b> <span class="copy">{noted(data, method)}</span></li></ul></td>
        <td><a href="./archived/a/{name}">open</a> <video src="./archived/a/{name}" controls></video></td></tr>"""
        for name, data in files.items()
    )
    return f"""<!DOCTYPE html><html lang="en"><head><title>{URL}</title><script>fetch('x')</script></head><body>
    <h2>Archived media for <span class="copy">{URL}</span> - <a href="{URL}">open</a></h2>
    <p><b>title:</b> '<span class="copy">{TITLE}</span>'</p>
    <h2 class="center">content {len(files)} item(s)</h2>
    <table class="content"><tr><th>about</th><th>files and preview</th></tr><tbody>{rows}</tbody></table>
    <h2 class="center">metadata</h2><table class="metadata"><tr><th>key</th><th>value</th></tr>
    <tr><td>timestamp</td><td><span class="copy">{POSTED}</span></td></tr>
    <tr><td>_processed_at</td><td><span class="copy">{ARCHIVED}</span></td></tr></table>
    <p>Made with <a href="https://github.com/bellingcat/auto-archiver">bellingcat/auto-archiver</a></p></body></html>"""


def as_csv(files: dict[str, bytes], method: str = "SHA-256") -> str:
    """A table of the CSV database: its cells are Python values as text."""
    metadata = (
        "{'_processed_at': datetime.datetime(2021, 3, 5, 10, 11, 12, 131415, tzinfo=datetime.timezone.utc), "
        f"'url': {URL!r}, 'title': {TITLE!r}, 'timestamp': {POSTED!r}" + "}"
    )

    def cell(text: str) -> str:
        return '"' + text.replace('"', '""') + '"'

    return f"status,metadata,media\r\nstaged: success,{cell(metadata)},{cell(repr(media(files, method)))}\r\n"


FORMS = {"metadata.json": as_json, "report.html": as_html, "rows.csv": as_csv}


def write(
    folder: Path, form: str, files: dict[str, bytes], method: str = "SHA-256", *, stated: dict[str, bytes] | None = None
) -> None:
    """A folder with files and one record of them; `stated` are the bytes that the record speaks of."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in files.items():
        (folder / name).write_bytes(data)
    (folder / form).write_text(FORMS[form](stated or files, method), encoding="utf-8", newline="")
