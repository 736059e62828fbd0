"""hub.py FOLDER PORT_FILE: a feed and its hub on a free port of 127.0.0.1. What hubs do is in
FOLDER/log, what stands in FOLDER/links goes before the feed as Link; requests to /tell?HOW make it send a notification (true, forged, unsigned, of another
method, to another callback), /say?QUERY a verification that nobody asked for."""
import hashlib
import hmac
import http.server
import os
import sys
import urllib.error
import urllib.parse
import urllib.request

sys.path.append(os.path.join(os.environ["SOURCE"], "tests/support"))
import local_server  # noqa: E402

folder, port_file = sys.argv[1:3]
known = {}


def log(*words):
    with open(os.path.join(folder, "log"), "a", encoding="utf-8") as file:
        print(*words, file=file)


def read(name):
    path = os.path.join(folder, name)
    if not os.path.exists(path):
        return ""
    with open(path, encoding="utf-8") as file:
        return file.read()


def ask(url, data=None, headers=()):
    try:
        with urllib.request.urlopen(urllib.request.Request(url, data, dict(headers)), timeout=10) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, ""


def verify(form):
    mode = form["hub.mode"]
    query = {"hub.mode": mode, "hub.topic": form["hub.topic"], "hub.challenge": "a-Challenge/1+2=3"}
    if mode == "subscribe":
        query["hub.lease_seconds"] = "864000"
    return ask(form["hub.callback"] + "?" + urllib.parse.urlencode(query))


class Handler(http.server.BaseHTTPRequestHandler):
    def answer(self, status, body=b"", kind="application/xml", links=""):
        self.send_response(status)
        for line in links.splitlines():
            self.send_header("Link", line.replace("PORT", str(self.server.server_port)))
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_POST(self):
        if self.path == "/away":
            self.send_response(307)
            self.send_header("Location", "/hub")
            self.end_headers()
            return
        text = self.rfile.read(int(self.headers["Content-Length"])).decode()
        form = dict(urllib.parse.parse_qsl(text, strict_parsing=True))
        known.update(form)
        port = str(self.server.server_port)
        log(form["hub.mode"], form["hub.topic"].replace(port, "PORT"), self.headers["Content-Type"],
            "lease", form.get("hub.lease_seconds"), "secret", len(form.get("hub.secret", "")))
        status, body = verify(form)
        log("verified:", status, body)
        self.answer(202, b"accepted")

    def do_GET(self):
        path, _, query = self.path.partition("?")
        if path == "/tell":
            body = b"<rss>poison</rss>" * 1000
            secret = b"guessed" if query == "forged" else known["hub.secret"].encode()
            method = query if query.startswith("sha") else "sha256"
            sign = hmac.new(secret, body, getattr(hashlib, method, hashlib.md5)).hexdigest()
            headers = {} if query == "unsigned" else {"X-Hub-Signature": f"{method}={sign}"}
            callback = known["hub.callback"]
            callback = callback[:-1] + ("0" if callback[-1] != "0" else "1") if query == "other" else callback
            self.answer(200, str(ask(callback, body, headers)[0]).encode())
        elif path == "/say":
            self.answer(200, str(ask(known["hub.callback"] + "?" + query)).encode())
        else:
            with open(os.path.join(folder, "feed.xml"), "rb") as file:
                body = file.read().replace(b"PORT", str(self.server.server_port).encode())
            self.answer(200, body, links=read("links"))

    def log_message(self, *arguments):
        pass


local_server.serve(Handler, port_file)
