#!/usr/bin/env python3
"""Makes what ./dev bench measures on, the same bytes each time.

make.py records DIR N   N records in DIR/_news, each the lead of a story with four others' articles
make.py topics DIR N    the files of their topics, for an edition
make.py hugo DIR N      the same paper as a Hugo site (tests/bench/hugo)
make.py plain DIR N     a Hugo site with the same N articles, their pages alone and in a plain layout
make.py feeds DIR N     N feeds of thirty entries, RSS 2.0 and Atom in turn
make.py long DIR N      N such feeds of 1,500 entries
"""
import os
import random
import shutil
import sys
from datetime import datetime, timedelta, timezone
from email.utils import format_datetime
from html import escape

SYLLABLES = "ba be bi bo ka ke ki ko la le li lo ma me mi mo na ne ni no ra re ri ro sa se si so ta te ti to".split()
TOPICS = 12
START = datetime(2025, 9, 1, tzinfo=timezone.utc)


class Maker:
    def __init__(self):
        self.random = random.Random(1)
        self.words = ["".join(self.random.choices(SYLLABLES, k=self.random.randint(1, 4)))
                      for _ in range(20000)]

    def text(self, count):
        # Few words are frequent and most are rare, as in a language.
        picks = (self.words[int(len(self.words) * self.random.random() ** 3)] for _ in range(count))
        return " ".join(picks).capitalize()

    def article(self, number):
        outlet = self.random.randrange(40)
        title = self.text(9)
        return {
            "title": title,
            "excerpt": self.text(35) + ".",
            "time": START + timedelta(minutes=number * 7),
            "outlet": f"Outlet {outlet}",
            "domain": f"outlet{outlet}.example",
            "url": f"https://outlet{outlet}.example/{number}/{title.lower().replace(' ', '-')}",
            "quality": self.random.randrange(75, 120),
            "topic": f"Topic {self.random.randrange(TOPICS)}",
        }

    def stories(self, count):
        for number in range(count):
            lead = self.article(number)
            lead["number"] = number
            lead["related"] = [self.article(count + number * 4 + k) for k in range(4)]
            yield lead


def stamp(time):
    return time.strftime("%Y-%m-%dT%H:%M:%SZ")


def front_matter(story, more=()):
    lines = ["---", "category: news", f'title: "{story["title"]}"', f'excerpt: "{story["excerpt"]}"',
             f"publishedDateTime: {stamp(story['time'])}", f'originalUrl: "{story["url"]}"',
             f'webUrl: "{story["url"]}"', "type: article", f"quality: {story['quality']}",
             f"heat: {story['quality'] + 40}", "published: true", *more, "",
             "provider:", f"  name: {story['outlet']}", f"  domain: {story['domain']}", "",
             "topics:", f"  - {story['topic']}", "  - News", "", "related:"]
    for other in sorted(story["related"], key=lambda one: -one["quality"]):
        lines += [f'  - title: "{other["title"]}"', f'    excerpt: "{other["excerpt"]}"',
                  f"    publishedDateTime: {stamp(other['time'])}", f'    webUrl: "{other["url"]}"',
                  "    type: article", "    provider:", f"      name: {other['outlet']}",
                  f"      domain: {other['domain']}", f"    quality: {other['quality']}"]
    return "\n".join(lines + ["---", "", ""])


def write(path, text):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)


def make_records(folder, count):
    for story in Maker().stories(count):
        name = f"{stamp(story['time'])[:10]}-{story['title'].lower().replace(' ', '-')}.md"
        write(os.path.join(folder, "_news", name), front_matter(story))


def make_topics(folder, count):
    for number in range(count):
        write(os.path.join(folder, f"{number + 1:02}-topic-{number}.yaml"),
              f"taxonomy: topic\n_id: topic-{number}\nname: Topic {number}\n")


