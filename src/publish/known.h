/* Keys, inside the room: those that a publishing of everything looks up for nearly every story,
 * read in one go. Looked up one by one they are a fifth of its work; most of them are not there at
 * all. */
#ifndef PUBLISH_KNOWN_H
#define PUBLISH_KNOWN_H

#include "base/map.h"
#include "store/store.h"

/* Of more keys than this in a space, none is kept: an edition of so many stories is published
 * without. */
enum { KNOWN_KEYS_MOST = 1 << 18, KNOWN_SPACES = 6 };

struct paper;

/* What is known of a space; nothing at first (zeros). */
struct known {
    bool whole;
    struct map places; /* key → index into `values` */
    struct str *values;
    size_t capacity;
    struct arena arena;
};

/* Reads the spaces, for known_get. */
enum status known_read(struct paper *paper, struct error *error);
void known_release(struct paper *paper);
/* How many keys of the space are known. */
size_t known_count(const struct paper *paper, enum store_space space);
/* As store_keys_get; values may be borrowed from `paper`. Of KEYS_ANNOUNCED, only keys of
 * paper_repeats. */
enum status known_get(const struct paper *paper, struct arena *arena, enum store_space space,
                      struct store_key *keys, size_t count, struct error *error);

#endif
