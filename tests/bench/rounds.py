#!/usr/bin/env python3
"""Whether the sick slow the healthy: rounds.py PROGRAM DATA [ROUNDS [DELAY]].

2,000 sources on 200 hosts of this machine, a tenth of them hostile (sites.py). Rounds of conditional
requests (`run --once`) with and without the hostile ones take turns; printed are the medians, what
the former take of the latter, and the largest memory.
"""
import os
import resource
import shutil
import statistics
import subprocess
import sys
import time


HOSTS, EACH, PORT, START = 200, 10, 18080, 1760000000
program, data = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
rounds = int(sys.argv[3]) if len(sys.argv) > 3 else 3
delay = sys.argv[4] if len(sys.argv) > 4 else "0s"
here = os.path.dirname(os.path.abspath(__file__))


def is_hostile(layout, host, source):
    return host % 10 == 0 if layout == "hosts" else source % 10 == host % 10


def address(host):
    return f"127.1.{host // 250}.{host % 250 + 1}:{PORT}"


def make(folder, layout, with_hostile):
    shutil.rmtree(folder, ignore_errors=True)
    os.makedirs(folder)
    allow = ", ".join(f'"{address(host)}"' for host in range(HOSTS))
    with open(os.path.join(folder, "edition.yaml"), "w") as out:
        out.write("title: Bench\nid: bench\nurl: https://bench.example\n"
                  f"fetch:\n  pages: none\n  perHostDelay: {delay}\n  allow: [{allow}]\n")
    with open(os.path.join(folder, "sources.opml"), "w") as out:
        out.write('<opml version="2.0"><head/><body>\n')
        for source in range(EACH):
            for host in range(HOSTS):
                if with_hostile or not is_hostile(layout, host, source):
                    out.write(f'<outline type="rss" xmlUrl="http://{address(host)}/{source}"/>\n')
        out.write("</body></opml>\n")


def run(folder, now):
    """One round: seconds, and the most memory in MiB."""
    environment = dict(os.environ, SOURCE_DATE_EPOCH=str(now))
    begun = time.monotonic()
    child = subprocess.Popen([program, "-C", folder, "run", "--once"], env=environment,
                             stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    said, errors = child.stdout.read(), child.stderr.read()
    _, status, usage = os.wait4(child.pid, 0)
    if status != 0:
        sys.exit(f"{folder}: status {status}\n{errors[-2000:]}")
    return time.monotonic() - begun, usage.ru_maxrss / 1024, said.split("\n")[0]


def measure(layout):
    server = subprocess.Popen([sys.executable, os.path.join(here, "sites.py"), str(PORT), str(HOSTS),
                               str(EACH), layout], stdout=subprocess.PIPE, text=True)
    try:
        assert server.stdout.readline() == "ready\n"
        folders = {name: os.path.join(data, f"rounds-{layout}-{name}") for name in ("with", "without")}
        for name, folder in folders.items():
            make(folder, layout, name == "with")
            seconds, memory, said = run(folder, START)
            print(f"{layout}, first round {name} the hostile: {seconds:.1f} s, {memory:.0f} MiB. {said}")
        times = {name: [] for name in folders}
        most = 0
        for k in range(1, rounds + 1):
            for name, folder in folders.items():
                seconds, memory, said = run(folder, START + k * 2 * 86400)
                times[name].append(seconds)
                most = max(most, memory)
                print(f"  {name}: {seconds:.2f} s, {memory:.0f} MiB. {said}")
        sick, well = (statistics.median(times[name]) for name in ("with", "without"))
        print(f"{layout}, perHostDelay {delay}: {sick:.2f} s with the hostile tenth, {well:.2f} s "
              f"without: {sick / well:.2f} times (at most 1.3); at most {most:.0f} MiB")
    finally:
        server.kill()
        server.wait()


resource.setrlimit(resource.RLIMIT_NOFILE, (4096, resource.getrlimit(resource.RLIMIT_NOFILE)[1]))
for which in sys.argv[5:] or ("hosts", "mixed"):
    measure(which)
