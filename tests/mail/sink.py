"""A mail server that keeps what it is given, for tests: sink.py PORT_FILE BOX.

Each letter that it takes is a line of BOX/taken, "recipient Message-ID", and a file in BOX. What an
address begins with says how it is answered: gone (550 5.1.1), policy (550 5.7.1), busy (451), full
(452, at the first time only). While BOX/kill has the number of a process, a stage ("rcpt",
"data", "answer") and perhaps a number of letters to let pass, that process is killed when the next
letter comes to that stage: before its recipient is answered, before it is kept, and when it is kept
but not answered. A letter whose
sender dies is kept all the same.
"""
import asyncio
import os
import signal
import sys
import threading

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "support"))
sys.path.append("/usr/lib/python3/dist-packages")
from aiosmtpd.smtp import SMTP  # noqa: E402

from local_server import end_with_parent  # noqa: E402

ANSWERS = {"gone": "550 5.1.1 no such user", "policy": "550 5.7.1 not from you",
           "busy": "451 4.3.0 not now"}


class Box:
    def __init__(self, folder):
        self.folder = folder
        self.full = set()
        self.passed = 0

    def kill_at(self, stage):
        path = os.path.join(self.folder, "kill")
        try:
            with open(path, encoding="ascii") as file:
                process, wanted, passing = (file.read().split() + ["0"])[:3]
        except (FileNotFoundError, ValueError):
            return
        if wanted != stage:
            return
        if self.passed < int(passing):
            self.passed += 1
        else:
            self.passed = 0
            os.remove(path)
            os.kill(int(process), signal.SIGKILL)

    async def handle_RCPT(self, _server, _session, envelope, address, _options):
        self.kill_at("rcpt")
        kind = address.split("@")[0].rstrip("0123456789")
        if kind == "full" and address not in self.full:
            self.full.add(address)
            return "452 4.2.2 mailbox full"
        if kind in ANSWERS:
            return ANSWERS[kind]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server, _session, envelope):
        self.kill_at("data")
        lines = envelope.content.decode("ascii").split("\r\n")
        name = next(line for line in lines if line.lower().startswith("message-id:"))
        with open(os.path.join(self.folder, "taken"), "a", encoding="ascii") as file:
            file.write(f"{envelope.rcpt_tos[0]} {name.split(':', 1)[1].strip()}\n")
        with open(os.path.join(self.folder, envelope.rcpt_tos[0] + ".eml"), "wb") as file:
            file.write(envelope.content)
        self.kill_at("answer")
        return "250 taken"


async def main():
    box = Box(sys.argv[2])
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(box, loop=loop), "127.0.0.1", 0)
    with open(sys.argv[1] + ".new", "w", encoding="ascii") as out:
        out.write(str(server.sockets[0].getsockname()[1]))
    os.rename(sys.argv[1] + ".new", sys.argv[1])
    await server.serve_forever()


threading.Thread(target=end_with_parent, args=(os.getppid(),), daemon=True).start()
asyncio.run(main())
