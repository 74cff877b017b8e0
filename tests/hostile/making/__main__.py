"""`python -m tests.hostile.making FOLDER`: write the corpus to look at it."""

from __future__ import annotations

import sys
from pathlib import Path

from tests.hostile.making import archives, films, pages, papers, pictures, playlists, tables, webarchives, write

SECRET, WEB = "/tmp/recoupe-secret", "http://127.0.0.1:9"

if __name__ == "__main__":
    top = Path(sys.argv[1])
    corpus = {
        "playlists": playlists.everything(f"{SECRET}.ts", f"{SECRET}.txt", WEB),
        "films": {**films.pointing(f"{SECRET}.raw", f"{SECRET}.ts", WEB), **films.oversized()},
        "pictures": {**pictures.oversized(), **pictures.pointing(SECRET, WEB)},
        "papers": {**papers.active(SECRET, WEB), **papers.oversized()},
        "pages": pages.everything(SECRET, WEB),
        "tables": {**tables.active(SECRET, WEB), **tables.oversized()},
        "archives": archives.everything(),
        "webarchives": webarchives.everything(),
    }
    for group, files in corpus.items():
        print(f"{len(files):4} files in {write(top / group, files)}")
