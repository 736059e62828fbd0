/* robots.txt (RFC 9309): what a site asks of programs like ours.
 *
 * Of a file only what is meant for one program is kept: the groups that name its product token, all
 * of them together, else those for everybody ("*"). */
#ifndef POLL_ROBOTS_H
#define POLL_ROBOTS_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/status.h"
#include "base/str.h"

enum {
    ROBOTS_BYTES_MOST = 500 * 1024, /* what lies behind is not read (RFC 9309, 2.5) */
    ROBOTS_DELAY_MOST = 30,         /* seconds: a longer Crawl-delay is read as this */
};

struct robots_rule {
    struct str pattern; /* normalised: see robots_read */
    bool permits;
};

struct robots {
    struct robots_rule *rules;
    size_t count;
    int64_t delay; /* milliseconds between two requests; 0: not asked for */
};

/* The product token of a User-Agent: "Broadsheet" of "Broadsheet/1.0 (+https://…)". */
struct str robots_product(struct str user_agent);

/* Reads any bytes. Rules lie in the arena; they are brought into one form of percent-encoding
 * (RFC 9309, 2.2.2). `product` is compared without case. MEMORY or LIMIT of the arena. */
enum status robots_read(struct arena *arena, struct str text, struct str product,
                        struct robots *robots, struct error *error);
/* Writes the rules as a file that says the same to everybody. */
void robots_write(const struct robots *robots, struct buf *out);
/* Whether a path with its query ("/a?b") may be asked for: the longest pattern that matches says
 * so, of two equally long ones the one that permits. /robots.txt always may. Memory from `arena`
 * (the caller's; used for a moment); without any left the answer is no. */
bool robots_permits(const struct robots *robots, struct arena *arena, struct str path);

/* A pattern, or with `literally` a path, in one form of percent-encoding: unreserved characters are
 * themselves, everything else outside printable ASCII is encoded, digits are upper-case. In a path
 * '*' and '$' stand for themselves. Absent without memory. */
struct str robots_plain(struct arena *arena, struct str text, bool literally);
/* Whether a pattern matches a path, both as robots_plain gives them. */
bool robots_match(struct str pattern, struct str path);

#endif
