#!/usr/bin/python3
"""Cuts story's models anew, and prints what they reach, also on sets that they have never seen.

train.py --bench DIR [--build build] [--work DIR] [--tries N] [--halves | --held-out SET,SET … | --bounds]

README.md says what for. Needs python3-sklearn, a C compiler, and a build of this repository.
"""
import argparse
import collections
import copy
import glob
import hashlib
import html
import json
import os
import re
import subprocess
import tempfile
import urllib.parse

import numpy as np
from sklearn.linear_model import LogisticRegression

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.abspath(os.path.join(HERE, '..', '..'))
# What each set counts for (small sets say less), and the F1 wanted: online, final.
SETS = {'uci': (1., .84, .87), 'googlenews': (1., .92, .93), 'allsides': (1., .90, .92),
        'ecb': (1., .88, .90), 'basil': (.5, .93, .93), 'pairs-en': (.3, .88, .90),
        'pairs-ru': (.7, .86, .88)}
# The same as a small edition sees it: of so many stories one, and of so many articles; some such
# streams together are one set more, FEW, which counts for half.
FEW = {'uci': (3, 12), 'googlenews': (6, 12), 'allsides': (12, 1), 'ecb': (5, 1)}
PARTS = 3
# The example edition of this repository: many stories of one narrow topic.
EXAMPLE = f'{ROOT}/examples/ai-every-day'
SETS['example'] = (1., .965, .97)
SETS.update({f'few-{name}': (SETS[name][0] / 2,) + SETS[name][1:] for name in FEW})
SHORTENED = {'googlenews': 3000}     # lines of a stream that the search looks at
MODES = ('online', 'final')
KINDS = ('pair', 'join', 'merge')    # two articles, an article and a story, two stories
ROUNDS = 2
ROWS_MOST = 20000                    # of one set and kind
REGULAR = 50.                        # more: bolder weights
START = (0., .5, .3)                 # added to each kind's base before the search
# What the models look at, by the names of src/story/side.h: on which scale, at most what, which way
# it may speak (1 only for joining, -1 only against, 0 both), about which value the search turns its
# weight, and by how much (thousandths of log-odds for 1,024 of its scale). What stands behind a colon
# makes a second term of one measure: a weight that changes at some value.
TERMS = {
    'MEAN': ('LOGARITHM', 1000, 1, 7600, 500), 'MIDDLE': ('LOGARITHM', 1000, 1, 7900, 0),
    'RELATIVE': ('LOGARITHM', 4000, 1, 9100, 500), 'TITLES': ('PLAIN', 1000, 1, 200, 1500),
    'COVERED_MORE': ('LOGARITHM', 1000, 1, 8300, 400),
    'SHORTER': ('PLAIN', 20000, 0, 4900, 400),
    'FEWER': ('PLAIN', 5000, 0, 1500, 300), 'MORE': ('PLAIN', 6000, 0, 2500, 200),
    'COHESION': ('PLAIN', 1000, 0, 300, 1000), 'CONTRAST': ('PLAIN', 1000, -1, 600, 1500),
    'NAMES_APART': ('PLAIN', 1 << 16, -1, 12000, 40),
    'NUMBERS_APART': ('PLAIN', 5000, -1, 500, 250), 'SPAN': ('PLAIN', 12, -1, 2, 100000),
    'TOLD': ('PLAIN', 1000, 1, 400, 1000),
    'OUTLETS': ('PLAIN', 1000, -1, 0, 500), 'NUMBERS': ('PLAIN', 3000, 1, 300, 250),
    'GAP': ('PLAIN', 12, -1, 2, 100000), 'UNDATED': ('PLAIN', 1000, -1, 500, 300)}
# The smaller of a pair, and both of it, have one member: nothing to weigh.
SILENT = {'pair': ('MORE', 'FEWER', 'RELATIVE', 'CONTRAST', 'COHESION'), 'join': ('FEWER', 'MEAN', 'CONTRAST'),
          'merge': ('SPAN', 'MEAN')}
# What is tried of story/settle.def, and on which sets: those that ticks change anything of.
BOUNDS = [(unites, 3000, parts) for unites in (0, 200, 400, 1000) for parts in (400, 700, 1000, 1500)]
TICKED = ('uci', 'allsides', 'ecb', 'example', 'few-googlenews')
# Stories whose labels begin alike are similar but different events: they lie in one half.
TOPICS = {'ecb': r'\d+'}
LEAST_GAIN = .003                    # of the search's steps
HOPELESS = .03                       # a loss on the first sets that the rest would hardly make good
COSTLY = ('few-googlenews', 'few-uci', 'uci', 'googlenews')


