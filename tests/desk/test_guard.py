"""The gate: who is let in, from where, and with which headers every answer goes out."""

from __future__ import annotations

import logging

import pytest

from recoupe.desk.guard import HEADERS, POLICY, Gate, Keys
from tests.desk.conftest import HOST, PORT, Visitor

COOKIE = f"recoupe-desk-{PORT}"


def test_nothing_is_shown_without_the_key(desk: Visitor) -> None:
    for path in ("/", desk.case, desk.source("article"), f"{desk.source('long')}/clip", "/static/desk.css", "/nowhere"):
        answer = desk.get(path, keyed=False)
        assert answer.status_code == 401, path
        assert "Exampleson" not in answer.text and "article.txt" not in answer.text


def test_a_wrong_cookie_is_no_key(desk: Visitor) -> None:
    for cookie in (f"{COOKIE}=guess", f"{COOKIE}=", f"other={desk.keys.session}", ";;;=", f'{COOKIE}="\\377"'):
        assert desk.get("/", keyed=False, headers={"cookie": cookie}).status_code == 401


def test_the_token_becomes_a_strict_cookie_and_leaves_the_address(desk: Visitor) -> None:
    answer = desk.get(f"/enter?key={desk.keys.token}", keyed=False)
    assert answer.status_code == 200
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie and "samesite=strict" in cookie and "path=/" in cookie
    assert desk.keys.session in answer.headers["set-cookie"]
    assert desk.keys.token not in answer.text and desk.keys.session not in answer.text
    assert desk.get(f"/enter?key={desk.keys.token}", keyed=False).status_code == 200, "the printed address works again"


def test_the_ticket_works_once() -> None:
    keys = Keys()
    ticket = keys.ticket
    assert keys.admits(ticket)
    assert not keys.admits(ticket)
    assert not keys.admits("") and not keys.admits("ü")
    assert keys.admits(keys.token)


def test_a_wrong_token_gives_no_cookie(desk: Visitor) -> None:
    for key in ("", "x", desk.keys.session):
        answer = desk.get("/enter", params={"key": key}, keyed=False)
        assert answer.status_code == 401
        assert "set-cookie" not in answer.headers


@pytest.mark.parametrize(
    "host", ["evil.example", f"evil.example:{PORT}", "127.0.0.1", "127.0.0.1:1", f"0.0.0.0:{PORT}", f"[::1]:{PORT}", ""]
)
def test_a_name_rebound_to_this_computer_is_refused(desk: Visitor, host: str) -> None:
    answer = desk.get("/", headers={"host": host})
    assert answer.status_code == 421
    assert "the case" not in answer.text


def test_two_hosts_are_refused(desk: Visitor) -> None:
    from starlette.datastructures import Headers

    gate = Gate(desk.app, keys=desk.keys, hosts=frozenset({HOST}), cookie=COOKIE)
    raw = [(b"host", HOST.encode()), (b"host", b"evil.example")]
    assert Headers(raw=raw).getlist("host") == [HOST, "evil.example"]
    problem = gate.problem({"type": "http", "method": "GET", "path": "/", "headers": raw})
    assert problem is not None and problem.status == 421


@pytest.mark.parametrize("origin", ["http://evil.example", "null", f"https://{HOST}", "http://127.0.0.1:1", "file://"])
def test_a_foreign_origin_is_refused_even_with_the_cookie(desk: Visitor, origin: str) -> None:
    assert desk.get("/", headers={"origin": origin}).status_code == 403
    assert desk.post(f"{desk.case}/run", headers={"origin": origin}).status_code == 403


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_a_request_begun_by_another_site_is_refused(desk: Visitor, site: str) -> None:
    assert desk.get(desk.case, headers={"sec-fetch-site": site}).status_code == 403
    assert desk.get(desk.case, headers={"sec-fetch-site": "none"}).status_code == 200


def test_a_change_must_say_where_it_comes_from(desk: Visitor) -> None:
    assert desk.send("POST", f"{desk.case}/run").status_code == 403
    assert desk.send("POST", "/nowhere", headers={"sec-fetch-site": "same-origin"}).status_code == 404


@pytest.mark.parametrize("method", ["PUT", "DELETE", "OPTIONS", "PATCH", "TRACE"])
def test_other_methods_are_refused(desk: Visitor, method: str) -> None:
    assert desk.send(method, desk.case).status_code == 405


def test_reading_addresses_do_not_take_posts_nor_writing_ones_gets(desk: Visitor) -> None:
    assert desk.post(f"{desk.case}/sources").status_code == 405
    assert desk.get(f"{desk.case}/run").status_code == 405
    assert desk.get("/new").status_code == 405


def test_every_answer_has_the_headers(desk: Visitor) -> None:
    paths = ("/", desk.case, "/static/desk.js", "/nowhere", f"{desk.source('picture')}/picture.jpg", "/job/x.json")
    for path in paths:
        answer = desk.get(path)
        for name in HEADERS:
            assert name in answer.headers, (path, name)
        assert answer.headers["content-security-policy"] == POLICY
        assert answer.headers["cache-control"] == "no-store"
    for name in HEADERS:
        assert name in desk.get("/", keyed=False).headers
        assert name in desk.get("/", headers={"host": "evil.example"}).headers


def test_the_policy_allows_nothing_inline_and_nothing_remote() -> None:
    assert "unsafe" not in POLICY and "http" not in POLICY and "*" not in POLICY and "data:" not in POLICY
    assert "frame-ancestors 'none'" in POLICY and "base-uri 'none'" in POLICY and "form-action 'self'" in POLICY


def test_a_fault_shows_a_page_without_inner_detail(desk: Visitor, caplog: pytest.LogCaptureFixture) -> None:
    async def broken(scope: object, receive: object, send: object) -> None:
        raise RuntimeError("secret source name")

    gate = Gate(broken, keys=desk.keys, hosts=frozenset({HOST}), cookie=COOKIE)
    with caplog.at_level(logging.ERROR):
        answer = Visitor(gate, desk.keys, desk.root).get("/")
    assert answer.status_code == 500
    assert "secret" not in answer.text and "secret" not in caplog.text
    assert "RuntimeError" in caplog.text and "broken" in caplog.text
    assert answer.headers["content-security-policy"] == POLICY
