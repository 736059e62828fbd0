#!/usr/bin/python3
"""Cuts story's models anew, and prints what they reach, also on sets that they have never seen.

train.py --bench DIR [--build build] [--work DIR] [--minutes M] [--held-out SET,SET …]

README.md says what for. Needs python3-sklearn, a C compiler, and a build of this repository.
"""
import argparse
import collections
import concurrent.futures
import copy
import glob
import json
import os
import re
import subprocess
import tempfile
import time

import numpy as np
from sklearn.linear_model import LogisticRegression

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.abspath(os.path.join(HERE, '..', '..'))
# What each set counts for (small sets say less), and the F1 wanted: online, final.
SETS = {'uci': (1., .84, .87), 'googlenews': (1., .92, .93), 'allsides': (1., .90, .92),
        'ecb': (1., .88, .90), 'basil': (.5, .93, .93), 'pairs-en': (.3, .88, .90),
        'pairs-ru': (.7, .86, .88)}
SHORTENED = {'googlenews': 4000}     # lines of a stream that the search looks at
MODES = ('online', 'final')
KINDS = ('pair', 'join', 'merge')    # two articles, an article and a story, two stories
ROUNDS = 2
ROWS_MOST = 20000                    # of one set and kind
REGULAR = 500.                       # more: bolder weights
START = (0., .5, .3)                 # added to each kind's base before the search
# What the models look at, by the names of src/story/side.h: on which scale, at most what, which way
# it may speak (1 only for joining, -1 only against, 0 both), about which value the search turns its
# weight, and by how much (thousandths of log-odds for 1,024 of its scale).
TERMS = {
    'MEAN': ('LOGARITHM', 1000, 1, 7600, 500), 'MIDDLE': ('LOGARITHM', 1000, 1, 7900, 0),
    'RELATIVE': ('LOGARITHM', 4000, 1, 9100, 500), 'TITLES': ('PLAIN', 1000, 1, 200, 1500),
    'COVERED_MORE': ('LOGARITHM', 1000, 1, 8300, 400),
    'SCARCITY': ('LOGARITHM', 1 << 20, 1, 15000, 400), 'SHORTER': ('PLAIN', 20000, 0, 4900, 400),
    'FEWER': ('PLAIN', 5000, 0, 1500, 300), 'MORE': ('PLAIN', 6000, 0, 2500, 200),
    'NUMBERS_APART': ('PLAIN', 5000, -1, 500, 250), 'SPAN': ('PLAIN', 12, -1, 2, 100000)}
# The smaller of a pair, and both of it, have one member: nothing to weigh.
SILENT = {'pair': ('MORE', 'FEWER', 'RELATIVE', 'COVERED_MORE'), 'join': ('FEWER', 'MEAN'),
          'merge': ('SPAN', 'MEAN')}
LEAST_GAIN = .003                    # of the search's steps


def measures():
    text = open(f'{ROOT}/src/story/side.h', encoding='utf-8').read()
    body = re.search(r'enum story_measure \{(.*?)STORY_MEASURES', text, re.S).group(1)
    return re.findall(r'^\s*STORY_([A-Z_]+),', body, re.M)


NAMES = measures()
FIRST = {kind: {'base': -7400, 'online': 0, 'terms': {'MEAN': [65536, 0]}} for kind in KINDS}


def as_text(models):
    """As src/story/model.c reads them."""
    text = ''
    for kind in KINDS:
        model = models[kind]
        terms = [f'{{STORY_{name}, {TERMS[name][0]}, {TERMS[name][1]}, {weight}, {usual}}}'
                 for name, (weight, usual) in model['terms'].items() if weight != 0]
        text += f"{{{model['base']}, {model['online']},\n {{" + ',\n  '.join(terms) + '}},\n'
    return text