def measures():
    text = open(f'{ROOT}/src/story/side.h', encoding='utf-8').read()
    body = re.search(r'enum story_measure \{(.*?)STORY_MEASURES', text, re.S).group(1)
    return re.findall(r'^\s*STORY_([A-Z_]+),', body, re.M)


NAMES = measures()
HEAD = 5                             # columns before them, see replay.c
FIRST = {kind: {'base': -7400, 'online': 0, 'terms': {'MEAN': [65536, 0]}} for kind in KINDS}


def measure_of(name):
    return name.split(':')[0]


def as_text(models):
    """As src/story/model.c reads them."""
    text = ''
    for kind in KINDS:
        model = models[kind]
        terms = [f'{{STORY_{measure_of(name)}, {TERMS[name][0]}, {TERMS[name][1]}, {weight}, {usual}}}'
                 for name, (weight, usual) in model['terms'].items() if weight != 0]
        text += f"{{{model['base']}, {model['online']},\n {{" + ',\n  '.join(terms) + '}},\n'
    return text


def as_line(models, what=0, bounds=(0, 0, 0)):
    """As replay.c reads them."""
    numbers = [what]
    for kind in KINDS:
        model = models[kind]
        terms = {name: term for name, term in model['terms'].items() if term[0] != 0}
        numbers += [model['base'], model['online'], len(terms)]
        for name, (weight, usual) in terms.items():
            numbers += [NAMES.index(measure_of(name)), int(TERMS[name][0] == 'LOGARITHM'), TERMS[name][1], weight, usual]
    return ' '.join(map(str, numbers + list(bounds)))


def from_text(text):
    """The inverse."""
    models = {}
    for kind, part in zip(KINDS, re.findall(r'\{(-?\d+), (-?\d+),\s*\{(.*?)\}\}', text, re.S)):
        terms = re.findall(r'STORY_([A-Z_]+), (\w+), (\d+), (-?\d+), (-?\d+)', part[2])
        known = {(measure_of(name), term[0], str(term[1])): name for name, term in TERMS.items()}
        models[kind] = {'base': int(part[0]), 'online': int(part[1]),
                        'terms': {known[name, scale, most]: [int(weight), int(usual)]
                                  for name, scale, most, weight, usual in terms}}
    return models


def standing():
    return from_text(open(f'{ROOT}/src/story/model.def', encoding='utf-8').read())


def plain(text):
    return html.unescape(re.sub(r'\s+', ' ', re.sub(r'<[^>]*>', ' ', text or ''))).strip()


def halve(groups):
    """The half of each label, so that groups stay together and both halves have as many articles."""
    sizes, parts, filled = collections.Counter(group for _, group in groups), {}, [0, 0]
    for group in sorted(sizes, key=lambda group: (-sizes[group], one_of(str(group), 1 << 64))):
        parts[group] = int(filled[1] < filled[0])
        filled[parts[group]] += sizes[group]
    return {label: parts[group] for label, group in groups}


def one_of(text, count):
    return int(hashlib.md5(text.encode()).hexdigest(), 16) % count


