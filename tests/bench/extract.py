#!/usr/bin/python3
"""Main text of web pages: broadsheet, readability-lxml and Readability.js on the same pages in one run.

extract.py [--bin PATH] [--modules DIR] [--limit N] [--keep DIR] FOLDER

FOLDER holds manifest.jsonl, lines of {"id", "path", "url"} with paths of HTML files in it.
readability-lxml is Debian's python3-readability (run this with /usr/bin/python3); Readability.js is
found below --modules after `npm install @mozilla/readability linkedom` there. What is missing is
left out. Prints pages a CPU second and ratios; --keep writes each answer as JSON lines {"id",
"text"}, for any scorer.
"""
import argparse
import json
import os
import resource
import subprocess
import sys
import time

NODE = """
const fs = require('fs'), { Readability } = require('@mozilla/readability');
const { parseHTML } = require('linkedom');
for (const line of fs.readFileSync(0, 'utf8').split('\\n').filter(Boolean)) {
  const page = JSON.parse(line);
  let text = '';
  try {
    const { document } = parseHTML(fs.readFileSync(page.path, 'utf8'));
    const article = new Readability(document).parse();
    text = article ? article.textContent : '';
  } catch (error) { text = ''; }
  console.log(JSON.stringify({ id: page.id, text }));
}
"""


def by_broadsheet(program, folder, rows):
    lines = '\n'.join(json.dumps(row) for row in rows) + '\n'
    return run([os.path.abspath(program), 'page', 'extract', '--jsonl'], lines, folder)


def by_node(modules, folder, rows):
    lines = '\n'.join(json.dumps(row) for row in rows) + '\n'
    script = os.path.join(os.path.abspath(modules), 'readability-run.js')
    with open(script, 'w', encoding='utf-8') as out:
        out.write(NODE)
    return run(['node', script], lines, folder)


def run(command, text, folder):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(command, input=text.encode(), stdout=subprocess.PIPE, cwd=folder,
                          check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime
    answers = [json.loads(line) for line in done.stdout.decode().split('\n') if line.strip()]
    return answers, seconds


def by_lxml(folder, rows):
    import logging
    from lxml import html
    from readability import Document
    logging.disable(logging.CRITICAL)
    answers, start = [], time.process_time()
    for row in rows:
        with open(os.path.join(folder, row['path']), 'rb') as page:
            source = page.read().decode('utf-8', 'replace')
        try:
            text = html.fromstring(Document(source).summary()).text_content()
        except Exception:  # it raises what it likes
            text = ''
        answers.append({'id': row['id'], 'text': text})
    return answers, time.process_time() - start


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--bin', default='build/broadsheet')
    parser.add_argument('--modules', help='a folder with node_modules')
    parser.add_argument('--limit', type=int, default=10**9)
    parser.add_argument('--keep', help='a folder for the answers')
    parser.add_argument('folder')
    args = parser.parse_args()
    with open(os.path.join(args.folder, 'manifest.jsonl'), encoding='utf-8') as manifest:
        rows = [json.loads(line) for line in manifest if line.strip()][:args.limit]
    programs = {'broadsheet': lambda: by_broadsheet(args.bin, args.folder, rows),
                'readability-lxml': lambda: by_lxml(args.folder, rows)}
    if args.modules:
        programs['Readability.js'] = lambda: by_node(args.modules, args.folder, rows)
    ours = None
    for name, program in programs.items():
        try:
            answers, seconds = program()
        except ImportError as missing:
            print(f'{name}: left out, {missing}', file=sys.stderr)
            continue
        ours = ours or seconds
        print(f'{name:18} {len(rows) / seconds:8.1f} pages/s   broadsheet is '
              f'{seconds / ours:5.1f} times as fast')
        if args.keep:
            with open(os.path.join(args.keep, name + '.jsonl'), 'w', encoding='utf-8') as out:
                for answer in answers:
                    out.write(json.dumps({'id': answer['id'], 'text': answer.get('text', '')}) + '\n')


if __name__ == '__main__':
    main()
