/* Key files: a key for sealing, as it lies in keys/<id>.json.
 *
 *     {"id":"20261122-k3f7","made":"2026-11-22T08:00:00Z","form":"raw","key":BASE64,"check":BASE64}
 *
 * `form` is `raw`; `wrapped` by a passphrase: then `key` is sealed by AES-256-SIV under a key that
 * Argon2id makes of the passphrase with `salt`, `passes` and `memory` (MiB), and `tag` is its tag;
 * or `old`: 32 raw bytes for payloads of the old form, which only ever opens. `check` proves the
 * key itself, or, in a wrapped file, the passphrase's key: so a wrong passphrase, a damaged key
 * file and a damaged record are three different errors. */
#ifndef SEAL_KEY_H
#define SEAL_KEY_H

#include "seal/seal.h"

enum { KEY_FILE_MOST = 4096 }; /* bytes */

/* Bounds of Argon2id: less would be weak, more could stall whoever reads a hostile file. */
enum {
    KEY_PASSES = 3,
    KEY_PASSES_MOST = 16,
    KEY_MEMORY = 256, /* MiB */
    KEY_MEMORY_LEAST = 8,
    KEY_MEMORY_MOST = 1024,
    KEY_SALT_BYTES = 16,
};

/* A key with what its file says of it. */
struct key_file {
    struct seal_key key;
    int64_t made; /* the newest one seals */
    bool wrapped; /* by a passphrase */
};

/* Appends the file's text with its line end. `passphrase` absent: raw. `salt` is fresh for each
 * file. DENIED: an old key is never wrapped. */
enum status key_write(const struct key_file *file, struct str passphrase,
                      const unsigned char salt[KEY_SALT_BYTES], struct buf *out,
                      struct error *error);

/* The key that a file's text holds. `passphrase` is asked of wrapped ones only. INVALID: no key
 * file, or damaged; DENIED: wrapped, and the passphrase is absent or wrong; LIMIT: parameters out
 * of bounds, or no memory for them. */
enum status key_read(struct str text, struct str passphrase, struct key_file *file,
                     struct error *error);

/* The same without the key, for lists: id, time, kind and whether it is wrapped. */
enum status key_look(struct str text, struct key_file *file, struct error *error);

/* Forgets the bytes for good. */
void key_forget(struct key_file *file);

#endif
