"""The feeds that tests/publish/expected holds, as others read them and as we read them ourselves:
Atom, RSS and JSON Feed must say the same, and feedparser must find nothing to mend."""

import glob
import html
import json
import os
import re
import subprocess
import sys

try:
    import feedparser
except ImportError:
    sys.exit(77)

PUBLIC = "tests/publish/expected/public/"


def plain(text):
    """What is seen of a text: XML has no controls, readers squeeze spaces."""
    text = re.sub("[\x00-\x1f\ufffd]", " ", text or "")
    return " ".join(text.split())


def by_feedparser(path):
    feed = feedparser.parse(path)
    assert not feed.bozo, (path, feed.bozo_exception)

    def text(entry, name):
        detail = entry.get(name + "_detail", {"type": "", "value": ""})
        value = detail["value"] or ""
        return plain(html.unescape(value) if detail["type"] == "text/html" else value)

    entries = [
        {
            "id": entry.id,
            "link": entry.link,
            "title": text(entry, "title"),
            "summary": text(entry, "summary"),
            "author": entry.author,
            "categories": [tag.term for tag in entry.get("tags", [])],
            "published": list(entry.published_parsed),
            "updated": list(entry.updated_parsed),
        }
        for entry in feed.entries
    ]
    own = [link.href for link in feed.feed.links if link.rel == "self"]
    return {"title": feed.feed.title, "link": feed.feed.link, "entries": entries}, own


def by_ourselves(path):
    read = subprocess.run(
        [os.environ["BROADSHEET"], "feed", "parse", path], check=True, stdout=subprocess.PIPE
    )
    feed = json.loads(read.stdout)
    assert not feed.get("warnings"), (path, feed["warnings"])
    entries = []
    for entry in feed["entries"]:
        title, summary = plain(entry["title"]), plain(entry.get("summary"))
        entries.append(
            {
                "id": entry["id"],
                "link": entry["link"],
                "title": title,
                # JSON Feed wants a content: an entry without a summary has its title there.
                "summary": "" if summary == title else summary,
                "author": entry["author"]["name"],
                "categories": entry["categories"],
                "published": entry["published"],
                "updated": entry["updated"],
            }
        )
    return {"title": feed["feed"]["title"], "link": feed["feed"]["link"], "entries": entries}


folders = [PUBLIC] + sorted(glob.glob(PUBLIC + "topic/*/"))
assert len(folders) > 2
entries = 0
for folder in folders:
    atom, atom_self = by_feedparser(folder + "feed.xml")
    rss, rss_self = by_feedparser(folder + "rss.xml")
    assert atom == rss, (folder, atom, rss)
    home = atom["link"]
    assert (atom_self, rss_self) == ([home + "feed.xml"], [home + "rss.xml"]), (atom_self, rss_self)
    forms = [by_ourselves(folder + name) for name in ("feed.xml", "rss.xml", "feed.json")]
    assert forms[0] == forms[1], (folder, forms[0], forms[1])
    assert forms[0] == forms[2], (folder, forms[0], forms[2])
    assert [e["id"] for e in forms[0]["entries"]] == [e["id"] for e in atom["entries"]]
    assert [e["title"] for e in forms[0]["entries"]] == [e["title"] for e in atom["entries"]]
    entries += len(atom["entries"])
assert entries > 8
print(f"{len(folders)} folders, {entries} entries, read alike by feedparser and by ourselves")
