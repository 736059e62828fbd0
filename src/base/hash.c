#include "base/hash.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

void hash_hex(struct str bytes, char out[HASH_HEX + 1]) {
    static const char digits[] = "0123456789abcdef";
    unsigned char sum[HASH_BYTES];
    hash_sha256(bytes, sum);
    for (size_t i = 0; i < HASH_BYTES; i++) {
        out[2 * i] = digits[sum[i] >> 4];
        out[2 * i + 1] = digits[sum[i] & 15];
    }
    out[HASH_HEX] = '\0';
}

void hash_keyed(const unsigned char key[HASH_BYTES], struct str bytes,
                unsigned char out[HASH_BYTES]) {
    enum { BLOCK = 64, INNER = 0x36, OUTER = 0x5c };
    unsigned char text[BLOCK + HASH_BYTES];
    hash_sha256(bytes, text + BLOCK);
    for (size_t i = 0; i < BLOCK; i++)
        text[i] = (unsigned char)((i < HASH_BYTES ? key[i] : 0) ^ INNER);
    hash_sha256(str_of((const char *)text, sizeof text), text + BLOCK);
    for (size_t i = 0; i < BLOCK; i++)
        text[i] ^= INNER ^ OUTER;
    hash_sha256(str_of((const char *)text, sizeof text), out);
    explicit_bzero(text, sizeof text);
}

void id_make(struct str identity, char out[ID_LENGTH + 1]) {
    static const char digits[] = "abcdefghijklmnopqrstuvwxyz234567";
    unsigned char sum[HASH_BYTES];
    hash_sha256(identity, sum);
    /* 12 characters of 5 bits are 60 bits: the first 8 bytes hold them. */
    uint64_t bits = 0;
    for (size_t i = 0; i < 8; i++)
        bits = bits << 8 | sum[i];
    for (size_t i = 0; i < ID_LENGTH; i++)
        out[i] = digits[bits >> (59 - 5 * i) & 31];
    out[ID_LENGTH] = '\0';
}

bool id_valid(struct str s) {
    if (s.n != ID_LENGTH)
        return false;
    for (size_t i = 0; i < s.n; i++)
        if (!((s.p[i] >= 'a' && s.p[i] <= 'z') || (s.p[i] >= '2' && s.p[i] <= '7')))
            return false;
    return true;
}

uint64_t hash_fast(struct str bytes, uint64_t seed) {
    return XXH3_64bits_withSeed(bytes.n > 0 ? bytes.p : "", bytes.n, seed);
}
