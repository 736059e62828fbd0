"""An edition whose every text is hostile (attacks.md F10, F11, G09, G12, G15, H01-H03, I07, K01-K04,
K12, N23): what is published holds no script of theirs, no markup of theirs, no address that is none,
is well-formed, and lies where it should."""

import html.parser
import json
import os
import re
import subprocess
import sys
import tempfile
import xml.dom.minidom
from xml.sax.saxutils import escape, quoteattr

EVIL = """"'><script>alert(1)</script><img src=x onerror=alert(1)>{{root}}{{{data}}}]]>--"""

TITLES = [
    "../../etc/passwd", "..\\..\\x", "/abs", "C:\\x", "%2e%2e%2f", "....//", ".", "..", "", " ", "-",
    "\U0001f389\U0001f389", "\u65e5\u672c\u8a9e", "\u202e\u2066", "CON", "NUL", "aux.html", "index",
    "feed.xml", "api", "static", ".htaccess", "robots.txt", "sitemap.xml", "favicon.ico", "admin",
    ".well-known", "x" * 300, "y" * 4096, "z" * 1000000, "a\u0300" * 10000, "__proto__",
    "\x85\u2028\ufeff\u200b\U000e0041 tag", "</title><script>alert(2)</script>", "&lt;script&gt;",
    "x\n---\npublished: true\nsecured: x", "](javascript:alert(1))", "=cmd|'/C calc'!A0", EVIL,
]  # fmt: skip

FILES = {
    "edition.yaml": f"title: {json.dumps('T ' + EVIL)}\nid: t\nurl: https://t.example\n"
    "publish: {threshold: 0, front: {perProvider: 100}}\nfetch: {pages: none}\n",
    "topics/1.yaml": f"taxonomy: topic\n_id: t\nname: {json.dumps('N ' + EVIL)}\n"
    f"description: {json.dumps(EVIL)}\nkeywords: [word]\n",
    "providers/a.md": f"---\n_id: a.example\nname: {json.dumps('P ' + EVIL)}\ndomain: a.example\n"
    f"description: {json.dumps(EVIL)}\ncredit: {json.dumps(EVIL)}\n"
    "images:\n  - url: 'javascript:alert(1)'\n---\n",
    "_sponsorships/s.md": f"---\nsponsor: {json.dumps(EVIL)}\nwebUrl: \"https://s.example/?x='a=1\"\n"
    f"schedule: [2025-10-09]\nmessages:\n  - title: {json.dumps(EVIL)}\n"
    f"    text: {json.dumps(EVIL)}\n---\n",
    "pages/own.md": f"---\ntitle: {json.dumps(EVIL)}\n---\n{EVIL}\n\n[x](javascript:alert(1)) "
    "[y]( data:text/html,x ) <a href=vbscript:x onclick=x style=x>z</a> <svg onload=x>"
    "<iframe srcdoc=x></iframe><style>*{}</style>\n",
    "sources.opml": f'<opml version="2.0"><body><outline text={quoteattr(EVIL)} '
    'xmlUrl="inbox/f.xml"/></body></opml>',
}


def feed():
    items = "".join(
        f"<item><title>{escape(title)}</title><link>https://a.example/{i}</link>"
        f"<description>{escape(f'word{i} n{i * 7} k{i * 13} {title[:500]} {EVIL}')}</description>"
        f"<author>x@y ({escape(EVIL)})</author><category>{escape(EVIL)}</category>"
        f"<pubDate>Thu, 09 Oct 2025 0{i % 8}:00:00 GMT</pubDate>"
        f"<media:content url={quoteattr('https://a.example/x.svg?' + EVIL)} type='image/svg+xml'/>"
        "</item>"
        for i, title in enumerate(TITLES)
    )
    return (
        '<rss version="2.0" xmlns:media="http://search.yahoo.com/mrss/"><channel>'
        f"<title>{escape(EVIL)}</title>{items}</channel></rss>"
    )


class Page(html.parser.HTMLParser):
    """Every element and attribute; texts are data."""

    def __init__(self, path):
        super().__init__()
        self.path = path
        self.data = False

    def handle_starttag(self, tag, attributes):
        values = dict(attributes)
        self.data = tag == "script" and values.get("type") == "application/ld+json"
        assert tag not in ("iframe", "object", "embed", "style", "svg", "math", "base"), self.path
        assert tag != "script" or self.data or values["src"].endswith("script.js"), self.path
        for name, value in attributes:
            assert not name.startswith("on") and name not in ("style", "srcdoc"), (self.path, name)
            if name in ("href", "src", "srcset", "action", "poster", "content"):
                scheme = re.match(r"\s*([a-z]+):", value or "", re.I)
                known = scheme is None or scheme[1] in ("http", "https")
                assert known or name == "content", (self.path, value)

    def handle_endtag(self, tag):
        self.data = False

    def handle_data(self, data):
        if self.data:
            json.loads(data)
            assert "<" not in data, self.path


def look(path):
    with open(path, encoding="utf-8", newline="") as file:
        text = file.read()
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", text), path
    if path.endswith(".html"):
        page = Page(path)
        page.feed(text)
        page.close()
    elif path.endswith(".json"):
        json.loads(text)
    elif path.endswith(".xml"):
        xml.dom.minidom.parseString(text.encode())


def look_at_record(path):
    with open(path, encoding="utf-8") as file:
        head = file.read().split("\n---\n", 1)[0]
    assert re.fullmatch(r"2025-10-0\d-[a-z0-9_-]+\.md", os.path.basename(path)), path
    assert head.count("\npublished:") == 1 and "\nsecured:" not in head, path


def main():
    broadsheet = os.environ["BROADSHEET"]
    environment = dict(os.environ, SOURCE_DATE_EPOCH="1760000000")
    with tempfile.TemporaryDirectory() as folder:
        for name, text in dict(FILES, **{"inbox/f.xml": feed()}).items():
            path = os.path.join(folder, name)
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, "w", encoding="utf-8", newline="") as file:
                file.write(text)
        before = {entry for entry in os.listdir(folder)}
        subprocess.run([broadsheet, "-C", folder, "run", "--once"], check=True, env=environment)
        assert set(os.listdir(folder)) - before == {"records", "public", "state"}
        records = os.listdir(f"{folder}/records/_news")
        assert len(records) == len(TITLES), len(records)
        for name in records:
            look_at_record(f"{folder}/records/_news/{name}")
        count = 0
        for root, _, names in os.walk(f"{folder}/public"):
            for name in names:
                assert len(name.encode()) <= 200, name
                if not name.endswith((".gz", ".br")):
                    look(os.path.join(root, name))
                count += 1
        assert count > len(TITLES), count


if __name__ == "__main__":
    sys.exit(main())
