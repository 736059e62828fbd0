/* The answers of the hostile server, by path. */
#ifndef TESTS_FETCH_ANSWERS_H
#define TESTS_FETCH_ANSWERS_H

#include "base/buf.h"
#include "server.h"
#include <zlib.h>

#define HEAD "HTTP/1.1 200 OK\r\n"
#define CHUNKED HEAD "Transfer-Encoding: chunked\r\n\r\n"
#define MOVED(code, place)                                                                         \
    "HTTP/1.1 " code " Moved\r\nLocation: " place "\r\nContent-Length: 0\r\n\r\n"

/* Whole answers; then the server closes. */
static const struct {
    const char *path;
    struct str bytes;
} plain_answers[] = {
    {"/ok", STR_INIT(HEAD "Content-Type: application/rss+xml; charset=utf-8\r\nETag: \"v1\"\r\n"
                          "Last-Modified: Sun, 06 Nov 1994 08:49:37 GMT\r\n"
                          "Cache-Control: public, max-age=600\r\nLink: </a>; rel=next\r\n"
                          "Link: <hub?a=1,2>; rel=\"hub\", <http://b.example/\xC3\xA9>; rel=hub\r\n"
                          "Content-Length: 5\r\n\r\nhello")},
    {"/until-close", STR_INIT(HEAD "\r\nhello")},
    {"/chunked", STR_INIT(CHUNKED "2\r\nhe\r\n3;x=y\r\nllo\r\n0\r\n\r\n")},
    {"/trailers", STR_INIT(CHUNKED "5\r\nhello\r\n0\r\nLocation: http://127.0.0.1/\r\n"
                                   "Content-Encoding: gzip\r\nETag: \"late\"\r\n\r\n")},
    {"/two-answers",
     STR_INIT(HEAD "Content-Length: 5\r\n\r\nhello" HEAD "Content-Length: 4\r\n\r\nevil")},
    {"/attractions", STR_INIT(HEAD "Alt-Svc: h3=\":443\"; ma=999999\r\nRefresh: 0;url=/evil\r\n"
                                   "Strict-Transport-Security: max-age=99999999\r\n"
                                   "Connection: Upgrade, h2c\r\nUpgrade: h2c\r\n"
                                   "Set-Cookie: a=b\r\nContent-Length: 5\r\n\r\nhello")},
    {"/odd-fields", STR_INIT(HEAD "Last-Modified: yesterday\r\nETag: \"\x01\"\r\n"
                                  "Link: <file:///etc/passwd>; rel=hub, <\xFF>; rel=self\r\n"
                                  "Content-Length: 5\r\n\r\nhello")},
    {"/no-colon", STR_INIT(HEAD "No colon\r\nContent-Length: 5\r\n\r\nhello")},
    {"/hints", STR_INIT("HTTP/1.1 103 Early Hints\r\nETag: \"no\"\r\n\r\n" HEAD
                        "Content-Length: 5\r\n\r\nhello")},
    {"/empty", STR_INIT(HEAD "Content-Length: 0\r\n\r\n")},
    {"/204", STR_INIT("HTTP/1.1 204 No Content\r\n\r\n")},
    {"/206", STR_INIT("HTTP/1.1 206 Partial\r\nContent-Length: 5\r\n\r\nhello")},
    {"/304", STR_INIT("HTTP/1.1 304 Not Modified\r\nETag: \"v1\"\r\n\r\n")},
    {"/404", STR_INIT("HTTP/1.1 404 Not Found\r\nContent-Length: 5\r\n\r\nhello")},
    {"/410", STR_INIT("HTTP/1.1 410 Gone\r\nContent-Length: 0\r\n\r\n")},
    {"/451", STR_INIT("HTTP/1.1 451 No\r\nContent-Length: 0\r\n\r\n")},
    {"/429", STR_INIT("HTTP/1.1 429 Slow\r\nRetry-After: 120\r\nContent-Length: 0\r\n\r\n")},
    {"/500", STR_INIT("HTTP/1.1 500 No\r\nContent-Length: 0\r\n\r\n")},
    {"/503", STR_INIT("HTTP/1.1 503 No\r\nDate: Sun, 06 Nov 1994 08:49:37 GMT\r\n"
                      "Retry-After: Sun, 06 Nov 1994 08:50:37 GMT\r\nContent-Length: 0\r\n\r\n")},
    {"/300", STR_INIT("HTTP/1.1 300 Choices\r\nContent-Length: 0\r\n\r\n")},
    {"/301-nowhere", STR_INIT("HTTP/1.1 301 Moved\r\nContent-Length: 0\r\n\r\n")},
    {"/000", STR_INIT("HTTP/1.1 000 OK\r\nContent-Length: 5\r\n\r\nhello")},
    {"/099", STR_INIT("HTTP/1.1 099 OK\r\nContent-Length: 5\r\n\r\nhello")},
    {"/999", STR_INIT("HTTP/1.1 999 OK\r\nContent-Length: 5\r\n\r\nhello")},
    {"/no-status", STR_INIT("HTTP/1.1\r\nContent-Length: 5\r\n\r\nhello")},
    {"/http9", STR_INIT("HTTP/9.9 200 OK\r\nContent-Length: 5\r\n\r\nhello")},
    {"/icy", STR_INIT("ICY 200 OK\r\nContent-Length: 5\r\n\r\nhello")},
    {"/http09", STR_INIT("hello")},
    {"/nothing", STR_INIT("")},
    {"/chunk-overflow", STR_INIT(CHUNKED "FFFFFFFFFFFFFFFFF\r\nhello\r\n0\r\n\r\n")},
    {"/chunk-huge", STR_INIT(CHUNKED "FFFFFFFFFFFFFFFF\r\nhello\r\n0\r\n\r\n")},
    {"/chunk-negative", STR_INIT(CHUNKED "-1\r\nhello\r\n0\r\n\r\n")},
    {"/chunk-hex", STR_INIT(CHUNKED "0x5\r\nhello\r\n0\r\n\r\n")},
    {"/chunk-no-end", STR_INIT(CHUNKED "5\r\nhello0\r\n\r\n")},
    {"/chunk-cut", STR_INIT(CHUNKED "5\r\nhel")},
    {"/length-cut", STR_INIT(HEAD "Content-Length: 50\r\n\r\nhello")},
    {"/length-huge", STR_INIT(HEAD "Content-Length: 10737418240\r\n\r\nhello")},
    {"/brotli-not",
     STR_INIT(HEAD "Content-Encoding: br\r\nContent-Length: 5\r\n\r\n\xFF\xFF\xFF\xFF\xFF")},
    {"/zstd-not", STR_INIT(HEAD "Content-Encoding: zstd\r\nContent-Length: 5\r\n\r\nhello")},
    {"/deflate", STR_INIT(HEAD "Content-Encoding: deflate\r\nContent-Length: 5\r\n\r\nhello")},
    {"/gzip-twice", STR_INIT(HEAD "Content-Encoding: gzip, gzip\r\nContent-Length: 1\r\n\r\nh")},
    {"/gzip-again", STR_INIT(HEAD "Content-Encoding: gzip\r\nContent-Encoding: gzip\r\n"
                                  "Content-Length: 5\r\n\r\nhello")},
    {"/gzip-transfer", STR_INIT(HEAD "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n")},
    {"/gzip-not", STR_INIT(HEAD "Content-Encoding: gzip\r\nContent-Length: 5\r\n\r\nhello")},
    {"/301", STR_INIT(MOVED("301", "/308"))},
    {"/308", STR_INIT(MOVED("308", "/302"))},
    {"/302", STR_INIT("HTTP/1.1 302 Found\r\nLocation: ok\r\nContent-Length: 5\r\n\r\nhello")},
    {"/303", STR_INIT(MOVED("303", "/ok"))},
    {"/307", STR_INIT(MOVED("307", "/ok"))},
    {"/301-only", STR_INIT(MOVED("301", "/ok"))},
    {"/loop", STR_INIT(MOVED("302", "/loop"))},
    {"/to-file", STR_INIT(MOVED("302", "file:///etc/passwd"))},
    {"/to-gopher", STR_INIT(MOVED("302", "gopher://127.0.0.1/"))},
    {"/to-user", STR_INIT(MOVED("302", "http://user:secret@127.0.0.1/"))},
    {"/to-backslash", STR_INIT(MOVED("302", "http://evil.com\\@127.0.0.1/"))},
    {"/to-slashes", STR_INIT(MOVED("302", "http:///127.0.0.1/"))},
    {"/to-two", STR_INIT("HTTP/1.1 302 Found\r\nLocation: /ok\r\nLocation: /404\r\n\r\n")},
    {"/to-metadata", STR_INIT(MOVED("302", "http://169.254.169.254/latest/meta-data/"))},
};

