#!/usr/bin/env python3
"""What publishing costs in a large edition: publish.py PROGRAM DATA [ARTICLES [ROUNDS]].

An archive of ARTICLES records (100,000; tests/bench/make.py) is imported; then in each round everything
is published from nothing, and one article comes in. Printed are processor seconds (user and system), the
most memory of each, and how often the second goes into the first.
"""
import os
import re
import shutil
import statistics
import subprocess
import sys

program, data = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
articles = int(sys.argv[3]) if len(sys.argv) > 3 else 100000
rounds = int(sys.argv[4]) if len(sys.argv) > 4 else 3
here = os.path.dirname(os.path.abspath(__file__))
folder = os.path.join(data, "many")
records, edition, trash = (os.path.join(folder, name) for name in ("records", "edition", "trash"))


def run(*words):
    """Runs the program; gives processor seconds and MiB."""
    child = subprocess.Popen([program, "-C", edition, *words], stdout=subprocess.DEVNULL,
                             stderr=subprocess.PIPE, env=dict(os.environ, SOURCE_DATE_EPOCH="1800000000"))
    errors = child.stderr.read()
    _, status, usage = os.wait4(child.pid, 0)
    if status != 0:
        sys.exit(f"{words}: status {status}\n{errors.decode()[-2000:]}")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def forget(path):
    """Out of the way: deleting slows down whoever makes files next."""
    if os.path.exists(path):
        os.makedirs(trash, exist_ok=True)
        os.rename(path, os.path.join(trash, str(len(os.listdir(trash)))))


def one_more(number):
    """A folder with one record, which nobody has seen before."""
    name = sorted(os.listdir(os.path.join(records, "_news")))[-1]
    with open(os.path.join(records, "_news", name), encoding="utf-8") as file:
        text = file.read()
    text = re.sub(r"\nrelated:.*?\n---", "\n---", text, flags=re.S)
    text = re.sub(r'(title: ")', rf"\1Fresh {number} ", text, count=1)
    text = re.sub(r"(\.example/)", rf"\1fresh-{number}-", text)
    path = os.path.join(folder, f"fresh-{number}")
    os.makedirs(path, exist_ok=True)
    with open(os.path.join(path, f"{name[:10]}-fresh-{number}.md"), "w", encoding="utf-8") as file:
        file.write(text)
    return path


def main():
    if not os.path.exists(os.path.join(records, "_news")):
        subprocess.run([sys.executable, os.path.join(here, "make.py"), "records", records, str(articles)],
                       check=True)
    shutil.rmtree(trash, ignore_errors=True)
    forget(edition)
    subprocess.run([program, "init", edition], check=True, stdout=subprocess.DEVNULL)
    seconds, memory = run("record", "import", records)
    print(f"{articles} records imported at once: {seconds:.1f} s, {memory:.0f} MiB")
    whole, one, most, number = [], [], 0, 0
    for _ in range(rounds):
        forget(os.path.join(edition, "public"))
        seconds, memory = run("publish")
        whole.append(seconds)
        most = max(most, memory)
        for _ in range(3):
            number += 1
            seconds, memory = run("record", "import", one_more(number))
            one.append(seconds)
    everything, single = statistics.median(whole), statistics.median(one)
    print(f"everything published: {everything:.2f} s, {most:.0f} MiB (at most 256)")
    print(f"one article imported and published: {single:.3f} s, 1/{everything / single:.0f} (at most 1/500)")
    shutil.rmtree(trash, ignore_errors=True)


main()
