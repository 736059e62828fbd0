#!/usr/bin/env python3
"""How fast stories are found, how that grows, and what it takes: cluster.py PROGRAM DATA [LIVE]

Made-up streams (stories.py) go through `story cluster --online`. Printed are articles a second of the
program's own time, headlines and with 1,500 characters of text; what ten times as long a stream costs,
once while the window fills and once where it is full from early on; and the memory of LIVE articles
(1,000,000) that are all live.
"""
import os
import subprocess
import sys

program, data = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
live = int(sys.argv[3]) if len(sys.argv) > 3 else 1000000
here = os.path.dirname(os.path.abspath(__file__))


def stream(count, *options):
    """The file of such a stream, made once."""
    path = os.path.join(data, "-".join(["stories", str(count), *options]) + ".jsonl")
    if not os.path.exists(path):
        with open(path + ".new", "w") as out:
            subprocess.run([sys.executable, os.path.join(here, "stories.py"), str(count), *options],
                           stdout=out, check=True)
        os.rename(path + ".new", path)
    return path


def once(path):
    """Seconds of the program's own time, and the most memory in MiB."""
    child = subprocess.Popen([program, "story", "cluster", "--online", path], stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    if status != 0:
        sys.exit(f"{path}: status {status}")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def cost(count, *options, times=3):
    """The least of some runs: others on the machine only add to it."""
    path = stream(count, *options)
    return min(once(path)[0] for _ in range(times))


def growth(name, short_hours, long_hours):
    short, long = cost(10000, "--hours", short_hours), cost(100000, "--hours", long_hours, times=1)
    print(f"stories: ten times as long a stream costs {long / short:.1f} times, {name} (at most 11)")


os.makedirs(data, exist_ok=True)
print(f"stories: {10000 / cost(10000):.0f} headlines a second (at least 10000)")
print(f"stories: {10000 / cost(10000, '--text', '1500'):.0f} articles of 1,500 characters a second (at least 2500)")
growth("the window filling in the short one", "72", "720")
growth("the window full in both", "2160", "21600")
if live > 0:
    seconds, memory = once(stream(live))
    print(f"stories: {live} live headlines take {memory:.0f} MiB (at most 1536) and {seconds:.0f} s")
