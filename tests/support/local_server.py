"""For servers of tests: on a free port of 127.0.0.1, until the parent ends."""
import http.server
import os
import threading
import time


def end_with_parent(parent):
    while os.getppid() == parent:
        time.sleep(0.2)
    os._exit(0)


def serve(handler, port_file):
    """Never returns. The port is written to `port_file` once the server listens."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=end_with_parent, args=(os.getppid(),), daemon=True).start()
    with open(port_file + ".new", "w", encoding="ascii") as file:
        file.write(str(server.server_port))
    os.rename(port_file + ".new", port_file)
    server.serve_forever()
