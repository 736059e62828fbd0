#!/usr/bin/env python3
"""Made-up streams of news for measuring `story cluster`: stories.py COUNT [--text BYTES] [--hours H]

Writes COUNT articles as JSON lines, in the order of time, within H hours: one in three stands alone,
the others belong to stories of some to a hundred. Words are drawn as in language: few are common,
most are rare. The same arguments give the same bytes.

    tests/bench/stories.py 100000 > s.jsonl
    /usr/bin/time -v build/broadsheet story cluster --online s.jsonl > /dev/null
"""
import argparse
import json
import random
import time

BEGIN = 1772323200  # 2026-03-01


def word(random_number, size):
    """Of `size` words the n-th is drawn with odds of about 1/n."""
    n = int(size ** random_number.random())
    letters = 'bdfgklmnprstvz'
    text = ''
    while True:
        text += letters[n % 14] + 'aeiou'[n // 14 % 5]
        n //= 70
        if n == 0:
            return text


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('count', type=int)
    parser.add_argument('--text', type=int, default=0)
    parser.add_argument('--hours', type=float, default=72.)
    options = parser.parse_args()
    draw = random.Random(options.count)
    live = []
    for number in range(options.count):
        if not live or draw.random() < .45:
            own = [word(draw, 200000) + draw.choice('xyq') for _ in range(6)]
            live.append((own, [word(draw, 30000) for _ in range(40)]))
            del live[:-2000]
            own, body = live[-1]
        else:
            own, body = live[-1 - min(int(draw.expovariate(.01)), len(live) - 1)]
        title = draw.sample(own, draw.randint(2, 5)) + [word(draw, 30000) for _ in range(draw.randint(4, 7))]
        draw.shuffle(title)
        second = int(number * options.hours * 3600 / options.count)
        row = {'id': str(number), 'title': ' '.join(title).capitalize(), 'provider': f'p{draw.randint(0, 400)}',
               'published': time.strftime('%Y-%m-%dT%H:%M:%SZ', time.gmtime(BEGIN + second))}
        if options.text:
            text, length = [], 0
            while length < options.text:
                text.append(draw.choice(own) if draw.random() < .1 else draw.choice(body) if draw.random() < .3
                            else word(draw, 60000))
                length += len(text[-1]) + 1
            row['text'] = ' '.join(text)
        print(json.dumps(row))


if __name__ == '__main__':
    main()
