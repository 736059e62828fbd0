/* The edition's keys for sealing: keys/<id>.json (seal/key.h), which nobody but its owner can read.
 */
#ifndef FILES_KEYS_H
#define FILES_KEYS_H

#include "base/arena.h"
#include "base/hash.h"
#include "seal/key.h"

enum { FILES_KEYS_MOST = 1000 };

/* All keys of the edition, the newest first: the first that is not for the old form seals. Their
 * bytes lie in the arena until files_keys_forget. With `look` no key is opened: for lists. None:
 * *count is 0. PERMISSION for a file that others can read, naming it; else as key_read. */
enum status files_keys_read(struct arena *arena, const char *folder, struct str passphrase,
                            bool look, struct key_file **keys, size_t *count, struct error *error);
/* Overwrites their bytes. */
void files_keys_forget(struct key_file *keys, size_t count);

/* Writes a new key's file, durably, with mode 0600, making keys/ (0700) when it is missing. EXISTS
 * when a key of that id is there: it is never overwritten. */
enum status files_keys_add(const char *folder, const char *id, struct str text,
                           struct error *error);

/* The edition's own secret of this name (a-z), 32 bytes in keys/<name>.secret with mode 0600, made
 * by chance when it is missing; several processes may ask at once. PERMISSION for one that others
 * can read, INVALID for one that has another length. */
enum status files_secret(const char *folder, const char *name, unsigned char secret[HASH_BYTES],
                         struct error *error);

#endif
