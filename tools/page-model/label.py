"""What people marked, as labels of blocks: 1 text, 0 none, -1 nothing is known."""
import collections
import json
import os
import re

import numpy as np

UNWANTED_MOST = 1.5  # weight of what is no text, where the text weighs 1
WORDS = re.compile(r'\w+').findall


def folded(text):
    return re.sub(r'\s+', ' ', str(text)).strip()


def lower_words(text):
    return [word.lower() for word in WORDS(text)]


def marked(bench):
    """{(set, id): ('text', all of it) or ('pieces', wanted, unwanted)}"""
    marks = {}
    with open(f'{bench}/scrapinghub/ground-truth.json', encoding='utf-8') as file:
        for page, truth in json.load(file).items():
            marks['scrapinghub', page] = ('text', truth['articleBody'])
    with open(f'{bench}/trafilatura/evaldata.json', encoding='utf-8') as file:
        for page, truth in json.load(file).items():
            marks['trafilatura', page] = ('pieces', truth['with'], truth['without'])
    folder = f'{bench}/wcxb/ground-truth'
    for name in os.listdir(folder):
        with open(f'{folder}/{name}', encoding='utf-8') as file:
            truth = json.load(file)['ground_truth']
        marks['wcxb', name[:-5]] = ('text', truth.get('main_content') or '')
    return marks


def by_pieces(blocks, wanted, unwanted):
    labels, weights = np.full(len(blocks), -1), np.zeros(len(blocks))
    for i, block in enumerate(blocks):
        text = folded(block['t'])
        for piece in map(folded, wanted):
            if piece and (piece in text or (len(text) > 12 and text in piece)):
                labels[i] = weights[i] = 1
        for piece in map(folded, unwanted):
            if piece and piece in text:
                labels[i], weights[i] = 0, 1
    total = weights.sum()
    return labels, weights * (3 / max(3, total))


class Truth:
    """A page's marked text, asked piece by piece."""

    def __init__(self, text):
        words = lower_words(text)
        self.words = set(words)
        self.count = len(words)
        self.lines = {' '.join(lower_words(line)) for line in text.split('\n')}
        self.triples = collections.Counter(zip(words, words[1:], words[2:]))
        self.joined = ' ' + ' '.join(words) + ' '

    def share(self, words):
        triples = collections.Counter(zip(words, words[1:], words[2:]))
        return sum((triples & self.triples).values()) / max(1, sum(triples.values()))

    def has_short(self, words):
        text = ' '.join(words)
        return (text in self.lines or (len(words) >= 2 and f' {text} ' in self.joined)
                or (len(words) == 1 and words[0] in self.words))


def sure_of_short(truth, blocks, labels, i):
    """A short block that may be text is, where the marked text has it beside its neighbour."""
    text = ' '.join(blocks[i])
    if text in truth.lines and len(blocks[i]) >= 3:
        return True
    for j in (i - 1, i + 1):
        if 0 <= j < len(blocks) and blocks[j] and labels[j] > 0:
            row = blocks[j][-3:] + [text] if j < i else [text] + blocks[j][:3]
            if f" {' '.join(row)} " in truth.joined:
                return True
    return False


def by_text(raw, text):
    truth = Truth(text)
    blocks = [lower_words(block['t']) for block in raw]
    labels, weights = np.full(len(raw), -1), np.zeros(len(raw))
    for i, words in enumerate(blocks):
        if not words:
            continue
        weights[i] = len(words)
        if len(words) >= 6:
            share = truth.share(words)
            labels[i] = share >= .5
            weights[i] *= .3 if .3 < share < .6 else 1
        else:
            labels[i] = 2 if truth.has_short(words) else 0
    for i, words in enumerate(blocks):
        if labels[i] != 2:
            continue
        sure = sure_of_short(truth, blocks, labels, i)
        labels[i] = sure or ' '.join(words) in truth.lines
        weights[i] *= 1 if sure or not labels[i] else .5
    doubt_copies(truth, blocks, labels, weights)
    weights /= max(truth.count, 60)
    unwanted = weights[labels == 0].sum()
    if unwanted > UNWANTED_MOST:  # what is around a short text must not swamp all
        weights[labels == 0] *= UNWANTED_MOST / unwanted
    weights[labels >= 0] += .0006
    return labels, weights


def doubt_copies(truth, blocks, labels, weights):
    """Of a text that stands more often on the page than in the marked text some are not it."""
    places = collections.defaultdict(list)
    for i, words in enumerate(blocks):
        if labels[i] == 1:
            places[' '.join(words)].append(i)
    for text, rows in places.items():
        if len(rows) > 1 and len(text) > 20 and 0 < truth.joined.count(f' {text} ') < len(rows):
            weights[rows] *= .5


def label(blocks, mark):
    if mark[0] == 'pieces':
        return by_pieces(blocks, mark[1], mark[2])
    return by_text(blocks, mark[1])