class Bench:
    """The labelled streams."""

    def __init__(self, folder):
        self.folder, self.gold, self.pairs = f'{folder}/stories', {}, {}
        for name in SETS:
            path = self.path(name, 'pairs.tsv')
            if os.path.exists(path):
                self.pairs[name] = [line.rstrip('\n').split('\t') for line in open(path, encoding='utf-8')]
                continue
            rows = map(json.loads, open(self.path(name, 'jsonl'), encoding='utf-8'))
            self.gold[name] = {row['id']: row['cluster'] for row in rows if row.get('cluster') is not None}

    def path(self, name, end):
        return f'{self.folder}/{name}.{end}'

    def figure(self, name, story):
        """BCubed F1 of the articles that are there, or F1 of judged pairs."""
        if name in self.pairs:
            count = collections.Counter((story[a] == story[b], label) for a, b, label in self.pairs[name])
            hit = count[True, '1']
            return 2 * hit / (2 * hit + count[True, '0'] + count[False, '1'])
        gold, said, both, n = collections.Counter(), collections.Counter(), collections.Counter(), 0
        for article, cluster in self.gold[name].items():
            if article not in story:
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
        self.objects = []
        for number, path in enumerate([f'{HERE}/replay.c'] + sorted(glob.glob(f'{ROOT}/src/story/*.c'))):
            if not path.endswith('/model.c'):
                self.objects.append(f'{work}/{number}.o')
                subprocess.run(['cc'] + self.options + ['-c', '-o', self.objects[-1], path], check=True)
        for name, lines in SHORTENED.items():
            with open(f'{work}/{name}.jsonl', 'w', encoding='utf-8') as file:
                file.writelines(open(bench.path(name, 'jsonl'), encoding='utf-8').readlines()[:lines])

    def link(self, models):
        with open(f'{self.work}/model.def', 'w', encoding='utf-8') as file:
            file.write(as_text(models))
        subprocess.run(['cc'] + self.options + [f'-DSTORY_MODEL_DEF="{self.work}/model.def"', '-o',
                                                f'{self.work}/replay', f'{ROOT}/src/story/model.c'] +
                       self.objects + self.libraries, check=True)

    def run(self, name, asked=False, shortened=False):
        """The figures, and what the models were asked of pairs that people have judged."""
        stream = f'{self.work}/{name}.jsonl' if shortened and name in SHORTENED else self.bench.path(name, 'jsonl')
        pairs = self.bench.path(name, 'pairs.tsv') if name in self.bench.pairs else '-'
        out = subprocess.run([f'{self.work}/replay', stream, pairs] + ([] if asked else ['ends']),
                             stdout=subprocess.PIPE, check=True).stdout.decode()
        rows, ends = [], {mode: {} for mode in MODES}
        for line in out.split('\n')[:-1]:
            if line.startswith('ask'):
                rows.append(line.split(' ')[2:])
            else:
                _, mode, article, story = line.split(' ', 3)
                ends[mode][article] = story
        figures = {mode: self.bench.figure(name, ends[mode]) for mode in MODES}
        return figures, np.array(rows, dtype=np.int64).reshape(len(rows), 4 + len(NAMES))

    def figures(self, models, names, shortened=False):
        self.link(models)
        with concurrent.futures.ThreadPoolExecutor(2) as pool:
            return dict(zip(names, (f for f, _ in pool.map(
                lambda name: self.run(name, shortened=shortened), names))))


def scaled(rows, names):
    """The measures as the models see them."""
    columns = []
    for name in names:
        column = np.minimum(rows[:, 4 + NAMES.index(name)], TERMS[name][1]).astype(float)
        columns.append(1024 * np.log2(np.maximum(column, 4)) if TERMS[name][0] == 'LOGARITHM' else column)
    return np.stack(columns, 1)


def of_kind(rows, kind):
    more, fewer = rows[:, 4 + NAMES.index('MORE')], rows[:, 4 + NAMES.index('FEWER')]
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


def learn(replay, names):
    """Weights by regression over what models of an earlier round were asked."""
    models, rows = FIRST, {name: [] for name in names}
    for _ in range(ROUNDS):
        replay.link(models)
        for name in names:
            rows[name].append(replay.run(name, asked=True)[1])
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


def search(replay, models, names, minutes):
    """A pair's odds are not a partition's figure: steps from the learned weights, one at a time,
    while they better what the partitions are worth."""
    steps = [(kind, 'base', 500) for kind in KINDS] + [(kind, 'online', 500) for kind in KINDS[:2]]
    steps += [(kind, name, term[4]) for name, term in TERMS.items() for kind in KINDS
              if name not in SILENT[kind] and term[4] > 0]
    figures = replay.figures(models, names, True)
    best, size, start = worth(figures), 1., time.time()
    while size > .2:
        better = False
        for kind, what, by in steps:
            for sign in (1, -1):
                while time.time() - start < 60 * minutes:
                    after = moved(models, kind, what, sign * size * by)
                    figures = replay.figures(after, names, True) if after != models else None
                    if figures is None or worth(figures) < best + LEAST_GAIN:
                        break
                    best, models, better = worth(figures), after, True
                    show(f'{kind} {what} {sign * size * by:+.0f}', figures)
        if not better:
            size /= 2
        if time.time() - start >= 60 * minutes:
            break
    return models


def show(what, figures):
    print(what.ljust(24), ' '.join(f"{name} {f['final']:.3f}/{f['online']:.3f}" for name, f in figures.items()),
          flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--bench', required=True)
    parser.add_argument('--build', default='build')
    parser.add_argument('--work')
    parser.add_argument('--minutes', type=float, default=20., help='of the search, each time')
    parser.add_argument('--held-out', nargs='*', default=[], metavar='SET,SET',
                        help='train without these, and show what they reach; the models are not written')
    options = parser.parse_args()
    work = options.work or tempfile.mkdtemp()
    os.makedirs(work, exist_ok=True)
    replay = Replay(options.build, work, Bench(options.bench))
    for held in [text.split(',') for text in options.held_out]:
        names = [name for name in SETS if name not in held]
        models = search(replay, learn(replay, names), names, options.minutes)
        show('held out', replay.figures(models, held))
    if not options.held_out:
        models = search(replay, learn(replay, list(SETS)), list(SETS), options.minutes)
        show('all', replay.figures(models, list(SETS)))
        with open(f'{ROOT}/src/story/model.def', 'w', encoding='utf-8') as file:
            file.write(as_text(models))


if __name__ == '__main__':
    main()