/* `text` compressed as one gzip member, behind `before` more members. */
static inline void gzip_add(struct buf *out, struct str text) {
    z_stream z = {0};
    char room[4096];
    assert_int_equal(deflateInit2(&z, 9, Z_DEFLATED, 16 + MAX_WBITS, 8, Z_DEFAULT_STRATEGY), Z_OK);
    z.next_in = (unsigned char *)(uintptr_t)text.p;
    z.avail_in = (unsigned)text.n;
    z.next_out = (unsigned char *)room;
    z.avail_out = sizeof room;
    assert_int_equal(deflate(&z, Z_FINISH), Z_STREAM_END);
    buf_add(out, str_of(room, sizeof room - z.avail_out));
    deflateEnd(&z);
}

static inline void answer_gzip(int fd, struct str path) {
    struct buf out;
    buf_init(&out, 1 << 20);
    gzip_add(&out, STR("hello"));
    if (str_eq(path, STR("/gzip-cut")))
        buf_truncate(&out, out.n - 9);
    else if (str_eq(path, STR("/gzip-crc")))
        out.p[out.n - 6] ^= 1;
    else if (str_eq(path, STR("/gzip-garbage")))
        BUF_ADD(&out, "\0\0\0 and more");
    else if (str_eq(path, STR("/gzip-members")))
        gzip_add(&out, STR(", world"));
    char head[128];
    int n = snprintf(head, sizeof head,
                     HEAD "Content-Encoding: gzip\r\nContent-Length: %zu\r\n\r\n", out.n);
    server_say(fd, str_of(head, (size_t)n));
    for (size_t i = 0; i < out.n; i++) /* byte by byte */
        server_say(fd, str_of(out.p + i, 1));
    buf_release(&out);
}

