/* The private part of a record, `secured` (spec/sealed-payload.md): text that only the newsroom
 * can read, and that cannot be changed, nor moved to another record or edition, unnoticed.
 *
 *     v2:<key id>:<base64 of the ciphertext>;<base64 of the 16 bytes of its tag>
 *
 * AES-256-SIV (RFC 5297). The same text for the same place under the same key gives the same
 * payload. An older valid payload of the same record under the same key opens, too: who can write
 * to the repository can put it back. The old form, `<ciphertext>;<16 bytes>`, AES-256 in CBC mode,
 * is read under a key marked for it and never written. */
#ifndef SEAL_SEAL_H
#define SEAL_SEAL_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/status.h"
#include "base/str.h"

enum {
    SEAL_KEY_BYTES = 64,
    SEAL_OLD_KEY_BYTES = 32,
    SEAL_ID_MOST = 32,         /* bytes of a key's id */
    SEAL_PLAIN_MOST = 1 << 20, /* bytes of a text that is sealed */
    SEAL_PADDED = 64,          /* lengths are seen in steps of so many bytes */
};

struct seal_key {
    char id[SEAL_ID_MOST + 1]; /* a-z, 0-9, - */
    bool old;                  /* for the old form; the first SEAL_OLD_KEY_BYTES count */
    unsigned char bytes[SEAL_KEY_BYTES];
};

/* Where a payload stands; it opens nowhere else. Borrowed. */
struct seal_place {
    struct str edition; /* its id */
    struct str file;    /* the record's file name, without folders */
};

enum seal_form {
    SEAL_FOREIGN, /* neither; carried along */
    SEAL_OURS,
    SEAL_OLD,
};

/* What form a payload has, by its letters alone; *key_id is the key that ours names (absent else).
 * It borrows from the payload. */
enum seal_form seal_form(struct str payload, struct str *key_id);

/* Whether `id` may name a key. */
bool seal_key_id_valid(struct str id);

/* The key of a ring, newest first, that seals: the first that is not for the old form; NULL when
 * there is none. */
const struct seal_key *seal_active(const struct seal_key *keys, size_t count);

/* Where the payload of the record at `path` stands; borrows from both. */
struct seal_place seal_place_of(struct str edition, struct str path);

/* Appends the payload that seals `plain` (1 byte to SEAL_PLAIN_MOST). */
enum status seal_make(const struct seal_key *key, const struct seal_place *place, struct str plain,
                      struct buf *out, struct error *error);

/* The text in `payload`, in the arena, opened by whichever of `keys` it names; one of the old form
 * by the first key that is marked for it and fits. INVALID: no payload of either form, or it does
 * not open: changed, of another place, or of another key by the same name; NOT_FOUND: no such key
 * is among `keys`. Nothing says more of why it does not open. */
enum status seal_open(const struct seal_key *keys, size_t key_count, const struct seal_place *place,
                      struct str payload, struct arena *arena, struct str *plain,
                      struct error *error);

#endif
