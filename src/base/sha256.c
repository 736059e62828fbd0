/* SHA-256 (FIPS 180-4, section 6.2). Ours, as any library that has it takes longer to load than
 * most commands take for their work, and naming bytes must not fail (docs/decisions/0011). */
#include "base/hash.h"

#include <string.h>

enum { BLOCK = 64, ROUNDS = 64, LENGTH = 8 };

static uint32_t rotate(uint32_t x, unsigned n) {
    return x >> n | x << (32 - n);
}

static uint32_t load(const unsigned char *p) {
    return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

/* The message's schedule: 16 words of the block, and those that follow from them. */
static void spread(const unsigned char *block, uint32_t w[ROUNDS]) {
    for (size_t i = 0; i < 16; i++)
        w[i] = load(block + 4 * i);
    for (size_t i = 16; i < ROUNDS; i++) {
        uint32_t early = rotate(w[i - 15], 7) ^ rotate(w[i - 15], 18) ^ w[i - 15] >> 3;
        uint32_t late = rotate(w[i - 2], 17) ^ rotate(w[i - 2], 19) ^ w[i - 2] >> 10;
        w[i] = w[i - 16] + early + w[i - 7] + late;
    }
}

static void mix(uint32_t sum[8], const unsigned char *block, uint32_t w[ROUNDS]) {
    static const uint32_t constants[ROUNDS] = {
        0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4,
        0xab1c5ed5, 0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe,
        0x9bdc06a7, 0xc19bf174, 0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f,
        0x4a7484aa, 0x5cb0a9dc, 0x76f988da, 0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7,
        0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967, 0x27b70a85, 0x2e1b2138, 0x4d2c6dfc,
        0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85, 0xa2bfe8a1, 0xa81a664b,
        0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070, 0x19a4c116,
        0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
        0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7,
        0xc67178f2,
    };
    uint32_t a = sum[0], b = sum[1], c = sum[2], d = sum[3];
    uint32_t e = sum[4], f = sum[5], g = sum[6], h = sum[7];
    spread(block, w);
    for (size_t i = 0; i < ROUNDS; i++) {
        uint32_t choice = g ^ (e & (f ^ g));
        uint32_t majority = (a & b) | (c & (a | b));
        uint32_t first =
            h + (rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)) + choice + constants[i] + w[i];
        uint32_t second = (rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)) + majority;
        h = g;
        g = f;
        f = e;
        e = d + first;
        d = c;
        c = b;
        b = a;
        a = first + second;
    }
    const uint32_t after[8] = {a, b, c, d, e, f, g, h};
    for (size_t i = 0; i < 8; i++)
        sum[i] += after[i];
}

void hash_sha256(struct str bytes, unsigned char out[HASH_BYTES]) {
    uint32_t sum[8] = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                       0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
    uint32_t w[ROUNDS];
    unsigned char last[2 * BLOCK] = {0};
    size_t whole = bytes.n / BLOCK * BLOCK, rest = bytes.n - whole;
    for (size_t i = 0; i < whole; i += BLOCK)
        mix(sum, (const unsigned char *)bytes.p + i, w);
    if (rest > 0)
        memcpy(last, bytes.p + whole, rest);
    last[rest] = 0x80;
    size_t end = rest + 1 + LENGTH <= BLOCK ? BLOCK : 2 * BLOCK;
    for (size_t i = 0; i < LENGTH; i++)
        last[end - 1 - i] = (unsigned char)((uint64_t)bytes.n * 8 >> 8 * i);
    for (size_t i = 0; i < end; i += BLOCK)
        mix(sum, last + i, w);
    for (size_t i = 0; i < HASH_BYTES; i++)
        out[i] = (unsigned char)(sum[i / 4] >> (24 - 8 * (i % 4)));
    /* What was named may have been a key. */
    explicit_bzero(w, sizeof w);
    explicit_bzero(last, sizeof last);
}