class Bench:
    """The labelled streams."""

    def __init__(self, folder, work, build):
        self.folder, self.work, self.gold, self.pairs = f'{folder}/stories', work, {}, {}
        self.read(build)
        self.halves = {name: halve(self.groups(name)) for name in self.gold | self.pairs}

    def read(self, build):
        for name in SETS:
            if name.startswith('few-'):
                self.thin(name)
                continue
            if name == 'example':
                self.read_example(f'{build}/broadsheet')
                continue
            path = self.path(name, 'pairs.tsv')
            if os.path.exists(path):
                self.pairs[name] = [line.rstrip('\n').split('\t') for line in open(path, encoding='utf-8')]
                continue
            rows = map(json.loads, open(self.path(name, 'jsonl'), encoding='utf-8'))
            self.gold[name] = {row['id']: row['cluster'] for row in rows if row.get('cluster') is not None}

    def groups(self, name):
        """Of each label (of judged pairs: each line's number), what must not be parted from it."""
        if name in self.gold:
            kept = TOPICS.get(name.replace('few-', ''), '.*')
            return [(cluster, re.match(kept, cluster).group(0)) for cluster in self.gold[name].values()]
        root = {}

        def find(article):
            while root.get(article, article) != article:
                article = root[article]
            return article
        for a, b, _ in self.pairs[name]:
            root[find(a)] = find(b)
        return [(number, find(a)) for number, (a, _, _) in enumerate(self.pairs[name], 1)]

    def labels(self, name, stream):
        """The half of each label, by the number that replay.c knows it by; nobody's is at 0."""
        halves = self.halves[name]
        if name in self.pairs:
            return np.array([-1] + [halves[number] for number in range(1, len(self.pairs[name]) + 1)])
        rows = map(json.loads, open(stream, encoding='utf-8'))
        clusters = dict.fromkeys(row['cluster'] for row in rows if row.get('cluster'))
        return np.array([-1] + [halves[cluster] for cluster in clusters])

    def thin(self, name):
        stories, articles = FEW[name[4:]]
        lines = open(self.path(name[4:], 'jsonl'), encoding='utf-8').readlines()
        self.gold[name] = self.gold[name[4:]]
        for part in range(PARTS):
            with open(f'{self.work}/{name}.{part}.jsonl', 'w', encoding='utf-8') as file:
                for line in lines:
                    row = json.loads(line)
                    if one_of(row.get('cluster') or row['id'], stories) == part % stories and \
                            one_of('article ' + row['id'], articles) == part % articles:
                        file.write(line)

    def read_example(self, broadsheet):
        """What its feeds bring, in the order of time; what stories.tsv does not name is told once."""
        listed = dict(reversed(line.split('\t')[:2])
                      for line in open(f'{EXAMPLE}/stories.tsv', encoding='utf-8').read().split('\n')[1:] if line)
        rows = {}
        for path in sorted(glob.glob(f'{EXAMPLE}/inbox/*.*')):
            feed = json.loads(subprocess.run([broadsheet, 'feed', 'parse', path], stdout=subprocess.PIPE,
                                             check=True).stdout)
            for entry in feed['entries']:
                link = entry.get('link') or entry.get('id')
                if not link or 'title' not in entry:
                    continue
                link = urllib.parse.urljoin(feed['feed'].get('link', ''), link)
                link = re.sub(r'(\?(?!v=)|#).*', '', link)
                rows[link] = {'id': link, 'title': entry['title'], 'provider': feed['feed']['title'],
                              'excerpt': plain(entry.get('summary')), 'text': plain(entry.get('content')),
                              'published': entry.get('published', ''), 'cluster': listed.get(link, link),
                              'language': entry.get('language') or feed['feed'].get('language', '')}
        self.gold['example'] = {link: row['cluster'] for link, row in rows.items()}
        with open(f'{self.work}/example.jsonl', 'w', encoding='utf-8') as file:
            for row in sorted(rows.values(), key=lambda row: (row['published'], row['id'])):
                file.write(json.dumps(row) + '\n')

    def streams(self, name, shortened):
        if name == 'example':
            return [f'{self.work}/example.jsonl']
        if name.startswith('few-'):
            return [f'{self.work}/{name}.{part}.jsonl' for part in range(PARTS)]
        return [f'{self.work}/{name}.jsonl' if shortened and name in SHORTENED else self.path(name, 'jsonl')]

    def path(self, name, end):
        return f'{self.folder}/{name}.{end}'

    def figure(self, name, story, half=None):
        """BCubed F1 of the articles that are there, or F1 of judged pairs; in one half of them."""
        halves = self.halves[name]
        if name in self.pairs:
            count = collections.Counter((story[a] == story[b], label)
                                        for number, (a, b, label) in enumerate(self.pairs[name], 1)
                                        if half in (None, halves[number]))
            hit = count[True, '1']
            return 2 * hit / (2 * hit + count[True, '0'] + count[False, '1'])
        gold, said, both, n = collections.Counter(), collections.Counter(), collections.Counter(), 0
        for article, cluster in self.gold[name].items():
            if article not in story or half not in (None, halves[cluster]):
                continue
            gold[cluster] += 1
            said[story[article]] += 1
            both[cluster, story[article]] += 1
            n += 1
        precise = sum(c * c / said[s] for (g, s), c in both.items()) / n
        found = sum(c * c / gold[g] for (g, s), c in both.items()) / n
        return 2 * precise * found / (precise + found)


