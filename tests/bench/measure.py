#!/usr/bin/env python3
"""Measures Broadsheet against other programs: measure.py PROGRAM DATA ROUNDS.

In each round every program runs once, one after the other, so that a slow moment of the machine hits
all of them. What is printed are medians: seconds of wall clock, of processor time (user and system,
children included), the other program's figures, and how often Broadsheet's time goes into the
other's.
"""
import os
import resource
import shutil
import statistics
import subprocess
import sys
import time

program, data, rounds = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2]), int(sys.argv[3])
environment = dict(os.environ, SOURCE_DATE_EPOCH="1760000000", B=program, LC_ALL="C.UTF-8")
edition = os.path.join(data, "edition")


def shell(command, name=None):
    """Runs a command in the data's folder; gives seconds of clock and of processor."""
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    done = subprocess.run(["sh", "-c", command], cwd=data, env=environment,
                          stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    clock, after = time.monotonic() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode != 0:
        sys.exit(f"{name or command}: exit {done.returncode}\n{done.stderr.decode()[-2000:]}")
    return clock, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def prepare_edition():
    shell('"$B" init edition && cp topics/*.yaml edition/topics && "$B" -C edition record import records')


# What a round wrote is moved out of the way and deleted at the end of all: ext4 is slow at making
# files for some seconds after many were deleted, and would slow down whoever comes next.
trash = os.path.join(data, "trash")


def forget(*folders):
    def clear():
        for folder in folders:
            old = os.path.join(data, folder)
            if os.path.exists(old):
                os.makedirs(trash, exist_ok=True)
                os.rename(old, os.path.join(trash, str(len(os.listdir(trash)))))
    return clear


def nothing():
    pass


def describe(folder):
    """Of what a folder holds, by kind: how many files, how many megabytes."""
    kinds = {}
    for path, _, names in os.walk(os.path.join(data, folder)):
        for name in names:
            kind, size = os.path.splitext(name)[1], os.path.getsize(os.path.join(path, name))
            for key in (kind, "all"):
                files, total = kinds.get(key, (0, 0))
                kinds[key] = files + 1, total + size
    shown = [key for key in ("all", ".html", ".json", ".xml", ".gz", ".br") if key in kinds]
    return ", ".join(f"{key} {kinds[key][0]} files {kinds[key][1] / 1e6:.1f} MB" for key in shown)


# What is done, the other program, before and command of ours, before and command of the other's.
MEASURES = [
    ("5,000 records read and written", "cat", nothing,
     "find records -name '*.md' | xargs \"$B\" record fmt", nothing,
     "find records -name '*.md' | xargs cat"),
    ("2,000 feeds parsed", "sfeed", nothing,
     "printf '{\"path\":\"%s\"}\\n' feeds/*.xml | \"$B\" feed parse --jsonl", nothing,
     "for f in feeds/*.xml; do sfeed <$f; done"),
    ("111 feeds parsed, a process each", "sfeed", nothing,
     "for f in feeds/1*0.xml; do \"$B\" feed parse $f; done", nothing,
     "for f in feeds/1*0.xml; do sfeed <$f; done"),
    ("40 long feeds parsed, a process each", "sfeed", nothing,
     "for f in long/*.xml; do \"$B\" feed parse $f; done", nothing,
     "for f in long/*.xml; do sfeed <$f; done"),
    # What Hugo makes pages of stays, and so do our records. Then the same beside a plain layout of the
    # stories' pages, without all else that a paper has.
    ("the paper of 5,000 records published", "hugo", forget("edition/public"),
     "\"$B\" -C edition publish", forget("hugo/public", "hugo/resources"), "hugo -s hugo --quiet"),
    ("and their records written", "hugo", forget("edition/public", "edition/records"),
     "\"$B\" -C edition publish", forget("hugo/public", "hugo/resources"), "hugo -s hugo --quiet"),
    ("the same beside plain pages alone", "hugo", forget("edition/public"),
     "\"$B\" -C edition publish", forget("plain/public", "plain/resources"), "hugo -s plain --quiet"),
]


def main():
    shutil.rmtree(trash, ignore_errors=True)
    forget("edition")()
    prepare_edition()
    print(f"medians of {rounds} rounds; clock / processor seconds\n")
    print(f"{'':38} {'broadsheet':>15} {'other':>15}   ratio")
    for what, other, clear_ours, ours, clear_theirs, theirs in MEASURES:
        times = []
        for _ in range(rounds):
            clear_ours()
            mine = shell(ours, what)
            clear_theirs()
            times.append(mine + shell(theirs, other))
        mine_clock, mine_cpu, their_clock, their_cpu = (statistics.median(one) for one in zip(*times))
        print(f"{what:38} {mine_clock:7.2f} /{mine_cpu:6.2f} {their_clock:7.2f} /{their_cpu:6.2f}   "
              f"{their_clock / mine_clock:.2f} of {other}'s speed "
              f"({their_cpu / mine_cpu:.2f} by processor)", flush=True)
    shutil.rmtree(trash, ignore_errors=True)
    print(f"\nbroadsheet: {describe('edition/public')}\nhugo: {describe('hugo/public')}\n"
          f"hugo's plain pages: {describe('plain/public')}")


main()
