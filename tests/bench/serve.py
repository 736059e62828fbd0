#!/usr/bin/env python3
"""How fast the front page goes out, beside nginx: serve.py PROGRAM DATA [ROUNDS].

One worker each, 64 connections that stay open, from this machine. The page is the front page that
`measure.py` published, as it is and compressed; nginx has it compressed beside it (gzip_static). The
servers take turns; printed are the medians of requests a second, and the ratio.
"""
import gzip
import os
import re
import shutil
import statistics
import subprocess
import sys
import time
import urllib.request

program, data = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
rounds = int(sys.argv[3]) if len(sys.argv) > 3 else 5
OURS, THEIRS, SECONDS = 18090, 18091, 3
edition, other = os.path.join(data, "edition"), os.path.join(data, "nginx")
CONFIGURATION = """
daemon off; worker_processes 1; pid {0}/pid; error_log {0}/error.log;
{1}
events {{ worker_connections 512; }}
http {{
  types {{ text/html html; }}
  access_log off; sendfile on; tcp_nopush on; keepalive_requests 1000000000; gzip_static on;
  client_body_temp_path {0}/body; proxy_temp_path {0}/proxy; fastcgi_temp_path {0}/fastcgi;
  uwsgi_temp_path {0}/uwsgi; scgi_temp_path {0}/scgi;
  server {{ listen 127.0.0.1:{2}; root {0}/public; }}
}}
"""


def start():
    shutil.rmtree(other, ignore_errors=True)
    os.makedirs(os.path.join(other, "public"))
    with open(os.path.join(edition, "public", "index.html"), "rb") as page:
        text = page.read()
    with open(os.path.join(other, "public", "index.html"), "wb") as out:
        out.write(text)
    with gzip.open(os.path.join(other, "public", "index.html.gz"), "wb", 6) as out:
        out.write(text)
    user = "user root;" if os.geteuid() == 0 else ""
    path = os.path.join(other, "nginx.conf")
    with open(path, "w") as out:
        out.write(CONFIGURATION.format(other, user, THEIRS))
    servers = [subprocess.Popen([program, "-C", edition, "serve", "--listen", f"127.0.0.1:{OURS}"],
                                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL),
               subprocess.Popen([shutil.which("nginx", path=os.environ["PATH"] + ":/usr/sbin"),
                                 "-p", other, "-c", path],
                                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)]
    for port in (OURS, THEIRS):
        for _ in range(100):
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/").read()
                break
            except OSError:
                time.sleep(0.05)
    return servers


def requests_a_second(port, header):
    done = subprocess.run(["wrk", "-t1", "-c64", f"-d{SECONDS}s", "-H", header,
                           f"http://127.0.0.1:{port}/"], capture_output=True, text=True, check=True)
    if "Non-2xx" in done.stdout or "Socket errors" in done.stdout:
        sys.exit(done.stdout)
    return float(re.search(r"Requests/sec:\s*([\d.]+)", done.stdout).group(1))


def main():
    servers = start()
    try:
        print(f"front page, requests a second, medians of {rounds} rounds\n")
        for name, header in (("as it is", "X-Plain: 1"), ("gzip", "Accept-Encoding: gzip")):
            both = [(requests_a_second(OURS, header), requests_a_second(THEIRS, header))
                    for _ in range(rounds)]
            ours, theirs = (statistics.median(one) for one in zip(*both))
            print(f"{name:10} {ours:9.0f} nginx {theirs:9.0f}   {ours / theirs:.2f} of nginx",
                  flush=True)
    finally:
        for server in servers:
            server.terminate()
            server.wait()
        shutil.rmtree(other, ignore_errors=True)


main()
