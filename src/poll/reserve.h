/* /.well-known/tdmrep.json: for which parts of a site text and data mining are reserved (TDM
 * Reservation Protocol, W3C Community Group, 2024, "TDM file on the origin server"; directive (EU)
 * 2019/790, article 4).
 *
 * A list of rules {"location": "/path*", "tdm-reservation": 0|1, "tdm-policy": "https://…"}.
 * Locations match as the patterns of robots.txt do (RFC 9309, 2.2.2): the longest holds; of two
 * equally long ones the one that reserves. */
#ifndef POLL_RESERVE_H
#define POLL_RESERVE_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/status.h"
#include "base/str.h"

enum { RESERVE_BYTES_MOST = 500 * 1024, RESERVE_RULES_MOST = 2000, RESERVE_POLICY_MOST = 500 };

struct reserve_rule {
    struct str pattern; /* normalised as those of robots.h */
    bool reserved;
    struct str policy; /* the address of its terms, in printable ASCII; absent: none */
};

struct reserve {
    struct reserve_rule *rules;
    size_t count;
};

/* Reads a file. Rules that are none are passed over, those behind the RESERVE_RULES_MOST-th not
 * read. All lies in the arena. INVALID: it is no list; MEMORY or LIMIT. */
enum status reserve_read(struct arena *arena, struct str text, struct reserve *reserve,
                         struct error *error);
/* Writes the rules as a file that says the same. */
void reserve_write(const struct reserve *reserve, struct buf *out);
/* The rule that holds for a path with its query; NULL when none does, or none that reserves. Memory
 * from `arena`, for a moment; without any left everything is as it was: NULL. */
const struct reserve_rule *reserve_find(const struct reserve *reserve, struct arena *arena,
                                        struct str path);

#endif
