#!/usr/bin/env python3
"""Hosts for a round: sites.py PORT HOSTS SOURCES LAYOUT. Listens on 127.1.0.1, 127.1.0.2, … and says
"ready". Feeds are at /0, /1, …; a conditional request for one of them is answered with 304. Of the
hostile ones (a tenth; `hosts`: all of every tenth host, `mixed`: one of each host's, where each has
ten) each kind does something else: hangs, drips, resets, sends without end, redirects in circles.
"""
import asyncio
import socket
import struct
import sys

port, hosts, sources, layout = int(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), sys.argv[4]
KINDS = ["hang", "drip", "reset", "huge", "loop"]


def hostile(host, source):
    """The kind of a hostile source, or None."""
    if layout == "hosts":
        return KINDS[host // 10 % len(KINDS)] if host % 10 == 0 else None
    return KINDS[host % len(KINDS)] if source % 10 == host % 10 else None


def feed(host, source):
    items = "".join(
        f"<item><title>Story {host} {source} {k}</title><link>https://h{host}.example/{source}/{k}</link>"
        f"<pubDate>Thu, 09 Oct 2025 {8 - k:02}:00:00 GMT</pubDate>"
        f"<description>What host {host} says in its feed {source}.</description></item>"
        for k in range(1))
    return f'<rss version="2.0"><channel><title>Feed {host} {source}</title>{items}</channel></rss>'


async def misbehave(kind, reader, writer, path):
    if kind == "hang":
        await reader.read()
    elif kind == "drip":
        writer.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
        while True:
            writer.write(b"465\r\n" + b"x" * 0x465 + b"\r\n")
            await writer.drain()
            await asyncio.sleep(1)
    elif kind == "reset":
        sock = writer.get_extra_info("socket")
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    elif kind == "huge":
        writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
        while True:
            writer.write(b"x" * 65536)
            await writer.drain()
    else:
        writer.write(b"HTTP/1.1 302 F\r\nLocation: " + path + b"\r\nContent-Length: 0\r\n\r\n")


async def serve(host, reader, writer):
    try:
        head = await reader.readuntil(b"\r\n\r\n")
        path = head.split(b" ", 2)[1]
        source = int(path[1:])
        kind = hostile(host, source)
        if kind:
            await misbehave(kind, reader, writer, path)
        elif b"if-none-match" in head.lower():
            writer.write(b'HTTP/1.1 304 Not Modified\r\nETag: "1"\r\n\r\n')
        else:
            body = feed(host, source).encode()
            writer.write(b'HTTP/1.1 200 OK\r\nETag: "1"\r\nContent-Type: application/rss+xml\r\n'
                         b"Content-Length: %d\r\n\r\n" % len(body) + body)
        await writer.drain()
    except (OSError, ValueError, asyncio.IncompleteReadError):
        pass
    finally:
        writer.close()


async def main():
    for host in range(hosts):
        await asyncio.start_server(lambda r, w, host=host: serve(host, r, w),
                                   f"127.1.{host // 250}.{host % 250 + 1}", port, backlog=64)
    print("ready", flush=True)
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main())
