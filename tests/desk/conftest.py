"""The desk without a network: requests go straight to the application, with or without the key."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest

from recoupe.desk import Keys, Worker, Workspace, create_app
from recoupe.desk.workspace import handle_of
from tests.desk.making import make_case

PORT = 8642
HOST = f"127.0.0.1:{PORT}"


@dataclass
class Visitor:
    """Sends requests to a desk as a browser that has been let in; `keyed=False` as one that has not."""

    app: Any
    keys: Keys
    root: Path
    digests: dict[str, str] = field(default_factory=dict)

    @property
    def case(self) -> str:
        return f"/case/{handle_of(self.root)}"

    def source(self, name: str) -> str:
        return f"{self.case}/source/{self.digests[name][:16]}"

    def send(self, method: str, path: str, *, keyed: bool = True, **kwargs: Any) -> httpx.Response:
        headers = {"host": HOST} | kwargs.pop("headers", {})
        if keyed:
            headers["cookie"] = f"recoupe-desk-{PORT}={self.keys.session}"

        async def once() -> httpx.Response:
            transport = httpx.ASGITransport(app=self.app, raise_app_exceptions=True)
            async with httpx.AsyncClient(transport=transport, base_url=f"http://{HOST}") as client:
                return await client.request(method, path, headers=headers, **kwargs)

        return asyncio.run(once())

    def get(self, path: str, **kwargs: Any) -> httpx.Response:
        return self.send("GET", path, **kwargs)

    def post(self, path: str, **kwargs: Any) -> httpx.Response:
        headers = {"origin": f"http://{HOST}"} | kwargs.pop("headers", {})
        return self.send("POST", path, headers=headers, **kwargs)


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str]]:
    """A workspace with the hand-made case in it."""
    folder = tmp_path_factory.mktemp("desk")
    digests = make_case(folder / "cases" / "the case", folder / "material")
    return folder / "cases" / "the case", digests


@pytest.fixture(scope="session")
def desk(made: tuple[Path, dict[str, str]]) -> Iterator[Visitor]:
    """A desk over that workspace; tests only read."""
    root, digests = made
    keys, worker = Keys(), Worker()
    app = create_app(Workspace(root.parent), worker=worker, keys=keys, port=PORT)
    yield Visitor(app, keys, root, digests)
    worker.close()


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[Visitor]:
    """A desk over an empty workspace of its own, for tests that write."""
    keys, worker = Keys(), Worker()
    app = create_app(Workspace(tmp_path / "cases"), worker=worker, keys=keys, port=PORT)
    yield Visitor(app, keys, tmp_path / "cases" / "none")
    worker.close()