# A story's page has no list of its other articles, as the edition does not hold these: they stand in
# the records alone. So all that Hugo makes is made by Broadsheet, too, but not the other way round.
def make_hugo(folder, count):
    here = os.path.dirname(os.path.abspath(__file__))
    shutil.copytree(os.path.join(here, "hugo"), folder, dirs_exist_ok=True)
    for name in ("style.css", "script.js", "icon.svg"):
        write(os.path.join(folder, "static", name), "")
        shutil.copy(os.path.join(here, "..", "..", "templates", name), os.path.join(folder, "static", name))
    for topic in ["News"] + [f"Topic {number}" for number in range(TOPICS)]:
        write(os.path.join(folder, "content", "topics", topic.lower().replace(" ", "-"), "_index.md"),
              f"---\ntitle: {topic}\noutputs: [HTML, RSS, ATOM, JSONFEED, API]\n---\n")
    for story in Maker().stories(count):
        day, number = stamp(story["time"])[:10], story["number"]
        slug = story["title"].lower().replace(" ", "-")
        more = [f"date: {stamp(story['time'])}", f'url: "/s/{number % 100:02}/{number}-{slug}.html"',
                f'providers: ["{story["domain"]}"]', f'days: ["{day}"]', f'months: ["{day[:7]}"]']
        write(os.path.join(folder, "content", "s", f"{day}-{slug}.md"), front_matter(story, more))


PLAIN = {
    "config.toml": 'baseURL = "https://bench.example/"\ntitle = "Bench"\npaginate = 60\n'
                   'disableKinds = ["taxonomy", "term", "RSS", "sitemap", "404"]\n',
    "layouts/_default/single.html":
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{{ .Title }}</title></head>'
        "<body><h1>{{ .Title }}</h1><p>{{ .Params.excerpt }}</p><p>{{ .Params.outlet }}</p><ul>"
        '{{ range .Params.related }}<li><a href="{{ .url }}">{{ .title }}</a> {{ .outlet }} '
        "<p>{{ .excerpt }}</p></li>{{ end }}</ul></body></html>\n",
    "layouts/_default/list.html":
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{{ .Title }}</title></head>'
        '<body><ul>{{ range first 60 .RegularPages }}<li><a href="{{ .RelPermalink }}">{{ .Title }}</a>'
        "<p>{{ .Params.excerpt }}</p></li>{{ end }}</ul></body></html>\n",
}


def make_plain(folder, count):
    for path, text in PLAIN.items():
        write(os.path.join(folder, path), text)
    for story in Maker().stories(count):
        lines = ["---", f'title: "{story["title"]}"', f"date: {stamp(story['time'])}",
                 f'excerpt: "{story["excerpt"]}"', f"outlet: {story['outlet']}", "related:"]
        for other in story["related"]:
            lines += [f'  - title: "{other["title"]}"', f'    url: "{other["url"]}"',
                      f'    excerpt: "{other["excerpt"]}"', f"    outlet: {other['outlet']}"]
        write(os.path.join(folder, "content", "s", f"{story['number']}.md"), "\n".join(lines + ["---", ""]))


def rss(maker, entries):
    items = "".join(
        f"<item><title>{one['title']}</title><link>{one['url']}</link><guid>{one['url']}</guid>"
        f"<pubDate>{format_datetime(one['time'], usegmt=True)}</pubDate>"
        f"<description>{escape('<p>' + one['excerpt'] + '</p><p>' + maker.text(60) + '</p>')}</description>"
        "</item>\n" for one in entries)
    return ('<?xml version="1.0" encoding="utf-8"?>\n<rss version="2.0"><channel><title>Bench</title>'
            f"<link>https://bench.example/</link><description>Bench</description>\n{items}</channel></rss>\n")


def atom(maker, entries):
    items = "".join(
        f"<entry><title>{one['title']}</title><link href=\"{one['url']}\"/><id>{one['url']}</id>"
        f"<updated>{stamp(one['time'])}</updated><author><name>{one['outlet']}</name></author>"
        f"<summary>{one['excerpt']}</summary><content type=\"html\">"
        f"{escape('<p>' + maker.text(60) + '</p>')}</content></entry>\n" for one in entries)
    return ('<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom">'
            f"<title>Bench</title><id>https://bench.example/</id><updated>{stamp(START)}</updated>\n{items}</feed>\n")


def make_feeds(folder, count, length=30):
    maker = Maker()
    for number in range(count):
        entries = [maker.article(number * length + k) for k in range(length)]
        write(os.path.join(folder, f"{number}.xml"), (atom if number % 2 else rss)(maker, entries))


def make_long_feeds(folder, count):
    make_feeds(folder, count, 1500)


if __name__ == "__main__":
    kinds = {"records": make_records, "topics": make_topics, "hugo": make_hugo,
             "plain": make_plain, "feeds": make_feeds, "long": make_long_feeds}
    if len(sys.argv) != 4 or sys.argv[1] not in kinds:
        sys.exit(__doc__)
    kinds[sys.argv[1]](sys.argv[2], int(sys.argv[3]))
