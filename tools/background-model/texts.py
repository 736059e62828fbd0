#!/usr/bin/env python3
"""Prints the texts that a model of words is counted from: a language, a tab, a text a line.

texts.py FOLDER   where the packages named in README.md are unpacked (dpkg -x PACKAGE FOLDER)

A text is PIECE words in a row of one file, about as long as an article's title and lead.
"""
import glob, gzip, html, os, re, sys

PIECE = 100
# What the packages call a language, where it is not its code.
NAMES = {'zh_CN': 'zh', 'pt-BR': 'pt', 'nb-NO': 'no'}
PLACES = [
    'usr/share/doc/installation-guide-amd64/*/**/*.html',
    'usr/share/doc/debian-handbook/html/*/**/*.html',
    'usr/share/games/fortunes/*/*',
    'usr/share/man/*/*/*.gz',
]


def language_of(pattern, path, root):
    parts, where = os.path.relpath(path, root).split('/'), pattern.split('/').index('*')
    name = parts[where]
    return NAMES.get(name, re.split('[-_]', name)[0])


def plain(path):
    data = gzip.open(path).read() if path.endswith('.gz') else open(path, 'rb').read()
    text = data.decode('utf-8', 'ignore')
    if path.endswith('.html'):
        text = re.sub(r'(?s)<(script|style|pre|code|tt)\b.*?</\1>', ' ', text)
        return html.unescape(re.sub(r'<[^>]+>', ' ', text))
    return re.sub(r'\\f[A-Z]|^\.[A-Za-z]+|[%~]', ' ', text, flags=re.M)


root = sys.argv[1]
for pattern in PLACES:
    for path in sorted(glob.glob(os.path.join(root, pattern), recursive=True)):
        if not os.path.isfile(path) or path.endswith(('.dat', '.u8')):
            continue
        language = language_of(pattern, path, root)
        words = plain(path).split()
        for i in range(0, len(words) - PIECE // 2, PIECE):
            if re.fullmatch('[a-z]{2,3}', language):
                print(language, ' '.join(words[i:i + PIECE]), sep='\t')