/* 256 MiB of zeros. */
static inline void answer_bomb(int fd) {
    static const char zeros[64 * 1024];
    char room[64 * 1024];
    z_stream z = {0};
    assert_int_equal(deflateInit2(&z, 9, Z_DEFLATED, 16 + MAX_WBITS, 8, Z_DEFAULT_STRATEGY), Z_OK);
    server_say(fd, STR(HEAD "Content-Encoding: gzip\r\n\r\n"));
    for (int i = 0; i <= 4096; i++) {
        z.next_in = (unsigned char *)(uintptr_t)zeros;
        z.avail_in = i < 4096 ? sizeof zeros : 0;
        z.next_out = (unsigned char *)room;
        z.avail_out = sizeof room;
        deflate(&z, i < 4096 ? Z_NO_FLUSH : Z_FINISH);
        size_t n = sizeof room - z.avail_out;
        if (n > 0 && !server_sends(fd, str_of(room, n)))
            break;
    }
    deflateEnd(&z);
}

/* Sends `piece` until the other side has had enough. */
static inline void answer_endless(int fd, struct str head, struct str piece, int pause_ms) {
    server_say(fd, head);
    while (server_sends(fd, piece))
        if (pause_ms > 0 && server_waits(fd, pause_ms))
            return;
}

static inline void answer_reset(int fd) {
    struct linger now = {.l_onoff = 1, .l_linger = 0};
    server_say(fd, STR(HEAD "Content-Length: 50\r\n\r\nhello"));
    poll(NULL, 0, 20); /* a reset overtakes bytes that were not read yet */
    setsockopt(fd, SOL_SOCKET, SO_LINGER, &now, sizeof now);
}

static inline void answer(struct server *server, int fd, struct str request) {
    char chunk[7 + 64 * 1024 + 2] = "10000\r\n";
    char wide[64 * 1024];
    struct str path = STR_NONE;
    struct str rest = request;
    str_next(&rest, ' ', &path);
    str_next(&rest, ' ', &path);
    memset(wide, 'x', sizeof wide);
    memcpy(chunk + sizeof chunk - 2, "\r\n", 2);
    for (size_t i = 0; i < sizeof plain_answers / sizeof plain_answers[0]; i++)
        if (str_eq(path, str_from(plain_answers[i].path)))
            server_say(fd, plain_answers[i].bytes);
    if (str_starts(path, STR("/gzip-c")) || str_eq(path, STR("/gzip")) ||
        str_eq(path, STR("/gzip-garbage")) || str_eq(path, STR("/gzip-members")))
        answer_gzip(fd, path);
    else if (str_eq(path, STR("/bomb")))
        answer_bomb(fd);
    else if (str_eq(path, STR("/silent")))
        server_waits(fd, 20000);
    else if (str_eq(path, STR("/drip")))
        answer_endless(fd, STR(CHUNKED), STR("1\r\nx\r\n"), 20);
    else if (str_eq(path, STR("/endless")))
        answer_endless(fd, STR(CHUNKED), str_of(chunk, sizeof chunk), 0);
    else if (str_eq(path, STR("/endless-raw")))
        answer_endless(fd, STR(HEAD "\r\n"), str_of(wide, sizeof wide), 0);
    else if (str_eq(path, STR("/header-lines")))
        answer_endless(fd, STR(HEAD), STR("X: y\r\n"), 0);
    else if (str_eq(path, STR("/header-wide")))
        answer_endless(fd, STR(HEAD "X: "), str_of(wide, sizeof wide), 0);
    else if (str_eq(path, STR("/header-hints")))
        answer_endless(fd, STR(""), STR("HTTP/1.1 103 Early Hints\r\n\r\n"), 0);
    else if (str_eq(path, STR("/status-wide")))
        answer_endless(fd, STR("HTTP/1.1 200 "), str_of(wide, sizeof wide), 0);
    else if (str_eq(path, STR("/reset")))
        answer_reset(fd);
    else if (str_eq(path, STR("/to-other")) || str_eq(path, STR("/to-other-name"))) {
        const struct server *other = server->data;
        char text[256];
        int n = snprintf(
            text, sizeof text, MOVED("302", "http://%s%u/"),
            str_eq(path, STR("/to-other")) ? "127.0.0.1:" : "localhost:", (unsigned)other->port);
        server_say(fd, str_of(text, (size_t)n));
    }
}

#endif
