/* Names for bytes: SHA-256, hexadecimal, and the ids of spec/edition.md. */
#ifndef BASE_HASH_H
#define BASE_HASH_H

#include "base/str.h"

enum { HASH_BYTES = 32, HASH_HEX = 64, ID_LENGTH = 12 };

/* SHA-256 of `bytes`. */
void hash_sha256(struct str bytes, unsigned char out[HASH_BYTES]);
/* Its lower-case hexadecimal form, with NUL. */
void hash_hex(struct str bytes, char out[HASH_HEX + 1]);
/* What only the owner of `key` can make of `bytes`: HMAC-SHA256 (RFC 2104) of their SHA-256. */
void hash_keyed(const unsigned char key[HASH_BYTES], struct str bytes,
                unsigned char out[HASH_BYTES]);
/* The id of an identity: the first 12 characters of the lower-case base32 (RFC 4648, a-z2-7) of
 * its SHA-256, with NUL. */
void id_make(struct str identity, char out[ID_LENGTH + 1]);
/* Whether `s` reads like one: 12 characters of a-z2-7. */
bool id_valid(struct str s);
/* A fast 64-bit hash (XXH3) for tables and change detection inside one machine's state; never for
 * anything an outsider could gain by colliding. */
uint64_t hash_fast(struct str bytes, uint64_t seed);

#endif
