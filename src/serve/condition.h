/* Validators, conditions and ranges (RFC 9110, 8.8, 13 and 14). Pure. */
#ifndef SERVE_CONDITION_H
#define SERVE_CONDITION_H

#include "base/clock.h"
#include "base/str.h"
#include "serve/coding.h"

enum { SERVE_ETAG_TEXT = 48 };

/* What is known of a file that may be sent. */
struct serve_entity {
    int64_t size;
    int64_t modified; /* seconds */
    int64_t modified_nanoseconds;
    uint64_t device, inode;
    enum serve_coding coding; /* in which it is sent: other bytes, and so another tag */
};

/* An entity tag, quotes included: files are replaced, never changed in place, so that size and
 * time tell their bytes apart. That of a coding is weak: what lies beside a file and what we make
 * of it mean the same, but may have other bytes. Returns out. */
char *serve_etag(const struct serve_entity *entity, char out[SERVE_ETAG_TEXT]);
/* Whether a client that sent these (absent where it did not) has the file already: 304. */
bool serve_unchanged(const struct serve_entity *entity, struct str if_none_match,
                     struct str if_modified_since);

/* Whether a list of entity tags (If-None-Match; absent: false) has this one, or all. */
bool serve_etag_listed(struct str list, struct str etag);

enum serve_range {
    SERVE_RANGE_WHOLE,  /* no range, several, or nothing that we understand: 200 */
    SERVE_RANGE_PART,   /* 206 */
    SERVE_RANGE_BEYOND, /* 416 */
};
/* The one range that is asked for: *first and *length in bytes. Several are refused by answering
 * with the whole (N25). `if_range` absent: no condition. */
enum serve_range serve_range_read(const struct serve_entity *entity, struct str range,
                                  struct str if_range, int64_t *first, int64_t *length);

#endif
