#!/usr/bin/env python3
"""The rows of attacks that need other addresses, certificates, HTTP/2 or a name server of their own,
against the whole program: hostile.py [PREFIX…] (of rows; all of them). In namespaces of its own (network and mounts, so as root), with
test addresses on `lo`, a name server on 127.0.0.1 and an authority that only these namespaces trust.

One row is one host and one source; all are asked in one round, beside healthy ones, which are
published in it (G4). Checked for each: its class of error (G5), nothing refused got a connection
(G10); for all: time (G3), memory (G2), an end without a crash (G1), a log of whole lines (G11).
"""
import json
import os
import shutil
import socket
import ssl
import struct
import subprocess
import sys
import tempfile
import threading
import time
import warnings

PROGRAM = os.path.abspath(os.environ.get("BROADSHEET", "build/broadsheet"))
FEED = (b'<rss version="2.0"><channel><title>F</title><item><title>Healthy %s</title>'
        b"<link>https://outlet.example/%s</link></item></channel></rss>")
ROWS = []  # of dict
TOTAL = 6  # seconds, of the configuration below


def row(name, expect, scheme="http", host=None, **more):
    """A row whose handler is the function decorated; `expect`: the classes that will do."""
    def add(handler):
        ROWS.append(dict(more, name=name, expect=expect.split("|"), scheme=scheme, handler=handler,
                         host=host or name.lower().replace("_", "-") + ".test"))
        return handler
    return add


def request_of(conn):
    data = b""
    while b"\r\n\r\n" not in data and len(data) < 65536:
        piece = conn.recv(65536)
        if not piece:
            break
        data += piece
    return data


def answer(body=None, head=b"HTTP/1.1 200 OK\r\n", name=b"x"):
    body = FEED % (name, name) if body is None else body
    return head + b"Content-Length: %d\r\n\r\n" % len(body) + body


def says(*pieces):
    def handler(conn, row):
        request_of(conn)
        for piece in pieces:
            conn.sendall(piece)
    return handler


def redirect(where):
    return says(b"HTTP/1.1 302 F\r\nLocation: " + where.encode() + b"\r\nContent-Length: 0\r\n\r\n")


def endless(head, piece):
    def handler(conn, row):
        request_of(conn)
        conn.sendall(head)
        while True:
            conn.sendall(piece)
    return handler


def wait_closed(conn):
    conn.settimeout(20)
    while conn.recv(65536):
        pass


# ---- the server's side of HTTP ----

@row("A01_silent", "timeout")
def silent(conn, row):
    wait_closed(conn)


