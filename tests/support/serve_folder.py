"""serve_folder.py FOLDER PORT_FILE: serves a folder on a free port of 127.0.0.1, for the tests of
commands. Beside a file, NAME.answer may say the status (a first line of digits) and further header
lines. The port is written to PORT_FILE once it listens; it ends when its parent does."""
import http.server
import os
import sys

import local_server

folder, port_file = sys.argv[1:3]
TYPES = {".html": "text/html; charset=utf-8", ".xml": "application/xml", ".json": "application/json"}


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        path = self.path.split("?")[0].strip("/") or "index.html"
        name = os.path.join(folder, path)
        status, headers, body = 404, [], b"not here"
        if os.path.isfile(name):
            status = 200
            with open(name, "rb") as file:
                body = file.read().replace(b"PORT", str(self.server.server_port).encode())
        if os.path.isfile(name + ".answer"):
            with open(name + ".answer", encoding="ascii") as file:
                lines = file.read().split("\n")
            status = int(lines[0])
            headers = [line.split(": ", 1) for line in lines[1:] if line]
        self.send_response(status)
        self.send_header("Content-Type", TYPES.get(os.path.splitext(path)[1], "text/plain"))
        self.send_header("Content-Length", str(len(body)))
        for field, value in headers:
            self.send_header(field, value.replace("PORT", str(self.server.server_port)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments):
        pass


local_server.serve(Handler, port_file)