class Replay:
    """src/story with models of one's own."""

    def __init__(self, build, work, bench):
        self.work, self.bench = work, bench
        run = subprocess.run(['ninja', '-C', build, '-t', 'commands', 'broadsheet'],
                             capture_output=True, text=True, check=True).stdout.split('\n')
        self.libraries = [f'{os.path.abspath(build)}/src/libbroadsheet.a']
        self.libraries += [word for word in run[-2].split() if word.startswith(('-l', '/usr/'))]
        include = next(line for line in run if 'story_model.c.o' in line)
        self.options = ['-std=c17', '-O2', '-D_GNU_SOURCE', '-D_FILE_OFFSET_BITS=64', f'-I{ROOT}/src',
                        '-include', f'{ROOT}/src/base/banned.h']
        self.options += [word for word in include.split() if word.startswith('-I/')]
        objects = []
        for number, path in enumerate([f'{HERE}/replay.c'] + sorted(glob.glob(f'{ROOT}/src/story/*.c'))):
            if not path.endswith(('/model.c', '/settle.c')):    # replay.c has them
                anew = ['-Dstory_words_read=story_words_read_anew'] if path.endswith('/words.c') else []
                objects.append(f'{work}/{number}.o')
                subprocess.run(['cc'] + self.options + anew + ['-c', '-o', objects[-1], path], check=True)
        subprocess.run(['cc', '-o', f'{work}/replay'] + objects + self.libraries, check=True)
        self.running = {}
        for name, lines in SHORTENED.items():
            with open(f'{work}/{name}.jsonl', 'w', encoding='utf-8') as file:
                file.writelines(open(bench.path(name, 'jsonl'), encoding='utf-8').readlines()[:lines])

    def ask(self, stream, pairs, line):
        """What one stream's process answers; each stays, as it knows the stream's words by then."""
        if stream not in self.running:
            self.running[stream] = subprocess.Popen([f'{self.work}/replay', stream, pairs], text=True,
                                                    stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        process = self.running[stream]
        process.stdin.write(line + '\n')
        process.stdin.flush()
        for answer in process.stdout:
            if answer == 'done\n':
                return
            yield answer.rstrip('\n')
        raise RuntimeError(f'{stream}: the replay ended')

    def run(self, models, name, asked=False, shortened=False, half=None):
        """The figures, and what the models were asked of pairs that people have judged; in one half
        of the labels alone, where one is given."""
        pairs = self.bench.path(name, 'pairs.tsv') if name in self.bench.pairs else '-'
        rows, ends = np.empty((0, HEAD + len(NAMES)), dtype=np.int64), {mode: {} for mode in MODES}
        for stream in self.bench.streams(name, shortened):
            told = []
            for line in self.ask(stream, pairs, as_line(models, int(asked))):
                if line.startswith('ask'):
                    told.append(line.split(' ')[2:])
                else:
                    _, mode, article, story = line.split(' ', 3)
                    ends[mode][article] = stream + story
            if told:
                told = np.array(told, dtype=np.int64)
                halves = self.bench.labels(name, stream)[told[:, 2:4]]
                rows = np.concatenate([rows, told if half is None else told[(halves == half).all(1)]])
        return {mode: self.bench.figure(name, ends[mode], half) for mode in MODES}, rows

    def ticked(self, models, name, bounds):
        """The figure of a run with ticks, and how many stories they changed."""
        ends, changes = {}, 0
        for stream in self.bench.streams(name, False):
            for line in self.ask(stream, '-', as_line(models, 2, bounds)):
                if line.startswith('changes'):
                    changes += int(line.split(' ')[1])
                else:
                    _, _, article, story = line.split(' ', 3)
                    ends[article] = stream + story
        return self.bench.figure(name, ends), changes

    def figures(self, models, names, shortened=False, half=None):
        return {name: self.run(models, name, shortened=shortened, half=half)[0] for name in names}


def scaled(rows, names):
    """The measures as the models see them."""
    columns = []
    for name in names:
        column = np.minimum(rows[:, HEAD + NAMES.index(measure_of(name))], TERMS[name][1]).astype(float)
        columns.append(1024 * np.log2(np.maximum(column, 4)) if TERMS[name][0] == 'LOGARITHM' else column)
    return np.stack(columns, 1)


def of_kind(rows, kind):
    more, fewer = rows[:, HEAD + NAMES.index('MORE')], rows[:, HEAD + NAMES.index('FEWER')]
    return rows[{'pair': more == 0, 'join': (more > 0) & (fewer == 0), 'merge': fewer > 0}[kind]]


def fit(rows, kind):
    """rows: of each set, what was asked. Each set has the weight that SETS gives it, half of it for
    what is one story and half for what is not."""
    values, labels, weights = [], [], []
    names = [name for name in TERMS if name not in SILENT[kind]]
    for name, asked in rows.items():
        asked = of_kind(asked, kind)
        if len(asked) < 30 or not 0 < asked[:, 0].sum() < len(asked):
            continue
        if len(asked) > ROWS_MOST:
            asked = asked[np.random.RandomState(1).choice(len(asked), ROWS_MOST, replace=False)]
        weight = np.sqrt(np.minimum(asked[:, 1], 30)).astype(float)
        for label in (0, 1):
            weight[asked[:, 0] == label] /= weight[asked[:, 0] == label].sum()
        values.append(scaled(asked, names))
        labels.append(asked[:, 0])
        weights.append(weight / 2 * SETS[name][0])
    values, labels, weights = np.concatenate(values), np.concatenate(labels), np.concatenate(weights)
    mean, spread, use = values.mean(0), values.std(0) + 1e-9, list(range(len(names)))
    while True:
        model = LogisticRegression(C=REGULAR, max_iter=1000)
        model.fit((values[:, use] - mean[use]) / spread[use], labels, sample_weight=weights / weights.sum())
        wrong = [(abs(w), i) for w, i in zip(model.coef_[0], use) if TERMS[names[i]][2] * w < 0]
        if not wrong:
            break
        use.remove(max(wrong)[1])
    weight = model.coef_[0] / spread[use]
    usual = np.average(values[labels == 1], axis=0, weights=weights[labels == 1])
    return {'base': round(1000 * (model.intercept_[0] - (weight * mean[use]).sum() + START[KINDS.index(kind)])),
            'online': 0,
            'terms': {names[i]: [round(65536000 * w), round(usual[i])] for w, i in zip(weight, use)}}


def learn(replay, names, half):
    """Weights by regression over what models of an earlier round were asked."""
    models, rows = FIRST, {name: [] for name in names}
    for _ in range(ROUNDS):
        for name in names:
            rows[name].append(replay.run(models, name, asked=True, shortened=True, half=half)[1])
        models = {kind: fit({name: np.concatenate(rows[name]) for name in names}, kind) for kind in KINDS}
    return models


def worth(figures):
    """What falls short of what is wanted counts most."""
    total = 0.
    for name, f in figures.items():
        weight, online, final = SETS[name]
        total += weight * (2 * min(0, f['online'] - online) + 2 * min(0, f['final'] - final) +
                           .15 * (f['online'] + f['final']))
    return total


def moved(models, kind, what, by):
    """One weight turned about the middle of what it weighs; or a base."""
    models = copy.deepcopy(models)
    model = models[kind]
    if what in ('base', 'online'):
        model[what] += round(by)
        return models
    weight, usual = model['terms'].get(what, [0, TERMS[what][3]])
    after = round(weight + by * 64)
    if TERMS[what][2] * after < 0:
        after = 0
    model['terms'][what] = [after, usual]
    model['base'] -= round((after - weight) * TERMS[what][3] / 65536)
    return models


class Trial:
    """What models are worth, on the sets that cost least first: who loses much there is not asked on."""

    def __init__(self, replay, names, half, tries):
        self.replay, self.half, self.left, self.best = replay, half, tries, {}
        self.names = sorted(names, key=lambda name: COSTLY.index(name) if name in COSTLY else -1)

    def better(self, models):
        """The figures, where they are better than the best so far."""
        figures = {}
        self.left -= 1
        for name in self.names:
            figures[name] = self.replay.run(models, name, shortened=True, half=self.half)[0]
            so_far = {name: self.best[name] for name in figures} if self.best else {}
            if self.best and worth(figures) < worth(so_far) - HOPELESS:
                return None
        if self.best and worth(figures) < worth(self.best) + LEAST_GAIN:
            return None
        self.best = figures
        return figures


def search(trial, models):
    """A pair's odds are not a partition's figure: steps from the learned weights, one at a time,
    while they better what the partitions are worth."""
    steps = [(kind, 'base', 500) for kind in KINDS] + [(kind, 'online', 500) for kind in KINDS[:2]]
    steps += [(kind, name, term[4]) for name, term in TERMS.items() for kind in KINDS
              if name not in SILENT[kind] and term[4] > 0]
    size, found = 1., True
    while trial.left > 0 and size > .2:
        size, found = size if found else size / 2, False
        for kind, what, by in steps:
            for sign in (1, -1):
                while trial.left > 0:
                    after = moved(models, kind, what, sign * size * by)
                    figures = trial.better(after) if after != models else None
                    if figures is None:
                        break
                    models, found = after, True
                    show(f'{kind} {what} {sign * size * by:+.0f}', figures)
    return models


def train(replay, names, tries, half=None, models=None):
    trial = Trial(replay, names, half, tries)
    what = 'as they are' if models else 'learned'
    models = models or learn(replay, names, half)
    show(what, trial.better(models))
    return search(trial, models)


def cross(replay, tries):
    """Trains on one half of every set and shows what the other reaches, both ways, and the means."""
    reached = {}
    for half in (0, 1):
        models = train(replay, list(SETS), tries, half)
        reached[half] = replay.figures(models, list(SETS), half=1 - half)
        show(f'half {half} on the other', reached[half])
    show('halves', {name: {mode: (reached[0][name][mode] + reached[1][name][mode]) / 2 for mode in MODES}
                    for name in SETS})


def settle(replay, models):
    """The bounds of story/settle.c: of BOUNDS those under which the streams with ticks are worth
    most; the most careful of equals. Shows also what each set reaches with the others' choice."""
    reached = {bounds: {} for bounds in BOUNDS}
    for bounds in BOUNDS:
        for name in TICKED:
            reached[bounds][name], changes = replay.ticked(models, name, bounds)
            print('bounds', bounds, f'{name} {reached[bounds][name]:.4f}, {changes} changes', flush=True)

    def best(names):
        return max(BOUNDS, key=lambda bounds: (round(sum(reached[bounds][name] for name in names), 4), bounds))
    for held in TICKED:
        bounds = best([name for name in TICKED if name != held])
        print('held out', held, bounds, f'{reached[bounds][held]:.4f}', flush=True)
    return best(TICKED)


def show(what, figures):
    print(what.ljust(24), ' '.join(f"{name} {f['final']:.3f}/{f['online']:.3f}" for name, f in figures.items()),
          flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--bench', required=True)
    parser.add_argument('--build', default='build')
    parser.add_argument('--work')
    parser.add_argument('--tries', type=int, default=300, help='of models, in each search')
    parser.add_argument('--halves', action='store_true',
                        help='train on one half of every set and show what the other reaches, both ways')
    parser.add_argument('--held-out', nargs='*', default=[], metavar='SET,SET',
                        help='train without these, and show what they reach; the models are not written')
    parser.add_argument('--go-on', action='store_true', help='search from src/story/model.def as it is')
    parser.add_argument('--bounds', action='store_true', help='choose those of src/story/settle.def alone')
    options = parser.parse_args()
    work = options.work or tempfile.mkdtemp()
    os.makedirs(work, exist_ok=True)
    replay = Replay(options.build, work, Bench(options.bench, work, options.build))
    for held in [text.split(',') for text in options.held_out]:
        names = [name for name in SETS if name.replace('few-', '') not in held]
        models = train(replay, names, options.tries)
        show('held out', replay.figures(models, held))
    if options.halves:
        cross(replay, options.tries)
    elif not options.held_out and not options.bounds:
        models = train(replay, list(SETS), options.tries, models=standing() if options.go_on else None)
        show('all', replay.figures(models, list(SETS)))
        with open(f'{ROOT}/src/story/model.def', 'w', encoding='utf-8') as file:
            file.write(as_text(models))
    if options.bounds:
        models = standing()
        with open(f'{ROOT}/src/story/settle.def', 'w', encoding='utf-8') as file:
            file.write('{}, {}, {}\n'.format(*settle(replay, models)))


if __name__ == '__main__':
    main()
