"""broadsheet record json records/_news/*.md | grouped.py: holds an edition's stories against its stories.tsv. A line for each
story of that: "found" where at least two thirds of its articles are in one story, in which no other
has more; then the articles that are in a story of others, if they are more than two."""
import collections
import csv
import json
import sys

told = {}  # an article's address: the first one of its story's
for line in sys.stdin:
    record = json.loads(line)
    others = [article["webUrl"] for article in record.get("related", [])]
    told[record["webUrl"]] = min([record["webUrl"]] + others)

wanted = collections.defaultdict(list)
with open("stories.tsv") as file:
    for row in csv.DictReader(file, delimiter="\t"):
        wanted[row["story"]].append(row["link"])
belongs = {link: story for story, links in wanted.items() for link in links}
owner = {}
for lead in set(told.values()):
    stories = collections.Counter(belongs.get(link, link) for link in told if told[link] == lead)
    owner[lead] = stories.most_common(1)[0][0]
for story, links in wanted.items():
    place = collections.Counter(told[link] for link in links).most_common(1)[0]
    good = owner[place[0]] == story and place[1] * 3 >= len(links) * 2
    print(story, "found" if good else f"not found: {place[1]} of {len(links)}")
strangers = [link for link, lead in told.items() if belongs.get(link, link) != owner[lead]]
print("few strangers" if len(strangers) <= 2 else "\n".join(["strangers:"] + strangers))
