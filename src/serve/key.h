/* The day's key (spec/scoring.md, Clicks): 32 random bytes in state/click-key-YYYY-MM-DD. */
#ifndef SERVE_KEY_H
#define SERVE_KEY_H

#include "base/clock.h"
#include "base/hash.h"
#include "base/status.h"

enum { SERVE_KEY_BYTES = 32 };

struct serve_key {
    bool held;
    int64_t day; /* since 1970-01-01 */
    unsigned char bytes[SERVE_KEY_BYTES];
};

/* Makes `key` that of `day`: the one it is, the file's, or a new one. Two servers that make it at
 * once get the same. The file appears whole, with mode 0600. */
enum status serve_key_take(const char *folder, int64_t day, struct serve_key *key,
                           struct error *error);
/* Forgets `key` when it is not of `day`, and deletes the files of all days but that. */
enum status serve_key_forget(const char *folder, int64_t day, struct serve_key *key,
                             struct error *error);
/* The visitor's name of that day, 64 hexadecimal digits: HMAC-SHA256(key, address LF agent). */
enum status serve_key_visitor(const struct serve_key *key, struct str address, struct str agent,
                              char out[HASH_HEX + 1], struct error *error);

#endif
