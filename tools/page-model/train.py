#!/usr/bin/python3
"""Cuts page's two models anew, and prints what they reach on pages that they have never seen.

train.py --bench DIR --score score.py [--build build] [--work DIR]

README.md says what for. Needs python3-sklearn, a C compiler, and a build of this repository.
"""
import argparse
import glob
import hashlib
import json
import os
import re
import shutil
import subprocess
import tempfile
from urllib.parse import urlsplit
import warnings

import numpy as np
import scipy.sparse as sparse
from sklearn.linear_model import LogisticRegression

from label import label, marked

ROOT = os.path.abspath(os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', '..'))
SETS = ('scrapinghub', 'trafilatura', 'wcxb')
FOLDS = 4
FIRST_C = 0.1        # less: more regular
SCALE = 200.         # of the weights of blocks, which are shares of a page's text
TREES, LEAVES, RATE = 96, 16, 0.12
SHARES = (1, 0.5)    # of the measures that a tree may ask for; a forest each, and their mean decides
FAR = -3000          # blocks that are no text by a first opinion of less …
FAR_SHARE = 0.25     # … are learned from in this share, and weigh as much as all


def site(url, page):
    """The last two labels of the host, three where the last two are short: one fold a site."""
    labels = (urlsplit(url).hostname or page).split('.')
    short = len(labels) > 2 and len(labels[-2]) <= 3 and len(labels[-1]) <= 3
    return '.'.join(labels[-3:] if short else labels[-2:])


def fold_of(name):
    return int(hashlib.md5(name.encode()).hexdigest(), 16) % FOLDS


class Tools:
    """The two C programs, built with the options of the build."""

    def __init__(self, build, work):
        self.build, self.work = os.path.abspath(build), work
        run = subprocess.run(['ninja', '-C', self.build, '-t', 'commands', 'broadsheet'],
                             capture_output=True, text=True, check=True).stdout.split('\n')
        self.libraries = [word for word in run[-2].split() if word.startswith(('-l', '/usr/'))]
        include = next(line for line in run if 'page_model.c.o' in line)
        self.options = ['-std=c17', '-O2', '-D_GNU_SOURCE', '-D_FILE_OFFSET_BITS=64', '-I' + ROOT + '/src']
        self.options += [word for word in include.split() if word.startswith('-I/')]
        here = os.path.dirname(os.path.abspath(__file__))
        self.here = os.path.dirname(os.path.abspath(__file__))
        subprocess.run(['cc', '-O2', '-ffp-contract=off', '-o', f'{work}/grow',
                        f'{self.here}/grow.c', '-lm'], check=True)
        self.compile()
        self.write_blank()
        self.features = self.link('features', f'{work}/blank')

    def write_blank(self):
        """Models that say nothing, for the time before there are any that fit the questions."""
        os.makedirs(f'{self.work}/blank/page', exist_ok=True)
        for name, text in (('first', '0,\n'), ('second', 'ROOT(0) LEAF(0)\n')):
            with open(f'{self.work}/blank/page/model_{name}.def', 'w', encoding='utf-8') as file:
                file.write(text)

    def compile(self):
        """All of src/page as it stands, but for the models."""
        sources = [f'{self.here}/features.c'] + [
            path for path in sorted(glob.glob(f'{ROOT}/src/page/*.c')) if not path.endswith(('/model.c', '/lexicon_make.c'))]
        self.objects = []
        for number, path in enumerate(sources):
            self.objects.append(f'{self.work}/{number}.o')
            subprocess.run(['cc'] + self.options + ['-c', '-o', self.objects[-1], path], check=True)

    def link(self, name, models):
        """With the models below the folder `models`."""
        program = f'{self.work}/{name}'
        subprocess.run(['cc', f'-I{models}'] + self.options + ['-o', program, f'{ROOT}/src/page/model.c'] +
                       self.objects + [f'{self.build}/src/libbroadsheet.a'] + self.libraries, check=True)
        return program


class Pages:
    """All blocks of all pages, with their answers and labels."""

    def __init__(self, tools, bench):
        self.bench = bench
        marks = marked(bench)
        self.pages, answers, labels, weights = [], [], [], []
        start = 0
        for name in SETS:
            with open(f'{bench}/{name}/manifest.jsonl', encoding='utf-8') as file:
                urls = {row['id']: row['url'] for row in map(json.loads, file)}
            lines = subprocess.run([tools.features, 'first', f'{bench}/{name}'],
                                   stdout=subprocess.PIPE, check=True).stdout
            for line in lines.decode('utf-8', 'replace').split('\n')[:-1]:
                page = json.loads(line)
                marks_of = label(page['blocks'], marks[name, page['id']])
                answers += [block['f'] for block in page['blocks']]
                labels.append(marks_of[0])
                weights.append(marks_of[1])
                end = start + len(page['blocks'])
                self.pages.append((name, page['id'], start, end,
                                   fold_of(site(urls[page['id']], page['id']))))
                start = end
        self.labels, self.weights = np.concatenate(labels), np.concatenate(weights)
        self.known = (self.labels >= 0) & (self.weights > 0)
        self.folds = np.concatenate([np.full(end - start, fold)
                                     for _, _, start, end, fold in self.pages])
        self.answers = answers

    def matrix(self, size):
        flat = np.fromiter((a for row in self.answers for a in row), dtype=np.int32)
        ends = np.cumsum([0] + [len(row) for row in self.answers])
        return sparse.csr_matrix((np.ones(len(flat), dtype=np.float32), flat, ends),
                                 shape=(len(self.answers), size))

    def write_opinions(self, opinions, name, path):
        with open(path, 'w', encoding='utf-8') as file:
            for of, _, start, end, _ in self.pages:
                if of == name:
                    row = ' '.join(str(int(value)) for value in opinions[start:end])
                    file.write(f'{end - start} {row}\n')


def questions():
    """Names and sizes of the first round's questions, in order."""
    with open(f'{ROOT}/src/page/features.h', encoding='utf-8') as file:
        header = file.read()

    def lines(name, start):
        with open(f'{ROOT}/src/page/{name}', encoding='utf-8') as table:
            return len(re.findall(start, table.read(), re.M))

    def entries(name, last):
        with open(f'{ROOT}/src/page/{name}', encoding='utf-8') as source:
            text = re.sub(r'/\*.*?\*/', '', source.read(), flags=re.S)
        listed = re.search(r'\{([^{}]*)\b' + last + r'\b', text).group(1)
        return len([word for word in listed.split(',') if word.strip()])

    sizes = {'PAGE_TAGS': entries('blocks.h', 'PAGE_TAGS'),
             'PAGE_PLACES': entries('blocks.h', 'PAGE_PLACES'),
             'PAGE_KINDS': entries('features.h', 'PAGE_KINDS'),
             'PAGE_GROUPS': lines('class_words.def', r'^GROUP\('),
             'PAGE_PHRASES': lines('phrases.def', r'^PHRASES\(')}
    body = re.search(r'#define PAGE_FIRST\(X\)(.*?)\n\n', header, re.S).group(1)
    found = []
    for name, size in re.findall(r'X\((\w+), ([^()]*)\)', body):
        total = 0
        for term in size.split('+'):
            product = 1
            for factor in term.split('*'):
                product *= sizes.get(factor.strip()) or int(factor)
            total += product
        found.append((name, total))
    return found


def fit_first(answers, pages, rows):
    model = LogisticRegression(C=FIRST_C, solver='lbfgs', max_iter=60, fit_intercept=False, tol=1e-4)
    with warnings.catch_warnings():
        warnings.simplefilter('ignore')
        model.fit(answers[rows], pages.labels[rows], sample_weight=pages.weights[rows] * SCALE)
    return np.clip(np.round(model.coef_[0] * 1000), -32000, 32000).astype(int)


def write_first(path, weights, found):
    with open(path, 'w', encoding='utf-8') as file:
        at = 0
        for name, size in found:
            file.write(f'/* {name} */\n')
            line = '   '
            for value in weights[at:at + size]:
                if len(line) + len(str(value)) + 2 > 98:
                    file.write(line + '\n')
                    line = '   '
                line += f' {value},'
            file.write(line + '\n')
            at += size


def write_rows(tools, pages, opinions):
    """What `grow` learns from."""
    measures = []
    for name in SETS:
        path = f'{tools.work}/{name}.opinions'
        pages.write_opinions(opinions, name, path)
        done = subprocess.run([tools.features, 'second', f'{pages.bench}/{name}', path],
                              stdout=subprocess.PIPE, check=True)
        measures.append(np.frombuffer(done.stdout, dtype=np.int16))
    measures = np.concatenate(measures).reshape(len(pages.labels), -1)
    weights = np.where(pages.known, pages.weights, 0)
    far = (pages.labels == 0) & (opinions < FAR)
    kept = np.random.RandomState(3).rand(len(far)) < FAR_SHARE
    weights[far & ~kept] = 0
    weights[far & kept] /= FAR_SHARE
    path = f'{tools.work}/rows'
    with open(path, 'wb') as file:
        np.array(measures.shape, dtype=np.int32).tofile(file)
        measures.tofile(file)
        for column in (pages.labels.clip(0, 1), weights, pages.folds):
            column.astype(np.float32).tofile(file)
    return path


def grow(tools, rows, left_out):
    """Starts the forests that learn from all folds but one."""
    return [subprocess.Popen([f'{tools.work}/grow', rows, str(TREES), str(LEAVES), str(RATE),
                              str(left_out), f'{tools.work}/opinions.{left_out}.{number}',
                              f'{tools.work}/forest.{left_out}.{number}', str(share)])
            for number, share in enumerate(SHARES)]


def join_forests(tools, left_out, model):
    """Their trees by turns, so that what is sure after some is what all say; a share of each leaf."""
    forests = []
    for number in range(len(SHARES)):
        with open(f'{tools.work}/forest.{left_out}.{number}', encoding='utf-8') as file:
            forests.append(re.findall(r'ROOT\(\d+\)([^R]*)', file.read()))
    at = 0
    with open(model, 'w', encoding='utf-8') as file:
        for trees in zip(*forests):
            for tree in trees:
                knots = re.findall(r'\w+\([^)]*\)', tree)
                line = f'ROOT({at})'
                for knot in knots:
                    if knot.startswith('LEAF'):
                        knot = f'LEAF({round(int(knot[5:-1]) / len(SHARES))})'
                    if len(line) + len(knot) + 1 > 99:
                        file.write(line + '\n')
                        line = knot
                    else:
                        line += ' ' + knot
                file.write(line + '\n')
                at += len(knots)


def predict(program, pages, name, ids):
    """The text of pages, by the whole of `page extract`."""
    lines = subprocess.run([program, 'text', f'{pages.bench}/{name}'], stdout=subprocess.PIPE,
                           check=True).stdout.decode('utf-8', 'replace')
    return [line for line in lines.split('\n') if line and json.loads(line)['id'] in ids]


def report(title, tools, pages, score, programs):
    """`programs`: for each fold the one that answers for its pages."""
    print(title, flush=True)
    for name in SETS:
        answers = []
        for fold in sorted(set(programs)):
            ids = {page for of, page, _, _, at in pages.pages
                   if of == name and programs[at] == fold}
            answers += predict(fold, pages, name, ids)
        path = f'{tools.work}/{name}.answers'
        with open(path, 'w', encoding='utf-8') as file:
            file.write('\n'.join(answers) + '\n')
        done = subprocess.run(['python3', score, '--data', pages.bench, '--pred', path, 'extract',
                               name], capture_output=True, text=True, check=True)
        print(' ', done.stdout.strip().replace(' title=0.000 author=0.000 date=0.000', ''),
              flush=True)


def train(tools, pages, score):
    found = questions()
    answers = pages.matrix(sum(size for _, size in found))
    firsts, opinions = [], np.zeros(len(pages.labels))
    for fold in range(FOLDS):
        firsts.append(fit_first(answers, pages, pages.known & (pages.folds != fold)))
        here = pages.folds == fold
        opinions[here] = answers[here] @ firsts[fold]
    rows = write_rows(tools, pages, opinions)
    growing = []
    for fold in range(FOLDS):
        os.makedirs(f'{tools.work}/fold{fold}/page', exist_ok=True)
        write_first(f'{tools.work}/fold{fold}/page/model_first.def', firsts[fold], found)
        growing += grow(tools, rows, fold)
    growing += grow(tools, rows, -1)
    for process in growing:
        if process.wait() != 0:
            raise SystemExit('a forest did not grow')
    for fold in range(FOLDS):
        join_forests(tools, fold, f'{tools.work}/fold{fold}/page/model_second.def')
    report(f'held out, {FOLDS} folds by site', tools, pages, score,
           [tools.link(f'fold{fold}/features', f'{tools.work}/fold{fold}')
            for fold in range(FOLDS)])
    write_first(f'{ROOT}/src/page/model_first.def', fit_first(answers, pages, pages.known), found)
    join_forests(tools, -1, f'{ROOT}/src/page/model_second.def')
    report('the new models on the pages they were cut from', tools, pages, score,
           [tools.link('final', f'{ROOT}/src')] * FOLDS)


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--bench', required=True)
    parser.add_argument('--score', required=True)
    parser.add_argument('--build', default='build')
    parser.add_argument('--work')
    given = parser.parse_args()
    work = given.work or tempfile.mkdtemp(prefix='page-model-')
    os.makedirs(work, exist_ok=True)
    tools = Tools(given.build, work)
    train(tools, Pages(tools, os.path.abspath(given.bench)), given.score)
    if given.work is None:
        shutil.rmtree(work)


if __name__ == '__main__':
    main()