@row("A04_drip", "timeout")
def drip(conn, row):
    request_of(conn)
    conn.sendall(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
    while True:
        conn.sendall(b"465\r\n" + b"x" * 0x465 + b"\r\n")
        time.sleep(0.3)


row("A12_lines", "headers_too_large")(endless(b"HTTP/1.1 200 OK\r\n", b"X: y\r\n" * 1000))
row("A13_line", "headers_too_large")(endless(b"HTTP/1.1 200 OK\r\nX: ", b"x" * 65536))
row("A14_hints", "headers_too_large")(endless(b"", b"HTTP/1.1 103 Early Hints\r\n\r\n" * 100))
row("A20_chunks", "bad_response")(says(
    b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFF\r\nx\r\n0\r\n\r\n"))
row("A21_endless", "too_large")(endless(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
                                        b"10000\r\n" + b"x" * 65536 + b"\r\n"))
row("A24_icy", "bad_response")(says(b"ICY 200 OK\r\n\r\nx"))
row("A24_two", "bad_response")(says(b"HTTP/2 200 OK\r\n\r\nx"))
row("A26_empty", "empty")(says(answer(b"")))
row("A27_gone", "gone")(says(b"HTTP/1.1 410 G\r\nContent-Length: 0\r\n\r\n"))


@row("A29_reset", "network")
def reset(conn, row):
    request_of(conn)
    conn.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n<rss")
    time.sleep(0.2)
    conn.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


row("A29_refused", "network", deaf=True)(says())


@row("A29_half", "truncated|network")
def half(conn, row):
    request_of(conn)
    conn.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n<rss")
    conn.shutdown(socket.SHUT_WR)
    wait_closed(conn)


row("A30_second", "ok")(says(answer(name=b"A30"), answer(name=b"poison")))
row("A31_preface", "bad_response|network")(says(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"))
row("A33_attractions", "ok")(says(answer(
    head=b'HTTP/1.1 200 OK\r\nAlt-Svc: h3=":443"; ma=9\r\nRefresh: 0;url=http://127.0.0.1/\r\n'
         b"Strict-Transport-Security: max-age=99999999\r\n", name=b"A33")))
row("B04_nested", "bad_response")(says(answer(b"x", b"HTTP/1.1 200 OK\r\nContent-Encoding: br, gzip\r\n")))
row("B05_twenty", "bad_response")(says(answer(
    b"x", b"HTTP/1.1 200 OK\r\nContent-Encoding: " + b", ".join([b"gzip"] * 20) + b"\r\n")))
row("D07_cookies", "headers_too_large")(says(
    b"HTTP/1.1 200 OK\r\n" + b"Set-Cookie: a=b\r\n" * 10000 + b"\r\n"))


@row("D07_cookie", "ok")
def cookie(conn, row):
    head = request_of(conn)
    if b"/again" not in head:
        conn.sendall(b"HTTP/1.1 302 F\r\nSet-Cookie: secret=1\r\nLocation: /again\r\n"
                     b"Content-Length: 0\r\n\r\n")
    elif b"secret" not in head and b"uthorization" not in head:  # D09: ~/.netrc, too
        conn.sendall(answer(name=b"D07"))


# ---- addresses and names ----

for where in ("http://127.0.0.1/", "http://[::1]/", "http://169.254.169.254/latest/meta-data/",
              "http://2130706433/", "http://0x7f.1/", "http://[::ffff:127.0.0.1]/", "http://0/",
              "http://localhost/", "http://inside.test/", "http://100.64.0.1/"):
    row("C17_to_" + "".join(c for c in where if c.isalnum())[4:30], "denied")(redirect(where))
for kind, where in (("zone", "[::1%25lo]"), ("last", "127.255.255.254"), ("octal", "0177.0.0.1"), ("unspecified", "[::]"),
                    ("circled", "①②⑦.⓪.⓪.①"), ("wide", "１２７.0.0.1"), ("stops", "127。0。0。1"),
                    ("encoded", "%31%32%37.0.0.1"), ("dot", "localhost."), ("below", "foo.localhost")):
    row("C17_" + kind, "denied|invalid_url")(redirect(f"http://{where}/"))
row("C22_slashes", "invalid_url|denied")(redirect("http:///127.0.0.1/"))
row("C26_port", "invalid_url|denied")(redirect("http://127.0.0.1:99999/"))
row("C19_file", "invalid_url")(redirect("file:///etc/passwd"))
row("C23_backslash", "invalid_url")(redirect("http://evil.test\\@127.0.0.1/"))
row("C12_inside", "denied", host="inside.test", dns=["127.0.0.1"])(None)
row("C12_six", "denied", host="six.test", dns=["::1"])(None)
row("C14_second", "denied|network", host="rebind.test", dns=["198.51.100.250", "127.0.0.1"])(None)
row("C16_many", "denied", host="many.test", dns=[f"10.0.0.{k}" for k in range(1, 29)])(None)
row("C16_none", "dns", host="none.test", dns="nxdomain")(None)
row("C16_failure", "dns", host="failure.test", dns="servfail")(None)
row("C16_loop", "dns", host="loop.test", dns="loop")(None)
row("C16_silence", "dns|timeout", host="silence.test", dns="silence")(None)

# ---- TLS ----

row("D01_good", "ok", "https")(says(answer(name=b"D01")))
for kind in ("expired", "early", "selfsigned", "wronghost", "unknown", "weak", "sha1", "md5"):
    row("D01_" + kind, "tls", "https", cert=kind)(says(answer(name=b"never")))
row("D02_old", "tls", "https", tls="old")(says(answer(name=b"never")))
row("D02_null", "tls", "https", tls="null")(says(answer(name=b"never")))
row("D03_wildcard", "tls", "https", cert="wildcard")(says(answer(name=b"never")))
row("D03_names", "tls|ok", "https", cert="names")(says(answer(name=b"D03")))
row("D03_nul", "tls", "https", cert="nul")(says(answer(name=b"never")))
row("D03_nocn", "tls", "https", cert="nocn")(says(answer(name=b"never")))
row("D03_three", "ok", "https", cert="chain 3")(says(answer(name=b"D03three")))
row("D03_hundred", "tls", "https", cert="chain 100")(says(answer(name=b"never")))
row("D03_notca", "tls", "https", cert="notca")(says(answer(name=b"never")))
row("D04_stall", "timeout", "https", tls="none")(silent)
row("D05_whole", "ok", "https")(says(b"HTTP/1.1 200 OK\r\n\r\n" + FEED % (b"D05", b"D05")))
row("D05_cut", "truncated", "https")(says(b"HTTP/1.1 200 OK\r\n\r\n" + FEED % (b"cut", b"cut")))
row("D06_downgrade", "downgrade", "https")(redirect("http://a30-second.test/"))


# ---- HTTP/2, which is never asked for (docs/decisions/0015): whoever speaks it is not understood ----

def frame(kind, flags, stream, payload=b""):
    return struct.pack(">I", len(payload))[1:] + bytes([kind, flags]) + struct.pack(">I", stream) + payload


def field(name, value):
    def text(s):  # a string without Huffman; its length in HPACK's prefix of 7 bits
        if len(s) < 127:
            return bytes([len(s)]) + s
        n, out = len(s) - 127, b"\x7f"
        while n >= 128:
            out, n = out + bytes([n % 128 + 128]), n // 128
        return out + bytes([n]) + s
    return b"\x00" + text(name) + text(value)


DATA, HEADERS, RST, SETTINGS, PING, CONTINUATION = 0, 1, 3, 4, 6, 9


def two(*frames, again=None):
    """Speaks HTTP/2 to a request: its settings, the frames, then `again` for ever."""
    def handler(conn, row):
        assert conn.selected_alpn_protocol() is None
        request_of(conn)
        conn.sendall(frame(SETTINGS, 0, 0))
        for piece in frames:
            conn.sendall(piece)
        while again:
            conn.sendall(again)
        wait_closed(conn)
    return handler


STATUS = b"\x88"  # :status 200, of HPACK's static table
BODY = FEED % (b"A32", b"A32")
NONSENSE = "bad_response|network|headers_too_large"
row("A32_good", NONSENSE, "https", tls="h2")(two(
    frame(HEADERS, 4, 1, STATUS + field(b"content-type", b"text/xml")), frame(DATA, 1, 1, BODY)))
row("A32_bomb", NONSENSE, "https", tls="h2")(two(
    frame(HEADERS, 0, 1, STATUS + b"\x40\x01a\x7f\x81\x1e" + b"x" * 4096),  # one entry of the table,
    *[frame(CONTINUATION, 0, 1, b"\xbe" * 16000)] * 20, frame(CONTINUATION, 4, 1, b"")))  # many times
for kind, flood in (("continuation", frame(CONTINUATION, 0, 1, field(b"x", b"y") * 100)),
                    ("settings", frame(SETTINGS, 0, 0, b"\0\4\0\0\xff\xff")),
                    ("ping", frame(PING, 0, 0, b"12345678")), ("rst", frame(RST, 0, 1, b"\0\0\0\x08"))):
    row("A32_" + kind, NONSENSE, "https", tls="h2")(two(frame(HEADERS, 0, 1, STATUS), again=flood * 100))


# ---- certificates ----

def openssl(*arguments):
    subprocess.run(["openssl", *arguments], check=True, stdout=subprocess.DEVNULL,
                   stderr=subprocess.DEVNULL)


class Certificates:
    """Made by openssl in a folder: key and chain of each row, signed by an authority of our own."""

    def __init__(self, folder):
        self.folder, self.serial = folder, 1
        for name in ("ca", "other"):
            openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", f"/CN=Test {name}",
                    "-days", "30", "-keyout", self.path(name + ".key"), "-out", self.path(name + ".pem"))
        openssl("genrsa", "-out", self.path("good.key"), "2048")
        openssl("rsa", "-in", self.path("good.key"), "-pubout", "-out", self.path("good.pub"))
        openssl("genrsa", "-out", self.path("weak.key"), "512")

    def path(self, name):
        return os.path.join(self.folder, name)

    def make(self, host, kind):
        key = self.path("weak.key" if kind == "weak" else "good.key")
        names = {"wronghost": "elsewhere.test", "wildcard": "*.test",
                 "names": ",DNS:".join([host] + [f"h{k}.long.name.test" for k in range(10000)])}
        if kind and (kind.startswith("chain") or kind == "notca"):
            return self.chain(host, int((kind + " 1").split()[1]) if kind != "notca" else 1,
                              "CA:TRUE" if kind != "notca" else "CA:FALSE"), key
        out = self.path(host + ".pem")
        with open(self.path("ext"), "w") as file:
            if kind == "nul":  # a name that ends for C and goes on for the authority
                name = host.encode() + b"\0.elsewhere.test"
                der = bytes([0x30, len(name) + 2, 0x82, len(name)]) + name
                file.write("subjectAltName=DER:" + der.hex(":") + "\n")
            elif kind != "nocn":
                file.write("subjectAltName=DNS:" + names.get(kind, host) + "\n")
        dates = {"expired": ("20200101000000Z", "20200201000000Z"),
                 "early": ("20400101000000Z", "20410101000000Z")}.get(kind)
        self.serial += 1
        if dates or kind == "selfsigned":
            # openssl x509 knows no dates before 3.4; `ca` does.
            self.by_ca(host, key, out, dates or ("20200101000000Z", "20400101000000Z"), kind)
            return out, key
        openssl("req", "-new", "-key", key, "-subj", "/CN=test", "-out", self.path("csr"))
        authority = self.path("other" if kind == "unknown" else "ca")
        openssl("x509", "-req", "-in", self.path("csr"), "-CA", authority + ".pem", "-CAkey",
                authority + ".key", "-set_serial", str(self.serial), "-days", "20", "-extfile",
                self.path("ext"), f"-{kind}" if kind in ("sha1", "md5") else "-sha256", "-out", out)
        return out, key

    def chain(self, host, length, authority):
        """A certificate that so many authorities lie between ours and itself."""
        key, out = self.path("good.key"), self.path(host + ".pem")
        above, above_key, pems = self.path("ca.pem"), self.path("ca.key"), []
        for k in range(length + 1):
            name = host if k == length else f"{host} {k}"
            with open(self.path("ext"), "w") as file:
                file.write(f"subjectAltName=DNS:{host}\n" if k == length else
                           f"basicConstraints=critical,{authority}\n")
            pems.append(self.path(f"{host}-{k}.pem"))
            openssl("x509", "-new", "-force_pubkey", self.path("good.pub"), "-subj", f"/CN={name}",
                    "-CA", above, "-CAkey", above_key, "-set_serial", str(1000 + k), "-days", "20",
                    "-extfile", self.path("ext"), "-out", pems[-1])
            above, above_key = pems[-1], key
        with open(out, "w") as file:
            file.write("".join(open(pem).read() for pem in reversed(pems)))
        return out

    def by_ca(self, host, key, out, dates, kind):
        for name in ("index.txt", "index.txt.attr"):
            open(self.path(name), "w").close()
        with open(self.path("conf"), "w") as file:
            file.write(f"[ca]\ndefault_ca=d\n[d]\nnew_certs_dir={self.folder}\n"
                       f"database={self.path('index.txt')}\ndefault_md=sha256\npolicy=p\n"
                       "rand_serial=yes\n[p]\ncommonName=supplied\n")
        openssl("req", "-new", "-key", key, "-subj", f"/CN={host}", "-out", self.path("csr"))
        signer = (["-selfsign", "-keyfile", key] if kind == "selfsigned" else
                  ["-cert", self.path("ca.pem"), "-keyfile", self.path("ca.key")])
        openssl("ca", "-batch", "-notext", "-config", self.path("conf"), "-in", self.path("csr"),
                *signer, "-startdate", dates[0], "-enddate", dates[1], "-extfile", self.path("ext"),
                "-out", out)


def tls_context(row, certificates):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.set_ciphers("ALL:@SECLEVEL=0")
    if row.get("tls") == "old":
        warnings.simplefilter("ignore")  # that is what is wrong with it
        context.minimum_version = ssl.TLSVersion.TLSv1
        context.maximum_version = ssl.TLSVersion.TLSv1_1
    if row.get("tls") == "null":  # no cipher at all
        context.set_ciphers("eNULL:@SECLEVEL=0")
        context.maximum_version = ssl.TLSVersion.TLSv1_2
    if row.get("tls") == "h2":
        context.set_alpn_protocols(["h2"])
    context.load_cert_chain(*certificates.make(row["host"], row.get("cert")))
    return context


# ---- servers ----

CANARY = []


def listen(address, port, take):
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    server = socket.socket(family, socket.SOCK_STREAM)
    server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    server.bind((address, port))
    server.listen(64)

    def accept():
        while True:
            conn, peer = server.accept()
            threading.Thread(target=take, args=(conn, peer), daemon=True).start()
    threading.Thread(target=accept, daemon=True).start()


def serve_row(row, context):
    def take(conn, peer):
        try:
            if context:
                conn = context.wrap_socket(conn, server_side=True)
            row["handler"](conn, row)
            if row["name"] == "D05_cut":
                socket.socket(fileno=conn.detach()).close()  # without TLS's goodbye
            elif context:
                conn.unwrap()
        except (OSError, AssertionError):
            pass
        finally:
            conn.close()
    listen(row["address"], 443 if row["scheme"] == "https" else 80, take)


class Machine:
    """A machine with many names, or a domain with many machines (C36): counts who is there at once."""

    def __init__(self, *addresses):
        self.open, self.most, self.times, self.lock = 0, 0, [], threading.Lock()
        for address in addresses:
            listen(address, 80, self.take)

    def take(self, conn, peer):
        with self.lock:
            self.open += 1
            self.most = max(self.most, self.open)
            self.times.append(time.monotonic())
        name = request_of(conn).split(b"Host: ")[-1].split(b".")[0]
        conn.sendall(answer(name=name))
        with self.lock:
            self.open -= 1
        conn.close()


def name_server(names):
    server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    server.bind(("127.0.0.1", 53))

    def reply(query):
        labels, at = [], 12
        while query[at]:
            labels.append(query[at + 1:at + 1 + query[at]].decode())
            at += 1 + query[at]
        kind = struct.unpack(">H", query[at + 1:at + 3])[0]
        question = query[12:at + 5]
        found = names.get(".".join(labels).lower(), "nxdomain")
        if found == "silence":
            return None
        code = {"nxdomain": 3, "servfail": 2}.get(found, 0) if isinstance(found, str) else 0
        records = []
        if found == "loop":
            records = [b"\xc0\x0c\0\5\0\1\0\0\0\0\0\2\xc0\x0c"]
        elif not isinstance(found, str):
            for address in found:
                six = ":" in address
                if kind == (28 if six else 1):
                    packed = socket.inet_pton(socket.AF_INET6 if six else socket.AF_INET, address)
                    records.append(b"\xc0\x0c" + struct.pack(">HHIH", kind, 1, 0, len(packed)) + packed)
        head = query[:2] + struct.pack(">HHHHH", 0x8180 | code, 1, len(records), 0, 0)
        return head + question + b"".join(records)

    def loop():
        while True:
            query, peer = server.recvfrom(4096)
            answered = reply(query)
            if answered:
                server.sendto(answered, peer)
    threading.Thread(target=loop, daemon=True).start()


# ---- the round ----

def outline(row):
    return f'<outline type="rss" xmlUrl="{row["scheme"]}://{row["host"]}/{row["name"]}"/>\n'


def write_edition(folder, rows, pairs):
    with open(os.path.join(folder, "edition.yaml"), "w") as out:
        out.write("title: Small\nid: small\nurl: https://small.example\npublish: {threshold: 0}\n"
                  "fetch:\n  pages: none\n  perHostDelay: 50ms\n"
                  f"  limits: {{connect: 2s, firstByte: 3s, total: {TOTAL}s}}\n"
                  "  allow: [" + ", ".join(f'"{pair}"' for pair in pairs) + "]\n")
    with open(os.path.join(folder, "sources.opml"), "w") as out:
        out.write('<opml version="2.0"><head/><body>\n' + "".join(map(outline, rows)) + "</body></opml>\n")


def run(folder, home, *arguments):
    environment = dict(os.environ, HOME=home, http_proxy="http://127.0.0.1:80", LC_ALL="C.UTF-8",
                       https_proxy="http://127.0.0.1:80", ALL_PROXY="http://127.0.0.1:80")
    child = subprocess.Popen([PROGRAM, "-C", folder, *arguments], env=environment,
                             stdout=subprocess.PIPE, stderr=open(os.path.join(folder, "log"), "w"))
    said = child.stdout.read().decode()
    _, status, usage = os.wait4(child.pid, 0)
    return status, said, usage.ru_maxrss / 1024


class Report:
    def __init__(self):
        self.count, self.bad = 0, 0

    def check(self, name, good, why=""):
        self.count += 1
        self.bad += not good
        print(f"{'ok' if good else 'not ok'} {self.count} - {name}" + ("" if good else f": {why}"))


def prepare(folder, machine_names):
    certificates = Certificates(folder)
    names, pairs = {}, []
    for k, row in enumerate(ROWS):
        if row["handler"] is None:
            names[row["host"]] = row["dns"]
            continue
        row["address"] = f"198.51.100.{10 + k}"
        names[row["host"]] = [row["address"]]
        pairs.append(f'{row["address"]}:{443 if row["scheme"] == "https" else 80}')
        encrypted = row["scheme"] == "https" and row.get("tls") != "none"
        if not row.get("deaf"):
            serve_row(row, tls_context(row, certificates) if encrypted else None)
    names.update({name: ["203.0.113.7"] for name in machine_names})
    names.update({f"d{k}.domain.test": [address] for k, address in enumerate(DOMAIN)})
    name_server(names)
    for address in ("127.0.0.1", "::1", "169.254.169.254", "127.0.0.2", "10.0.0.1"):
        listen(address, 80, lambda conn, peer: (CANARY.append(peer), conn.close()))
    shutil.copy(certificates.path("ca.pem"), os.path.join(folder, "trusted.pem"))
    return pairs + [address + ":80" for address in ["203.0.113.7", *DOMAIN]]


DOMAIN = [f"203.0.113.{20 + k}" for k in range(10)]


def shell(*commands):
    for command in commands:
        subprocess.run(command.split(), check=True, stdout=subprocess.DEVNULL)


def main(folder, *prefixes):
    if prefixes:
        ROWS[:] = [row for row in ROWS if row["name"].startswith(prefixes)]
    machine_names = [f"m{k}.machine.test" for k in range(12)]
    shell("ip link set lo up", "ip route add local 198.51.100.0/24 dev lo",
          "ip route add local 203.0.113.0/24 dev lo", "ip addr add 169.254.169.254/32 dev lo",
          "ip addr add 10.0.0.1/32 dev lo")
    pairs = prepare(folder, machine_names)
    machine = Machine("203.0.113.7")
    with open(os.path.join(folder, "resolv.conf"), "w") as out:
        out.write("nameserver 127.0.0.1\noptions timeout:1 attempts:1\n")
    shell(f"mount --bind {folder}/resolv.conf /etc/resolv.conf",
          f"mount --bind {folder}/trusted.pem /etc/ssl/certs/ca-certificates.crt")
    home = os.path.join(folder, "home")
    os.makedirs(home)
    with open(os.path.join(home, ".netrc"), "w") as out:
        out.write("default login user password secret\n")
    edition = os.path.join(folder, "edition")
    os.makedirs(edition)
    domain = Machine(*DOMAIN)
    many = [dict(name="C36", scheme="http", host=name)
            for name in machine_names + [f"d{k}.domain.test" for k in range(len(DOMAIN))]]
    write_edition(edition, ROWS + many, pairs)
    begun = time.monotonic()
    status, said, memory = run(edition, home, "run", "--once")
    seconds = time.monotonic() - begun
    code, listed, _ = run(edition, home, "source", "list", "--json")
    report = Report()
    report.check("G1 the round ends well", status == 0 and code == 0, f"status {status}, {code}")
    report.check("G2 memory", memory < 512, f"{memory:.0f} MiB")
    report.check("G3 time", seconds < 2 * TOTAL + 20, f"{seconds:.0f} s")  # machines are slow
    report.check("G10 nobody private was asked", not CANARY, f"{CANARY}")
    sources = {s["url"]: s for s in map(json.loads, listed.splitlines())}
    news = " ".join(os.listdir(os.path.join(edition, "records/_news")))
    for row in ROWS:
        source = sources.get(f'{row["scheme"]}://{row["host"]}/{row["name"]}', {})
        found = source.get("errorClass", "ok")
        report.check(row["name"], found in row["expect"], f"{found}: {source.get('error')}")
    for name in ("a30", "a33", "d01", "d05", "d07", "m0", "m11"):
        report.check(f"G4 {name} is published", f"healthy-{name}.md" in news, news)
    for name in ("poison", "never", "cut"):
        report.check(f"{name} is not", f"healthy-{name}" not in news, news)
    for what, one, count in (("machine", machine, 12), ("domain", domain, len(DOMAIN))):
        gaps = [b - a for a, b in zip(one.times, one.times[1:])]
        report.check(f"C36 one request at a time of one {what}",
                     one.most == 1 and len(one.times) == count,
                     f"{one.most} at once, {len(one.times)} in all")
        report.check(f"C36 a delay between them, {what}", min(gaps, default=0) > 0.04, f"{gaps}")
    with open(os.path.join(edition, "log")) as file:
        log = file.read()
    report.check("G11 no controls and no secrets in the log",
                 not any(ord(c) < 32 and c != "\n" for c in log) and "secret" not in log, log[-500:])
    print(f"# {seconds:.1f} s, {memory:.0f} MiB, {said.splitlines()[:1]}")
    return 1 if report.bad else 0


def namespaces():
    """Runs itself in namespaces of its own, where that is permitted."""
    reason = None
    if os.geteuid() != 0:
        reason = "not root"
    elif not all(map(shutil.which, ("unshare", "ip", "openssl", "mount"))):
        reason = "unshare, ip, mount or openssl is missing"
    elif subprocess.run(["unshare", "-n", "-m", "true"], capture_output=True).returncode != 0:
        reason = "namespaces are not permitted here"
    if reason:
        print(f"not ok 1 # SKIP hostile rows: {reason}")
        return 0
    folder = tempfile.mkdtemp(prefix="broadsheet-hostile-")
    try:
        return subprocess.run(["unshare", "-n", "-m", sys.executable, os.path.abspath(__file__),
                               folder, *sys.argv[1:]]).returncode
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    inside = len(sys.argv) > 1 and os.path.isdir(sys.argv[1])
    sys.exit(main(*sys.argv[1:]) if inside else namespaces())
