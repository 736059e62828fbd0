/* Inside seal/: AES-256-SIV (RFC 5297) over a list of associated data, and base64 that has one form
 * only. */
#ifndef SEAL_SIV_H
#define SEAL_SIV_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/status.h"
#include "base/str.h"

enum { SIV_KEY_BYTES = 64, SIV_TAG_BYTES = 16 };

/* Before anything else of libsodium is called. UNAVAILABLE when it does not start. */
enum status siv_ready(struct error *error);

/* Encrypts `plain` into `cipher` (as many bytes, its own place) and `tag`. Each of `data` is
 * authenticated with its length. The same key, data and text give the same bytes. */
enum status siv_encrypt(const unsigned char key[SIV_KEY_BYTES], const struct str *data,
                        size_t data_count, struct str plain, unsigned char *cipher,
                        unsigned char tag[SIV_TAG_BYTES], struct error *error);
/* The other way. INVALID, with nothing to be read in `plain`, when anything was changed. */
enum status siv_decrypt(const unsigned char key[SIV_KEY_BYTES], const struct str *data,
                        size_t data_count, struct str cipher,
                        const unsigned char tag[SIV_TAG_BYTES], unsigned char *plain,
                        struct error *error);

/* Appends base64 (RFC 4648, 4) of `bytes`. */
enum status siv_base64(struct str bytes, struct buf *out, struct error *error);
/* The bytes that `text` stands for, in the arena. INVALID for nothing at all, and anything but what
 * siv_base64 writes: unused bits set, padding missing, other alphabets, white space. */
enum status siv_unbase64(struct arena *arena, struct str text, struct str *bytes,
                         struct error *error);

#endif
